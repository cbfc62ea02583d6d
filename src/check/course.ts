import { Audit } from '../audit/audit.ts'
import { Undamaged } from './undamaged.ts'
import { DivergenceWatch } from '../compile/divergence-watch.ts'
import { SizeLog } from '../compile/growth.ts'
import type { SystemSpace } from '../compile/system-space.ts'
import {
  ignoredDeliveries,
  staleMessages,
  type Reduction,
  type ReductionBar,
} from '../compile/reductions.ts'
import { Unharmed } from '../compile/unharmed.ts'
import type { Observer } from '../explore/observer.ts'
import type { Explorer } from '../explore/explorer.ts'
import type { Rest } from '../explore/limits.ts'
import { decidedVerdict, isLiveness, isWitnessed } from '../model/property-kinds.ts'
import type { System } from '../model/system.ts'
import { Halt, type Pace } from '../pace/pace.ts'
import type { GlobalState } from '../semantics/global-state.ts'
import { Monitors } from '../property/monitors.ts'
import { divergenceWords } from '../render/divergence-words.ts'
import type { Disk } from '../levels/disk.ts'
import type { Engine } from '../sql/database.ts'
import type { CheckOptions, Progress, Report } from '../report.ts'
import { allOf } from '../store/sized.ts'
import { StartAfresh, type Ways } from '../ways.ts'
import { LevelTotals } from './estimate.ts'
import { mostAfter } from './last-chance.ts'
import { pileOf } from './pile.ts'
import { Profiler } from './profiler.ts'
import type { Crew } from './crew.ts'
import type { From } from './from.ts'
import { spaceOf } from './space-of.ts'
import { symmetryOf, type Symmetry } from './symmetry-of.ts'
import type { Watcher } from './watcher.ts'

/** What a check is given. */
export interface Given extends Pick<Course, 'system' | 'options' | 'from' | 'disk'> {
  readonly crew?: Crew | null
  readonly engine?: Engine | null
  /** Whether so many states by the end of a level are too many, so that the search is given up. */
  readonly isTooMany?: (level: LevelEnd) => boolean
}

/** What a search has come to at the end of a level. */
export interface LevelEnd {
  readonly depth: number
  /** How many states were found by then. */
  readonly states: number
}

/** One check in one way: what its phases share, and what they are paced by. */
export class Course {
  readonly system: System
  readonly options: CheckOptions
  /** The run that the search goes on from; null where it begins at the start. */
  readonly from: From | null
  /** Where states of a large search are kept; null for memory. */
  readonly disk: Disk | null
  /** Who goes on with a large search in several threads; null for this thread alone. */
  readonly crew: Crew | null
  /** Where a large search goes on; null for here. */
  readonly engine: Engine | null
  /** How many states there were when it went on there; null where it did not. */
  wentOnFrom: number | null = null
  /** In how many threads was searched. */
  workers = 1
  /** What this check takes advantage of. */
  readonly ways: Ways
  readonly hasLiveness: boolean
  /** What is searched. */
  readonly space: SystemSpace
  /** The same where each state counts: without symmetry. */
  readonly plain: SystemSpace
  /** Whether nodes may change places. */
  readonly symmetry: Symmetry
  readonly monitors: Monitors
  /** Watches for messages that pile up; null where none can. */
  readonly watch: DivergenceWatch | null
  /** What the search reports to: the monitors, by way of the watch where messages can pile up. */
  readonly observer: Observer
  readonly watcher: Watcher
  /** What counts for a profile; null where none is asked for. */
  readonly profiler: Profiler | null
  /** What user code was asked. */
  readonly audit = new Audit()
  /** What JavaScript provides. */
  readonly undamaged = new Undamaged()
  /** Whether all of that was asked once more. */
  isConfirmed = false
  /** What grew from level to level of the search. */
  readonly sizes = new SizeLog()
  /** The last level that was completed; null before. */
  level: LevelEnd | null = null
  /** When the search rests. */
  readonly rest: Rest = { at: Infinity, isDue: false }
  /** What was found out in a smaller graph; null where there is none, or not yet. */
  beside: Report | null = null
  /** What ended phases early, and which, in order. */
  readonly halts: { readonly kind: Halt['kind']; readonly phase: Progress['phase'] }[] = []
  /** What the ways have to become: the search is given up then. */
  #otherWays: Partial<Ways> | null = null

