import type { System } from '../model/system.ts'
import type { TracedRequest } from './trace.ts'

/** A request for people. Those of clients go by number, which is counted from 0 in their role. */
export const requestOf = (
  { nodes }: System,
  { node, operation }: { readonly node: string; readonly operation: string },
): TracedRequest => {
  const isClient = nodes.some(({ id, role }) => id === node && role.client !== null)
  return { node, operation: isClient ? Number(operation.slice(1)) + 1 : operation }
}
