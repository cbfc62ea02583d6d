import type { LivenessFinding } from './check-liveness.ts'
import { coverageNotes } from './compile/coverage.ts'
import { growthOf } from './compile/growth.ts'
import { ProtocolSpace } from './compile/protocol-space.ts'
import { ignoredDeliveries, ignoredMayStay } from './compile/reductions.ts'
import { findRuns } from './explore/find-runs.ts'
import { unlimited, type Limits } from './explore/limits.ts'
import { runToEnd } from './explore/pace.ts'
import { Search } from './explore/search.ts'
import { checkOptions } from './check-options.ts'
import { fairnessLines, ledgerOf } from './model/ledger.ts'
import { isLiveness } from './model/property.ts'
import type { System } from './model/system.ts'
import { PredicateFailure } from './property/ask.ts'
import { Monitors } from './property/monitors.ts'
import { judge, overall } from './property/verdicts.ts'
import type { CheckOptions, PropertyReport, Report } from './report.ts'
import { replay } from './trace/replay.ts'
import type { Trace } from './trace/trace.ts'
import { ModelError } from './value/model-error.ts'
import { inWays, StartAfresh, type Ways } from './ways.ts'

/** A mistake in a model that was met while it was explored, with the run that leads there. */
export class ModelErrorInRun extends ModelError {
  /** The shortest run to the state in which it happened, or null where it happened at the start. */
  readonly trace: Trace | null

  constructor(error: ModelError, trace: Trace | null) {
    super(error.code, error)
    this.trace = trace
  }
}

/**
 * Checks a system: explores every reachable global state, breadth first, and judges every property.
 *
 * @returns a plain, serialisable report; the same for the same system, apart from times and memory
 * @throws ModelErrorInRun when user code is wrong: it throws, is not pure, or is no plain data
 * @throws ModelError 'bad-option' when an option makes no sense
 */
export const check = async (system: System, options: CheckOptions = {}): Promise<Report> => {
  const started = performance.now()
  checkOptions(system, options)
  const wantsReduction = !(options.noReduction ?? []).includes(ignoredDeliveries)
  const ways = { reduces: wantsReduction && ignoredMayStay(system), readWhole: new Set<string>() }
  return inWays(ways, (each) => new Run(system, options, each, started).report())
}

/** One check in one way. */
class Run {
  readonly #system: System
  readonly #options: CheckOptions
  readonly #reductions: readonly string[]
  readonly #started: number
  readonly #space: ProtocolSpace
  readonly #monitors: Monitors
  readonly #hasLiveness: boolean
  readonly #sizesByDepth: Int32Array[] = []
  /** The run to each property that is decided, once it is known. */
  readonly #runs = new Map<string, readonly Int32Array[] | null>()
  #peak = 0
  /** What the ways have to become: the search is given up then. */
  #otherWays: Partial<Ways> | null = null

