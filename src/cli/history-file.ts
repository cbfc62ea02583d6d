import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import type { KeyPlace } from '../history/event-of.ts'
import { HistoryReader } from '../history/history-reader.ts'
import type { Operation } from '../history/operation.ts'
import { badLine } from '../history/pairing.ts'
import type { Specification } from '../history/specification.ts'
import { Halt, type Pace } from '../pace/pace.ts'
import { ModelError } from '../value/model-error.ts'
import { isInstance } from '../value/thrown.ts'

/** Where a history is, and of what. */
export interface HistorySource {
  readonly file: string
  readonly cwd: string
  readonly spec: Specification
  readonly key: KeyPlace | null
  /** Whether operations that failed are of interest, too. */
  readonly keepsFailed: boolean
  /** Called when the operations were let go for want of memory. */
  readonly onForget: () => void
}

/** What stands in a history. */
export interface ReadHistory {
  /** What may have happened. */
  readonly operations: readonly Operation[]
  /** What failed, where that is of interest. */
  readonly failed: readonly Operation[]
  /** How many operations there are, where there was no room to keep them. */
  readonly tooMany: number | null
}

/**
 * The operations of a file, which is read piece by piece. Where there is no room for them, it is read to
 * its end all the same: a file that is no history is refused, however long it is.
 *
 * @throws ModelError 'bad-history', with the line, where it is none
 * @throws Halt when the pace ends it
 */
export const readHistory = async (
  { file, cwd, spec, key, keepsFailed, onForget }: HistorySource,
  pace: Pace,
): Promise<ReadHistory> => {
  const reader = new HistoryReader(spec, key, keepsFailed)
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const decode = (bytes?: Buffer): string => {
    try {
      return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true })
    } catch {
      throw badLine(
        reader.line,
        'There are bytes here, or a little below, that are no text',
        'UTF-8',
      )
    }
  }
  let isTooMany = false
  try {
    for await (const bytes of createReadStream(resolve(cwd, file))) {
      reader.add(decode(bytes as Buffer))
      if (!pace.isDue()) continue
      try {
        await pace.turn()
      } catch (error) {
        if (isTooMany || !(error instanceof Halt) || error.kind !== 'memory') throw error
        isTooMany = true
        reader.forget()
        onForget()
      }
    }
    reader.add(decode())
    const tooMany = isTooMany ? reader.operations : null
    return { operations: reader.finish(), failed: reader.failed, tooMany }
  } catch (error) {
    if (isInstance(error, ModelError)) throw error.at(file)
    throw isSystemError(error) ? unreadable(file, error) : error
  }
}

const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error

const unreadable = (file: string, { code = '' }: NodeJS.ErrnoException): ModelError =>
  new ModelError('bad-history', {
    what:
      code === 'ENOENT'
        ? 'There is no such file'
        : code === 'EISDIR'
          ? 'The history is a folder'
          : `The file cannot be read (${code})`,
    where: [file],
    fix: 'give the path of a history: JSON lines, EDN or a log of Jepsen (docs/histories.md)',
  })
