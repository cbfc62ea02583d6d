import { Audit } from '../audit/audit.ts'
import { Undamaged } from '../check/undamaged.ts'
import { decidedVerdict, isLiveness } from '../model/property-kinds.ts'
import type { System } from '../model/system.ts'
import type { Pace } from '../pace/pace.ts'
import { PredicateFailure } from '../property/ask.ts'
import { isImpure, ModelError } from '../value/model-error.ts'
import { isInstance } from '../value/thrown.ts'
import { anyLooks, groundOf, unasked, withLooks, type Ground } from './ground.ts'
import { kindsOf, type KindOfSteps } from './kinds.ts'
import { judgeVisited } from './lassos.ts'
import { pathOf, type Path } from './path.ts'
import { batchOf, placeInBatch, sliceSizeOf, strategyOfRun, type Plan } from './plan.ts'
import { Tally } from './tally.ts'
import { Walker } from './walker.ts'

/** Tables that are larger are made anew: what walks do does not depend on what was met before. */
const mostBytes = 1 << 28

/** Walks of one batch that follow each other, and are counted together. */
export interface Slice {
  /** The number of the first run, and how many there are. */
  readonly first: number
  readonly runs: number
  /** Whether no more of the batch is walked. */
  readonly isLast: boolean
}

/** What came of a slice: plain data, the same on any thread. */
export interface SliceResult {
  /** The number of the first run, and how many there were. */
  readonly first: number
  readonly runs: number
  readonly steps: number
  readonly longest: number
  readonly ended: number
  readonly cut: number
  readonly hasMoreInitial: boolean
  /** The properties that were decided, each with the number of the run that did, and its path where that is finite. */
  readonly found: readonly (readonly [name: string, run: number, path: Path | null])[]
  /** The run in which user code turned out to be wrong; null where it did not. */
  readonly mistake: number | null
  readonly kinds: readonly KindOfSteps[]
  /** The prints of those who acted in runs with priorities, or could have. */
  readonly actors: readonly number[]
  /** What is known of how many states there were: see `Sketch`. */
  readonly ranks: Uint8Array
  /** For how many distinct steps user code was run. */
  readonly evaluated: number
}

/** Walks through a system batch by batch, each slice by slice, in one thread. */
export class Batches {
  readonly #system: System
  readonly #plan: Plan
  readonly #looks = anyLooks()
  readonly #decided = new Set<string>()
  /** Of the runs that decided something, by number. */
  readonly #paths = new Map<number, Path>()
  readonly #undamaged = new Undamaged()
  #ground: Ground | null = null
  /** Who has walked the batch that is under way, and the run that comes next. */
  #underWay: { readonly walker: Walker; readonly next: number } | null = null
  #evaluated = 0

  constructor(system: System, plan: Plan) {
    this.#system = system
    this.#plan = plan
  }

