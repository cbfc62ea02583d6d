import type { Behaviour } from './behaviour.ts'
import type { Item } from './session-item.ts'

/** To find out what is of use where, so many questions are worth while: a second or two. */
const mostQuestions = 500_000

/** The last operation of a client that may use what is left to it. */
interface LastUse {
  readonly session: number
  readonly at: number
}

/**
 * Which operations may be seen, or do anything, in a state of an entry, without overwriting it: a read of what it holds. Where
 * that takes too much to find out, all may.
 */
export class Uses {
  readonly #behaviour: Behaviour
  /** By class and whether it may never have happened: the last of each client. */
  readonly #last = new Map<number, Map<number, number>>()
  /** By entry, and by what is asked: the classes of operations that do not overwrite it. */
  readonly #asked = new Map<number, Map<string, Set<number>>>()
  readonly #known = new Map<string, readonly LastUse[]>()
  /** The entries of which it takes too much to find out. */
  readonly #isTooMuch = new Set<number>()

  constructor(sessions: readonly (readonly Item[])[], behaviour: Behaviour) {
    this.#behaviour = behaviour
    const overwriting = new Map<number, number>()
    for (const [session, items] of sessions.entries()) {
      for (const [at, item] of items.entries()) {
        if (item.isOverwriting) overwriting.set(item.entry, (overwriting.get(item.entry) ?? 0) + 1)
        else if (!item.isOpen || !item.isReadOnly) this.#add(item, session, at)
      }
    }
    let questions = 0
    for (const [entry, { size }] of this.#asked) {
      // A state of an entry is asked about in this entry only.
      questions += (overwriting.get(entry) ?? 0) * size
      if (questions > mostQuestions) this.#isTooMuch.add(entry)
    }
  }

  #add(item: Item, session: number, at: number): void {
    const { entry, kind } = item
    const asked = this.#asked.get(entry) ?? new Map<string, Set<number>>()
    const what = this.#behaviour.askedIn(kind)
    this.#asked.set(entry, asked.set(what, (asked.get(what) ?? new Set()).add(kind)))
    const name = nameOf(item)
    this.#last.set(name, (this.#last.get(name) ?? new Map<number, number>()).set(session, at))
  }

  /** The last operations of clients that may use a state of an entry; null where that is not known. */
  lastOf(entry: number, state: number): readonly LastUse[] | null {
    if (this.#isTooMuch.has(entry)) return null
    const name = `${entry} ${state}`
    const known = this.#known.get(name)
    if (known !== undefined) return known
    const last = new Map<number, number>()
    for (const kind of this.#possibleIn(entry, state)) {
      const changes = this.#behaviour.next(state, kind).some((next) => next !== state)
      for (const isOpen of changes ? [false, true] : [false]) {
        for (const [session, at] of this.#last.get(nameOf({ kind, isOpen })) ?? [])
          last.set(session, Math.max(at, last.get(session) ?? -1))
      }
    }
    const all = [...last].map(([session, at]) => ({ session, at }))
    this.#known.set(name, all)
    return all
  }

  /** The classes of reads that are possible in a state of an entry; none where that is not known. */
  readsIn(entry: number, state: number): readonly number[] {
    if (this.#isTooMuch.has(entry)) return []
    return this.#possibleIn(entry, state).filter(
      (kind) => this.#behaviour.isReadOnly(kind) && this.#behaviour.next(state, kind).length > 0,
    )
  }

  /** The last operations of a class of which it is known that they happened. */
  readsOf(kind: number): readonly LastUse[] {
    const last = this.#last.get(nameOf({ kind, isOpen: false })) ?? new Map<number, number>()
    return [...last].map(([session, at]) => ({ session, at }))
  }

  /** The classes of operations that do not overwrite an entry, as far as they may be possible in a state of it. */
  #possibleIn(entry: number, state: number): readonly number[] {
    return [...(this.#asked.get(entry)?.values() ?? [])].flatMap((kinds) => {
      const [one] = kinds
      return this.#behaviour.alike(one as number, state) ?? [...kinds]
    })
  }
}

const nameOf = ({ kind, isOpen }: Pick<Item, 'kind' | 'isOpen'>): number =>
  2 * kind + Number(isOpen)
