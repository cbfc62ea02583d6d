import { equal, textOf } from './equal.ts'
import type { Specification } from './specification.ts'

type Entries = readonly (readonly [key: unknown, state: unknown])[]

/** An object with entries as one object: its state is that of each entry which has been touched, by key. */
export const entriesOf = (spec: Specification): Specification => ({
  ...spec,
  isKeyed: false,
  initial: [],
  apply: (state, call) => {
    const entries = state as Entries
    const at = entries.findIndex(([key]) => equal(key, call.key))
    const before = at < 0 ? spec.initial : entries[at]?.[1]
    return spec.apply(before, call).map((outcome) => {
      // Entries stand in one order, whichever was touched first.
      const others = entries.filter((_, index) => index !== at)
      const all = equal(outcome.state, spec.initial)
        ? others
        : [...others, [call.key, outcome.state] as const]
      const sorted = all.toSorted(([a], [b]) => (textOf(a) < textOf(b) ? -1 : 1))
      return { ...outcome, state: sorted }
    })
  },
})
