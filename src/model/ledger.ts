import { spendersOf } from './budgets.ts'
import type { Cut } from './cuts.ts'
import type { Degree, FairAction } from './fairness.ts'
import type { Promise3 } from './faults.ts'
import type { Budget, Network } from './network.ts'
import type { System } from './system.ts'

/** One thing that a verdict rests on, as data. */
export type Ground =
  /** A machine: each step is one action, taken whole. */
  | { readonly kind: 'machine' }
  | {
      readonly kind: 'network'
      readonly network: Network['kind']
      /** Where messages do not travel alike on all links, which links it is about: there is one entry for each kind. */
      readonly links?: AssumedLinks | 'others'
      /** How many messages may be lost in a run. */
      readonly loss: Budget
      /** How many deliveries of a run may leave the message in flight. */
      readonly duplication: Budget
      /** Present, and true, where the oldest message of a link alone may be lost. */
      readonly losesHead?: boolean
    }
  | {
      readonly kind: 'partitions'
      /** How many splits a run may have; 0 where there are no partitions. */
      readonly splits: Budget
      /** How many cuts a split may put in place. */
      readonly cutCount: number
      /** The first of them, three at most, without the clients that go with a node. */
      readonly cuts: readonly AssumedCut[]
      /** How many may stand at the same time; missing where it is one. */
      readonly atOnce?: number
      readonly atStart: boolean
      readonly heals: Promise3
      readonly messages: 'delayed' | 'dropped'
    }
  | {
      readonly kind: 'crashes'
      /** How many crashes a run may have; 0 where nobody crashes. */
      readonly crashes: Budget
      /** Who may crash. */
      readonly nodes: readonly string[]
      /** Whether that is every node. */
      readonly anyNode: boolean
      /** How many nodes may be down at the same time; missing for any number. */
      readonly atOnce?: number
      /** In how many of the crashes nothing durable survives; missing for none. */
      readonly losesDisk?: Budget
      /** Present, and true, where nodes may crash in the middle of a step. */
      readonly midStep?: boolean
      readonly restarts: Promise3
    }
  /** Who may say what they like, and be silent. */
  | { readonly kind: 'traitors'; readonly nodes: readonly string[] }
  | { readonly kind: 'timers'; readonly timers: 'none' | 'any' | 'patient' | 'timed' }
  | {
      readonly kind: 'time'
      /** How many units a message takes. */
      readonly delay: { readonly min: number; readonly max: number | 'unlimited' }
      /** By how many units any two clocks may differ. */
      readonly drift: number
      /** How often a node may stop for a while in a run. */
      readonly pauses: Budget
    }
  /** How often steps and timers may be taken that spend budgets. */
  | { readonly kind: 'budgets'; readonly budgets: readonly AssumedBudget[] }
  /** States beyond `within` of the model are left out; whether the model is meant to be what is within. */
  | { readonly kind: 'bound'; readonly isIntended: boolean }
  | { readonly kind: 'reduction'; readonly name: string }
  | {
      readonly kind: 'fairness'
      /**
       * What is promised of the actions that there are, or, where there are entries, of those that none of them
       * fits; null where a function of the model says it.
       */
      readonly degrees: { readonly [Each in Degree]: readonly FairAction['kind'][] } | null
      /** Of a list its entries: the first that fits an action says what is promised of it. Else missing. */
      readonly entries?: readonly AssumedFairness[]
    }
  /** Steps that may be left out for ever. */
  | { readonly kind: 'optional'; readonly steps: readonly OptionalStep[] }

/** Links from some nodes to some. */
export interface AssumedLinks {
  /** The senders, as the model names them. */
  readonly from: readonly string[]
  /** The receivers. */
  readonly to: readonly string[]
}

/** A cut. */
export interface AssumedCut {
  /** The ids on each side; of a one-way cut [senders, receivers they cannot reach]. */
  readonly sides: readonly (readonly string[])[]
  /** Whether only the way from the first side to the second is cut. */
  readonly isOneWay: boolean
}

/** What is promised of some actions. */
export interface AssumedFairness {
  /** Their kind, or a pattern of the names of steps and timers; null where a function of the model picks them. */
  readonly of: string | null
  /** What is promised of them. */
  readonly degree: Degree
  /** Whether only steps count that change the state. */
  readonly moves: boolean
}

/** A budget, and what spends it. */
export interface AssumedBudget {
  /** What the system calls it. */
  readonly name: string
  /** How often in a run. */
  readonly times: Budget
  /** Timers and steps, with the node, or replicas by their common name. */
  readonly spentBy: readonly { readonly name: string; readonly of: string }[]
}

