import type { Explorer } from '../explore/explorer.ts'
import type { Facets } from '../explore/facets.ts'
import type { Handed } from '../explore/handed.ts'
import type { History } from '../explore/history.ts'
import type { Limits, Stop } from '../explore/limits.ts'
import { initialTouch, type Observer } from '../explore/observer.ts'
import type { Relation } from '../explore/relation.ts'
import type { StateSpace } from '../explore/state-space.ts'
import { Halt, type Pace } from '../pace/pace.ts'
import { asks, Asked, type Counted, type Told } from './asked.ts'
import { backFrom } from './back.ts'
import type { Database, Smallness } from './database.ts'
import { Joins } from './joins.ts'
import { goOn } from './go-on.ts'
import { Judging, type Open } from './judging.ts'
import { Keeping, type KeepOn } from './keeping.ts'
import { Session } from './session.ts'
import { StateTables } from './state-tables.ts'

/** What a search in a database needs besides what another one leaves to it. */
export interface SqlOptions {
  readonly database: Database
  readonly relation: Relation
  readonly facets: Facets
  /** The properties that are not decided yet: about states, and about states in which nothing happens by itself. */
  readonly open: () => { readonly states: readonly Open[]; readonly ends: readonly Open[] }
  readonly smallness?: Smallness | undefined
  /** Where it leaves checkpoints. Default: nowhere */
  readonly keepOn?: KeepOn | null
}

/**
 * Breadth-first search by levels in a database: the states of a level are joined with tables of steps, what that
 * comes to is grouped, and what is not known yet is the next level. The tables of steps are filled here, for what a
 * level is the first to need; the database knows of nothing but numbers.
 */
export class SqlSearch implements Explorer {
  generated: number
  readonly cut = 0
  depth: number
  readonly initial: number
  stop: Stop | null = null
  distinct: number
  queued: number
  readonly limits: Limits
  /** How the states were found with which this search began. */
  readonly history: History
  /** A state in which user code has failed. */
  current: Int32Array | null = null

  readonly #space: StateSpace
  readonly #observer: Observer
  readonly #options: SqlOptions
  readonly #session: Session
  readonly #states: StateTables
  readonly #joins: Joins
  readonly #judging: Judging
  readonly #keeping: Keeping | null
  /** What user code was asked; null where nobody wants to know. */
  readonly #asked: Asked | null
  #pace: Pace
  /** What the database takes, as far as it said. */
  #bytes = 0

