import { brief } from '../value/brief.ts'
import { ModelError } from '../value/model-error.ts'
import type { Place } from './place.ts'
import { wrapThrown } from './step-errors.ts'

/** The ids of operations, or the error that says what they are instead. */
const idsOf = (ids: unknown, name: string): readonly string[] => {
  if (Array.isArray(ids) && ids.every((id) => typeof id === 'string')) return [...ids]
  throw new ModelError('not-data', {
    what: `\`${name}\` is ${brief(ids)}, which is no list of ids`,
    fix: 'give the ids of the operations as an array of texts',
  })
}

/** What a node waits for in a state, and what it was refused. Nodes without operations have none. */
export const operationsOf = (
  place: Place | undefined,
  state: unknown,
): { readonly waiting: readonly string[]; readonly refused: readonly string[] } => {
  const operations = place?.handlers.operations
  if (place === undefined || operations === undefined) return { waiting: [], refused: [] }
  try {
    const { waiting, refused = [] } = operations(state)
    return { waiting: idsOf(waiting, 'waiting'), refused: idsOf(refused, 'refused') }
  } catch (error) {
    throw wrapThrown(error, place, { kind: 'initial' }).at('its `operations`')
  }
}
