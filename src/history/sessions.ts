import { ModelError } from '../value/model-error.ts'
import type { Behaviour } from './behaviour.ts'

/*
 * What each client did and saw, in its own order, and nothing of what happened before what elsewhere: all
 * that the conditions ask for that are weaker than linearizability.
 */

/** An operation of a client. */
export interface SessionOperation {
  /** The operation: `read`, `write`, … */
  readonly f: string
  /** Which entry; absent where the object has none. */
  readonly key?: unknown
  /** What it was given; absent if nothing. */
  readonly argument?: unknown
  /** What it gave: `[value]`, or `[]` where that tells nothing; absent where nobody knows that it happened. */
  readonly gave?: readonly [] | readonly [unknown]
}

/** The operations of each client, in order. After one of which nobody heard it goes on as another client. */
export type Sessions = readonly (readonly SessionOperation[])[]

/** What the observers of conditions know that are weaker than linearizability. */
export interface SeenSessions {
  /** What each client has done and seen; after an operation of which it never heard, as one more. */
  readonly sessions: ReadonlyMap<string, Sessions>
  /** Of each client the operations that are open, by name: in which of its sessions one is the last. */
  readonly open: ReadonlyMap<string, ReadonlyMap<string, number>>
  /** Whether the condition holds so far. */
  readonly isConsistent: boolean
}

/** An operation in a history, in numbers. */
export interface Act {
  /** Its place among all, from 0, as a bit: clients one after the other. */
  readonly bit: number
  readonly session: number
  /** What it does, with its result, and without. */
  readonly kind: number
  readonly effect: number
  /** It never changes the object. */
  readonly isReadOnly: boolean
  /** What it gave is known, and tells something. */
  readonly isSeen: boolean
  /** Nobody knows that it happened. */
  readonly isOpen: boolean
}

/** As many operations fit into the bits of a number. */
export const mostOperations = 30

/**
 * The operations of a history in numbers.
 *
 * @throws ModelError 'too-large' for more than 30
 */
export const actsOf = (sessions: Sessions, behaviour: Behaviour): readonly (readonly Act[])[] => {
  const count = sessions.reduce((sum, { length }) => sum + length, 0)
  if (count > mostOperations) {
    throw new ModelError('too-large', {
      what: `A history has more than ${mostOperations} operations, too many for this condition`,
      fix: 'let clients ask less, or ask for linearizability, which needs no whole history',
    })
  }
  let place = 0
  return sessions.map((session, number) =>
    session.map((each) => {
      const operation = { f: each.f, key: each.key ?? null, argument: each.argument ?? null }
      const result = each.gave?.[0]
      const effect = behaviour.classFor(operation, undefined)
      const kind = result === undefined ? effect : behaviour.classFor(operation, result)
      return {
        bit: 1 << place++,
        session: number,
        kind,
        effect,
        isReadOnly: behaviour.isReadOnly(kind),
        isSeen: result !== undefined,
        isOpen: each.gave === undefined,
      }
    }),
  )
}
