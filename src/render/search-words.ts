import type { Report } from '../report.ts'
import { showName } from '../value/notation.ts'
import { count, counted } from './style.ts'

/** Why the search ended, as the number of states goes on; where properties are open that is told apart. */
export const endWords = ({ ended, properties, incomplete, reductions }: Report): string => {
  const isOpen = properties.length === 0 || properties.some((it) => it.verdict === 'incomplete')
  if (incomplete !== null && isOpen) return ''
  switch (ended) {
    case 'everything-seen': {
      const used = reductions.filter(({ isApplied }) => isApplied).map(({ name }) => name)
      const under = used.length === 0 ? '' : ` under the reduction ${used.join(' and ')}`
      return `, every one that is reachable${under}`
    }
    case 'everything-decided':
      return '; the search ended when every property was decided'
    case 'states':
      return '; the search ended at the limit of states'
    case 'memory':
      return '; the search ended at the memory limit'
    case 'disk':
      return '; the search ended when the disk was full'
    case 'seconds':
      return '; the search ended at the limit of time'
    case 'interrupted':
      return '; the search was interrupted'
    case 'divergence':
      return '; the search ended when there was known to be no end of states'
    case 'bound':
      return ', every one within the bound'
    case 'walks':
      return ''
    case 'first-violation':
      return '; the search ended at the first violation, as asked'
  }
}

/** In which graphs properties were judged, smallest first; the states counted are those of the largest. */
export const graphLines = ({ graphs = [] }: Report): readonly (readonly [string, string])[] => {
  const least = graphs[0]?.states.distinct ?? 0
  return graphs
    .filter(({ properties }) => properties.length > 0)
    .map((graph, at) => ['judged', graphWords(graph, at === 0 ? 0 : graph.states.distinct / least)])
}

/** @param factor how many times as many states it has as the smallest; 0 where that is not to be told */
const graphWords = (
  { properties, reductions, states, ended }: NonNullable<Report['graphs']>[number],
  factor: number,
): string => {
  const isSeen = ended === 'everything-seen' || ended === 'bound'
  // Nobody wanted to know more.
  const isEnough = ended === 'everything-decided' || ended === 'first-violation'
  const more = isSeen || isEnough ? '' : 'more than '
  const size = counted(states.distinct, 'state')
  const where = isEnough ? `the first ${size} of a graph` : `a graph of ${more}${size}`
  const times = factor < 10 ? factor.toFixed(1) : count(factor)
  const growth = isEnough || factor < leastTold ? '' : `, ${more}${times} times as many`
  const under = reductions.length === 0 ? 'no reduction' : reductions.join(', ')
  return `${namesOf(properties)} in ${where}${growth} (${under})`
}

/** From such a factor on it is told. */
const leastTold = 1.05

/** How many states were explored for a property. */
export const statesFor = ({ graphs = [], states }: Report, name: string): number =>
  (graphs.find(({ properties }) => properties.includes(name)) ?? { states }).states.distinct

/** A line on a reduction. */
const line = (text: string): readonly (readonly [string, string])[] => [['reduction', text]]

type Reduction = Report['reductions'][number]

/** A line on a reduction that a property, the network or the user switched off, or on what it did. */
export const reductionLine = ({
  name,
  bar,
  removed,
  orbits,
}: Reduction): readonly (readonly [string, string])[] => {
  if (removed !== null) return line(`${name} ${removedWords(removed)}`)
  if (orbits !== null) {
    const left = orbits.apart.map((each) => `${name}: ${apartWords(each)}`)
    return [`${name}: ${orbitWords(name, orbits)}`, ...left].flatMap(line)
  }
  const why = bar === null ? [] : offWords(name, bar)
  return why.flatMap((words) => line(`${name} is off: ${words}`))
}

const whyNotStale = {
  network: 'on queues a message is in the way of those behind it',
  'patient-timers': 'a patient timer waits for a message only where none like it is in flight',
}

const timeWords: Readonly<Record<Reduction['name'], string>> = {
  'ignored-deliveries':
    'with time a message that must arrive stops the clock while it is in flight',
  'stale-messages': 'with time a message that must arrive stops the clock until it does',
  symmetry: 'it is not there for systems with time yet',
}

const onlyStale = (name: Reduction['name'], words: string): string | null =>
  name === 'stale-messages' ? words : null

