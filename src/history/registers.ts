import { equal } from './equal.ts'
import type { OperationKind, Specification } from './specification.ts'

const read: OperationKind = { takes: 'nothing', gives: 'value', isReadOnly: true }
const write: OperationKind = { takes: 'value', gives: 'nothing', isOverwriting: true }
const effect: OperationKind = { takes: 'value', gives: 'nothing' }

/** One value: `read` gives it, `write` sets it. */
export const register = (initial: unknown = null): Specification => ({
  name: 'register',
  initial,
  operations: { read, write },
  apply: (state, { f, argument }) =>
    f === 'read' ? [{ state, result: state }] : [{ state: argument }],
})

/**
 * A register with `cas`, which is given two values: it sets the second where the register holds the first,
 * and gives whether it did.
 */
export const casRegister = (initial: unknown = null): Specification => ({
  name: 'casRegister',
  initial,
  operations: { read, write, cas: { takes: 'value', gives: 'success' } },
  apply: (state, { f, argument }) => {
    if (f === 'read') return [{ state, result: state }]
    if (f === 'write') return [{ state: argument }]
    const [before, after] = pairOf(argument)
    return [equal(state, before) ? { state: after, result: true } : { state, result: false }]
  },
  wrongArgument: noPair,
})

/** A number: `add` adds to it, `read` gives it. */
export const counter = (initial = 0): Specification => ({
  name: 'counter',
  initial,
  operations: { read, add: effect },
  apply: (state, { f, argument }) =>
    f === 'read' ? [{ state, result: state }] : [{ state: sum(state, argument) }],
  wrongArgument: (_, argument) => (Number.isSafeInteger(argument) ? null : 'a whole number'),
})

/** The two values that `cas` is given. */
export const pairOf = (argument: unknown): readonly [unknown, unknown] => {
  const [before, after] = argument as readonly unknown[]
  return [before ?? null, after ?? null]
}

/** Why `cas` cannot be given something; null where it can, as all else. */
export const noPair = (f: string, argument: unknown): string | null =>
  f !== 'cas' || (Array.isArray(argument) && argument.length === 2)
    ? null
    : 'two values: [before, after]'

const sum = (state: unknown, amount: unknown): number => Number(state) + Number(amount)
