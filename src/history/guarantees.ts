import type { Behaviour } from './behaviour.ts'
import type { Effort } from './effort.ts'
import type { Act } from './sessions.ts'

/*
 * The four guarantees that Terry and others give to sessions (Session guarantees for weakly consistent replicated
 * data, 1994). Whoever is answered has been answered by a copy of the object that some updates have reached, in
 * some order: for each operation whose result is known there are updates and an order of them that give it,
 * and each guarantee says which must be among them, and in which order.
 */

type All = readonly (readonly Act[])[]

/** By what a history is judged. */
interface Judge {
  readonly behaviour: Behaviour
  readonly effort: Effort
}

/** What has reached a copy: updates as bits, and the object there. */
interface Copy {
  readonly reached: number
  readonly state: number
}

/** The copies that there may be if each update may come when its condition allows. */
const copiesOf = (
  updates: readonly Act[],
  { behaviour, effort }: Judge,
  mayCome: (update: Act, reached: number) => boolean,
): readonly Copy[] => {
  const first = { reached: 0, state: behaviour.initial }
  const copies = new Map<string, Copy>([['0', first]])
  const open: Copy[] = [first]
  for (let copy = open.pop(); copy !== undefined; copy = open.pop()) {
    const { reached, state } = copy
    for (const update of updates) {
      if ((reached & update.bit) !== 0 || !mayCome(update, reached)) continue
      for (const then of behaviour.next(state, update.effect)) {
        const next = { reached: reached | update.bit, state: then }
        const name = `${next.reached} ${then}`
        if (copies.has(name)) continue
        effort.spend()
        copies.set(name, next)
        open.push(next)
      }
    }
  }
  return [...copies.values()]
}

const updatesOf = (sessions: All): readonly Act[] =>
  sessions.flat().filter(({ isReadOnly }) => !isReadOnly)

const gives = ({ kind }: Act, { state }: Copy, behaviour: Behaviour): boolean =>
  behaviour.next(state, kind).length > 0

/** The updates of its client before an operation that have happened, as bits. */
const ownBefore = (act: Act, updates: readonly Act[]): number =>
  updates
    .filter(({ session, bit, isOpen }) => session === act.session && bit < act.bit && !isOpen)
    .reduce((bits, { bit }) => bits | bit, 0)

/** An operation that updates and tells something does not find itself at the copy that it comes to. */
const without = (act: Act, { reached }: Copy): boolean => (reached & act.bit) === 0

/** Read your writes: what a client has updated has reached every copy that answers it later. */
export const readsOwnWrites = (sessions: All, behaviour: Behaviour, effort: Effort): boolean => {
  const updates = updatesOf(sessions)
  const copies = copiesOf(updates, { behaviour, effort }, () => true)
  return seenIn(sessions).every((act) => {
    const own = ownBefore(act, updates)
    return copies.some(
      (copy) => (own & ~copy.reached) === 0 && without(act, copy) && gives(act, copy, behaviour),
    )
  })
}

const seenIn = (sessions: All): readonly Act[] => sessions.flat().filter(({ isSeen }) => isSeen)

/** Monotonic writes: an update has reached a copy only after all that its client has updated before. */
export const writesInOrder = (sessions: All, behaviour: Behaviour, effort: Effort): boolean => {
  const updates = updatesOf(sessions)
  const copies = copiesOf(
    updates,
    { behaviour, effort },
    (update, reached) => (ownBefore(update, updates) & ~reached) === 0,
  )
  return seenIn(sessions).every((act) =>
    copies.some((copy) => without(act, copy) && gives(act, copy, behaviour)),
  )
}

/**
 * Monotonic reads: what had reached the copy that answered a client has reached every copy that answers it
 * later, in the same order.
 */
export const readsInOrder = (sessions: All, behaviour: Behaviour, effort: Effort): boolean => {
  const updates = updatesOf(sessions)
  return sessions.every((session) => {
    let orders: readonly (readonly Act[])[] = [[]]
    for (const act of session.filter(({ isSeen }) => isSeen)) {
      orders = widened(orders, updates, effort).filter(
        (order) => !order.includes(act) && isAnswer(act, order, behaviour),
      )
    }
    return orders.length > 0
  })
}

/** Orders, and all that have more updates, anywhere among the others. */
const widened = (
  orders: readonly (readonly Act[])[],
  updates: readonly Act[],
  effort: Effort,
): readonly (readonly Act[])[] => {
  const all = new Map(orders.map((order) => [order.map(({ bit }) => bit).join(), order]))
  for (const order of all.values()) {
    for (const update of updates) {
      if (order.includes(update)) continue
      for (let place = 0; place <= order.length; place++) {
        effort.spend()
        const next = order.toSpliced(place, 0, update)
        all.set(next.map(({ bit }) => bit).join(), next)
      }
    }
  }
  return [...all.values()]
}

/** Whether an operation may give what it gave after updates in that order. */
const isAnswer = ({ kind }: Act, order: readonly Act[], behaviour: Behaviour): boolean => {
  let states: readonly number[] = [behaviour.initial]
  for (const { effect } of order) {
    states = [...new Set(states.flatMap((state) => behaviour.next(state, effect)))]
  }
  return states.some((state) => behaviour.next(state, kind).length > 0)
}

/**
 * Writes follow reads: an update has reached a copy only after all that had reached those that had answered its
 * client before.
 */
export const writesFollow = (sessions: All, behaviour: Behaviour, effort: Effort): boolean => {
  const updates = updatesOf(sessions)
  const seen = new Set<string>()
  /** @param answered for operations that were answered what had reached the copy */
  const isExplained = (answered: ReadonlyMap<Act, number>): boolean => {
    const name = [...answered].map(([{ bit }, reached]) => `${bit}<${reached}`).toSorted()
    if (seen.has(name.join())) return false
    seen.add(name.join())
    const left = seenIn(sessions).filter((act) => !answered.has(act))
    if (left.length === 0) return true
    const before = ({ session, bit }: Act): readonly Act[] =>
      seenIn(sessions).filter((act) => act.session === session && act.bit < bit)
    const copies = copiesOf(updates, { behaviour, effort }, (update, reached) =>
      before(update).every((act) => ((answered.get(act) ?? -1) & ~reached) === 0),
    )
    return left.some((act) =>
      copies.some(
        (copy) =>
          without(act, copy) &&
          gives(act, copy, behaviour) &&
          isExplained(new Map(answered).set(act, copy.reached)),
      ),
    )
  }
  return isExplained(new Map())
}
