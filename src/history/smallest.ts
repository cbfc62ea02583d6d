import type { Pace } from '../pace/pace.ts'
import type { Behaviour } from './behaviour.ts'
import { leaveOut } from './leave-out.ts'
import type { Operation } from './operation.ts'
import { scheduleOf } from './schedule.ts'
import { search } from './search.ts'
import type { Specification } from './specification.ts'

/*
 * A smallest part of a history that cannot be ordered. To leave an operation out is to forget how it ended: it
 * may have taken effect at any time after its call, or never, as one that ended as `info`. So a history that
 * has an order keeps it when anything is left out; to delete a write would make liars of its reads. And what
 * had returned before the part begins is forgotten altogether: the object may begin in any state that the
 * search of the whole has met. All operations of the part were called after that, so none of them has taken
 * effect before.
 */

/** A smallest part of a history that cannot be ordered. */
export interface Conflict {
  /** Its operations, by when they were called. */
  readonly operations: readonly Operation[]
  /** Operations that are not in it, and could not help: how they ended is forgotten. */
  readonly others: readonly Operation[]
  /**
   * Where what came before the part is forgotten, the states that the object may begin in; null where it
   * begins as it is specified.
   */
  readonly states: readonly unknown[] | null
  /** Whether the part can be ordered as soon as any of its operations is left out. False: it is not known of all. */
  readonly isSmallest: boolean
}

/** How far one question of the many is followed, besides what each state to begin in takes. */
const [mostConfigurations, forEachState] = [5000, 5]

interface Around {
  readonly spec: Specification
  /** What the search of the whole history has met of the object. */
  readonly behaviour: Behaviour
  readonly pace: Pace
}

/**
 * A smallest part of a history that has no order.
 *
 * @param last the operation whose return no order of those before it reaches
 * @throws Halt when the pace ends it
 */
export const smallestPart = async (
  history: readonly Operation[],
  last: Operation,
  around: Around,
): Promise<Conflict> => {
  const end = last.returned as number
  const before = history.filter(({ invoked }) => invoked < end)
  // What was open at the end may have to do with what was called after it, before it returned itself.
  const horizon = Math.max(...before.map(({ returned }) => returned ?? end))
  const after = history.filter(({ invoked }) => invoked >= end && invoked < horizon)
  return new Shrinking(before, after, around).smallest()
}

/** An operation whose end is forgotten. */
export const forgotten = (operation: Operation): Operation => ({
  ...operation,
  result: undefined,
  returned: null,
})

/** A part of the history: all of it, or what did not return before some time. */
interface Window {
  /** Its operations. */
  readonly within: readonly Operation[]
  /** Those whose end is known. */
  readonly kept: readonly Operation[]
  /** Where the object may begin; null: as it is specified. */
  readonly states: readonly number[] | null
}

class Shrinking {
  #isExact = true
  /** By when they were called. */
  readonly #history: readonly Operation[]
  /** Operations that were called later: they are not part of it, and may help. */
  readonly #after: readonly Operation[]
  readonly #around: Around
  readonly #states: readonly number[]

  constructor(history: readonly Operation[], after: readonly Operation[], around: Around) {
    this.#history = history
    this.#after = after
    this.#around = around
    this.#states = Array.from({ length: around.behaviour.stateCount }, (_, id) => id)
  }

  async smallest(): Promise<Conflict> {
    const isByElements = this.#around.spec.elementOf !== undefined
    const window = isByElements ? await this.#elements() : await this.#last()
    const kept = await leaveOut(window.kept, (left) => this.#isViolated({ ...window, kept: left }))
    const { within, states } = await this.#later({ ...window, kept })
    const { behaviour } = this.#around
    const end = Math.max(...kept.map(({ returned }) => returned ?? 0))
    return {
      operations: kept,
      others: within.filter((each) => !kept.includes(each) && each.invoked < end),
      states: states?.map((state) => behaviour.state(state)) ?? null,
      isSmallest: this.#isExact,
    }
  }

  get #whole(): Window {
    const kept = this.#history.filter(({ returned }) => returned !== null)
    return { within: [...this.#history, ...this.#after], kept, states: null }
  }

  /** Leaves out all operations on as many elements as can be. */
  async #elements(): Promise<Window> {
    const { elementOf } = this.#around.spec
    const elements = new Map(
      this.#whole.within.map((each) => [each, elementOf?.(each, each.result)]),
    )
    const all = [...new Set(elements.values())].filter((element) => element !== null)
    const only = (left: readonly unknown[]): Window => {
      const { within, kept, states } = this.#whole
      const isLeft = (each: Operation): boolean => {
        const element = elements.get(each)
        return element === null || left.includes(element)
      }
      return { within: within.filter(isLeft), kept: kept.filter(isLeft), states }
    }
    return only(await leaveOut(all, (left) => this.#isViolated(only(left))))
  }

  /** As few operations at the end as have no order, whatever the object was before: by doubling, then by halving. */
  async #last(): Promise<Window> {
    let [less, window]: [number, Window] = [0, this.#whole]
    for (let count = 1; ; count *= 2) {
      if (count >= this.#history.length) break
      const last = this.#from(count)
      if (await this.#isViolated(last)) {
        window = last
        break
      }
      less = count
    }
    let more = Math.min(Math.max(1, less * 2), this.#history.length)
    while (more - less > 1) {
      const middle = (less + more) >> 1
      const last = this.#from(middle)
      if (await this.#isViolated(last)) [more, window] = [middle, last]
      else less = middle
    }
    return window
  }

  /** The last so many operations, and what was open when the first of them was called. */
  #from(count: number): Window {
    const time = this.#history.at(-count)?.invoked ?? 0
    const open = this.#history.filter(({ returned }) => (returned ?? Infinity) > time)
    const kept = open.filter(({ invoked, returned }) => invoked >= time && returned !== null)
    return { within: [...open, ...this.#after], kept, states: this.#states }
  }

  /** The same part, with what returned before its first call left out, too, if that may be. */
  async #later(window: Window): Promise<Window> {
    if (window.states === null) return window
    const first = Math.min(...window.kept.map(({ invoked }) => invoked))
    const within = window.within.filter(({ returned }) => (returned ?? Infinity) > first)
    const later = { ...window, within }
    return (await this.#isViolated(later)) ? later : window
  }

  /** Whether there is no order where of all operations but some the end is forgotten. */
  async #isViolated({ within, kept, states }: Window): Promise<boolean> {
    const { behaviour, pace } = this.#around
    if (pace.isDue()) await pace.turn()
    const isKept = new Set(kept)
    const relaxed = within.map((each) => (isKept.has(each) ? each : forgotten(each)))
    const { order, isCutOff } = await search(scheduleOf(relaxed, behaviour), behaviour, {
      pace,
      mostConfigurations: mostConfigurations + forEachState * (states?.length ?? 0),
      ...(states === null ? {} : { from: states }),
    })
    if (isCutOff && order === null) this.#isExact = false
    return order === null && !isCutOff
  }
}
