import { Audit } from '../audit/audit.ts'
import { Undamaged } from '../check/undamaged.ts'
import { spaceOf } from '../check/space-of.ts'
import type { SystemSpace } from '../compile/system-space.ts'
import { anyMachine, type MachineWays } from '../machine/machine-ways.ts'
import { decidedVerdict, isLiveness } from '../model/property-kinds.ts'
import type { System } from '../model/system.ts'
import type { Pace } from '../pace/pace.ts'
import { PredicateFailure } from '../property/ask.ts'
import { Monitors } from '../property/monitors.ts'
import { isImpure, ModelError } from '../value/model-error.ts'
import { isInstance } from '../value/thrown.ts'
import { StartAfresh } from '../ways.ts'
import { kindsOf, type KindOfSteps } from './kinds.ts'
import { judgeVisited } from './lassos.ts'
import { Prints } from './prints.ts'
import { initialStates, strategyOfRun, Walker, type Plan } from './walker.ts'

/** Tables that are larger are made anew: what walks do does not depend on what was met before. */
const mostBytes = 1 << 28

/** What came of a batch of walks: plain data, the same on any thread. */
export interface BatchResult {
  /** The number of the first run, and how many there were. */
  readonly first: number
  readonly runs: number
  readonly steps: number
  readonly longest: number
  readonly ended: number
  readonly cut: number
  readonly hasMoreInitial: boolean
  /** The properties that were decided, each with the number of the run that did. */
  readonly found: readonly (readonly [name: string, run: number])[]
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

/** What a system is walked through in. */
export interface Ground {
  readonly space: SystemSpace
  readonly prints: Prints
  readonly monitors: Monitors
  readonly initial: readonly Int32Array[]
  readonly hasMoreInitial: boolean
}

/** What is known of how the system is to be looked at: grows. */
export interface Looks {
  machine: MachineWays
  readonly readWhole: Set<string>
  /** Whether some predicate has turned out to want another look just now. */
  isAfresh: boolean
}

/** Nothing is known. */
export const anyLooks = (): Looks => ({
  machine: anyMachine,
  readWhole: new Set(),
  isAfresh: false,
})

/**
 * Makes what a system is walked through in: no reduction is used.
 *
 * @throws Halt when the pace ends it
 */
export const groundOf = async (system: System, looks: Looks, pace: Pace): Promise<Ground> => {
  const space = spaceOf(system, {
    leavesIgnored: false,
    removesStale: false,
    from: null,
    ways: { machine: looks.machine },
  })
  const monitors = new Monitors(system, space.facets, {
    isExhaustive: true,
    readWhole: looks.readWhole,
    onOpaque: (name) => {
      looks.readWhole.add(name)
      looks.isAfresh = true
    },
  })
  const { listed, hasMore } = await initialStates(space, monitors.admits, pace)
  const prints = new Prints(system, space)
  return { space, prints, monitors, initial: listed, hasMoreInitial: hasMore }
}

/** Does something; where the machine turns out to be of another shape, or a predicate to want another look, again. */
export const withLooks = async <Result>(
  looks: Looks,
  work: () => Promise<Result>,
): Promise<Result> => {
  for (;;) {
    looks.isAfresh = false
    try {
      // oxlint-disable-next-line no-await-in-loop
      const result = await work()
      if (!looks.isAfresh) return result
    } catch (error) {
      if (looks.isAfresh) continue
      if (!(error instanceof StartAfresh) || error.ways.machine === undefined) throw error
      looks.machine = error.ways.machine
    }
  }
}

/** Walks through a system batch by batch, in one thread. */
export class Batches {
  readonly #system: System
  readonly #plan: Plan
  readonly #looks = anyLooks()
  readonly #decided = new Set<string>()
  readonly #undamaged = new Undamaged()
  #ground: Ground | null = null
  #evaluated = 0

  constructor(system: System, plan: Plan) {
    this.#system = system
    this.#plan = plan
  }