  /**
   * Walks a slice. What a batch has seen is kept from one slice to the next.
   *
   * @param only of this run alone properties are decided; null for all
   * @throws Halt when the pace ends it
   */
  walk(slice: Slice, only: number | null, pace: Pace): Promise<SliceResult> {
    return withLooks(this.#looks, async () => {
      const { sized } = this.#ground?.space ?? {}
      const isNew = placeInBatch(this.#plan, slice.first) === 0
      if (isNew && sized !== undefined && sized.bytes > mostBytes) {
        await this.confirm(pace)
        this.#drop()
      }
      try {
        const result = await this.#walk(slice, only, pace)
        if (this.#looks.isAfresh) this.#drop()
        return result
      } catch (error) {
        // Whatever it is, the tables may have been left half-way.
        this.#drop()
        throw error
      }
    })
  }

  /**
   * Asks user code once more what walks rest on.
   *
   * @throws ModelError 'not-pure' when an answer differs
   */
  async confirm(pace: Pace): Promise<void> {
    if (this.#ground === null) return
    const audit = new Audit()
    audit.addFirst(this.#undamaged)
    audit.add([...this.#ground.space.audited, ...this.#ground.monitors.audited])
    await audit.run(pace)
  }

  #drop(): void {
    this.#evaluated += this.#ground?.space.evaluated ?? 0
    this.#ground = null
    this.#underWay = null
  }

  async #walk(slice: Slice, only: number | null, pace: Pace): Promise<SliceResult> {
    const { first, runs } = slice
    let run = first
    try {
      const ground = (this.#ground ??= await groundOf(this.#system, this.#looks, pace))
      const { monitors } = ground
      monitors.waive([...this.#decided], false)
      const walker = await this.#walkerFor(ground, first, pace)
      walker.tally = new Tally()
      for (; run < first + runs; run++) {
        const isAsked = only === null || run === only
        // oxlint-disable-next-line no-await-in-loop
        await walker.walk(run, isAsked ? monitors : unasked(monitors))
        this.#keepPath(ground, walker, run)
        if (this.#looks.isAfresh) break
      }
      this.#underWay = { walker, next: run }
      const found = await this.#decide(ground, walker, slice, pace)
      return { ...this.#resultOf(ground, walker.tally), first, runs, found, mistake: null }
    } catch (error) {
      if (this.#looks.isAfresh) throw error
      const isMistake = isInstance(error, ModelError) || error instanceof PredicateFailure
      if (!isMistake || isImpure(error)) throw error
      return { ...nothing, first, runs, mistake: Math.min(run, first + runs - 1) }
    }
  }

  /** Who has walked what of the batch comes before a run. */
  async #walkerFor(ground: Ground, run: number, pace: Pace): Promise<Walker> {
    const { begin } = batchOf(this.#plan, run)
    if (run !== begin && this.#underWay?.next === run) return this.#underWay.walker
    const { space, prints, initial, monitors } = ground
    const keepsStates = this.#openLiveness.length > 0
    const walker = new Walker(space, prints, this.#plan, { initial, keepsStates, pace })
    for (let before = begin; before < run; before++) {
      // oxlint-disable-next-line no-await-in-loop
      await walker.walk(before, unasked(monitors))
    }
    return walker
  }

  /** What was decided, with the runs; properties of infinite runs with the last one. */
  async #decide(
    { space, prints, monitors }: Ground,
    { begun, visited }: Walker,
    slice: Slice,
    pace: Pace,
  ): Promise<SliceResult['found']> {
    const found: [string, number, Path | null][] = []
    if (this.#looks.isAfresh) return found
    for (const [name, { index }] of monitors.decisions) {
      if (!this.#decided.has(name)) found.push([name, index, this.#paths.get(index) ?? null])
    }
    const properties = this.#openLiveness
    if (visited !== null && properties.length > 0 && isJudgedAfter(slice, this.#plan)) {
      const system = { ...this.#system, properties }
      const findings = await judgeVisited(
        { system, space, prints },
        { begun, states: visited },
        pace,
        () => Promise.resolve(),
      )
      for (const [name, { verdict }] of findings) {
        if (verdict === decidedVerdict('eventually')) {
          found.push([name, slice.first + slice.runs - 1, null])
        }
      }
    }
    for (const [name] of found) this.#decided.add(name)
    return found
  }

  /** Keeps the path of a run that has just decided something. */
  #keepPath(ground: Ground, { begun, schedule }: Walker, run: number): void {
    const first = begun.at(-1)
    const hasDecided = [...ground.monitors.decisions.values()].some(({ index }) => index === run)
    if (!hasDecided || first === undefined || this.#looks.isAfresh) return
    this.#paths.set(run, pathOf(ground, { first, schedule }))
  }

  get #openLiveness(): System['properties'] {
    return this.#system.properties.filter(
      ({ name, property }) => isLiveness(property) && !this.#decided.has(name),
    )
  }

  #resultOf(
    { space, prints, hasMoreInitial }: Ground,
    tally: Tally,
  ): Omit<SliceResult, 'first' | 'runs' | 'found' | 'mistake'> {
    const labels = tally.wasPossible.flatMap((isPossible, label) => (isPossible ? label : []))
    const { steps, longest, ended, cut, sketch } = tally
    return {
      steps,
      longest,
      ended,
      cut,
      hasMoreInitial,
      kinds: kindsOf(this.#system, space, tally),
      actors: [...new Set(labels.map((label) => prints.ofActor(label)))],
      ranks: sketch.ranks,
      evaluated: this.#evaluated + space.evaluated,
    }
  }
}

/**
 * Whether properties of infinite runs are judged when a slice is walked: on all that the batch has seen, so not after
 * each, but when it is twice as much as the time before, and at the end.
 */
const isJudgedAfter = ({ first, runs, isLast }: Slice, plan: Plan): boolean => {
  const batch = batchOf(plan, first)
  const slices = (first - batch.begin + runs) / sliceSizeOf(batch)
  return isLast || Number.isInteger(Math.log2(slices))
}

const nothing = {
  steps: 0,
  longest: 0,
  ended: 0,
  cut: 0,
  hasMoreInitial: false,
  found: [],
  kinds: [],
  actors: [],
  ranks: new Uint8Array(0),
  evaluated: 0,
}

/** By strategy how many of the first runs there are. */
export const runsByStrategy = (plan: Plan, runs: number): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (let run = 0; run < runs; run++) {
    const name = strategyOfRun(plan, run)
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return counts
}
