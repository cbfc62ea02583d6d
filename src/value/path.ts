import { showValue } from './notation.ts'

/** One step into a value: a field, an index, or the key of a Map. */
export type PathStep = string | number | { readonly key: unknown }

/** A path as a person writes it: `orders.o1[2]`. The keys of a Map read like fields. */
export const showPath = (steps: readonly PathStep[]): string =>
  withoutDot(steps.map(showStep).join(''))

/** A path that begins with a name, which is written as it is: `node-1.orders.o1`. */
export const pathUnder = (name: string, steps: readonly PathStep[]): string =>
  name + steps.map(showStep).join('')

/** A path longer than this is told by its ends. */
const longest = 12

/** A path for errors: a very long one by its ends; the value itself is `the top`. */
export const briefPath = (steps: readonly PathStep[]): string => {
  if (steps.length === 0) return 'the top'
  if (steps.length <= longest) return showPath(steps)
  return `${showPath(steps.slice(0, 3))} … ${showPath(steps.slice(-1))} (${steps.length} steps)`
}

const withoutDot = (path: string): string => (path.startsWith('.') ? path.slice(1) : path)

const showStep = (step: PathStep): string => {
  const key = typeof step === 'object' ? step.key : step
  return typeof key === 'string' && /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key)
    ? `.${key}`
    : `[${showValue(key)}]`
}
