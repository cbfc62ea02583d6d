import { everyLink, someLinks } from '../model/network-plan.ts'
import { subjectOf } from '../model/property-kinds.ts'
import type { System } from '../model/system.ts'
import type { ToldApart } from './told-apart.ts'

/** The names of the reductions there are, for reports and for `noReduction`. */
export const ignoredDeliveries = 'ignored-deliveries'
export const staleMessages = 'stale-messages'
export const symmetry = 'symmetry'

/** Why a reduction is not in force. */
export type ReductionBar =
  /** It was to be left out: `noReduction`. */
  | { readonly kind: 'asked' }
  /** A machine has no messages. */
  | { readonly kind: 'machine' }
  /** No role has `stale`. */
  | { readonly kind: 'none-declared' }
  /** The network is another than it is for. */
  | { readonly kind: 'network' }
  /** What a patient timer waits for depends on what it leaves in flight, or takes out. */
  | { readonly kind: 'patient-timers' }
  /** There is time, which what it leaves out would stop. */
  | { readonly kind: 'time' }
  /** Nodes may crash in the middle of steps, for which it is not made. */
  | { readonly kind: 'mid-step' }
  /** These properties could tell the difference, by their kind. */
  | { readonly kind: 'properties'; readonly properties: readonly string[] }
  /** The predicate of this property looks at messages in flight; null: the bound `within` does. */
  | { readonly kind: 'reads-messages'; readonly property: string | null }
  /** There are no replicas of one role, and no values are declared interchangeable. */
  | { readonly kind: 'no-replicas' }
  /** Replicas of one role, or interchangeable values, turned out to be told apart. */
  | { readonly kind: 'told-apart'; readonly apart: readonly ToldApart[] }
  /** Replicas of one role are too many to go through the ways in which they can change places. */
  | { readonly kind: 'many-replicas' }
  /** These observers could tell the difference. */
  | { readonly kind: 'observers'; readonly observers: readonly string[] }
  /** States are kept on disk, by numbers that have to be given in the same order again. */
  | { readonly kind: 'disk' }
  /** The search goes on in a database, where no states are renamed. */
  | { readonly kind: 'engine' }
  /** The search does not begin at the start. */
  | { readonly kind: 'begun' }

/** What became of a reduction. */
export interface Reduction {
  /** By what name it is left out: `noReduction: [name]`, `--no-reduction name`. */
  readonly name: typeof ignoredDeliveries | typeof staleMessages | typeof symmetry
  /** Whether it was in force. */
  readonly isApplied: boolean
  /** Why it is not applied; null where it is. */
  readonly bar: ReductionBar | null
  /** What was taken out of flight, where that is what it does; null where it is not, or not applied. */
  readonly removed: Removed | null
  /** Where states count as one that differ by which node, or which value, is which: what that comes to. Else null. */
  readonly orbits: Orbits | null
}

/** What states stand for, where nodes or values may change places. */
export interface Orbits {
  /** The nodes that may change places, by name. */
  readonly groups: readonly (readonly string[])[]
  /** The values that may change places. */
  readonly values: readonly (readonly string[])[]
  /** Why values may not that are declared interchangeable. */
  readonly apart: readonly ToldApart[]
  /** How many states those found stand for. */
  readonly states: number
}

/** What stands in place of messages that were taken out of flight. */
export interface Removed {
  /** How many different messages were taken out, for the receivers that will never heed them again. */
  readonly messages: number
  /** For how many pairs of a node's state and such a message it was checked that it has no effect there. */
  readonly checked: number
}

/**
 * What forbids to leave deliveries without effect out, the messages staying in flight; or null.
 *
 * A run of the full system, without its ignored deliveries, is a run of the reduced one in which
 * every node is in the same state and at least the same messages are in flight. So predicates over
 * node states, faults and the cut cannot tell the difference, provided that
 *
 * - all links are bags: on a queue the message would block those behind it, and on a set an
 *   ignored delivery changes nothing anyway;
 * - no timer is patient: it would wait for a message that the full system has consumed;
 * - no property asks what is enabled (`noDeadlock`), nor what becomes of a message in the end
 *   (liveness): a node that ignores a message has lost it;
 * - no predicate looks at messages in flight: the check starts afresh without the reduction when
 *   one does.
 *
 * Of what observers are told nothing is left out: an ignored delivery that one hears is a step as others are.
 *
 * A property that judges steps (`stepwise`) is asked about ignored deliveries, too: as it does not look at
 * messages, of all of them that a state allows one is asked about, with one state before and after. Each of
 * them is possible in the reduced system; and one from a state of the full system has its like in the
 * reduced one: its message is in flight there, its receiver is in the same state, and so is the cut.
 */
