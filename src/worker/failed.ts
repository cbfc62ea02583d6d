import { ModelError } from '../value/model-error.ts'
import { thrown } from '../value/brief.ts'
import { isInstance, stackLines } from '../value/thrown.ts'
import type { Failed } from './contract.ts'

/** The name under which the source of a user's model is run: stacks have it. */
export const sourceName = 'model.ts'

/** A mistake, for a page: with the line, where the source is at hand. */
export const failedBy = (error: unknown): Failed => {
  if (!isInstance(error, ModelError)) {
    const wayOut = 'the page can be loaded again; if it stays so, it is a bug in netsplit'
    return { ...failure, message: thrown(error), wayOut, at: placeOf(error) }
  }
  const { what, where, fix, cause } = error
  return {
    ...failure,
    message: what,
    where: where.filter((place) => !place.startsWith(`${sourceName}:`)),
    wayOut: fix,
    at: placeOf(cause) ?? placeOf(error),
  }
}

const failure = { kind: 'failed', cause: 'mistake', where: [] } as const

/** The place in the user's source that an error comes from: the topmost one of its stack. */
const placeOf = (error: unknown): Failed['at'] => {
  for (const line of stackLines(error)) {
    const [, row, column] = /\bmodel\.ts:(\d+):(\d+)/.exec(line) ?? []
    if (row !== undefined) return { line: Number(row), column: Number(column) }
  }
  return null
}