  constructor(handed: Handed, options: SqlOptions) {
    const { space, observer, limits, history, distinct, generated, depth, initial } = handed
    this.#space = space
    this.#observer = observer
    this.#options = options
    this.limits = limits
    this.history = history
    this.distinct = distinct
    this.generated = generated
    this.depth = depth
    this.initial = initial
    this.queued = handed.frontier.length
    this.#pace = limits.pace
    this.#session = new Session(options.database, () => this.#pace, options.smallness?.page)
    const { keepOn = null } = options
    this.#states = new StateTables(this.#session, space.sizes, {
      bits: options.smallness?.keyBits,
      isSummed: keepOn !== null,
    })
    this.#asked = keepOn === null ? null : new Asked()
    this.#keeping =
      keepOn === null || this.#asked === null
        ? null
        : new Keeping(keepOn, {
            session: this.#session,
            states: this.#states,
            asked: this.#asked,
            begun: { distinct, generated, depth },
          })
    const blame = (states: string): Promise<void> => this.#blame(states)
    this.#joins = new Joins(this.#session, options.relation, blame, this.#asked)
    this.#judging = new Judging(this.#session, options.facets)
  }

  get bytes(): number {
    return this.#bytes + this.history.bytes
  }

  get isOver(): boolean {
    return this.isAtEnd || this.stop !== null || this.#observer.isDone
  }

  get isAtEnd(): boolean {
    return this.stop === null && this.queued === 0
  }

  end(kind: Stop['kind']): void {
    this.stop ??= { kind }
  }

  /** The database keeps all it has, to go back through it. */
  release(): void {}

  /** Searches on until everything is seen, a limit is met, or the observer wants no more. */
  async toEnd(handed: Handed): Promise<void> {
    try {
      await this.#begin(handed)
      while (!this.isOver) {
        // oxlint-disable-next-line no-await-in-loop
        await this.#expand()
      }
    } catch (error) {
      if (!(error instanceof Halt)) throw error
      this.end(error.kind)
    }
  }

  async backFrom(state: Int32Array, pace: Pace): Promise<readonly Int32Array[]> {
    this.#pace = pace
    const { history } = this
    return backFrom(state, { states: this.#states, space: this.#space, history, pace })
  }

  /** Begins with what was handed over, or goes on with what another process has found since. */
  async #begin(handed: Handed): Promise<void> {
    const { shelf } = this.#options.keepOn ?? { shelf: null }
    await this.#joins.begin()
    if (shelf === null || shelf.checkpoint === null || this.#asked === null) {
      return this.#states.begin(handed, this.#space.sizes)
    }
    await goOn(handed, {
      shelf,
      checkpoint: shelf.checkpoint,
      asked: this.#asked,
      session: this.#session,
      states: this.#states,
      joins: this.#joins,
      judging: this.#judging,
      space: this.#space,
      open: this.#options.open,
      tell: (kind, state) => this.#tell(kind, state),
      endLevel: (counted) => this.#endLevel(counted),
    })
    this.#bytes = await this.#session.bytes()
    if (this.distinct > this.limits.maxStates) this.end('states')
  }

  async #expand(): Promise<void> {
    const states = this.#states
    const { level } = states
    const successors = await this.#joins.expand(level)
    const observer = this.#observer
    if (observer.onStuck !== null && !(await this.#judgeStuck(this.#joins.stuckIn(level)))) return
    this.generated += successors
    await this.#joins.learnEffects(level)
    await states.widen(this.#space.sizes)
    const candidates = this.#joins.candidatesOf(states.level)
    const { count, isCut } = await states.settle(candidates, this.limits.maxStates - this.distinct)
    this.distinct += count
    this.queued = count
    this.#bytes = await this.#session.bytes()
    if (isCut) this.end('states')
    if (!(await this.#judgeLevel()) || isCut) return
    this.#endLevel(this)
    if (count > 0) await this.#keeping?.keep(this.#space.sizes)
  }

  /** The last level is found and judged. */
  #endLevel({ distinct, generated, queued }: Counted): void {
    this.distinct = distinct
    this.generated = generated
    this.queued = queued
    this.#observer.onLevel(this.depth)
    this.#asked?.note(asks.level, [distinct, generated, queued], [])
    if (queued > 0) this.depth += 1
  }

  /** @returns whether the search is to go on */
  #judgeLevel(): Promise<boolean> {
    const { level } = this.#states
    return this.#judge(this.#options.open().states, level, asks.state)
  }

  #judgeStuck(stuck: string): Promise<boolean> {
    return this.#judge(this.#options.open().ends, `(${stuck})`, asks.stuck)
  }

  #judge(open: readonly Open[], states: string, kind: Told): Promise<boolean> {
    return this.#judging.judge(open, states, (state) => {
      this.#tell(kind, state)
      return !this.#observer.isDone
    })
  }

  /** Tells of a state, or of one in which nothing happens by itself. */
  #tell(kind: Told, state: Int32Array): void {
    const { depth } = this
    if (kind === asks.state) this.#observer.onState(state, depth, -1, initialTouch)
    else this.#observer.onStuck?.(state, depth, -1)
    if (this.#asked === null) return
    const { states, ends } = this.#options.open()
    this.#asked.note(kind, [...state], [states.length, ends.length])
  }

  async #blame(states: string): Promise<void> {
    const ids = Array.from({ length: this.#space.width }, (_, component) => `c${component}`)
    const list = ids.join(', ')
    const [found] = await this.#session.read(
      `SELECT ${list} FROM (${states}) f ORDER BY ${list} LIMIT 1`,
    )
    this.current = found === undefined ? null : Int32Array.from(found)
  }
}
