import type { Operation } from './operation.ts'
import { givenBy } from './possible.ts'
import type { SessionOperation } from './sessions.ts'

/** Operations by client: after one of which it never heard, or while one is open, it counts as another. */
export const sessionsOf = (history: readonly Operation[]): readonly (readonly Operation[])[] => {
  const sessions: Operation[][] = []
  const byProcess = new Map<Operation['process'], Operation[][]>()
  for (const operation of history) {
    const { process, invoked } = operation
    const known = byProcess.get(process) ?? []
    byProcess.set(process, known)
    const own = known.find((session) => {
      const returned = session.at(-1)?.returned ?? null
      return returned !== null && returned < invoked
    })
    if (own !== undefined) {
      own.push(operation)
      continue
    }
    const first = [operation]
    sessions.push(first)
    known.push(first)
  }
  return sessions
}

/** An operation as a condition sees it: nobody knows that it happened where its result is forgotten. */
export const seenAs = (operation: Operation, isKept: boolean): SessionOperation => {
  const { f, key, argument, result } = operation
  return { f, key, argument, ...(isKept ? { gave: givenBy(result) } : {}) }
}
