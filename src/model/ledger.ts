import type { Cut } from './cuts.ts'
import { describeFairness, type FairAction, type Fairness } from './fairness.ts'
import type { Budget } from './network.ts'
import type { System } from './system.ts'

/**
 * What a verdict on a system rests on, one line each: the network, the faults, time, the bound and
 * the reductions. A verdict without these lines means nothing.
 */
export const ledgerOf = (system: System, reductions: readonly string[]): readonly string[] => {
  const bound =
    system.within === null ? [] : ['bound: states beyond `within` of the model are left out']
  const used = reductions.map((name) => `reduction: ${name}`)
  if (system.isMachine) return ['machine: each step is one action, taken whole', ...bound, ...used]
  return [networkLine(system), ...faultLines(system), timerLine(system), ...bound, ...used]
}

/** What a verdict on a property of infinite runs rests on besides: what is promised of which actions. */
export const fairnessLines = (system: System, fairness: Fairness): readonly string[] => [
  describeFairness(fairness, promisable(system)),
  ...optionalLine(system),
]

const networkLine = ({ network }: System): string => {
  const travel = {
    unordered: 'messages may overtake each other, each is delivered once at most',
    duplicating: 'a message once sent may be delivered any number of times, in any order',
    fifo: 'messages from one node to another arrive in the order sent',
  }[network.kind]
  const loss =
    network.loss === 0 ? 'none is lost' : `${times(network.loss, 'message')} may be lost in a run`
  const kept = `${times(network.duplication, 'delivery', 'deliveries')} may be repeated in a run`
  const duplicates = network.duplication === 0 ? '' : `; ${kept}`
  return `network: ${network.kind}, ${travel}; ${loss}${duplicates}`
}

const faultLines = (system: System): readonly string[] => [partitionLine(system), crashLine(system)]

const partitionLine = (system: System): string => {
  const { cuts, splits, splitAtStart, heals, acrossCut } = system.faults
  if (cuts.length === 0) return 'partitions: none'
  const first = splits === 1 ? 'there from the start' : 'the first from the start'
  const moment = splitAtStart ? first : 'at any moment'
  const healing = {
    never: 'a cut never heals',
    maybe: 'a cut may heal, which nobody promises',
    eventually: 'it is promised that every cut heals eventually',
  }[heals]
  const fate =
    acrossCut === 'dropped'
      ? 'messages across a cut are dropped, in flight and later'
      : `messages across a cut are delayed ${heals === 'never' ? 'for ever' : 'until it heals'}`
  const which = splitsInWords(system, cuts)
  return `partitions: ${which}; ${times(splits, 'split')} in a run, ${moment}; ${healing}; ${fate}`
}

/** More cuts than this are counted, not named. */
const mostCuts = 3

const splitsInWords = (system: System, cuts: readonly Cut[]): string =>
  cuts.length > mostCuts
    ? `any of ${cuts.length} splits`
    : cuts.map((cut) => cutInWords(system, cut)).join(', or ')

/** The sides of a cut; clients go with the node that they are near and need no mention. */
const cutInWords = ({ nodes }: System, { sides, isOneWay }: Cut): string => {
  const follow = nodes.filter(({ role }) => (role.client?.near ?? null) !== null)
  const named = sides.map((side) => {
    const own = side.filter((name) => !follow.some(({ id }) => id === name))
    return own.length === 0 ? side : own
  })
  const [from = [], to = []] = named
  if (isOneWay) return `nothing from ${from.join(', ')} to ${to.join(', ')}`
  return named.map((side) => side.join(', ')).join(' | ')
}

const crashLine = ({ faults: { crashes, crashable, restarts }, nodes }: System): string => {
  const who = nodes.filter((_, index) => crashable[index])
  if (crashes === 0 || who.length === 0) return 'crashes: none'
  const names = who.map(({ id }) => id).join(', ')
  const whom = who.length === nodes.length ? 'any node' : names
  const back = {
    never: 'a crashed node never restarts',
    maybe: 'a crashed node may restart, which nobody promises',
    eventually: 'it is promised that every crashed node restarts eventually',
  }[restarts]
  return `crashes: ${times(crashes, 'crash', 'crashes')} in a run, of ${whom}; ${back}`
}

const timerLine = (system: System): string => {
  if (!hasTimers(system)) return 'timers: none'
  return system.timers === 'patient'
    ? 'timers: patient, a timer fires only when no delivery that has an effect is possible anywhere'
    : 'timers: any, a timer that is set may fire at any moment'
}

const hasTimers = ({ nodes }: System): boolean =>
  nodes.some(({ role }) => role.handlers.timeout !== undefined)

/** The kinds of actions that something can be promised of in a system. */
const promisable = (system: System): readonly FairAction['kind'][] => {
  const { nodes, faults } = system
  const steps = nodes.flatMap(({ role }) => Object.values(role.handlers.internal ?? {}))
  const kinds: Readonly<Record<FairAction['kind'], boolean>> = {
    deliver: nodes.some(({ role }) => role.handlers.receive !== undefined),
    timeout: hasTimers(system),
    internal: steps.some((step) => typeof step === 'function' || step.optional !== true),
    restart: faults.crashes !== 0 && faults.restarts === 'eventually',
    heal: faults.cuts.length > 0 && faults.heals === 'eventually',
  }
  return (Object.keys(kinds) as FairAction['kind'][]).filter((kind) => kinds[kind])
}

/** The steps that nobody has to take. */
const optionalLine = ({ nodes, isMachine }: System): readonly string[] => {
  const steps = nodes.flatMap(({ group, role }) =>
    Object.entries(role.handlers.internal ?? {})
      .filter(([, step]) => typeof step === 'object' && step.optional === true)
      .map(([name]) => (isMachine ? `"${name}"` : `"${name}" of ${group}`)),
  )
  const named = [...new Set(steps)].join(', ')
  return named === '' ? [] : [`optional: ${named}; may be left out for ever`]
}

const times = (budget: Budget, one: string, many = `${one}s`): string =>
  budget === 'unlimited'
    ? `any number of ${many}`
    : `${budget} ${budget === 1 ? one : many} at most`
