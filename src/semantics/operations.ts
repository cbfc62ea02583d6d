import type { World } from './actions.ts'
import { wrapThrown } from './step-errors.ts'

/** What a node waits for in a state, and what it was refused. Nodes without operations have none. */
export const operationsOf = (
  { places }: World,
  node: number,
  state: unknown,
): { readonly waiting: readonly string[]; readonly refused: readonly string[] } => {
  const place = places[node]
  const operations = place?.handlers.operations
  if (place === undefined || operations === undefined) return { waiting: [], refused: [] }
  try {
    const { waiting, refused = [] } = operations(state)
    return { waiting: [...waiting], refused: [...refused] }
  } catch (error) {
    throw wrapThrown(error, place, { kind: 'initial' }).at('its `operations`')
  }
}
