import { isRecord } from '../value/notation.ts'
import { observedChanges } from './observed-nodes.ts'
import type { NodeSnapshot, Trace } from './trace.ts'

/** What a run touches: nodes, and fields of their states. */
export interface Touched {
  /** The nodes that do anything at all in the run. */
  readonly nodes: ReadonlySet<string>
  /** Whether some step changes a field of a node's state; of a state that is no record, its whole. */
  has(node: string, field: string): boolean
}

/** What the steps of a run touch. Whatever else there is stands as it did at the start. */
export const touchedIn = ({ steps }: Trace): Touched => {
  const nodes = new Set<string>()
  const fields = new Map<string, Set<string>>()
  const wholes = new Set<string>()
  for (const step of steps) {
    const { node, changes, timers, kind } = step
    const observed = observedChanges(step)
    for (const { node: observer } of observed) nodes.add(observer)
    const isTouched = changes.length + timers.length > 0 || kind === 'crash' || kind === 'restart'
    if (node !== null && (isTouched || kind === 'timeout')) nodes.add(node)
    for (const { node: owner, steps: path } of [...changes, ...observed]) {
      const [field] = path
      if (typeof field !== 'string') wholes.add(owner)
      else fields.set(owner, (fields.get(owner) ?? new Set()).add(field))
    }
  }
  return {
    nodes,
    has: (node, field) => wholes.has(node) || (fields.get(node)?.has(field) ?? false),
  }
}

/** Nodes whose states have the same fields, or are no records: replicas, as a rule. */
export const kindsOf = (
  nodes: readonly NodeSnapshot[],
): readonly { readonly fields: readonly string[] | null; readonly nodes: NodeSnapshot[] }[] => {
  const kinds = new Map<string, { fields: readonly string[] | null; nodes: NodeSnapshot[] }>()
  for (const node of nodes) {
    const fields = isRecord(node.state) ? Object.keys(node.state) : null
    const key = JSON.stringify(fields)
    const kind = kinds.get(key) ?? { fields, nodes: [] }
    kind.nodes.push(node)
    kinds.set(key, kind)
  }
  return [...kinds.values()]
}
