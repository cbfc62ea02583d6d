import type { Audit } from '../audit/audit.ts'
import {
  barOf,
  barringProperties,
  costliest,
  ignoredDeliveries,
  staleBarOf,
  staleMessages,
  type ReductionBar,
} from '../compile/reductions.ts'
import { anyMachine } from '../machine/machine-ways.ts'
import { isSystem } from '../model/model-module.ts'
import type { System } from '../model/system.ts'
import type { CheckOptions, Report } from '../report.ts'
import { isImpure, ModelError } from '../value/model-error.ts'
import { isInstance } from '../value/thrown.ts'
import { StartAfresh, type Ways } from '../ways.ts'
import { confirmAgain } from './confirm.ts'
import { Course, type Given, type LevelEnd } from './course.ts'
import { joined } from './joined.ts'
import { checkInPhases, type AuditedReport, type Break } from './phases.ts'
import type { Watcher } from './watcher.ts'

/** When searches take turns. */
export interface Turns {
  /** A search rests when it has so many states. */
  readonly rests: readonly number[]
  /** A smaller graph is searched only if the larger one has so many times as many states at the same depth. */
  readonly factor: number
}

/**
 * Below the first of them a check is over in some seconds, which a second search may double, as orbits take
 * longer; after the last the smaller graph is searched to its end.
 */
const turns: Turns = { rests: [200_000, 1_000_000], factor: 3 }

/** What checks share that are done in several graphs. */
interface Means {
  readonly watcher: () => Watcher
  readonly turns: Turns
}

/**
 * Checks a system: all of its properties in the smallest graph that is sound for all of them, and those that
 * a smaller one is sound for in that one, where it pays.
 *
 * @param ways what to begin with; what they say of reductions is for the system as it is
 */
export const checkInGraphs = async (
  given: Given,
  ways: Ways,
  means: Pick<Means, 'watcher'> & Partial<Means>,
): Promise<AuditedReport> => toEnd(new GraphCheck(given, ways, { turns, ...means }, null))

const toEnd = async (check: GraphCheck): Promise<AuditedReport> =>
  (await check.turn()) ?? toEnd(check)

const asked: ReductionBar = { kind: 'asked' }

/** What a check of a system takes advantage of to begin with. */
export const waysFor = (system: System, { noReduction = [] }: CheckOptions): Ways => ({
  bar: noReduction.includes(ignoredDeliveries) ? asked : barOf(system),
  staleBar: noReduction.includes(staleMessages) ? asked : staleBarOf(system),
  readWhole: new Set(),
  apart: [],
  machine: anyMachine,
})

interface Going {
  readonly course: Course
  readonly phases: AsyncGenerator<Break, Report>
}

/** Thrown when it does not pay to search a smaller graph. */
class NoGain extends Error {}

/** The graph that is searched for more properties than this one, and has to be larger. */
interface Above {
  /** By name, the reductions that are in force there. */
  readonly applied: () => ReadonlySet<string>
  /** How far it has come. */
  readonly level: () => LevelEnd | null
}

/** Some properties of a system, judged in one graph and perhaps some of them in a smaller one beside it. */
class GraphCheck {
  readonly #means: Means
  readonly #above: Above | null
  #given: Given
  #ways: Ways
  /** The search that is going on; null where it has to begin. */
  #going: Going | null = null
  /** The smaller graph; null where there is none that pays, undefined before anybody looked. */
  #smaller: GraphCheck | null | undefined = undefined
  /** What came out in the smaller graph, and what is worth a look there. */
  #found: AuditedReport | null = null
  #notesBeside: readonly string[] = []

  constructor(given: Given, ways: Ways, means: Means, above: Above | null) {
    this.#given = given
    this.#ways = ways
    this.#means = means
    this.#above = above
  }

