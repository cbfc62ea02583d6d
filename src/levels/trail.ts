import { Astray } from '../audit/astray.ts'
import type { History } from '../explore/history.ts'
import type { StateSpace } from '../explore/state-space.ts'
import { collect } from '../pace/collect.ts'
import type { Pace } from '../pace/pace.ts'
import { pack, type Layout } from '../store/layout.ts'
import { RunCursor } from './run-cursor.ts'
import type { SortedRun } from './sorted-run.ts'
import { stateBefore } from './walk-back.ts'

interface Beginning {
  readonly space: StateSpace
  /** How the states of the first level were found. */
  readonly history: History
  /** The levels so far. */
  readonly levels: readonly SortedRun[]
  /** Of each state of the first level, its index in the order of discovery. */
  readonly found: Int32Array
}

/** The levels of a search, by which runs are found again: backwards, a level at a time. */
export class Trail {
  /** The states of each level, from the one on with which the search in levels began. */
  levels: readonly SortedRun[]
  readonly #space: StateSpace
  readonly #history: History
  readonly #found: Int32Array

  constructor({ space, history, levels, found }: Beginning) {
    this.#space = space
    this.#history = history
    this.#found = found
    this.levels = levels
  }

  /** The level that was found last. */
  get last(): SortedRun {
    return this.levels.at(-1) as SortedRun
  }

  has(run: SortedRun): boolean {
    return this.levels.includes(run)
  }

  add(level: SortedRun): void {
    this.levels = [...this.levels, level]
  }

  move(how: (run: SortedRun) => SortedRun): void {
    this.levels = this.levels.map(how)
  }

  /**
   * A shortest run to a state, from an initial one on: back through the levels, and then by how the
   * states were found with which this search began.
   *
   * @throws Astray where no step leads to a state any more
   */
  async backFrom(state: Int32Array, layout: Layout, pace: Pace): Promise<readonly Int32Array[]> {
    const run = [state]
    const packed = new Int32Array(layout.words)
    pack(layout, state, packed, 0)
    let distance = this.levels.findIndex((level) => new RunCursor(level).seek(packed, 0))
    if (distance < 0) distance = this.levels.length
    let end = state
    for (let before = distance - 1; before >= 0; before--) {
      const level = this.levels[before] as SortedRun
      const ground = { level, layout, space: this.#space, pace }
      const found = await stateBefore(end, ground)
      if (found === null) throw new Astray('no step leads any more to a state that it had before')
      run.push(found)
      end = found
    }
    pack(layout, end, packed, 0)
    const cursor = new RunCursor(this.levels[0] as SortedRun)
    if (!cursor.seek(packed, 0)) throw new Astray('a state is not where it was before')
    const before = this.#history.runTo(this.#found[cursor.index] as number)
    return [...(await collect(before ?? [], pace)), ...run.toReversed().slice(1)]
  }
}
