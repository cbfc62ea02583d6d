import type { SystemSpace } from '../compile/system-space.ts'
import { initialTouch, type Observer } from '../explore/observer.ts'
import type { Pace } from '../pace/pace.ts'
import { Archive } from './archive.ts'
import { draw, keyOfRun } from './draw.ts'
import { isByCells, strategyOfRun, type Plan } from './plan.ts'
import type { Prints } from './prints.ts'
import { Steps } from './steps.ts'
import { Returning } from './returning.ts'
import { strategyOf } from './strategies.ts'
import type { Strategy } from './strategy.ts'
import type { StrategyName } from './strategy-names.ts'
import { stepsOf, type Taken, type Way } from './taken.ts'
import { Tally } from './tally.ts'
import { View } from './view.ts'

/** Initial states that a walk may begin in are listed up to so many. */
const mostInitial = 10_000

/** Of what a batch of `returning` has seen so many states are searched for infinite runs. */
const mostVisited = 1 << 18

/** So many steps are taken from a state that a walk has gone back to. */
const onwards = 12

/**
 * The steps that a run takes at most: all that it may, a half, a quarter or an eighth, as it draws. What is promised of
 * `pct` takes all of them; who went back takes some more.
 *
 * @param before the steps to the state that it has gone back to
 */
const lengthOfRun = (plan: Plan, run: number, key: number, before: number): number => {
  const strategy = strategyOfRun(plan, run)
  if (strategy === 'returning') return Math.min(plan.maxSteps, before + onwards)
  return strategy === 'pct'
    ? plan.maxSteps
    : Math.max(1, Math.ceil(plan.maxSteps / 2 ** (draw(key, 0, 1) % 4)))
}

/** Walks through a space, and tells an observer of it. */
export class Walker {
  readonly steps: Steps
  /** What is counted. */
  tally = new Tally()
  /** The states of the walks, by their prints; null where nobody wants them. */
  readonly visited: Set<number> | null
  /** The states in which they began. */
  readonly begun: Int32Array[] = []
  /** The state at hand. */
  readonly state: Int32Array
  /** How many of these steps were taken by a walk before, to a state that this one went back to. */
  before = 0

  #way: Way | null = null
  readonly #space: SystemSpace
  readonly #prints: Prints
  readonly #plan: Plan
  readonly #after: Int32Array
  readonly #initial: readonly Int32Array[]
  readonly #strategies = new Map<StrategyName, Strategy>()
  readonly #barred = new Set<number>()
  readonly #archive = new Archive()
  readonly #pace: Pace
  /** Of so many states of the batch at most it is known that walks have been there. */
  #mostVisited = Infinity

  /**
   * @param initial the states to begin in
   * @param keepsStates whether the states that are visited are to be known afterwards
   */
  constructor(
    space: SystemSpace,
    prints: Prints,
    plan: Plan,
    given: {
      readonly initial: readonly Int32Array[]
      readonly keepsStates: boolean
      readonly pace: Pace
    },
  ) {
    this.steps = new Steps(space, prints)
    this.#space = space
    this.#prints = prints
    this.state = new Int32Array(space.width)
    this.#after = new Int32Array(space.width)
    this.#plan = plan
    this.#initial = given.initial
    this.#pace = given.pace
    this.visited = given.keepsStates ? new Set() : null
  }

