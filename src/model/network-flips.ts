import { flip, hasMail, nearby, timesOf, type Flip, type OfLinks } from './flip-parts.ts'
import { networkKinds, traitsOf, type Network } from './network.ts'
import { haveOneBudget, linksOf, planOf, receives, type LinkKind } from './network-plan.ts'
import type { System } from './system.ts'

/** Another way for messages to travel: on all links, or on those of one kind. */
export const networkFlips = (system: System): readonly Flip[] =>
  hasMail(system) ? system.network.kinds.flatMap((_, kind) => flipsOf(system, kind)) : []

const flipsOf = (system: System, at: number): readonly Flip[] => {
  const { kinds, of } = system.network
  const { network, between } = kinds[at] as LinkKind
  const { kind, loss, duplication, losesHead = false } = network
  /** The system with another network there; none where a run would have to have two budgets. */
  const having = (becomes: string, other: Network): readonly (readonly [string, System])[] => {
    const changed = kinds.with(at, { network: other, between })
    const isOne = haveOneBudget(changed, 'loss') && haveOneBudget(changed, 'duplication')
    return isOne ? [[becomes, { ...system, network: planOf(changed, of) }]] : []
  }
  const about = (what: OfLinks): OfLinks | `${OfLinks} (${string})` =>
    kinds.length === 1 ? what : `${what} (${linksOf(between)})`
  const others = networkKinds.filter((it) => {
    const { isFlippedTo, isQueue } = traitsOf({ kind: it })
    return it !== kind && isFlippedTo && !(isQueue && needsBag(system, at))
  })
  const losses = loss === 0 ? ([1, 'unlimited'] as const) : nearby(loss)
  // A duplicating network has no budget for it.
  const duplications = traitsOf(network).isSet ? [] : nearby(duplication)
  return [
    ...flip(
      about('loss'),
      timesOf(loss, 'message'),
      losses.flatMap((it) => having(timesOf(it, 'message'), { ...network, loss: it })),
    ),
    ...flip(
      about('losses'),
      'of the oldest',
      losesHead && loss !== 0 ? having('of any', { kind, loss, duplication }) : [],
    ),
    ...flip(
      about('duplication'),
      timesOf(duplication, 'delivery', 'deliveries'),
      duplications.flatMap((it) =>
        having(timesOf(it, 'delivery', 'deliveries'), { ...network, duplication: it }),
      ),
    ),
    ...flip(
      about('network'),
      kind,
      others.flatMap((it) => having(it, { kind: it, loss, duplication })),
    ),
  ]
}

/** Whether somebody sends on links of a kind what has no place in a queue: a client that retries, a traitor. */
const needsBag = ({ nodes, network }: System, kind: number): boolean =>
  nodes.some(({ role }, from) =>
    nodes.some(({ id, role: receiver }, to) => {
      if (!receives(receiver) || (network.of[from]?.[to] ?? 0) !== kind) return false
      const isAsked = role.client?.retries === true && role.client.asks.includes(id)
      return isAsked || (role.isTraitor === true && from !== to)
    }),
  )
