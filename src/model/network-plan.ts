import { ModelError } from '../value/model-error.ts'
import { brief } from '../value/brief.ts'
import {
  checkNetwork,
  traitsOf,
  unordered,
  type Budget,
  type Network,
  type NetworkTraits,
} from './network.ts'
import { idsNamed, type NodeDefinition } from './nodes.ts'
import type { OneOrMore } from './observer.ts'
import { checkSettings, type Known } from './settings.ts'

/** Links, each from a sender to a receiver, on which messages travel in another way than elsewhere. */
export interface LinksBetween<Name extends string = string> {
  /** The senders: nodes, or keys of `nodes` for all replicas of one; a name, or several. */
  readonly from: OneOrMore<Name>
  /** The receivers. A node may be among both: it may send to itself. */
  readonly to: OneOrMore<Name>
  /** How messages travel from each of these to each of those, in this direction. */
  readonly network: Network
}

/** How messages travel, where that is not the same on all links. */
export interface NetworkByLink<Name extends string = string> {
  /** Some links. None may be in two entries. */
  readonly links: readonly LinksBetween<Name>[]
  /** All other links. Default: `unordered()`. */
  readonly default?: Network
}

/** Links of one kind. */
export interface LinkKind {
  /** How messages travel on them. */
  readonly network: Network
  /** Which links they are, by the names that the model gives; null: all that no other kind names. */
  readonly between: { readonly from: readonly string[]; readonly to: readonly string[] } | null
}

/** How messages travel in a system, checked and complete. */
export interface NetworkPlan {
  /** The kinds of links there are, of which each has some; all others last. */
  readonly kinds: readonly LinkKind[]
  /** `of[from][to]`: the kind of a link, as an index; empty where there is one kind. */
  readonly of: readonly (readonly number[])[]
  /** How many messages may be lost in one run, on all links together that lose any. */
  readonly loss: Budget
  /** How many deliveries of one run may leave the message in flight, on all links together. */
  readonly duplication: Budget
}

/** Tells a plan from the network of a system that was not checked yet. */
export const isPlan = (network: unknown): network is NetworkPlan =>
  typeof network === 'object' && network !== null && 'kinds' in network

/** The network between two nodes, by index. */
export const networkOn = (
  { kinds, of }: Pick<NetworkPlan, 'kinds' | 'of'>,
  from: number,
  to: number,
): Network => (kinds[of[from]?.[to] ?? 0] as LinkKind).network

/** What the link from one node to another is like. */
export const traitsOn = (
  plan: Pick<NetworkPlan, 'kinds' | 'of'>,
  from: number,
  to: number,
): NetworkTraits => traitsOf(networkOn(plan, from, to))

/** Whether some links have a trait. */
export const someLinks = (
  { kinds }: Pick<NetworkPlan, 'kinds'>,
  trait: keyof NetworkTraits,
): boolean => kinds.some(({ network }) => traitsOf(network)[trait])

/** Whether all links have a trait. */
export const everyLink = (
  { kinds }: Pick<NetworkPlan, 'kinds'>,
  trait: keyof NetworkTraits,
): boolean => kinds.every(({ network }) => traitsOf(network)[trait])

/**
 * Checks how messages travel in a system.
 *
 * @throws ModelError 'unknown-node' for names that there are not; 'not-a-system' where a link is in two entries, or
 *   an entry has none; 'unsound' where links of two kinds have a number of losses or duplicates each
 */
export const planNetwork = (
  given: Network | NetworkByLink,
  nodes: readonly NodeDefinition[],
): NetworkPlan => {
  const isByLink =
    typeof given === 'object' && given !== null && ('links' in given || 'default' in given)
  if (!isByLink) return planOf([{ network: checkNetwork(given), between: null }], [])
  checkSettings(given, settings, 'network')
  const { links } = given
  if (!Array.isArray(links) || links.length === 0) {
    throw new ModelError('not-a-system', {
      what: links === undefined ? 'No links are named' : `${brief(links)} names no links`,
      where: ['network.links'],
      fix: "give some: links: [{ from: 'server', to: 'server', network: fifo() }]; or the one network itself",
    })
  }
  const entries = (links as readonly unknown[]).map((entry, index) => entryOf(entry, index, nodes))
  const of = nodes.map((_, from) =>
    nodes.map((__, to) => {
      const [first, second] = [...entries.keys()].filter((index) => {
        const { senders, receivers } = entries[index] as Entry
        return senders.includes(from) && receivers.includes(to)
      })
      if (second !== undefined) throw claimedTwice(nodes, [from, to], [first ?? 0, second])
      return first ?? entries.length
    }),
  )
  const isLeft = of.some((row) =>
    nodes.some(({ role }, to) => row[to] === entries.length && receives(role)),
  )
  const kinds = entries.map(({ network, between }) => ({ network, between }))
  const { default: rest } = given
  if (isLeft) {
    const network = rest === undefined ? unordered() : checkNetwork(rest, 'network.default')
    return planOf([...kinds, { network, between: null }], of)
  }
  // Nothing travels to who has no `receive`: such links are of any kind.
  const last = kinds.length - 1
  const ofAny = of.map((row) => row.map((kind) => Math.min(kind, last)))
  if (rest === undefined) return planOf(kinds, ofAny)
  throw new ModelError('not-a-system', {
    what: '`default` says how messages travel on links of which there are none: each is in an entry of `links`',
    where: ['network.default'],
    fix: 'leave `default` out, or an entry of `links`',
  })
}

