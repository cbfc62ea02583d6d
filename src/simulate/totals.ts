import type { SliceResult } from './batches.ts'
import { mergeKinds, type KindOfSteps } from './kinds.ts'
import type { Path } from './path.ts'
import { Sketch } from './sketch.ts'

/** What came of all slices so far: they come in order, so it is the same with any number of threads. */
export class Totals {
  runs = 0
  steps = 0
  longest = 0
  ended = 0
  cut = 0
  hasMoreInitial = false
  kinds: readonly KindOfSteps[] = []
  /** For each property that was decided, the first run that did. */
  readonly found = new Map<string, number>()
  /** The paths of finite ones, by property. */
  readonly paths = new Map<string, Path>()
  readonly actors = new Set<number>()
  /** The first run in which user code turned out to be wrong. */
  mistake: number | null = null
  readonly #sketch = new Sketch()

  add(result: SliceResult): void {
    this.runs += result.runs
    this.steps += result.steps
    this.longest = Math.max(this.longest, result.longest)
    this.ended += result.ended
    this.cut += result.cut
    this.hasMoreInitial ||= result.hasMoreInitial
    this.mistake ??= result.mistake
    this.kinds = mergeKinds([...this.kinds, ...result.kinds])
    for (const actor of result.actors) this.actors.add(actor)
    for (const [name, run, path] of result.found) {
      if (this.found.has(name)) continue
      this.found.set(name, run)
      if (path !== null) this.paths.set(name, path)
    }
    this.#sketch.merge(new Sketch(result.ranks))
  }

  /** About how many states there were. */
  get states(): number {
    return this.#sketch.estimate
  }
}