  /** The steps of the walk that led to the state at hand from its first state. */
  get schedule(): readonly Taken[] {
    return stepsOf(this.#way)
  }

  /**
   * Walks one run.
   *
   * @param observer is told of what it comes by; its bound holds
   * @returns whether the observer was done before its end
   * @throws Halt when the pace ends it
   */
  async walk(
    run: number,
    observer: Pick<Observer, 'admits' | 'onState' | 'onStep' | 'onStuck' | 'interest' | 'isDone'>,
  ): Promise<boolean> {
    const key = keyOfRun(this.#plan.seed, run)
    const strategy = this.#strategyFor(run)
    this.#mostVisited = strategyOfRun(this.#plan, run) === 'returning' ? mostVisited : Infinity
    const first = this.#begin(strategy, key, isByCells(this.#plan, run))
    if (first === null) return false
    const { state, steps } = this
    observer.onState(state, this.before, run, initialTouch)
    const length = lengthOfRun(this.#plan, run, key, this.before)
    for (let number = this.before; !observer.isDone; number++) {
      if (this.#pace.isDue()) await this.#pace.turn()
      steps.look(state)
      this.#note()
      this.#keep(strategy, first, number)
      if (steps.isStuck) observer.onStuck?.(state, number, run)
      if (number === length || observer.isDone) break
      const step = this.#choose(strategy, key, number, observer)
      if (step < 0) {
        this.tally.ended += 1
        break
      }
      this.#take(strategy, step)
      observer.onStep?.(state, this.#after, number, run)
      state.set(this.#after)
      const touched = steps.touchedBy(step)
      if ((touched & observer.interest) !== 0) observer.onState(state, number + 1, run, touched)
    }
    this.tally.longest = Math.max(this.tally.longest, this.#way?.length ?? 0)
    return observer.isDone
  }

  /** Puts a walk where it begins. @returns the initial state from which it came there; null where there is none */
  #begin(strategy: Strategy, key: number, byCells: boolean): Int32Array | null {
    const kept = strategy.look === undefined ? null : this.#archive.choose(key, byCells)
    const first = kept?.first ?? this.#initial[draw(key, 0, 0) % this.#initial.length]
    if (first === undefined) return null
    strategy.begin(key)
    this.#way = kept?.way ?? null
    this.before = this.#way?.length ?? 0
    this.begun.push(first)
    this.state.set(kept?.state ?? first)
    return first
  }

  /** Keeps the state at hand where walks are to go back to it. */
  #keep(strategy: Strategy, first: Int32Array, number: number): void {
    const cell = strategy.look?.(this.steps, this.state, number) ?? null
    if (cell === null) return
    this.#archive.add({ state: this.state.slice(), first, way: this.#way }, cell)
  }

  #strategyFor(run: number): Strategy {
    const name = strategyOfRun(this.#plan, run)
    const known = this.#strategies.get(name) ?? this.#newStrategy(name)
    this.#strategies.set(name, known)
    return known
  }

  #newStrategy(name: StrategyName): Strategy {
    return name === 'returning'
      ? new Returning(new View(this.#prints.system, this.#space, this.#prints))
      : strategyOf(name, this.#plan.maxSteps)
  }

  #note(): void {
    const { steps, tally } = this
    tally.sketch.add(steps.low, steps.high)
    if (this.visited !== null && this.visited.size < this.#mostVisited) this.visited.add(steps.name)
    for (let step = 0; step < steps.count; step++) tally.wasPossible[steps.labelOf(step)] = true
  }

  #take(strategy: Strategy, step: number): void {
    const { steps, tally } = this
    const label = steps.labelOf(step)
    tally.taken[label] = (tally.taken[label] ?? 0) + 1
    tally.steps += 1
    const taken = { label, ordinal: steps.ordinalOf(step) }
    const length = (this.#way?.length ?? 0) + 1
    this.#way = { taken, before: this.#way, length }
    strategy.onTaken(steps, step)
  }

  /** Chooses a step within the bound, and writes where it leads; -1 where there is none. */
  #choose(
    strategy: Strategy,
    key: number,
    number: number,
    { admits }: Pick<Observer, 'admits'>,
  ): number {
    const { steps } = this
    this.#barred.clear()
    for (;;) {
      const step = this.#highest(strategy, key, number)
      if (step < 0) return -1
      if (strategy.isDeferred(steps, step, number)) continue
      steps.take(step, this.#after)
      if (admits === null || admits(this.#after, steps.touchedBy(step))) return step
      this.#barred.add(step)
      this.tally.cut += 1
    }
  }

  /**
   * Of the steps of the highest rank one that is drawn: first what happens, then what comes of it, where there are
   * several ways. That goes by what they are, in whichever order they come.
   */
  #highest(strategy: Strategy, key: number, number: number): number {
    const { steps } = this
    const own = (step: number): number => draw(key, number + 1, steps.nameOf(step))
    let [best, highest, luckiest] = [-1, -Infinity, -1]
    for (let step = 0; step < steps.count; step++) {
      if (this.#barred.has(step)) continue
      const rank = strategy.rank(steps, step)
      if (rank < highest) continue
      const luck = draw(key, number + 1, steps.prints.ofLabel(steps.labelOf(step)))
      const isAlike = best >= 0 && rank === highest
      if (isAlike && (luck < luckiest || (luck === luckiest && own(step) <= own(best)))) continue
      best = step
      highest = rank
      luckiest = luck
    }
    return best
  }
}

/**
 * The initial states within the bound, and whether there are more than are listed.
 *
 * @throws Halt when the pace ends it
 */
export const initialStates = async (
  space: SystemSpace,
  admits: Observer['admits'],
  pace: Pace,
): Promise<{ readonly listed: readonly Int32Array[]; readonly hasMore: boolean }> => {
  const listed: Int32Array[] = []
  for (const state of space.initial()) {
    // Somebody may have to go through millions that are not within it.
    // oxlint-disable-next-line no-await-in-loop
    if (pace.isDue()) await pace.turn()
    if (listed.length === mostInitial) return { listed, hasMore: true }
    if (admits === null || admits(state, initialTouch)) listed.push(state.slice())
  }
  return { listed, hasMore: false }
}
