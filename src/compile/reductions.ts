import { traitsOf } from '../model/network.ts'
import { subjectOf } from '../model/property-kinds.ts'
import type { System } from '../model/system.ts'

/** The name of the one reduction there is, for reports and for `noReduction`. */
export const ignoredDeliveries = 'ignored-deliveries'

/** Why a reduction is not in force. */
export type ReductionBar =
  /** It was to be left out: `noReduction`. */
  | { readonly kind: 'asked' }
  /** A machine has no messages. */
  | { readonly kind: 'machine' }
  /** The network is another than it is for. */
  | { readonly kind: 'network' }
  /** A patient timer would wait for what it leaves in flight. */
  | { readonly kind: 'patient-timers' }
  /** These properties could tell the difference, by their kind. */
  | { readonly kind: 'properties'; readonly properties: readonly string[] }
  /** The predicate of this property looks at messages in flight; null: the bound `within` does. */
  | { readonly kind: 'reads-messages'; readonly property: string | null }

/** What became of a reduction. */
export interface Reduction {
  /** By what name it is left out: `noReduction: [name]`, `--no-reduction name`. */
  readonly name: typeof ignoredDeliveries
  /** Whether it was in force. */
  readonly isApplied: boolean
  /** Why it is not applied; null where it is. */
  readonly bar: ReductionBar | null
}

/**
 * What forbids to leave deliveries without effect out, the messages staying in flight; or null.
 *
 * A run of the full system, without its ignored deliveries, is a run of the reduced one in which
 * every node is in the same state and at least the same messages are in flight. So predicates over
 * node states, faults and the cut cannot tell the difference, provided that
 *
 * - the network is a bag: on a queue the message would block those behind it, and on a set an
 *   ignored delivery changes nothing anyway;
 * - no timer is patient: it would wait for a message that the full system has consumed;
 * - no property asks what is enabled (`noDeadlock`), nor what becomes of a message in the end
 *   (liveness): a node that ignores a message has lost it;
 * - no predicate looks at messages in flight: the check starts afresh without the reduction when
 *   one does.
 *
 * A property that judges steps (`stepwise`) is asked about ignored deliveries, too: as it does not look at
 * messages, of all of them that a state allows one is asked about, with one state before and after. Each of
 * them is possible in the reduced system; and one from a state of the full system has its like in the
 * reduced one: its message is in flight there, its receiver is in the same state, and so is the cut.
 */
export const barOf = (system: System): ReductionBar | null => {
  if (system.isMachine) return { kind: 'machine' }
  if (!traitsOf(system.network).mayLeaveIgnored) return { kind: 'network' }
  const isPatient =
    system.timers === 'patient' &&
    system.nodes.some(({ role }) => role.handlers.timeout !== undefined)
  if (isPatient) return { kind: 'patient-timers' }
  const properties = system.properties
    .filter(({ property }) => ['ends', 'runs'].includes(subjectOf(property.kind)))
    .map(({ name }) => name)
  return properties.length > 0 ? { kind: 'properties', properties } : null
}