  /**
   * Walks some runs that belong to one batch.
   *
   * @param runs how many, from the first on
   * @param only of this run alone properties are decided; null for all
   * @throws Halt when the pace ends it
   */
  walk(first: number, runs: number, only: number | null, pace: Pace): Promise<BatchResult> {
    return withLooks(this.#looks, async () => {
      const { sized } = this.#ground?.space ?? {}
      if (sized !== undefined && sized.bytes > mostBytes) {
        await this.confirm(pace)
        this.#drop()
      }
      try {
        const result = await this.#walk(first, runs, only, pace)
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
  }

  async #walk(first: number, runs: number, only: number | null, pace: Pace): Promise<BatchResult> {
    let run = first
    try {
      const ground = (this.#ground ??= await groundOf(this.#system, this.#looks, pace))
      const { space, prints, monitors, initial } = ground
      monitors.waive([...this.#decided], false)
      const keepsStates = this.#openLiveness.length > 0
      const walker = new Walker(space, prints, this.#plan, { initial, keepsStates, pace })
      for (; run < first + runs; run++) {
        const isAsked = only === null || run === only
        // oxlint-disable-next-line no-await-in-loop
        await walker.walk(run, isAsked ? monitors : unasked(monitors))
        if (this.#looks.isAfresh) break
      }
      const found = await this.#decide(ground, walker, run - 1, pace)
      return { ...this.#resultOf(ground, walker), first, runs, found, mistake: null }
    } catch (error) {
      if (this.#looks.isAfresh) throw error
      const isMistake = isInstance(error, ModelError) || error instanceof PredicateFailure
      if (!isMistake || isImpure(error)) throw error
      return { ...nothing, first, runs, mistake: Math.min(run, first + runs - 1) }
    }
  }

  /** What was decided, with the runs; properties of infinite runs with the last one. */
  async #decide(
    { space, prints, monitors }: Ground,
    { begun, visited }: Walker,
    last: number,
    pace: Pace,
  ): Promise<BatchResult['found']> {
    const found: [string, number][] = []
    if (this.#looks.isAfresh) return found
    for (const [name, { index }] of monitors.decisions) {
      if (!this.#decided.has(name)) found.push([name, index])
    }
    const properties = this.#openLiveness
    if (visited !== null && properties.length > 0) {
      const system = { ...this.#system, properties }
      const findings = await judgeVisited(
        { system, space, prints },
        { begun, states: visited },
        pace,
        () => Promise.resolve(),
      )
      for (const [name, { verdict }] of findings) {
        if (verdict === decidedVerdict('eventually')) found.push([name, last])
      }
    }
    for (const [name] of found) this.#decided.add(name)
    return found
  }

  get #openLiveness(): System['properties'] {
    return this.#system.properties.filter(
      ({ name, property }) => isLiveness(property) && !this.#decided.has(name),
    )
  }

  #resultOf(
    { space, prints, hasMoreInitial }: Ground,
    walker: Walker,
  ): Omit<BatchResult, 'first' | 'runs' | 'found' | 'mistake'> {
    const labels = walker.wasPossible.flatMap((isPossible, label) => (isPossible ? label : []))
    const { total: steps, longest, ended, cut, sketch } = walker
    return {
      steps,
      longest,
      ended,
      cut,
      hasMoreInitial,
      kinds: kindsOf(this.#system, space, walker),
      actors: [...new Set(labels.map((label) => prints.ofActor(label)))],
      ranks: sketch.ranks,
      evaluated: this.#evaluated + space.evaluated,
    }
  }
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

/** Who only keeps to the bound. */
export const unasked = (monitors: Monitors): Parameters<Walker['walk']>[1] => ({
  admits: monitors.admits,
  interest: 0,
  onState: () => undefined,
  onStep: null,
  onStuck: null,
  isDone: false,
})

/** By strategy how many of the first runs there are. */
export const runsByStrategy = (plan: Plan, runs: number): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (let run = 0; run < runs; run++) {
    const name = strategyOfRun(plan, run)
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return counts
}
