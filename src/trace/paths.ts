import { showValue } from './notation.ts'

/** One step into a value: a field, an index, or the key of a Map. */
export type PathStep = string | number | { readonly key: unknown }

/** A path as a person writes it: `orders.o1[2]`. The keys of a Map read like fields. */
export const showPath = (steps: readonly PathStep[]): string => {
  const text = steps.map(showStep).join('')
  return text.startsWith('.') ? text.slice(1) : text
}

/** A path that begins with a name, which is written as it is: `node-1.orders.o1`. */
export const pathUnder = (name: string, steps: readonly PathStep[]): string =>
  name + steps.map(showStep).join('')

const showStep = (step: PathStep): string => {
  const key = typeof step === 'object' ? step.key : step
  return typeof key === 'string' && /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key)
    ? `.${key}`
    : `[${showValue(key)}]`
}
