import type { System } from '../model/system.ts'
import { isBlocked, isTraitor } from '../semantics/global-state.ts'
import type { World } from '../semantics/actions.ts'
import { worldOf } from '../semantics/initial.ts'
import type { IntList } from '../store/int-list.ts'
import { allOf, type Sized } from '../store/sized.ts'
import { Values } from '../value/values.ts'
import type { Surroundings } from './awaited.ts'
import type { Beginning, SettledStart } from './beginning.ts'
import { AskedOperations } from './asked-operations.ts'
import { headWords, Cells } from './cells.ts'
import { Environments } from './environments.ts'
import { FamilyLabels } from './family-labels.ts'
import { HalfLabels } from './half-labels.ts'
import { Labels } from './labels.ts'
import { Envelopes } from './envelopes.ts'
import { formFor } from './link-forms.ts'
import { Mailboxes } from './mailboxes.ts'
import { Observation } from './observation.ts'
import { Head } from './outcome-words.ts'
import { OutcomePool } from './outcomes.ts'
import type { Workshop } from './workshop.ts'
import { Staleness } from './staleness.ts'
import { StepMemo } from './step-memo.ts'
import { Ticks } from './ticks.ts'

/** All the tables of a compiled system. They are filled on demand while it is explored. */
export class Tables implements Workshop, Sized {
  /** How many ids each component has: a cell for each node, then the environment, then each observer. */
  readonly sizes: Int32Array
  /** Grows whenever `sizes` does. */
  revision = 0
  readonly labels = new Labels()
  readonly values = new Values()
  readonly envelopes = new Envelopes(this.values)
  readonly environments: Environments
  readonly halves = new HalfLabels()
  readonly families = new FamilyLabels()
  readonly boxes: Mailboxes
  readonly cells: readonly Cells[]
  readonly memos: readonly StepMemo[]
  /** For each node what takes messages out that it will never heed again; null where nothing does. */
  readonly staleness: readonly (Staleness | null)[]
  readonly pool: OutcomePool
  /** Lets units of time pass; null where there is none. */
  readonly ticks: Ticks | null
  /** For each node the ways to begin that were listed first. */
  readonly begun: readonly Beginning[][]
  /** By vectors the initial states that stale messages were taken out of. */
  readonly settledStarts = new Map<string, SettledStart>()
  readonly nodes: number
  readonly system: System
  readonly world: World
  /** Tells observers; null where there are none. */
  readonly observation: Observation | null
  /** What `operations` was asked. */
  readonly operations: AskedOperations
  readonly leavesIgnored: boolean
  /** Whether no cut and no patience can rule an outcome out. */
  readonly isUnguarded: boolean
  readonly keepsReady: boolean
  /** For each cut + 1 (0: none) and pair (from, to) of nodes whether messages are blocked. */
  readonly blocked: Uint8Array

  readonly #onOnce: () => void

  /** @param options.onOnce is called when a node turns out to send messages once; it may throw */
  constructor(
    system: System,
    options: { leavesIgnored: boolean; removesStale?: boolean; onOnce?: () => void },
  ) {
    this.#onOnce = options.onOnce ?? (() => undefined)
    this.system = system
    this.world = worldOf(system)
    this.nodes = system.nodes.length
    this.sizes = new Int32Array(this.nodes + 1 + system.observers.length).fill(1)
    this.environments = new Environments(system, (size) => this.#resize(this.nodes, size))
    this.boxes = new Mailboxes(
      formFor(system.network, this.envelopes),
      this.envelopes,
      traitorsOf(system),
    )
    // A machine's states are all different: to remember them would only cost memory.
    const remembers = !system.isMachine
    this.memos = system.nodes.map(
      (_, node) => new StepMemo(this.world, node, this.values, this.envelopes, remembers),
    )
    this.staleness = this.memos.map((memo) =>
      options.removesStale === true && memo.place.handlers.stale !== undefined
        ? new Staleness(memo, this.boxes)
        : null,
    )
    this.cells = this.staleness.map(
      (own, node) => new Cells(this.boxes, own, (size) => this.#resize(node, size)),
    )
    this.operations = new AskedOperations(this.world, this.values)
    this.observation =
      system.observers.length === 0
        ? null
        : new Observation(this, this.operations, (component, size) => this.#resize(component, size))
    this.leavesIgnored = options.leavesIgnored
    this.isUnguarded = system.faults.cuts.length === 0 && system.timers !== 'patient'
    this.keepsReady = this.isUnguarded && remembers
    this.begun = system.nodes.map(() => [])
    this.pool = new OutcomePool(this)
    this.ticks = system.time === null ? null : new Ticks(this, system.time)
    this.blocked = blockTable(system)
  }

  /** How often outcomes of a cell were worked out. */
  workedOut = 0
  /** Of which cells, for copies: pairs of node and cell; null where there are none. */
  newlyWorkedOut: IntList | null = null

  /** How many (node state, event) pairs user code was run for. */
  get evaluated(): number {
    return this.memos.reduce((sum, memo) => sum + memo.evaluated, 0)
  }

  get bytes(): number {
    return this.#size.bytes
  }

  get soon(): number {
    return this.#size.soon
  }

  get #size(): Sized {
    const stale = this.staleness.filter((own) => own !== null)
    const holders = [...this.cells, ...this.memos, ...stale, this.boxes, this.envelopes]
    const { words, ready, ignored, due, awaited } = this.pool
    return allOf([
      ...holders.flatMap(({ tables }) => tables),
      ...(this.observation?.tables ?? []),
      this.values,
      words,
      ready,
      ignored,
      due.entries,
      ...(this.ticks?.tables ?? []),
      awaited.entries,
    ])
  }

  /**
   * Works the outcomes of a node's cell out, as far as they are enabled or known.
   *
   * @returns what its head says of where they begin: {@link Head}
   */
  workOut(node: number, cell: number, around: Surroundings): number {
    const { heads } = this.cells[node] as Cells
    if (this.system.isMachine) this.pool.words.length = 0
    this.workedOut += 1
    this.newlyWorkedOut?.push(node)
    this.newlyWorkedOut?.push(cell)
    const start = this.pool.add(node, cell, around)
    if (this.memos[node]?.sendsOnce === true) this.#onOnce()
    if (!this.system.isMachine) heads.data[cell * headWords + Head.start] = start
    return start
  }

  /** Whether a cut (+ 1; 0 for none) blocks messages from one node to another. */
  isBlocked(cut: number, from: number, to: number): boolean {
    return this.blocked[(cut * this.nodes + from) * this.nodes + to] === 1
  }

  /** Whether a cut that drops messages drops those from one node to another. */
  isDropped(cut: number, from: number, to: number): boolean {
    return this.isBlocked(cut, from, to) && !isTraitor(this.system, from)
  }

  #resize(component: number, size: number): void {
    this.sizes[component] = size
    this.revision += 1
  }
}

const traitorsOf = ({ faults }: System): ReadonlySet<number> =>
  new Set([...faults.traitors.keys()].filter((node) => faults.traitors[node] === true))

const blockTable = (system: System): Uint8Array => {
  const { faults, nodes } = system
  const table: number[] = []
  for (let cut = -1; cut < faults.standings.length; cut++) {
    for (const from of nodes.keys()) {
      for (const to of nodes.keys()) table.push(isBlocked(system, cut, from, to) ? 1 : 0)
    }
  }
  return Uint8Array.from(table)
}
