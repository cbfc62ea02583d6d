import type { Told } from '../model/observer.ts'

/** Which operation: its node, and how that calls it. */
export interface OperationName {
  readonly node: string
  readonly operation: string
}

/** What is known of operations: by node, and of each by how it calls them. So names of nodes stand alone. */
export type ByOperation<Value> = ReadonlyMap<string, ReadonlyMap<string, Value>>

/** The name of an operation that is told of. */
export const nameIn = ({
  node,
  operation,
}: Extract<Told, { kind: 'invoke' | 'return' }>): OperationName => ({ node, operation })

/** What is known of an operation; undefined if nothing. */
export const knownOf = <Value>(
  all: ByOperation<Value>,
  { node, operation }: OperationName,
): Value | undefined => all.get(node)?.get(operation)

/** All that is known. */
export const eachOf = <Value>(
  all: ByOperation<Value>,
): readonly (readonly [name: OperationName, value: Value])[] =>
  [...all].flatMap(([node, own]) =>
    [...own].map(([operation, value]) => [{ node, operation }, value] as const),
  )

/** The same, and something is known of an operation. */
export const withOne = <Value>(
  all: ByOperation<Value>,
  { node, operation }: OperationName,
  value: Value,
): ByOperation<Value> => new Map(all).set(node, new Map(all.get(node)).set(operation, value))

/** The same, and nothing is known of an operation. */
export const withoutOne = <Value>(
  all: ByOperation<Value>,
  { node, operation }: OperationName,
): ByOperation<Value> => {
  const own = new Map(all.get(node))
  if (!own.delete(operation)) return all
  const rest = new Map(all)
  if (own.size > 0) rest.set(node, own)
  else rest.delete(node)
  return rest
}
