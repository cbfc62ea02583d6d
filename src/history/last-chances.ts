import type { Behaviour } from './behaviour.ts'
import type { Item } from './session-item.ts'
import type { Uses } from './uses.ts'

/** For each client that has any, the place of its last operation of some kind. */
type Last = Map<number, number>

/**
 * What is lost for good when an entry is overwritten: states that no operation leaves again, and reads that need one of
 * them. It is known of entries that are only read and overwritten, as those of a register without `cas` are: such an
 * entry is never in any other state than what is written, and what it was at the beginning.
 */
export class LastChances {
  readonly #sessions: readonly (readonly Item[])[]
  readonly #behaviour: Behaviour
  /** By entry and state: which operations leave it. */
  readonly #producers = new Map<string, Last>()
  /** By entry and state: which reads can happen in no other state. */
  readonly #needers = new Map<string, Last>()

  constructor(sessions: readonly (readonly Item[])[], behaviour: Behaviour, uses: Uses) {
    this.#sessions = sessions
    this.#behaviour = behaviour
    const others = new Set<number>()
    for (const { entry, isReadOnly, isOverwriting } of sessions.flat()) {
      if (!isReadOnly && !isOverwriting) others.add(entry)
    }
    const states = new Map<number, Set<number>>()
    for (const [session, items] of sessions.entries()) {
      for (const [at, { entry, kind, isOverwriting }] of items.entries()) {
        if (others.has(entry)) continue
        const own = states.get(entry) ?? new Set([behaviour.initial])
        states.set(entry, own)
        const [left] = isOverwriting ? behaviour.next(behaviour.initial, kind) : []
        if (left === undefined) continue
        own.add(left)
        setLast(this.#producers, nameOf(entry, left), { session, at })
      }
    }
    for (const [entry, own] of states) this.#addNeeders(entry, own, uses)
  }

  #addNeeders(entry: number, states: ReadonlySet<number>, uses: Uses): void {
    const by = new Map<number, readonly number[]>()
    for (const state of states) {
      for (const kind of uses.readsIn(entry, state)) by.set(kind, [...(by.get(kind) ?? []), state])
    }
    for (const [kind, [state, ...more]] of by) {
      if (state === undefined || more.length > 0) continue
      for (const last of uses.readsOf(kind)) setLast(this.#needers, nameOf(entry, state), last)
    }
  }

  /**
   * Whether a state of an entry comes no more, and a read that needs it is still to come: so it must not be overwritten.
   *
   * @param places how far each client is
   */
  isNeeded(entry: number, state: number, places: Int32Array): boolean {
    const name = nameOf(entry, state)
    return !isLeft(this.#producers.get(name), places) && isLeft(this.#needers.get(name), places)
  }

  /**
   * Whether a state of an entry that was just left comes no more, and a client that has to read it does something else to the
   * entry before that.
   */
  isInVain(entry: number, state: number, places: Int32Array): boolean {
    const name = nameOf(entry, state)
    const needers = this.#needers.get(name)
    if (needers === undefined || isLeft(this.#producers.get(name), places)) return false
    return [...needers].some(([session, at]) =>
      this.#sessions[session]
        ?.slice(places[session], at + 1)
        .some(
          (item) =>
            item.entry === entry &&
            !item.isOpen &&
            (item.isOverwriting || this.#behaviour.next(state, item.kind).length === 0),
        ),
    )
  }
}

const nameOf = (entry: number, state: number): string => `${entry} ${state}`

const setLast = (
  all: Map<string, Last>,
  name: string,
  { session, at }: { readonly session: number; readonly at: number },
): void => {
  const last: Last = all.get(name) ?? new Map()
  all.set(name, last.set(session, Math.max(at, last.get(session) ?? -1)))
}

const isLeft = (last: Last | undefined, places: Int32Array): boolean => {
  for (const [session, at] of last ?? []) if (at >= (places[session] as number)) return true
  return false
}