export const barOf = (system: System): ReductionBar | null => {
  if (system.isMachine) return { kind: 'machine' }
  if (!everyLink(system.network, 'mayLeaveIgnored')) return { kind: 'network' }
  // A message that must arrive, and is left in flight, would stop the clock for good.
  if (system.time !== null) return { kind: 'time' }
  if (hasPatientTimers(system)) return { kind: 'patient-timers' }
  const properties = system.properties
    .filter(({ property }) => ['ends', 'runs'].includes(subjectOf(property.kind)))
    .map(({ name }) => name)
  return properties.length > 0 ? { kind: 'properties', properties } : null
}

/** Whether there are timers, and all of them are patient. */
export const hasPatientTimers = ({ timers, nodes }: System): boolean =>
  timers === 'patient' && nodes.some(({ role }) => role.handlers.timeout !== undefined)

/**
 * What forbids to take messages out of flight that their receivers will never heed again; or null.
 *
 * A run of the full system is a run of the reduced one with deliveries, losses and repetitions of such
 * messages between its steps, which change no node; and a run of the reduced system is one of the full
 * system in which they are never delivered. So predicates over node states, faults and the cut cannot tell
 * the difference. Provided that
 *
 * - no link is a queue, where such a message is in the way of those behind it;
 * - no timer is patient where a message may be sent that is in flight already: it waits for a delivery that
 *   sends such a message only if that is not in flight. On a set that is known beforehand; where a node sends
 *   a message once, the check starts afresh without the reduction. Else what is sent is always an effect;
 * - no property asks what is possible (`noDeadlock`), or what becomes of a message in the end (liveness);
 * - no predicate looks at messages in flight: the check starts afresh without the reduction when one does;
 * - no observer is told of deliveries or losses: those of such messages are left out;
 * - no property of steps (`stepwise`) forbids a step from a state to itself, which is what becomes of what
 *   happens to such a message: each is asked about one in each state, and the check starts afresh without the
 *   reduction when one does.
 */
export const staleBarOf = (system: System): ReductionBar | null => {
  if (system.isMachine) return { kind: 'machine' }
  const isDeclared = system.nodes.some(({ role }) => role.handlers.stale !== undefined)
  if (!isDeclared) return { kind: 'none-declared' }
  if (!everyLink(system.network, 'mayRemoveStale')) return { kind: 'network' }
  // A run of the full system delivers such a message before a unit passes: it takes more steps.
  if (system.time !== null) return { kind: 'time' }
  // What a node comes to that crashes in a step is not among what is checked.
  if (system.faults.midStep) return { kind: 'mid-step' }
  if (someLinks(system.network, 'isSet') && hasPatientTimers(system))
    return { kind: 'patient-timers' }
  const properties = system.properties
    .filter(({ property }) => ['ends', 'runs'].includes(subjectOf(property.kind)))
    .map(({ name }) => name)
  if (properties.length > 0) return { kind: 'properties', properties }
  const observers = system.observers
    .filter(({ ears }) => ears.some(({ kind }) => kind === 'deliver' || kind === 'lose'))
    .map(({ name }) => name)
  return observers.length > 0 ? { kind: 'observers', observers } : null
}

/**
 * The properties without which one more reduction could be in force, as far as their kinds and what came out
 * so far say: the fewest there are. Empty where no reduction is barred by properties alone.
 */
export const costliest = (reductions: readonly Reduction[]): readonly string[] =>
  reductions
    .map(({ bar }) => (bar === null ? [] : barringProperties(bar)))
    .filter((names) => names.length > 0)
    .reduce<readonly string[]>(
      (fewest, names) => (fewest.length === 0 || names.length < fewest.length ? names : fewest),
      [],
    )

/** The properties that bar a reduction; none where something else does, too. */
export const barringProperties = (bar: ReductionBar): readonly string[] => {
  if (bar.kind === 'properties') return bar.properties
  if (bar.kind === 'reads-messages') return bar.property === null ? [] : [bar.property]
  if (bar.kind !== 'told-apart') return []
  const names = bar.apart.flatMap(({ by }) =>
    by.kind === 'predicate' && by.property !== null ? by.property : [],
  )
  return names.length === bar.apart.length ? [...new Set(names)] : []
}
