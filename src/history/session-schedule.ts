import type { Behaviour } from './behaviour.ts'
import { textOf } from './equal.ts'
import type { Operation } from './operation.ts'
import type { Item } from './session-item.ts'
import { LastChances } from './last-chances.ts'
import { Uses } from './uses.ts'

/** What a search for an order goes through: of each client what may have happened, in its order. */
export interface SessionSchedule {
  readonly sessions: readonly (readonly Item[])[]
  /** How many entries are touched: one where the object has none. */
  readonly entries: number
  readonly uses: Uses
  readonly lastChances: LastChances
}

/**
 * The operations of clients as the search sees them, without those that may never have happened and could be of no use.
 *
 * @param isKept whether the end of an operation counts; what it gave, and that it happened, is forgotten of the others
 */
export const sessionSchedule = (
  sessions: readonly (readonly Operation[])[],
  behaviour: Behaviour,
  isKept: (operation: Operation) => boolean,
): SessionSchedule => {
  const entries = new Map<string, number>()
  const all = sessions.map((session) =>
    session.map((operation): Item => {
      const isOpen = operation.returned === null || !isKept(operation)
      const kind = behaviour.classOf(isOpen ? { ...operation, result: undefined } : operation)
      const key = textOf(operation.key)
      const entry = entries.get(key) ?? entries.size
      entries.set(key, entry)
      const [isReadOnly, isOverwriting] = [
        behaviour.isReadOnly(kind),
        behaviour.isOverwriting(kind),
      ]
      return { operation, kind, entry, isReadOnly, isOverwriting, isOpen, isIdle: false }
    }),
  )
  const uses = new Uses(all, behaviour)
  const isIdle = ({ kind, entry, isOverwriting }: Item): boolean => {
    const [state] = isOverwriting ? behaviour.next(behaviour.initial, kind) : []
    return state !== undefined && uses.lastOf(entry, state)?.length === 0
  }
  const left = all.map((session) =>
    session
      .map((item) => ({ ...item, isIdle: isIdle(item) }))
      .filter((item) => !item.isOpen || !(item.isReadOnly || item.isIdle)),
  )
  const usesLeft = new Uses(left, behaviour)
  const lastChances = new LastChances(left, behaviour, usesLeft)
  return { sessions: left, entries: entries.size, uses: usesLeft, lastChances }
}
