import type { Trace } from '../../src/index.ts'
import { momentsOf } from '../../src/trace/moments.ts'

/** The nodes' states after all the changes of a trace, applied one after the other. */
export const applyChanges = (trace: Trace): readonly unknown[] =>
  momentsOf(trace)
    .at(-1)
    ?.nodes.map(({ state }) => state) ?? []
