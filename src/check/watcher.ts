import type { Explorer } from '../explore/explorer.ts'
import { Clock, type Bounds } from '../pace/clock.ts'
import type { Pace } from '../pace/pace.ts'
import type { CheckOptions, Estimate, Progress } from '../report.ts'
import { allOf, type Sized } from '../store/sized.ts'
import { now } from '../pace/real-time.ts'

/** Milliseconds for what is left to do when a check was interrupted: to rebuild and tell runs. */
const graceMs = 500

/** Milliseconds for asking user code once more then. */
const confirmingMs = 300

/** And for a profile of what was found by then: who interrupts a check waits for its end. */
const profilingMs = { seconds: 3000, aborted: 200 }

/**
 * The share of the memory that is left which telling a run may take. Whoever is given a report makes
 * copies of it: one to send it, another to print it.
 */
const tellingShare = 0.4

/** The share of the memory limit from which on garbage is collected where nothing ends the work. */
const fullShare = 0.9

/** Watches a check from outside: its limits, how far it is, what it takes. */
export class Watcher {
  /** The seconds that each phase took that is over; listing counts as searching. */
  readonly #spent = new Map<Progress['phase'], number>()
  #phase: Exclude<Progress['phase'], 'listing'> = 'searching'
  #phaseBegan: number
  /** The search that is going on, or has ended. */
  search: Explorer | null = null
  /** What work is paced by, until the search has ended. */
  readonly pace: Pace
  /** What the check takes besides the search. */
  tables: () => Sized = () => allOf([])
  /** Why there is no end of states, in words, once that is known. */
  divergence: () => string | null = () => null
  /** How many states there will be, given how many there are; null where that means nothing. */
  estimate: (states: number) => Estimate | null = () => null
  /** The most memory that was in use, in bytes, as far as anybody looked. */
  peak = 0
  /** Until when the grace lasts, once it has begun. */
  #graceEnd: number | null = null
  readonly #options: CheckOptions
  readonly #started: number
  readonly #paceWithin: (bounds: Bounds) => Pace

  /**
   * @param started when the check began, on the scale of `performance.now()`
   * @param paceWithin what work is paced by within some bounds
   */
  constructor(
    options: CheckOptions,
    started: number,
    paceWithin: (bounds: Bounds) => Pace = (bounds) => new Clock(bounds),
  ) {
    this.#options = options
    this.#started = started
    this.#phaseBegan = started
    this.#paceWithin = paceWithin
    this.pace = this.#within({})
  }

  /** What the check is at, but that a search begins with listing initial states. */
  get phase(): Exclude<Progress['phase'], 'listing'> {
    return this.#phase
  }

  set phase(next: Exclude<Progress['phase'], 'listing'>) {
    const time = now()
    const seconds = (time - this.#phaseBegan) / 1000
    this.#spent.set(this.#phase, (this.#spent.get(this.#phase) ?? 0) + seconds)
    this.#phase = next
    this.#phaseBegan = time
  }

  /** The seconds that each phase took so far, in the order in which they began. */
  get spent(): readonly { readonly phase: Progress['phase']; readonly seconds: number }[] {
    // The phase that goes on is over for a moment.
    this.phase = this.#phase
    return [...this.#spent].map(([phase, seconds]) => ({ phase, seconds }))
  }

  /** What the check is at. */
  get at(): Progress['phase'] {
    const isListing = this.search === null || this.search.isListing === true
    return this.phase === 'searching' && isListing ? 'listing' : this.phase
  }

  /** Seconds since the check began. */
  get seconds(): number {
    return (now() - this.#started) / 1000
  }

  /**
   * For telling runs.
   *
   * @param isHasty whether the check was interrupted: it has only a moment left
   */
  closing(isHasty: boolean): Pace {
    const { maxMemoryBytes, collectGarbage } = this.#options
    if (isHasty) this.#graceEnd ??= now() + graceMs
    const ends = isHasty ? { signal: undefined, deadline: this.#graceEnd ?? 0 } : {}
    if (maxMemoryBytes === undefined) return this.#within(ends)
    if (this.memory() > maxMemoryBytes / 2) collectGarbage?.()
    const used = this.memory()
    const room = Math.max(0, maxMemoryBytes - used)
    return this.#within({ ...ends, maxMemoryBytes: used + room * tellingShare })
  }

  /**
   * For asking user code once more.
   *
   * @param isHasty whether the check was interrupted: then there is another moment for it
   * @param grows whether what this takes lasts. Default: it takes no memory to speak of
   */
  confirming(isHasty: boolean, grows = false): Pace {
    const moment = { signal: undefined, deadline: now() + confirmingMs }
    const { maxMemoryBytes = Infinity, collectGarbage } = this.#options
    const onTurn = (): void => {
      // What this takes is garbage at once.
      if (this.memory() > maxMemoryBytes * fullShare) collectGarbage?.()
      this.#tell()
    }
    const unlimited = grows ? {} : { maxMemoryBytes: undefined }
    return this.#within({ ...unlimited, onTurn, ...(isHasty ? moment : {}) })
  }

  /** For counting for a profile. @param end what ended the check already; null for nothing */
  profiling(end: keyof typeof profilingMs | null): Pace {
    if (end === null) return this.pace
    return this.#within({ signal: undefined, deadline: now() + profilingMs[end] })
  }

  /** The memory in use, in bytes. */
  memory(): number {
    const used = this.#options.memoryInUse?.() ?? this.#own()
    this.peak = Math.max(this.peak, used)
    return used
  }

  /** What the check has in its own tables, in bytes. */
  #own(): number {
    return (this.search?.bytes ?? 0) + this.tables().bytes
  }

  #within(ends: Partial<Bounds>): Pace {
    const { signal, maxSeconds = Infinity, maxMemoryBytes, collectGarbage } = this.#options
    return this.#paceWithin({
      signal,
      deadline: this.#started + maxSeconds * 1000,
      maxMemoryBytes,
      collectGarbage,
      memoryInUse: () => this.memory(),
      soon: () => this.tables().soon + (this.search?.history.soon ?? 0),
      onTurn: () => this.#tell(),
      ...ends,
    })
  }

  #tell(): void {
    const { search } = this
    if (search === null) return
    const divergence = this.divergence()
    const isOpen = this.at === 'searching' && divergence === null
    const estimate = isOpen ? this.estimate(search.distinct) : null
    this.#options.onProgress?.({
      states: search.distinct,
      transitions: search.generated,
      depth: search.depth,
      phase: this.at,
      queue: search.queued,
      bytes: this.memory(),
      seconds: this.seconds,
      divergence,
      ...(estimate === null ? {} : { estimate }),
    })
  }
}
