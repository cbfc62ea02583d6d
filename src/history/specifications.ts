import { queue, set, stack } from './containers.ts'
import { lock, map } from './keyed.ts'
import { casRegister, counter, register } from './registers.ts'
import { transactions } from './transactions.ts'
import type { Specification } from './specification.ts'

/** The objects that have names, each with what it is before the first operation, where that can be chosen. */
export const specifications: Readonly<Record<string, (initial?: unknown) => Specification>> = {
  register,
  casRegister,
  counter: (initial = 0) => counter(Number(initial)),
  queue: () => queue(),
  stack: () => stack(),
  set: () => set(),
  map,
  lock: () => lock(),
  transactions,
}
