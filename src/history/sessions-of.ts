import type { Operation } from './operation.ts'
import { givenBy } from './possible.ts'
import type { SessionOperation } from './sessions.ts'

/** Operations by client: after one of which it never heard, or while one is open, it counts as another. */
export const sessionsOf = (history: readonly Operation[]): readonly (readonly Operation[])[] => {
  const sessions: Operation[][] = []
  for (const operation of history) {
    const own = sessions.find((session) => {
      const { process, returned } = session.at(-1) ?? { process: '', returned: null }
      return process === operation.process && returned !== null && returned < operation.invoked
    })
    if (own === undefined) sessions.push([operation])
    else own.push(operation)
  }
  return sessions
}

/** An operation as a condition sees it: nobody knows that it happened where its result is forgotten. */
export const seenAs = (operation: Operation, isKept: boolean): SessionOperation => {
  const { f, key, argument, result } = operation
  return { f, key, argument, ...(isKept ? { gave: givenBy(result) } : {}) }
}