/** A step that nobody has to take. */
export interface OptionalStep {
  /** The name that its role, or the machine, gives it. */
  readonly name: string
  /** Whose step it is: a node, or replicas by their common name; null of a machine. */
  readonly of: string | null
}

/**
 * What a verdict on a system rests on: the network, the faults, time, the bound and the reductions
 * that are in force. A verdict without them means nothing.
 */
export const ledgerOf = (system: System, reductions: readonly string[]): readonly Ground[] => {
  const { within, isBoundIntended: isIntended } = system
  const bound: readonly Ground[] = within === null ? [] : [{ kind: 'bound', isIntended }]
  const used = reductions.map((name): Ground => ({ kind: 'reduction', name }))
  if (system.isMachine) return [{ kind: 'machine' }, ...bound, ...used]
  return [
    ...networkGrounds(system.network),
    partitionGround(system),
    crashGround(system),
    ...traitorGround(system),
    { kind: 'timers', timers: timersOf(system) },
    ...timeGround(system),
    ...(system.budgets.length === 0 ? [] : [budgetGround(system)]),
    ...bound,
    ...used,
  ]
}

/** What is said of each kind of links. */
const networkGrounds = ({ kinds }: System['network']): readonly Ground[] =>
  kinds.map(({ network: { kind: network, loss, duplication, losesHead }, between }) => ({
    kind: 'network',
    network,
    ...(kinds.length === 1 ? {} : { links: between ?? 'others' }),
    loss,
    duplication,
    ...(losesHead && loss !== 0 ? { losesHead } : {}),
  }))

/** More cuts than this are counted, not named. */
const mostCuts = 3

const partitionGround = (system: System): Ground => {
  const { cuts, cutsAtOnce, splits, splitAtStart, heals, acrossCut } = system.faults
  return {
    kind: 'partitions',
    splits: cuts.length === 0 ? 0 : splits,
    cutCount: cuts.length,
    cuts: cuts.slice(0, mostCuts).map((cut) => withoutFollowers(system, cut)),
    ...(cutsAtOnce > 1 ? { atOnce: cutsAtOnce } : {}),
    atStart: splitAtStart,
    heals,
    messages: acrossCut,
  }
}

/** A cut without the clients that go with the node that they are near, and need no mention. */
const withoutFollowers = ({ nodes }: System, { sides, isOneWay }: Cut): AssumedCut => {
  const follow = nodes.filter(({ role }) => (role.client?.near ?? null) !== null)
  const named = sides.map((side) => {
    const own = side.filter((name) => !follow.some(({ id }) => id === name))
    return own.length === 0 ? side : own
  })
  return { sides: named, isOneWay }
}

const crashGround = ({ faults, nodes }: System): Ground => {
  const { crashes, crashable, restarts, downAtOnce, lostDisks, midStep } = faults
  const who = nodes.filter((_, index) => crashable[index]).map(({ id }) => id)
  const count = who.length === 0 ? 0 : crashes
  return {
    kind: 'crashes',
    crashes: count,
    nodes: count === 0 ? [] : who,
    anyNode: count !== 0 && who.length === nodes.length,
    ...(count === 0 || downAtOnce === null ? {} : { atOnce: downAtOnce }),
    ...(count === 0 || lostDisks === 0 ? {} : { losesDisk: lostDisks }),
    ...(count === 0 || !midStep ? {} : { midStep }),
    restarts,
  }
}

const traitorGround = ({ nodes }: System): readonly Ground[] => {
  const traitors = nodes.filter(({ role }) => role.isTraitor).map(({ id }) => id)
  return traitors.length === 0 ? [] : [{ kind: 'traitors', nodes: traitors }]
}

const timersOf = (system: System): Extract<Ground, { kind: 'timers' }>['timers'] => {
  if (!hasTimers(system)) return 'none'
  return system.time === null ? system.timers : 'timed'
}

const timeGround = ({ time }: System): readonly Ground[] => {
  if (time === null) return []
  const { min, max, drift, pauses } = time
  return [{ kind: 'time', delay: { min, max }, drift, pauses }]
}

const budgetGround = ({ budgets, nodes }: System): Ground => ({
  kind: 'budgets',
  budgets: budgets.map(({ name, times }) => {
    const spenders = nodes.flatMap(({ group, role }) =>
      spendersOf(role.handlers)
        .filter(({ budget }) => budget === name)
        .map((spender) => ({ name: spender.name, of: group })),
    )
    const spentBy = [...new Map(spenders.map((each) => [`${each.of} ${each.name}`, each])).values()]
    return { name, times, spentBy }
  }),
})

/** Whether some node has timers. */
export const hasTimers = ({ nodes }: System): boolean =>
  nodes.some(({ role }) => role.handlers.timeout !== undefined)
