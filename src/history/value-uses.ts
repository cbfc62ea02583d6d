import { textOf } from './equal.ts'
import type { Operation } from './operation.ts'
import { pairOf } from './registers.ts'
import type { Specification } from './specification.ts'

/** What an operation has to do with the value that an object holds; values are texts. */
export type Use =
  /** It found this value there. */
  | { readonly kind: 'sees'; readonly value: string }
  /** It puts this one there, whatever was there. */
  | { readonly kind: 'writes'; readonly value: string }
  /** It puts this one there in place of another, which it found there. */
  | { readonly kind: 'swaps'; readonly value: string; readonly from: string }
  /** It found something else there than this value. */
  | { readonly kind: 'misses'; readonly value: string }

/** An operation that may have happened, and what it did. */
export interface Used {
  readonly operation: Operation
  readonly use: Use
  /** Whether it never returned: it need not have happened. */
  readonly isOpen: boolean
}

/** What operations are called by the objects that hold one value. */
const names: Readonly<Record<string, Readonly<Record<string, 'read' | 'write' | 'cas'>>>> = {
  register: { read: 'read', write: 'write' },
  casRegister: { read: 'read', write: 'write', cas: 'cas' },
  map: { get: 'read', put: 'write', cas: 'cas' },
}

/**
 * What the operations of a history do to the one value of an object, where no value is put there twice, and that of the
 * beginning never again. Null where that is not so, or where it is not known of an operation what it did.
 */
export const differentValues = (
  history: readonly Operation[],
  spec: Specification,
): readonly Used[] | null => {
  const kinds = names[spec.name]
  if (kinds === undefined) return null
  const all: Used[] = []
  const put = new Set([textOf(spec.initial)])
  for (const operation of history) {
    const isOpen = operation.returned === null
    const kind = kinds[operation.f]
    // What never returned and changes nothing says nothing.
    if (kind === 'read' && isOpen) continue
    const use = kind === undefined ? null : useOf(kind, operation)
    if (use === null) return null
    all.push({ operation, use, isOpen })
    if (use.kind !== 'writes' && use.kind !== 'swaps') continue
    if (put.has(use.value)) return null
    put.add(use.value)
  }
  return all
}

const useOf = (kind: 'read' | 'write' | 'cas', operation: Operation): Use | null => {
  const { argument, result, returned } = operation
  if (kind === 'write') return { kind: 'writes', value: textOf(argument) }
  if (kind === 'read') return result === undefined ? null : { kind: 'sees', value: textOf(result) }
  const [from, value] = pairOf(argument).map((each) => textOf(each)) as [string, string]
  if (returned === null || result === true) return { kind: 'swaps', from, value }
  return result === false ? { kind: 'misses', value: from } : null
}