  constructor(given: Given, ways: Ways, watcher: Watcher) {
    const { system, options, from, disk, crew = null, engine = null, isTooMany } = given
    this.system = system
    this.options = options
    this.from = from
    this.disk = disk
    this.crew = crew
    this.engine = engine
    this.ways = ways
    const { bar, staleBar } = ways
    this.hasLiveness = system.properties.some(({ property }) => isLiveness(property))
    this.plain = spaceOf(system, {
      leavesIgnored: bar === null,
      removesStale: staleBar === null,
      from: from?.state ?? null,
      ways,
    })
    this.symmetry = symmetryOf(this.plain, { system, options, from, disk, engine }, ways)
    this.space = this.symmetry.space ?? this.plain
    this.profiler = options.profile === true ? new Profiler(this.space, system.isMachine) : null
    const opaque = new Set(ways.readWhole)
    this.monitors = new Monitors(system, this.space.facets, {
      stopsAtFirst: options.stopAtFirst ?? false,
      isExhaustive: options.exhaustive ?? false,
      onMail:
        bar === null || staleBar === null
          ? (property) => {
              const reads: ReductionBar = { kind: 'reads-messages', property }
              this.#abandon({ bar: bar ?? reads, staleBar: staleBar ?? reads })
            }
          : undefined,
      onStutter:
        staleBar === null
          ? (name) => this.#abandon({ staleBar: { kind: 'properties', properties: [name] } })
          : undefined,
      onOpaque: (name) => {
        opaque.add(name)
        this.#abandon({ readWhole: opaque })
      },
      readWhole: ways.readWhole,
      watched: (watch, property) =>
        this.symmetry.watch(watch, property, (apart) => this.#abandon({ apart })),
    })
    this.audit.add([...this.space.audited, ...this.monitors.audited])
    this.audit.addFirst(this.undamaged)
    // What was harmed is shown again in whatever is asked once more.
    this.audit.addFirst(new Unharmed(this.space.values, () => this.space.shown))
    const totals = new LevelTotals()
    this.monitors.onLevelEnd = (depth) => {
      this.sizes.note(this.space.sizes)
      const states = watcher.search?.distinct ?? 0
      totals.note(states)
      this.level = { depth, states }
      if (isTooMany?.(this.level) === true) this.#abandon({})
    }
    watcher.estimate = (states) => totals.estimate(states)
    const { piling } = this.space
    this.watch =
      piling === null
        ? null
        : new DivergenceWatch(piling, this.monitors, { mostAfter: mostAfter(options) })
    this.observer = this.symmetry.observe(this.watch ?? this.monitors)
    this.watcher = watcher
    watcher.tables = () => allOf([this.space.sized, ...this.monitors.tables])
    watcher.divergence = () => {
      const found = this.watch?.found ?? null
      return found === null ? null : divergenceWords(pileOf(system, found))
    }
  }

  /** The reductions that there are, and which of them are in force. */
  get reductions(): readonly Reduction[] {
    const { bar, staleBar } = this.ways
    const { removed } = this.space.stale
    return [
      { name: ignoredDeliveries, isApplied: bar === null, bar, removed: null, orbits: null },
      { name: staleMessages, isApplied: staleBar === null, bar: staleBar, removed, orbits: null },
      this.symmetry.reduction,
    ]
  }

  /** Takes over what was found out in a smaller graph: of that nothing is asked here any more. */
  settle(beside: Report): void {
    this.beside = beside
    const decided = beside.properties.filter(({ verdict }) => verdict !== 'incomplete')
    const names = decided.map(({ name }) => name)
    this.monitors.waive(
      names,
      decided.some(({ kind, verdict }) => !isWitnessed(kind) && verdict === decidedVerdict(kind)),
    )
  }

  /** The states of a run from the start on, given those that the search went through. */
  whole(run: readonly GlobalState[]): readonly GlobalState[] {
    return this.from === null ? run : [...this.from.before, ...run]
  }

  /** What long work is paced by, until the search has ended. */
  get pace(): Pace {
    return this.watcher.pace
  }

  /** Does what may be ended early; its caller has what was found by then. */
  async heed(work: Promise<void>): Promise<void> {
    try {
      await work
    } catch (error) {
      if (!(error instanceof Halt)) throw error
      this.halt(error.kind)
    }
  }

  /** Tells a run in the midst of other work: where there is too little memory for it, none is told. */
  async tellAside(run: (pace: Pace) => Promise<void>): Promise<void> {
    const { phase } = this.watcher
    this.watcher.phase = 'telling'
    try {
      await run(this.closing())
    } catch (error) {
      if (!(error instanceof Halt) || error.kind !== 'memory') throw error
      this.halt('memory')
    } finally {
      this.watcher.phase = phase
    }
  }

  /** Notes that the phase was ended early. */
  halt(kind: Halt['kind']): void {
    this.halts.push({ kind, phase: this.watcher.at })
  }

  /** Notes what ended a search if it ends the rest of the check, too. */
  noteEnd(search: Explorer | null): void {
    switch (search?.stop?.kind) {
      case 'memory':
      case 'aborted':
      case 'seconds':
        this.halt(search.stop.kind)
        return
      case 'disk':
      case 'states':
      case 'divergence':
      case undefined:
    }
  }

  /** For telling the runs that are known when the search has ended. */
  closing(): Pace {
    return this.watcher.closing(this.#isHasty)
  }

  /** For what is done when the search has ended, besides telling runs. */
  afterSearch(): Pace {
    return this.#isHasty ? this.closing() : this.pace
  }

  /** For asking user code once more. */
  confirming(): Pace {
    return this.watcher.confirming(this.#isHasty)
  }

  /** For the check of what was given up as stale, which keeps what it has looked at. */
  confirmingStale(): Pace {
    return this.watcher.confirming(this.#isHasty, true)
  }

  /** For counting for a profile. */
  profiling(): Pace {
    const isAborted = this.halts.some(({ kind }) => kind === 'aborted')
    return this.watcher.profiling(isAborted ? 'aborted' : this.#isHasty ? 'seconds' : null)
  }

  /** Whether there is only a moment left. */
  get #isHasty(): boolean {
    return this.halts.some(({ kind }) => kind !== 'memory' && kind !== 'disk')
  }

  /** Makes it known which search is going on. */
  follow(search: Explorer): void {
    this.watcher.search = search
    this.watch?.attach(this.symmetry.unfolding(search))
  }

  /** @throws StartAfresh where the check cannot go on in these ways */
  insistOnWays(): void {
    if (this.#otherWays !== null) throw new StartAfresh(this.#otherWays)
  }

  #abandon(ways: Partial<Ways>): void {
    this.#otherWays = { ...this.#otherWays, ...ways }
    this.monitors.abandon()
  }
}