const always = {
  asked: 'it was to be left out',
  'many-replicas': 'there are too many ways for the replicas to change places',
  disk: 'states are kept on disk',
  engine: 'the search goes on in a database',
  'mid-step': 'it is not there for systems whose nodes crash in the middle of steps yet',
} as const

type Bar = NonNullable<Reduction['bar']>

/** Whether the words for it are always the same. */
const isAlways = (bar: Bar): bar is Extract<Bar, { readonly kind: keyof typeof always }> =>
  Object.hasOwn(always, bar.kind)

/** What switched a reduction off; nothing where that is not worth a word. */
const offWords = (name: Reduction['name'], bar: Bar): readonly string[] => {
  if (bar.kind !== 'told-apart') return [whyOff(name, bar) ?? []].flat()
  // Of replicas the first who are told apart; of values that are declared interchangeable each set is.
  const values = bar.apart.filter(({ group }) => group === null)
  const replicas = bar.apart.filter(({ group }) => group !== null)
  return [...replicas.slice(0, 1), ...values].map(apartWords)
}

const whyOff = (name: Reduction['name'], bar: Exclude<Bar, OfApart>): string | null => {
  if (isAlways(bar)) return always[bar.kind]
  switch (bar.kind) {
    case 'properties':
      return `${namesOf(bar.properties)} could tell the difference`
    case 'reads-messages':
      return `${predicateWords(bar.property)} looks at messages in flight`
    case 'network':
    case 'patient-timers':
      // What the model declares, it may expect to be used.
      return onlyStale(name, whyNotStale[bar.kind])
    case 'time':
      return timeWords[name]
    case 'observers':
      return `observer ${showName(bar.observers.join(', '))} is told of deliveries or losses`
    case 'machine':
    case 'none-declared':
    case 'no-replicas':
    case 'begun':
      return null
  }
}

/** What the states counted stand for. */
const orbitWords = (
  name: string,
  { groups, values, states }: NonNullable<Reduction['orbits']>,
): string => {
  const all = [...groups, ...values].map((names) => showName(names.join(', '))).join(', or ')
  const many = counted(states, 'state')
  return `those counted stand for ${many}, as ${all} can change places (--no-reduction ${name} counts each)`
}

type OfApart = Extract<Bar, { readonly kind: 'told-apart' }>
type Apart = OfApart['apart'][number]

/** Who tells which nodes, or values, apart; of values, that they are declared not to be. */
const apartWords = (apart: Apart): string =>
  apart.group === null
    ? `${showName(apart.nodes.join(', '))} are declared interchangeable, but ${tellingWords(apart)}`
    : tellingWords(apart)

const tellingWords = ({ nodes, by }: Apart): string => {
  const whom = showName(nodes.join(' from '))
  switch (by.kind) {
    case 'start':
      return `how ${showName(by.node)} begins tells ${whom}`
    case 'step': {
      const { node, event, difference } = by
      return showName(`${node} tells ${nodes.join(' from ')}, ${event}: ${withHint(difference)}`)
    }
    case 'observer': {
      const { observer, event, difference } = by
      const who = `observer ${observer} tells ${nodes.join(' from ')}`
      return showName(`${who}, ${event}: ${withHint(difference)}`)
    }
    case 'predicate':
      return `${predicateWords(by.property)} tells ${whom}`
    case 'faults':
      return `cuts or crashes are declared that tell ${whom}`
    case 'links':
      return `links of another kind tell ${whom}: name all replicas of a role alike in \`network.links\``
    case 'many':
      return 'there are too many ways for them to change places'
  }
}

/** With what may help where an order tells nodes apart. */
const withHint = (difference: string): string =>
  / at \S*\[\d+\]/.test(difference)
    ? `${difference}; where an order does not matter, keep names in a Set`
    : difference

const removedWords = ({ messages, checked }: Removed): string => {
  const what = counted(messages, 'different message')
  return `took ${what} out of flight; ${counted(checked, 'check')} that nobody heeds them again`
}

type Removed = NonNullable<Report['reductions'][number]['removed']>

/** The predicate of a property; null: the bound. */
const predicateWords = (property: string | null): string =>
  property === null ? 'the bound `within`' : namesOf([property])

/** The first of some properties by name, the others counted. */
const namesOf = ([first = '', ...others]: readonly string[]): string => {
  const more = counted(others.length, 'more property', 'more properties')
  return `“${showName(first)}”${others.length === 0 ? '' : ` and ${more}`}`
}
