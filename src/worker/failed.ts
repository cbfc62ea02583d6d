import { ModelError } from '../value/model-error.ts'
import { thrown } from '../value/brief.ts'
import { isInstance, stackLines } from '../value/thrown.ts'
import type { Failed } from './contract.ts'

/** The name under which the source of a user's model is run: stacks have it. */
export const sourceName = 'model.ts'

/**
 * A mistake, for a page: with its place in the source, where there is one.
 *
 * @param text the source that was run; null where it was none of a user's
 */
export const failedBy = (error: unknown, text: string | null): Failed => {
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
    at: placeOf(cause) ?? placeOfName(error, text),
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

/**
 * The place of a name that is no node's, timer's or group's. What names it is run long after it was
 * written, so that the stack tells who ran it, or nothing: the name itself is looked for.
 */
const placeOfName = (error: ModelError, text: string | null): Failed['at'] => {
  const place = placeOf(error)
  const [, name] = /'([^']+)'/.exec(error.what) ?? []
  if (text === null || name === undefined || !isOfName(error)) return place
  const lines = text.split('\n')
  const isWritten = (line: string): boolean => quoted(name).some((word) => line.includes(word))
  if (place !== null && isWritten(lines[place.line - 1] ?? '')) return place
  const written = [...lines.entries()].filter(([, line]) => isWritten(line))
  const [[row, line] = [0, '']] = written
  // Of several places none is known to be the one.
  if (written.length !== 1) return place
  const columns = quoted(name).map((word) => line.indexOf(word))
  return { line: row + 1, column: Math.max(...columns) + 1 }
}

const isOfName = ({ code }: ModelError): boolean =>
  code === 'unknown-node' || code === 'unknown-timer'

/** A name as sources write it. */
const quoted = (name: string): readonly string[] => [`'${name}'`, `"${name}"`, `\`${name}\``]
