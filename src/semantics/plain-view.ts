import type { System } from '../model/system.ts'
import { makeView } from '../model/view.ts'
import type { GlobalState } from './global-state.ts'

/**
 * The view of a plain global state, for predicates.
 *
 * @param onMail is told when the messages in flight are looked at
 */
export const plainView = (
  system: System,
  { nodes, inFlight, environment, observed }: GlobalState,
  onMail: () => void = () => undefined,
): unknown =>
  makeView(system, {
    state: (node) => nodes[node]?.state,
    up: (node) => nodes[node]?.up ?? false,
    inFlight: () => {
      onMail()
      return inFlight.map(({ from, to, message }) => ({
        from: system.nodes[from]?.id ?? '',
        to: system.nodes[to]?.id ?? '',
        message,
      }))
    },
    partitioned: () => environment.cut >= 0,
    observed: (observer) => observed[observer],
  })()