  constructor(system: System, options: CheckOptions, ways: Ways, started: number) {
    this.#system = system
    this.#options = options
    this.#reductions = ways.reduces ? [ignoredDeliveries] : []
    this.#started = started
    this.#hasLiveness = system.properties.some(({ property }) => isLiveness(property))
    this.#space = new ProtocolSpace(system, { leavesIgnored: ways.reduces })
    const opaque = new Set(ways.readWhole)
    this.#monitors = new Monitors(system, this.#space.facets, {
      stopsAtFirst: options.stopAtFirst ?? false,
      onMail: ways.reduces ? () => this.#abandon({ reduces: false }) : undefined,
      onOpaque: (name) => {
        opaque.add(name)
        this.#abandon({ readWhole: opaque })
      },
      readWhole: ways.readWhole,
    })
    this.#monitors.onLevelEnd = () => this.#sizesByDepth.push(this.#space.sizes.slice())
  }

  async report(): Promise<Report> {
    const search = await this.#explore()
    const isComplete = search.stop === null && search.cut === 0 && search.frontier.length === 0
    const bytes = search.bytes + this.#space.tables.bytes
    this.#peak = Math.max(this.#peak, bytes)
    // In half a space every state that was not expanded looks as if it lasted for ever.
    const isWhole = search.stop === null && search.frontier.length === 0
    // Before runs are rebuilt, which asks a machine once more.
    const { evaluated } = this.#space.tables
    const findings = isWhole && this.#hasLiveness ? await this.#liveness(search) : null
    const traces = this.#traces(search)
    this.#insistOnWays()
    const ledger = ledgerOf(this.#system, this.#reductions)
    const properties = this.#system.properties.map(({ name, property }): PropertyReport => {
      const { kind, expected } = property
      if (isLiveness(property)) {
        const finding = findings?.get(name) ?? { verdict: 'incomplete', trace: null }
        // Where a bound cut the space, only a run that was found says something.
        const isOpen = finding.verdict !== 'violated' && !isComplete
        const verdict = isOpen ? 'incomplete' : finding.verdict
        const fairness = fairnessLines(this.#system, property.fairness ?? this.#system.fairness)
        return {
          name,
          kind,
          verdict,
          expected,
          assumptions: [...ledger, ...fairness],
          trace: finding.trace,
        }
      }
      const verdict = judge(property, this.#monitors.decisions.has(name), isComplete)
      const trace = traces.get(name) ?? null
      return { name, kind, verdict, expected, assumptions: ledger, trace }
    })
    return {
      model: this.#options.model ?? this.#system.name,
      parameters: this.#options.parameters ?? {},
      verdict: overall(properties, isComplete),
      asExpected: properties.every(({ verdict, expected }) => verdict === expected),
      properties,
      states: {
        distinct: search.distinct,
        generated: search.generated,
        depth: search.depth,
        bytesPerState: search.distinct === 0 ? 0 : Math.round(bytes / search.distinct),
      },
      steps: { evaluated },
      reductions: this.#reductions,
      incomplete: this.#incomplete(search, isWhole, properties),
      notes: [...this.#blindNotes(), ...(isComplete ? coverageNotes(this.#space.tables) : [])],
      seconds: (performance.now() - this.#started) / 1000,
      workers: 1,
      peakMemoryBytes: this.#peak,
    }
  }

  #abandon(ways: Partial<Ways>): void {
    this.#otherWays = { ...this.#otherWays, ...ways }
    this.#monitors.abandon()
  }

  #insistOnWays(): void {
    if (this.#otherWays !== null) throw new StartAfresh(this.#otherWays)
  }

  /** The whole search. Mistakes in the model come out with the run that leads to them. */
  async #explore(): Promise<Search> {
    let search: Search | null = null
    try {
      const keeps = this.#hasLiveness ? 'graph' : 'few parents'
      search = new Search(this.#space, this.#monitors, this.#limits(), keeps)
      const running = search
      this.#monitors.onForgetting = () => this.#keepRuns(running)
      await runToEnd(running, {
        signal: this.#options.signal,
        isOverMemory: () => this.#memory(running) > (this.#options.maxMemoryBytes ?? Infinity),
        onSlice: () => this.#tell(running),
      })
      this.#insistOnWays()
      return running
    } catch (error) {
      this.#insistOnWays()
      if (error instanceof PredicateFailure) throw this.#inRun(error.error, error.states)
      if (error instanceof ModelError) {
        throw this.#inRun(error, search === null ? [] : [search.current.slice()])
      }
      throw error
    }
  }

  /** Judges liveness. Mistakes in predicates come out with the run that leads to them. */
  async #liveness(search: Search): Promise<ReadonlyMap<string, LivenessFinding>> {
    // A fifth of the program, which many checks do without.
    const { checkLiveness } = await import('./check-liveness.ts')
    try {
      return checkLiveness(this.#system, this.#space, search)
    } catch (error) {
      throw error instanceof PredicateFailure ? this.#inRun(error.error, error.states) : error
    }
  }

  #limits(): Limits {
    const { maxStates = Infinity, maxMemoryBytes = Infinity } = this.#options
    const mayGrow = (bytes: number): boolean => this.#memory(null) + bytes <= maxMemoryBytes
    return { ...unlimited, maxStates, mayGrow }
  }

  #memory(search: Search | null): number {
    const own = (search?.bytes ?? 0) + this.#space.tables.bytes + this.#monitors.bytes
    const used = this.#options.memoryInUse?.() ?? own
    this.#peak = Math.max(this.#peak, used)
    return used
  }

  #tell(search: Search): void {
    this.#options.onProgress?.({
      states: search.distinct,
      transitions: search.generated,
      depth: search.depth,
      queue: search.frontier.length,
      bytes: this.#memory(search),
      seconds: (performance.now() - this.#started) / 1000,
    })
  }

  /** Notes the runs to what is decided by now, as long as the search knows them. */
  #keepRuns(search: Search): void {
    for (const [name, { index }] of this.#monitors.decisions) {
      const run = this.#runs.has(name) ? null : search.runTo(index)
      if (run !== null) this.#runs.set(name, run)
    }
  }

  /** The run to each decided property, replayed through the semantics. */
  #traces(search: Search): ReadonlyMap<string, Trace | null> {
    this.#keepRuns(search)
    const decided = [...this.#monitors.decisions]
    const open = decided.filter(([name]) => !this.#runs.has(name))
    const targets = open.map(([, { states }]) => states[0] ?? new Int32Array(0))
    // The second search may need all the memory that the first one had.
    if (open.length > 0) search.release()
    // It may come by more states than the first search before it meets them.
    const limits = { ...this.#limits(), maxStates: Infinity }
    const found = findRuns(this.#space, targets, this.#monitors.admits, limits)
    open.forEach(([name], at) => this.#runs.set(name, found[at] ?? null))
    return new Map(
      decided.map(([name, { states }]) => {
        const run = this.#runs.get(name) ?? null
        const property = this.#system.properties.find((each) => each.name === name)?.property
        if (run === null || property === undefined || isLiveness(property)) return [name, null]
        const vectors = [...run, ...states.slice(1)]
        const plain = vectors.map((state) => this.#space.decode(state))
        return [name, replay(this.#system, plain, { property })]
      }),
    )
  }

  #inRun(error: ModelError, states: readonly Int32Array[]): ModelErrorInRun {
    const [target] = states
    if (target === undefined) return new ModelErrorInRun(error, null)
    // Up to the state that is to blame the model was explored once without a mistake.
    const [run] = findRuns(this.#space, [target], this.#monitors.admits, unlimited)
    this.#insistOnWays()
    if (run === null || run === undefined) return new ModelErrorInRun(error, null)
    const vectors = [...run, ...states.slice(1)]
    const plain = vectors.map((state) => this.#space.decode(state))
    return new ModelErrorInRun(error, replay(this.#system, plain, { property: null }))
  }

  #incomplete(
    search: Search,
    isWhole: boolean,
    properties: readonly PropertyReport[],
  ): Report['incomplete'] {
    const isOpen = properties.length === 0 || properties.some((it) => it.verdict === 'incomplete')
    if (!isOpen) return null
    const growth = growthOf(this.#space.tables, this.#sizesByDepth)
    const { maxStates = 0 } = this.#options
    switch (search.stop?.kind) {
      case 'states':
        return { kind: 'states', reason: `the limit of ${maxStates} states was reached`, growth }
      case 'memory':
        return { kind: 'memory', reason: 'the memory limit was reached', growth }
      case 'aborted':
        return { kind: 'interrupted', reason: 'the check was interrupted', growth }
      default:
        break
    }
    if (!isWhole) {
      const reason = 'the search ended at the first violation, as asked'
      return { kind: 'first-violation', reason, growth: [] }
    }
    if (search.cut === 0) return null
    const steps = search.cut === 1 ? 'step' : 'steps'
    const reason = `the bound \`within\` cut off ${search.cut} ${steps}`
    return { kind: 'bound', reason, growth: [] }
  }

  #blindNotes(): readonly string[] {
    return this.#monitors.blind.map(
      (name) => `property '${name}' looks at nothing: it cannot tell states apart`,
    )
  }
}