  /**
   * Goes on until the search rests.
   *
   * @returns what came out, or null where there is more to do
   * @throws NoGain where the graph is hardly smaller than the one above
   */
  async turn(): Promise<AuditedReport | null> {
    for (;;) {
      try {
        const { course, phases } = (this.#going ??= this.#begin())
        // oxlint-disable-next-line no-await-in-loop
        const { done, value } = await phases.next()
        if (done === true) return this.#reported(course, value)
        // oxlint-disable-next-line no-await-in-loop
        await this.#goOnBeside(course, value)
        if (value === 'resting') return null
      } catch (error) {
        if (!(error instanceof StartAfresh)) throw await this.#blameFor(error)
        this.#startAfresh(error.ways)
      }
    }
  }

  /** The error that is to blame: what is a mistake in one graph may have been answered well in another. */
  async #blameFor(error: unknown): Promise<unknown> {
    if (isImpure(error) || !isInstance(error, ModelError)) return error
    try {
      await confirmAgain(this.audits, this.#given.options.signal)
    } catch (found) {
      if (isImpure(found)) return found
    }
    return error
  }

  /** What user code was asked in the graphs that are searched, and in what came out. */
  get audits(): readonly Audit[] {
    const own = this.#going === null ? [] : [this.#going.course.audit]
    return [...own, ...(this.#smaller?.audits ?? []), ...(this.#found?.audits ?? [])]
  }

  /** What is worth a look in the spaces that were searched for it, where they were seen completely. */
  get spaceNotes(): readonly string[] {
    return [...(this.#going?.course.space.notes ?? []), ...this.#notesBeside]
  }

  #begin(): Going {
    const above = this.#above
    const isTooMany = ({ depth, states }: LevelEnd): boolean => {
      const there = above?.level() ?? null
      return (
        there !== null && depth <= there.depth && states * this.#means.turns.factor > there.states
      )
    }
    const given = above === null ? this.#given : { ...this.#given, isTooMany }
    const course = new Course(given, this.#ways, this.#means.watcher())
    if (above !== null && [...appliedIn(course)].every((name) => above.applied().has(name))) {
      throw new NoGain()
    }
    if (this.#found !== null) course.settle(this.#found.report)
    else if (this.#mayDivide) this.#setRest(course)
    return { course, phases: checkInPhases(course) }
  }

  /** Whether some properties may be judged in another graph than the others. */
  get #mayDivide(): boolean {
    const { system, options, from, disk, engine = null } = this.#given
    return (
      disk === null &&
      engine === null &&
      from === null &&
      options.profile !== true &&
      !system.isMachine
    )
  }

  /** Goes on with a smaller graph. */
  async #goOnBeside(course: Course, when: Break): Promise<void> {
    this.#setRest(course)
    // Where a limit came before there was a smaller graph, only that of states leaves time and room for one.
    const mayBegin = this.#mayDivide && course.halts.length === 0
    if (this.#smaller === undefined && mayBegin) this.#smaller = this.#divide(course)
    if (this.#smaller === undefined || this.#smaller === null || this.#found !== null) return
    const isLast = when === 'ended' || course.rest.at === Infinity
    try {
      this.#found = await (isLast ? toEnd(this.#smaller) : this.#smaller.turn())
      if (this.#found === null) return
      course.settle(this.#found.report)
      this.#notesBeside = this.#smaller.spaceNotes
      // Its tables are needed no more.
      this.#smaller = null
    } catch (error) {
      if (!(error instanceof NoGain)) throw error
      this.#smaller = null
    }
  }

  /** Says when the search rests next. */
  #setRest({ rest, level }: Course): void {
    const isOver = this.#smaller === null || this.#found !== null
    const next = this.#means.turns.rests.find((states) => states > (level?.states ?? 0))
    rest.at = (isOver ? undefined : next) ?? Infinity
  }

  /** A smaller graph, for those properties that it may be sound for; null where there is none. */
  #divide(course: Course): GraphCheck | null {
    const { decisions } = course.monitors
    const left = costliest(course.reductions)
    const isOpen = (name: string): boolean => !left.includes(name) && !decisions.has(name)
    const names = course.system.properties.map(({ name }) => name).filter(isOpen)
    if (left.length === 0 || names.length === 0) return null
    const given = judging(this.#given, new Set(names))
    const fresh = waysFor(given.system, given.options)
    const { readWhole, apart } = this.#ways
    return new GraphCheck(given, { ...fresh, readWhole, apart: bySteps(apart) }, this.#means, {
      applied: () => appliedIn(this.#going?.course ?? course),
      level: () => (this.#going?.course ?? course).level,
    })
  }

  /**
   * Begins once more: in other ways; or beside a larger graph, without the properties that ask for them, which
   * are judged there.
   *
   * @param ways none of them where the graph turned out to be too large
   */
  #startAfresh(ways: Partial<Ways>): void {
    const names = this.#above === null ? [] : this.#namesToLeave(ways)
    const { system, options, disk, engine } = this.#given
    this.#ways = { ...this.#ways, ...ways }
    if (names.length > 0) {
      const others = system.properties.map(({ name }) => name).filter((it) => !names.includes(it))
      if (others.length === 0) throw new NoGain()
      this.#given = judging(this.#given, new Set(others))
      const { bar, staleBar } = waysFor(this.#given.system, options)
      this.#ways = { ...this.#ways, bar, staleBar, apart: bySteps(this.#ways.apart) }
    }
    this.#going = null
    disk?.startAfresh()
    engine?.shelf?.startAfresh()
  }

  /** The properties without which a graph beside a larger one may be smaller. */
  #namesToLeave({ bar, staleBar, apart, ...others }: Partial<Ways>): readonly string[] {
    const isTooLarge = [bar, staleBar, apart, ...Object.values(others)].every((it) => !it)
    if (isTooLarge) {
      const names = costliest(this.#going?.course.reductions ?? [])
      if (names.length === 0) throw new NoGain()
      return names
    }
    const known = this.#ways.apart
    const bars: readonly (ReductionBar | null | undefined)[] = [
      bar,
      staleBar,
      apart && { kind: 'told-apart', apart: apart.filter((each) => !known.includes(each)) },
    ]
    return bars.flatMap((each) => (each ? barringProperties(each) : []))
  }

  #reported(course: Course, report: Report): AuditedReport {
    const found = this.#found
    if (found === null) return { report, audits: [course.audit] }
    return {
      report: joined(report, found.report, this.#notesBeside),
      audits: [...found.audits, course.audit],
    }
  }
}

/** Those that are told apart whatever is asked. */
const bySteps = (apart: Ways['apart']): Ways['apart'] =>
  apart.filter(({ by }) => by.kind !== 'predicate' || by.property === null)

/** The names of the reductions that are in force. */
const appliedIn = ({ reductions }: Course): ReadonlySet<string> =>
  new Set(reductions.filter(({ isApplied }) => isApplied).map(({ name }) => name))

/** The same check of some of the properties only. */
const judging = (given: Given, names: ReadonlySet<string>): Given => {
  const only = (system: System): System => ({
    ...system,
    properties: system.properties.filter(({ name }) => names.has(name)),
  })
  const { again, ...options } = given.options
  const fresh = async (): Promise<System> => {
    const system = await again?.()
    return system !== undefined && isSystem(system) ? only(system) : (system as never)
  }
  return {
    ...given,
    system: only(given.system),
    options: again === undefined ? options : { ...options, again: fresh },
  }
}
