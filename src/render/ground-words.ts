import type { AssumedBudget, AssumedCut, Ground } from '../model/ledger.ts'
import type { Budget } from '../model/network.ts'
import { linksOf } from '../model/network-plan.ts'
import type { Assumption } from '../report.ts'
import { printable } from '../value/printable.ts'
import { fairnessWords } from './fairness-words.ts'

/** Something that a verdict rests on, with its words: names in them command no terminal. */
export const inWords = (ground: Ground): Assumption => ({
  ...ground,
  text: printable(wordsOf(ground)),
})

type Of<Kind extends Ground['kind']> = Extract<Ground, { kind: Kind }>

const wordsOf = (ground: Ground): string => {
  switch (ground.kind) {
    case 'machine':
      return 'each step is one action, taken whole'
    case 'network':
      return networkWords(ground)
    case 'partitions':
      return partitionWords(ground)
    case 'crashes':
      return crashWords(ground)
    case 'timers':
      return {
        none: 'none',
        patient:
          'patient, a timer fires only when no delivery that has an effect is possible anywhere',
        any: 'any, a timer that is set may fire at any moment',
        timed:
          'a timer fires when it has run for as long as it was set for, by the clock of its node',
      }[ground.timers]
    case 'traitors': {
      const who = ground.nodes.join(', ')
      return `${who}; may at any time tell anyone what its role allows, or be silent`
    }
    case 'time':
      return timeWords(ground)
    case 'budgets':
      return ground.budgets.map(budgetWords).join('; ')
    case 'bound':
      return `states beyond \`within\` of the model are left out${ground.isIntended ? ', as intended' : ''}`
    case 'reduction':
      return reductionWords(ground.name)
    case 'fairness':
      return fairnessWords(ground)
    case 'optional': {
      const named = ground.steps.map(({ name, of }) =>
        of === null ? `"${name}"` : `"${name}" of ${of}`,
      )
      return `${named.join(', ')}; may be left out for ever`
    }
  }
}

/** What each reduction does, for those who meet its name for the first time. */
const reductions: Readonly<Record<string, string>> = {
  'ignored-deliveries':
    'a message that would have no effect stays in flight; no property can tell the difference',
  'stale-messages':
    'a message that its receiver will never heed again, by `stale` of its role, is taken out of flight; ' +
    'that it would have no effect is checked on every step explored (--no-reduction stale-messages)',
  symmetry:
    'states that differ only by which of several nodes, or of several values, is which count as one; no step and no property tells them apart',
}

const reductionWords = (name: string): string => {
  const meaning = reductions[name]
  return meaning === undefined ? name : `${name}: ${meaning}`
}

const networkWords = ({ network, links, loss, duplication, losesHead }: Of<'network'>): string => {
  const travel = {
    unordered: 'messages may overtake each other, each is delivered once at most',
    duplicating: 'a message once sent may be delivered any number of times, in any order',
    fifo: 'messages from one node to another arrive in the order sent',
  }[network]
  const lost =
    loss === 0
      ? 'none is lost'
      : `${times(loss, 'message')} may be lost in a run${losesHead ? ', each the oldest of its link' : ''}`
  const kept = `${times(duplication, 'delivery', 'deliveries')} may be repeated in a run`
  const duplicates = duplication === 0 ? '' : `; ${kept}`
  const where = links === undefined ? '' : `${linksOf(links === 'others' ? null : links)}: `
  return `${where}${network}, ${travel}; ${lost}${duplicates}`
}

const partitionWords = (ground: Of<'partitions'>): string => {
  const { splits, cuts, cutCount, atOnce, atStart, heals, messages } = ground
  if (splits === 0) return 'none'
  const first = splits === 1 ? 'there from the start' : 'the first from the start'
  const moment = atStart ? first : 'at any moment'
  const healing = {
    never: 'a cut never heals',
    maybe: 'a cut may heal, which nobody promises',
    eventually: 'it is promised that every cut heals eventually',
  }[heals]
  const fate =
    messages === 'dropped'
      ? 'messages across a cut are dropped, in flight and later'
      : `messages across a cut are delayed ${heals === 'never' ? 'for ever' : 'until it heals'}`
  const which =
    cutCount > cuts.length ? `any of ${cutCount} splits` : cuts.map(cutWords).join(', or ')
  const most = atOnce === undefined ? '' : `; ${times(atOnce, 'cut')} at the same time`
  return `${which}; ${times(splits, 'split')} in a run, ${moment}${most}; ${healing}; ${fate}`
}

const cutWords = ({ sides, isOneWay }: AssumedCut): string => {
  const [from = [], to = []] = sides
  if (isOneWay) return `nothing from ${from.join(', ')} to ${to.join(', ')}`
  return sides.map((side) => side.join(', ')).join(' | ')
}

const crashWords = (ground: Of<'crashes'>): string => {
  const { crashes, nodes, anyNode, atOnce, losesDisk, midStep, restarts } = ground
  if (crashes === 0) return 'none'
  const whom = anyNode ? 'any node' : nodes.join(', ')
  const back = {
    never: 'a crashed node never restarts',
    maybe: 'a crashed node may restart, which nobody promises',
    eventually: 'it is promised that every crashed node restarts eventually',
  }[restarts]
  const most =
    atOnce === undefined
      ? ''
      : `; ${atOnce} ${atOnce === 1 ? 'node is' : 'nodes are'} down at the same time at most`
  const disks =
    losesDisk === undefined
      ? ''
      : `; in ${times(losesDisk, 'crash', 'crashes')} nothing durable survives`
  const when = midStep === true ? ', also in the middle of a step' : ''
  return `${times(crashes, 'crash', 'crashes')} in a run, of ${whom}${when}${most}${disks}; ${back}`
}

const units = (count: number): string => `${count} ${count === 1 ? 'unit' : 'units'}`

const timeWords = ({ delay: { min, max }, drift, pauses }: Of<'time'>): string => {
  const most = max === 'unlimited' ? 'any number of units' : units(max)
  const delay = min === max ? `takes ${units(min)}` : `takes from ${min} to ${most}`
  const clocks = drift === 0 ? 'all clocks go alike' : `clocks differ by ${units(drift)} at most`
  const stops = pauses === 0 ? 'no node pauses' : `${times(pauses, 'pause')} of nodes in a run`
  return `a message ${delay}; ${clocks}; ${stops}`
}

const budgetWords = ({ name, times: most, spentBy }: AssumedBudget): string => {
  const who = spentBy.map((each) => `"${each.name}" of ${each.of}`).join(', ')
  return `${name}: ${times(most, 'time')} in a run, spent by ${who}`
}

const times = (budget: Budget, one: string, many = `${one}s`): string =>
  budget === 'unlimited'
    ? `any number of ${many}`
    : `${budget} ${budget === 1 ? one : many} at most`