/** Which links are of a kind, in words. */
export const linksOf = (between: LinkKind['between']): string =>
  between === null ? 'other links' : `${between.from.join(', ')} to ${between.to.join(', ')}`

/** A plan for some kinds of links. */
export const planOf = (kinds: readonly LinkKind[], of: NetworkPlan['of']): NetworkPlan => {
  refuseEndlessDuplicates(kinds)
  return {
    kinds,
    of,
    loss: sharedBudget(kinds, 'loss'),
    duplication: sharedBudget(kinds, 'duplication'),
  }
}

/** Whether each budget that is counted is that of links of one kind. */
export const haveOneBudget = (
  kinds: readonly LinkKind[],
  budget: 'loss' | 'duplication',
): boolean => {
  const spent = kinds.map(({ network }) => network[budget]).filter((each) => each !== 0)
  return spent.length < 2 || spent.every((each) => each === 'unlimited')
}

/** The budget of a run: a state knows of one. */
const sharedBudget = (kinds: readonly LinkKind[], budget: 'loss' | 'duplication'): Budget => {
  const spent = kinds.map(({ network }) => network[budget]).filter((each) => each !== 0)
  if (haveOneBudget(kinds, budget)) return spent[0] ?? 0
  throw new ModelError('unsound', {
    what: `Links of two kinds have a budget of ${budget} each (${spent.join(', ')}), and a run has one`,
    where: ['network'],
    fix: `give \`${budget}\` to links of one kind only, or 'unlimited' to each`,
  })
}

/** A duplicated delivery keeps its message; on a set every delivery does that already. */
const refuseEndlessDuplicates = (kinds: readonly LinkKind[]): void => {
  if (!kinds.some(({ network }) => traitsOf(network).isSet && network.duplication !== 0)) return
  throw new ModelError('not-a-system', {
    what: 'A duplicating network has no duplication budget: it always duplicates',
    where: ['network'],
    fix: 'use duplicating() as it is, or unordered({ duplication: 2 })',
  })
}

const settings: Known = { links: null, default: null }

interface Entry extends LinkKind {
  readonly senders: readonly number[]
  readonly receivers: readonly number[]
}

const entryOf = (entry: unknown, index: number, nodes: readonly NodeDefinition[]): Entry => {
  const place = `network.links[${index}]`
  const known: Known = { from: null, to: null, network: null }
  checkSettings(entry, known, place, { required: Object.keys(known) })
  const { from, to, network } = entry as LinksBetween
  const between = { from: namesIn(from, `${place}.from`), to: namesIn(to, `${place}.to`) }
  const senders = indicesOf(between.from, nodes, `${place}.from`)
  const receivers = indicesOf(between.to, nodes, `${place}.to`)
  const deaf = receivers.find((at) => !receives(nodes[at]?.role))
  if (deaf !== undefined) {
    throw new ModelError('not-a-system', {
      what: `There is no link to '${nodes[deaf]?.id}', whose role has no \`receive\``,
      where: [`${place}.to`],
      fix: 'name nodes that receive messages, or give its role a `receive`',
    })
  }
  return { network: checkNetwork(network, `${place}.network`), between, senders, receivers }
}

/** Whether there are links to the nodes of a role. */
export const receives = (role: NodeDefinition['role'] | undefined): boolean =>
  role?.handlers.receive !== undefined

const namesIn = (names: unknown, place: string): readonly string[] => {
  const list: readonly unknown[] = Array.isArray(names) ? names : [names]
  if (list.length > 0 && list.every((each) => typeof each === 'string')) return list
  throw new ModelError('not-a-system', {
    what: `${brief(names)} names no nodes`,
    where: [place],
    fix: "give a name, or a list of names: ['a', 'b']",
  })
}

/** The nodes that some names stand for, each once. */
const indicesOf = (
  names: readonly string[],
  nodes: readonly NodeDefinition[],
  place: string,
): readonly number[] => {
  const ids = nodes.map(({ id }) => id)
  const all = names.flatMap((name) => idsNamed(name, nodes, place)).map((id) => ids.indexOf(id))
  const twice = all.find((at, index) => all.indexOf(at) !== index)
  if (twice === undefined) return all
  throw new ModelError('not-a-system', {
    what: `'${nodes[twice]?.id}' is named twice`,
    where: [place],
    fix: 'name each node once, by itself or with its group',
  })
}

const claimedTwice = (
  nodes: readonly NodeDefinition[],
  [from, to]: readonly [number, number],
  entries: readonly [number, number],
): ModelError =>
  new ModelError('not-a-system', {
    what: `The link from '${nodes[from]?.id}' to '${nodes[to]?.id}' is in two entries of \`links\``,
    where: entries.map((index) => `network.links[${index}]`),
    fix: 'let each link be in one entry: name the nodes one by one where groups overlap',
  })
