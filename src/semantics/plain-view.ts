import type { System } from '../model/system.ts'
import { makeView } from '../model/view.ts'
import type { GlobalState } from './global-state.ts'

/** The view of a plain global state, for predicates. */
export const plainView = (system: System, { nodes, inFlight, environment }: GlobalState): unknown =>
  makeView(system, {
    state: (node) => nodes[node]?.state,
    up: (node) => nodes[node]?.up ?? false,
    inFlight: () =>
      inFlight.map(({ from, to, message }) => ({
        from: system.nodes[from]?.id ?? '',
        to: system.nodes[to]?.id ?? '',
        message,
      })),
    partitioned: () => environment.cut >= 0,
  })()
