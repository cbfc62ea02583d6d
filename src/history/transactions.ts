import { showValue } from '../value/notation.ts'
import { equal, textOf } from './equal.ts'
import type { Specification } from './specification.ts'

/** A step of a transaction: a key is read, or written. A write may say which of the versions of its key it made, in their order. */
export type TransactionStep =
  | readonly [f: 'r', key: unknown, value?: unknown]
  | readonly [f: 'w', key: unknown, value: unknown, version?: number]

/** A store of values by key, on which whole transactions are the operations. */
export interface Transactions extends Specification {
  /** Tells it from other objects. */
  readonly kind: 'transactions'
  /** What each key is before it is written. */
  readonly first: unknown
}

/**
 * A store of values by key. Its one operation is `txn`, which is given the {@link TransactionStep}s of a
 * transaction, `['r', key]` and `['w', key, value]`, and gives the same with what was read, `['r', key, value]`.
 * {@link serializable} and {@link snapshotIsolation} ask how its transactions are kept apart; `linearizable` of it is strict
 * serializability.
 *
 * @param initial what each key is before it is written
 */
export const transactions = (initial: unknown = null): Transactions => ({
  name: 'store with transactions',
  kind: 'transactions',
  first: initial,
  initial: new Map(),
  operations: { txn: { takes: 'value', gives: 'value' } },
  apply: (state, { argument }) => {
    const values = new Map(state as ReadonlyMap<string, unknown>)
    const result = stepsOf(argument).map((step) => {
      const [f, key, value] = step
      const text = textOf(key)
      if (f === 'w') values.set(text, value)
      return f === 'w' ? [f, key, value] : [f, key, values.has(text) ? values.get(text) : initial]
    })
    return [{ state: values, result }]
  },
  wrongArgument: (_, argument) => (isSteps(argument) ? null : shape),
  wrongResult: ({ argument }, result) => {
    if (!isSteps(result)) return shape
    const [asked, done] = [stepsOf(argument), stepsOf(result)]
    const isSame = (step: TransactionStep, at: number): boolean => {
      const [f, key, value] = done[at] ?? []
      const gave = f === 'r' ? done[at]?.length === 3 : equal(value, step[2])
      return f === step[0] && equal(key, step[1]) && gave
    }
    return asked.length === done.length && asked.every(isSame)
      ? null
      : `the steps that it was called with, ${showValue(argument)}, with what was read: ['r', key, value]`
  },
  resultOf: (_, result) =>
    stepsOf(result).map(([f, key, value = null]): TransactionStep => [f, key, value]),
})

const shape = "a list of steps: ['r', key] reads, and ['w', key, value] writes"

/** The steps of a transaction, as they are given, or as EDN has them. */
export const stepsOf = (value: unknown): readonly TransactionStep[] =>
  (value as readonly (readonly unknown[])[]).map(
    ([f, ...rest]) => [String(f).replace(/^:/, ''), ...rest] as unknown as TransactionStep,
  )

const isSteps = (value: unknown): boolean => Array.isArray(value) && value.every(isStep)

const isStep = (value: unknown): boolean => {
  if (!Array.isArray(value) || value.length < 2) return false
  const [f, , , version] = value as readonly unknown[]
  if (f === 'r' || f === ':r') return value.length <= 3
  const isVersion = version === undefined || Number.isSafeInteger(version)
  return (f === 'w' || f === ':w') && (value.length === 3 || value.length === 4) && isVersion
}
