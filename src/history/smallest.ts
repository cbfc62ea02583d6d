import type { Pace } from '../pace/pace.ts'
import { Behaviour } from './behaviour.ts'
import type { Operation } from './operation.ts'
import { scheduleOf } from './schedule.ts'
import { search } from './search.ts'
import type { Specification } from './specification.ts'

/*
 * A smallest part of a history that cannot be ordered. To leave an operation out is to forget how it ended: it
 * may have taken effect at any time after its call, or never, as one that ended as `info`. So a history that
 * has an order keeps it when anything is left out; to delete a write would make liars of its reads. And what
 * had returned before the part begins is forgotten altogether: the object may begin in any state that it has
 * in the history.
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

/** How far one question of the many is followed. */
const mostConfigurations = 5000
/**
 * An object that has more states than its operations have kinds, by so much, begins as it is specified: there
 * may be no end of them.
 */
const statesPerKind = 3

interface Around {
  readonly spec: Specification
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
  { spec, pace }: Around,
): Promise<Conflict> => {
  const end = last.returned as number
  const shrinking = new Shrinking(spec, pace)
  const before = history.filter(({ invoked }) => invoked < end)
  const returned = before.filter((each) => each.returned !== null)
  const element = await shrinking.elements(before, returned)
  const from = await shrinking.beginning(element.before, element.returned)
  const part = await shrinking.shrink(element, from)
  return {
    ...part,
    states: from.isFromAnyState ? shrinking.states : null,
    isSmallest: shrinking.isExact,
  }
}

/** An operation whose end is forgotten. */
const forgotten = (operation: Operation): Operation => ({
  ...operation,
  result: undefined,
  returned: null,
})

/** The operations that were called before the end, and those of them that returned. */
interface Candidates {
  readonly before: readonly Operation[]
  readonly returned: readonly Operation[]
}

/** What returned before that time is left out, and the object may then be in any state. */
interface Beginning {
  readonly time: number
  readonly isFromAnyState: boolean
}

class Shrinking {
  isExact = true
  readonly #spec: Specification
  readonly #pace: Pace
  readonly #behaviour: Behaviour
  #states: readonly number[] | null | undefined

  constructor(spec: Specification, pace: Pace) {
    this.#spec = spec
    this.#pace = pace
    this.#behaviour = new Behaviour(spec)
  }

  /** The states that the object may begin in. */
  get states(): readonly unknown[] {
    return (this.#states ?? []).map((state) => this.#behaviour.state(state))
  }

  /** Leaves out all operations on as many elements as can be. */
  async elements(
    before: readonly Operation[],
    returned: readonly Operation[],
  ): Promise<Candidates> {
    const { elementOf } = this.#spec
    if (elementOf === undefined) return { before, returned }
    const known = new Map(before.map((each) => [each, elementOf(each, each.result)]))
    const all = [...new Set(known.values())].filter((element) => element !== null)
    const without = (gone: readonly unknown[]): readonly Operation[] =>
      before.filter((each) => !gone.includes(known.get(each)))
    const isIn = new Set(returned)
    const gone = await leaveOut(all, (left) => {
      const rest = without(all.filter((element) => !left.includes(element)))
      return this.#isViolated(rest, new Set(rest.filter((each) => isIn.has(each))), false)
    })
    const rest = without(all.filter((element) => !gone.includes(element)))
    return { before: rest, returned: rest.filter((each) => isIn.has(each)) }
  }

  /** The latest time from which on there is no order, whatever the state. */
  async beginning(
    before: readonly Operation[],
    returned: readonly Operation[],
  ): Promise<Beginning> {
    this.#states = this.#spec.isUnbounded ? null : this.#allStates(before)
    const times = returned.map((each) => (each.returned ?? 0) + 0.5).toSorted((a, b) => a - b)
    const holds = (time: number): Promise<boolean> =>
      this.#isViolated(
        before.filter((each) => (each.returned ?? Infinity) > time),
        new Set(returned.filter((each) => (each.returned ?? 0) > time)),
        true,
      )
    if (this.#states === null || !(await holds(-1))) return { time: -1, isFromAnyState: false }
    let [low, high] = [-1, times.length - 1]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (await holds(times[middle] as number)) low = middle
      else high = middle
    }
    return { time: times[low] ?? -1, isFromAnyState: true }
  }

  /**
   * Leaves out one operation after the other. What had returned before the first that is left is not there; what
   * returned later is, if only as one whose end is forgotten.
   */
  async shrink(
    { before, returned }: Candidates,
    { time, isFromAnyState }: Beginning,
  ): Promise<Pick<Conflict, 'operations' | 'others'>> {
    const isLater = (each: Operation): boolean => (each.returned ?? Infinity) > time
    const within = before.filter(isLater)
    const operations = await leaveOut(returned.filter(isLater), (left) =>
      this.#isViolated(within, new Set(left), isFromAnyState),
    )
    const first = Math.min(...operations.map(({ invoked }) => invoked))
    if (first < time) return this.shrink({ before, returned }, { time: first, isFromAnyState })
    return { operations, others: within.filter((each) => !operations.includes(each)) }
  }

  /** Whether there is no order where of all operations but some the end is forgotten. */
  async #isViolated(
    history: readonly Operation[],
    kept: ReadonlySet<Operation>,
    isFromAnyState: boolean,
  ): Promise<boolean> {
    const relaxed = history.map((each) => (kept.has(each) ? each : forgotten(each)))
    const schedule = scheduleOf(relaxed, this.#behaviour)
    const states = isFromAnyState ? this.#states : undefined
    const { order, isCutOff } = await search(schedule, this.#behaviour, {
      pace: this.#pace,
      mostConfigurations,
      ...(states ? { from: states } : {}),
    })
    if (isCutOff && order === null) this.isExact = false
    return order === null && !isCutOff
  }

  /** Every state that the operations lead to, in any order and as often as may be; null if there are many. */
  #allStates(history: readonly Operation[]): readonly number[] | null {
    const kinds = new Set(history.map((each) => this.#behaviour.classOf(forgotten(each))))
    const states = new Set([this.#behaviour.initial])
    for (const state of states) {
      if (states.size > statesPerKind * (kinds.size + 1)) return null
      for (const kind of kinds) {
        for (const next of this.#behaviour.next(state, kind)) states.add(next)
      }
    }
    return [...states]
  }
}

/** What is left of a list when as much as can be is left out, while a condition holds of the rest. */
const leaveOut = async <Each>(
  all: readonly Each[],
  holdsOf: (left: readonly Each[]) => Promise<boolean>,
): Promise<readonly Each[]> => {
  let left = all
  for (
    let size = Math.ceil(all.length / 2);
    size >= 1;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let at = 0; at < left.length;) {
      const rest = [...left.slice(0, at), ...left.slice(at + size)]
      if (await holdsOf(rest)) left = rest
      else at += size
    }
  }
  return left
}
