import { textOf } from './equal.ts'
import type { Operation } from './operation.ts'
import type { Specification } from './specification.ts'

/** The operations on one of several independent objects, or on one part of an object. */
export interface Part {
  /** The key or the element; null where there is but one object. */
  readonly key: unknown
  readonly operations: readonly Operation[]
}

/**
 * A history in parts that can be checked one by one: it is linearizable exactly when each part is (Herlihy
 * and Wing 1990; Horn and Kroening 2015).
 */
export const partsOf = (
  history: readonly Operation[],
  spec: Specification,
  isKeyed: boolean,
): readonly Part[] => {
  const parts = isKeyed ? split(history, ({ key }) => key) : [{ key: null, operations: history }]
  const { partOf } = spec
  if (partOf === undefined) return parts
  return parts.flatMap((part) => {
    const within = part.operations.map((operation) => partOf(operation))
    if (within.includes(null)) return [part]
    if (isKeyed && part.operations.every(({ key }, at) => key === within[at])) return [part]
    return split(part.operations, partOf).map(({ key, operations }) => ({
      key: isKeyed ? [part.key, key] : key,
      operations,
    }))
  })
}

const split = (
  history: readonly Operation[],
  keyOf: (operation: Operation) => unknown,
): readonly Part[] => {
  const parts = new Map<string, { readonly key: unknown; readonly operations: Operation[] }>()
  for (const operation of history) {
    const key = keyOf(operation)
    const text = textOf(key)
    const part = parts.get(text)
    if (part === undefined) parts.set(text, { key, operations: [operation] })
    else part.operations.push(operation)
  }
  return [...parts.values()]
}
