import { Astray } from '../audit/astray.ts'
import { pinRun } from '../compile/pin-run.ts'
import { sameState } from '../explore/find-runs.ts'
import type { Explorer } from '../explore/explorer.ts'
import { isLiveness } from '../model/property-kinds.ts'
import { collect } from '../pace/collect.ts'
import type { Pace } from '../pace/pace.ts'
import { replay } from '../trace/replay.ts'
import type { Trace } from '../trace/trace.ts'
import { insist } from './confirm.ts'
import type { Course } from './course.ts'
import { plainRun } from './plain-run.ts'
import { runsTo } from './runs-to.ts'

/** The runs to the safety properties that are decided: rebuilt, replayed, told. */
export class Runs {
  readonly #course: Course
  /** The run to each property, once it is known. */
  readonly #runs = new Map<string, readonly Int32Array[]>()
  /** What was told of them. */
  readonly #traces = new Map<string, Trace>()

  constructor(course: Course) {
    this.#course = course
  }

  /** Notes the runs to what is decided by now, as long as the search knows them. */
  async keep(search: Explorer, pace: Pace): Promise<void> {
    const { monitors } = this.#course
    /** Where many properties were decided by one state, its run is rebuilt once. */
    const known = new Map<number, readonly Int32Array[]>()
    for (const [name, { index }] of monitors.decisions) {
      if (this.#runs.has(name)) continue
      let run = known.get(index)
      if (run === undefined) {
        const found = search.history.runTo(index)
        if (found === null) continue
        run = await collect(found, pace)
        known.set(index, run)
      }
      this.#runs.set(name, run)
    }
  }

  /** Tells the runs that the search still knows, as far as the limits allow. */
  async tellKnown(search: Explorer): Promise<void> {
    if (this.#course.monitors.decisions.size === 0) return
    this.#course.watcher.phase = 'rebuilding'
    await this.#course.heed(this.keep(search, this.#course.closing()))
    await this.#course.heed(this.#tellKept())
  }

  /**
   * The run to each decided property, replayed through the semantics, as far as the limits allow.
   *
   * @param search has ended: its states are given up
   * @returns by the property's name
   */
  async tell(search: Explorer): Promise<ReadonlyMap<string, Trace>> {
    search.release()
    await this.tellKnown(search)
    await this.#course.heed(this.#findOthers(search))
    await this.#course.heed(this.#tellKept())
    return this.#traces
  }

  /** Tells the runs that are known by now. */
  async #tellKept(): Promise<void> {
    const { system, space, monitors, watcher, audit } = this.#course
    const open = [...monitors.decisions].filter(([name]) => !this.#traces.has(name))
    if (open.every(([name]) => !this.#runs.has(name))) return
    const pace = this.#course.closing()
    watcher.phase = 'telling'
    const begun = this.#course.from?.taken ?? []
    const pinned = new Set<readonly Int32Array[]>()
    const properties = new Map(system.properties.map(({ name, property }) => [name, property]))
    for (const [name, { states }] of open) {
      const run = this.#runs.get(name)
      const property = properties.get(name)
      if (run === undefined || property === undefined || isLiveness(property)) continue
      const [end] = states
      if (end === undefined || !sameState(run.at(-1) ?? end, end)) {
        throw new Astray('its steps, taken once more, lead elsewhere than before')
      }
      if (!pinned.has(run)) await pinRun(space, run, pace)
      pinned.add(run)
      const whole = await plainRun(this.#course, run, states, pace)
      const tell = (): Promise<Trace> => replay(system, whole, pace, { property, begun })
      this.#traces.set(name, await insist({ audit, pace }, tell))
    }
  }

  /** Searches once more for the runs that the search has forgotten. */
  async #findOthers(search: Explorer): Promise<void> {
    const { monitors, watcher } = this.#course
    const open = [...monitors.decisions].filter(([name]) => !this.#runs.has(name))
    if (open.length === 0) return
    const targets = open.map(([, { states }]) => states[0] ?? new Int32Array(0))
    watcher.phase = 'rebuilding'
    const found = await runsTo(this.#course, search, targets, this.#course.afterSearch())
    this.#course.noteEnd(watcher.search)
    open.forEach(([name], at) => {
      const run = found[at] ?? null
      if (run !== null) this.#runs.set(name, run)
    })
  }
}
