import type { Pace } from '../pace/pace.ts'
import type { MakePages } from './pages.ts'
import { mergeRuns } from './runs.ts'
import { RunCursor } from './run-cursor.ts'
import type { SortedRun } from './sorted-run.ts'

/**
 * All states that are known, in few sorted runs: a run that is shorter than the one after it is merged
 * with it, so that each state is written a few times only (O'Neil et al. 1996, log-structured merge).
 */
export class KnownStates {
  runs: SortedRun[]
  readonly #make: MakePages
  readonly #isKept: (run: SortedRun) => boolean

  /** @param isKept whether somebody else still reads a run */
  constructor(runs: readonly SortedRun[], make: MakePages, isKept: (run: SortedRun) => boolean) {
    this.runs = [...runs]
    this.#make = make
    this.#isKept = isKept
  }

  /** Reads all of them in order. */
  cursors(): readonly RunCursor[] {
    return this.runs.map((run) => new RunCursor(run))
  }

  /** Adds states that were not known. Yields when something else is to have its turn. */
  *add(run: SortedRun, pace: Pick<Pace, 'isDue'>): Generator<void, void, void> {
    const { runs } = this
    runs.push(run)
    for (;;) {
      const [last, before] = [runs.at(-1), runs.at(-2)]
      if (last === undefined || before === undefined || before.size >= last.size) return
      const mayForget = (each: SortedRun): boolean => !this.#isKept(each)
      const merged = yield* mergeRuns(before, last, { make: this.#make, pace, mayForget })
      for (const each of [before, last]) if (mayForget(each)) each.drop()
      runs.splice(-2, 2, merged)
    }
  }

  move(how: (run: SortedRun) => SortedRun): void {
    this.runs = this.runs.map(how)
  }

  drop(): void {
    for (const run of this.runs) if (!this.#isKept(run)) run.drop()
    this.runs = []
  }
}
