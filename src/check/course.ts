import { DivergenceWatch } from '../compile/divergence-watch.ts'
import { SizeLog } from '../compile/growth.ts'
import { ProtocolSpace } from '../compile/protocol-space.ts'
import { ignoredDeliveries, type Reduction } from '../compile/reductions.ts'
import type { Observer } from '../explore/observer.ts'
import type { Search } from '../explore/search.ts'
import { isLiveness } from '../model/property.ts'
import type { System } from '../model/system.ts'
import { Clock, type Bounds } from '../pace/clock.ts'
import { Halt, type Pace } from '../pace/pace.ts'
import { Monitors } from '../property/monitors.ts'
import { divergenceWords } from '../render/divergence-text.ts'
import type { CheckOptions } from '../report.ts'
import { StartAfresh, type Ways } from '../ways.ts'
import { pileOf } from './divergence.ts'

/** Milliseconds for what is left to do when a check was interrupted: to rebuild and tell runs. */
const graceMs = 500

/**
 * Once there is known to be no end of states, so many more are searched for violations; all, where a
 * limit says for how long.
 */
const lastChance = 1_000_000

const mostAfter = ({ keepGoing = false, maxStates }: CheckOptions): number =>
  keepGoing || maxStates !== undefined ? Infinity : lastChance

/** One check in one way: what its phases share, and what they are paced by. */
export class Course {
  readonly system: System
  readonly options: CheckOptions
  /** The reductions that there are, and which of them are in force. */
  readonly reductions: readonly Reduction[]
  readonly hasLiveness: boolean
  readonly space: ProtocolSpace
  readonly monitors: Monitors
  /** Watches for messages that pile up. */
  readonly watch: DivergenceWatch
  /** What the search reports to: the monitors, by way of the watch where messages can pile up. */
  readonly observer: Observer
  readonly pace: Pace
  /** What grew from level to level of the search. */
  readonly sizes = new SizeLog()
  /** The most memory that was in use, in bytes, as far as anybody looked. */
  peak = 0
  /** What ended a phase early, if anything did. */
  halted: Halt['kind'] | null = null
  readonly #started: number
  #search: Search | null = null
  /** What the ways have to become: the search is given up then. */
  #otherWays: Partial<Ways> | null = null

  /** @param started when the check began, on the scale of `performance.now()` */
  constructor(system: System, options: CheckOptions, ways: Ways, started: number) {
    this.system = system
    this.options = options
    const { bar } = ways
    this.reductions = [{ name: ignoredDeliveries, isApplied: bar === null, bar }]
    this.#started = started
    this.hasLiveness = system.properties.some(({ property }) => isLiveness(property))
    this.space = new ProtocolSpace(system, { leavesIgnored: bar === null })
    const opaque = new Set(ways.readWhole)
    this.monitors = new Monitors(system, this.space.facets, {
      stopsAtFirst: options.stopAtFirst ?? false,
      onMail:
        bar === null
          ? (property) => this.#abandon({ bar: { kind: 'reads-messages', property } })
          : undefined,
      onOpaque: (name) => {
        opaque.add(name)
        this.#abandon({ readWhole: opaque })
      },
      readWhole: ways.readWhole,
    })
    this.monitors.onLevelEnd = () => this.sizes.note(this.space.sizes)
    this.watch = new DivergenceWatch(this.space, this.monitors, { mostAfter: mostAfter(options) })
    const mayPileUp = !system.isMachine && system.network.kind !== 'duplicating'
    this.observer = mayPileUp ? this.watch : this.monitors
    this.pace = this.#clock({ signal: options.signal })
  }

  /**
   * Does what may be ended early; its caller has what was found by then.
   *
   * @throws what is no Halt
   */
  async heed(work: Promise<void>): Promise<void> {
    try {
      await work
    } catch (error) {
      if (!(error instanceof Halt)) throw error
      this.halted ??= error.kind
    }
  }

  /** For what is left to do once the search has ended: an interrupted check has only a moment. */
  closing(): Pace {
    const isHasty = this.halted !== null && this.halted !== 'memory'
    return isHasty ? this.#clock({ deadline: performance.now() + graceMs }) : this.pace
  }

  #clock(ends: Pick<Bounds, 'signal' | 'deadline'>): Pace {
    return new Clock({
      ...ends,
      maxMemoryBytes: this.options.maxMemoryBytes,
      memoryInUse: () => this.#memory(),
      onTurn: () => this.#tell(),
    })
  }

  /** Seconds since the check began. */
  get seconds(): number {
    return (performance.now() - this.#started) / 1000
  }

  /** Makes it known which search is going on. */
  follow(search: Search): void {
    this.#search = search
    this.watch.attach(search)
  }

  /** @throws StartAfresh where the check cannot go on in these ways */
  insistOnWays(): void {
    if (this.#otherWays !== null) throw new StartAfresh(this.#otherWays)
  }

  #abandon(ways: Partial<Ways>): void {
    this.#otherWays = { ...this.#otherWays, ...ways }
    this.monitors.abandon()
  }

  #memory(): number {
    const used = this.options.memoryInUse?.() ?? this.#ownMemory()
    this.peak = Math.max(this.peak, used)
    return used
  }

  #ownMemory(): number {
    return (this.#search?.bytes ?? 0) + this.space.tables.bytes + this.monitors.bytes
  }

  #tell(): void {
    const search = this.#search
    const { found } = this.watch
    if (search === null) return
    this.options.onProgress?.({
      states: search.distinct,
      transitions: search.generated,
      depth: search.depth,
      queue: search.frontier.length,
      bytes: this.#memory(),
      seconds: this.seconds,
      divergence: found === null ? null : divergenceWords(pileOf(this.system, found)),
    })
  }
}
