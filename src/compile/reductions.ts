import { isLiveness } from '../model/property.ts'
import type { System } from '../model/system.ts'

/** The name of the one reduction there is, for reports and for `noReduction`. */
export const ignoredDeliveries = 'ignored-deliveries'

/**
 * Whether deliveries without effect may be left out, the messages staying in flight.
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
 * - no property judges steps (`stepwise`): an ignored delivery is one, and may be the one that is
 *   forbidden;
 * - no predicate looks at messages in flight: the check starts afresh without the reduction when
 *   one does.
 */
export const ignoredMayStay = (system: System): boolean => {
  const isPatient =
    system.timers === 'patient' &&
    system.nodes.some(({ role }) => role.handlers.timeout !== undefined)
  const canTell = system.properties.some(
    ({ property }) =>
      property.kind === 'noDeadlock' || property.kind === 'stepwise' || isLiveness(property),
  )
  return system.network.kind === 'unordered' && !system.isMachine && !isPatient && !canTell
}
