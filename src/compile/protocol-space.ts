import { someLinks, traitsOn } from '../model/network-plan.ts'
import type { Envelope } from '../model/property.ts'
import type { System } from '../model/system.ts'
import { compare } from '../value/compare.ts'
import { Recent } from '../value/recent.ts'
import type { Shown, Values } from '../value/values.ts'
import { firstField, type Facets } from '../explore/facets.ts'
import { FieldFacets } from '../explore/fields.ts'
import type { Origins } from '../explore/share.ts'
import type { Successors } from '../explore/state-space.ts'
import type { Action } from '../semantics/action.ts'
import { allInFlight, type GlobalState } from '../semantics/global-state.ts'
import { withStale } from '../semantics/with-stale.ts'
import { beginnings } from './beginnings.ts'
import type { IntList } from '../store/int-list.ts'
import type { Sized } from '../store/sized.ts'
import { Astray } from '../audit/astray.ts'
import type { Audited } from '../audit/audited.ts'
import type { Cells } from './cells.ts'
import { auditedBeginnings } from './begin-audit.ts'
import { coverageNotes } from './coverage.ts'
import type { PilingSpace } from './divergence-watch.ts'
import { actionOf, meaningOf } from './meaning.ts'
import type { Meaning } from '../explore/meaning.ts'
import { growthOf, type Growth, type SizeLog } from './growth.ts'
import { originsOf } from './origins.ts'
import { TablePieces, type Pieces } from './pieces.ts'
import { auditedSteps } from './step-audit.ts'
import type { SystemSpace } from './system-space.ts'
import { SuccessorLoop } from './successor-loop.ts'
import type { StepMemo } from './step-memo.ts'
import { startBehind } from './settled-starts.ts'
import { StaleCheck } from './stale-check.ts'
import { TableTeller, type TableNews } from './table-news.ts'
import { Tables } from './tables.ts'

/** So many states of a node at least are kept decoded. */
const recentStates = 1 << 13

/**
 * A system as a state space of integer vectors: one cell for each node, then the environment.
 * Whatever was met before is integers only.
 */
export class ProtocolSpace implements SystemSpace {
  readonly width: number
  readonly sizes: Int32Array
  readonly facets: Facets
  readonly tables: Tables
  readonly stale: StaleCheck
  readonly pieces: Pieces
  readonly #loop: SuccessorLoop
  readonly #recent: readonly Recent<unknown>[]
  readonly #fresh = (id: number): unknown => this.tables.values.fresh(id)
  readonly #from: GlobalState | null
  #teller: TableTeller | null = null

  /**
   * @param options.leavesIgnored a reduction: see `barOf`
   * @param options.removesStale another one: see `staleBarOf`
   * @param options.onOnce is called when a node turns out to send messages once; it may throw
   * @param options.from the one state to begin in. Default: the initial ones
   */
  constructor(
    system: System,
    options: {
      readonly leavesIgnored: boolean
      readonly removesStale?: boolean
      readonly onOnce?: () => void
      readonly from?: GlobalState | null
    },
  ) {
    this.#from = options.from ?? null
    this.tables = new Tables(system, options)
    this.#loop = new SuccessorLoop(this.tables)
    this.sizes = this.tables.sizes
    this.width = this.sizes.length
    this.stale = new StaleCheck(this.tables)
    this.#recent = [...system.nodes, ...system.observers].map(() => new Recent(recentStates))
    const stateOf = (node: number, id: number): unknown => this.#stateOf(node, id)
    this.pieces = new TablePieces(this.tables, stateOf)
    this.facets = facetsOf(this.tables, stateOf)
  }

  /** What handlers and predicates were shown lately, and will be shown again: if it can be changed. */
  get shown(): readonly Shown[] {
    if (!this.tables.values.haveCollections) return []
    return [...this.tables.values.shown, ...this.#recent.flatMap(({ entries }) => entries)]
  }

  get sized(): Sized {
    return this.tables
  }

  get evaluated(): number {
    return this.tables.evaluated
  }

  get audited(): readonly Audited[] {
    const observers = this.tables.observation?.audited ?? []
    return [...auditedBeginnings(this.tables), ...auditedSteps(this.tables), ...observers]
  }

  get values(): Values {
    return this.tables.values
  }

  get notes(): readonly string[] {
    return coverageNotes(this.tables)
  }

  get piling(): PilingSpace | null {
    const { network, time } = this.tables.system
    // With time messages in queues grow old on the way round a loop, of which nothing is proved.
    const isOpen = time !== null && someLinks(network, 'isQueue')
    return someLinks(network, 'mayPileUp') && !isOpen ? this : null
  }

  actionOf(label: number): Action {
    return actionOf(this.tables, label)
  }

  meaning(): Meaning {
    return meaningOf(this.tables)
  }

  get origins(): Origins {
    return originsOf(this.tables, this.facets)
  }

  get pin(): null {
    return null
  }

  growth(sizes: SizeLog): readonly Growth[] {
    return growthOf(this.tables, sizes)
  }

  get revision(): number {
    return this.tables.revision
  }

  get learned(): number | undefined {
    const { system, revision, workedOut, staleness } = this.tables
    const stale = staleness.reduce((sum, own) => sum + (own?.learned ?? 0), 0)
    // Every state of a machine is one that nothing is known of.
    const heard = this.tables.observation?.learned ?? 0
    return system.isMachine ? undefined : revision + workedOut + stale + heard
  }

  initial(): Iterable<Int32Array> {
    return this.#from === null ? beginnings(this.tables) : [this.encode(this.#from)]
  }

  /** Tells copies of the tables what is new: {@link TableNews}. Copies know of no time and no observers. */
  get news(): (() => TableNews) | null {
    const { system, observation } = this.tables
    return system.time === null && observation === null ? this.tell : null
  }

  /** The same, whatever the system is like. */
  readonly tell = (): TableNews => {
    this.#teller ??= new TableTeller(this.tables)
    return this.#teller.news()
  }

  successors(state: Int32Array, out: Successors, due: number): void {
    this.#loop.run(state, out, due)
    this.tables.observation?.complete(state, out)
  }

  /** A global state as a vector. */
  encode({ nodes, inFlight, environment, observed }: GlobalState): Int32Array {
    const { cells, memos, values, envelopes, boxes, environments } = this.tables
    const mailboxes = nodes.map(() => 0)
    for (const { from, to, message, age } of inFlight) {
      mailboxes[to] = boxes.add(mailboxes[to] ?? 0, envelopes.intern(from, to, message, age))
    }
    const ids = nodes.map((it, node) =>
      (cells[node] as Cells).settle(
        it.up,
        values.intern(it.state),
        (memos[node] as StepMemo).clocks.encode(it),
        mailboxes[node] ?? 0,
      ),
    )
    const known = (this.tables.observation?.memos ?? []).map((memo, index) =>
      memo.intern(observed[index]),
    )
    const counted = environments.counted(environment, nodes)
    return Int32Array.from([...ids, environments.intern(counted), ...known])
  }

  /** A vector as a global state, on plain objects. */
  decode(state: Int32Array): GlobalState {
    const { cells, system, nodes, observation } = this.tables
    const { pieces } = this
    const idOf = (component: number): number => state[component] as number
    return {
      nodes: cells.map((_, node) => pieces.node(node, idOf(node))),
      inFlight: allInFlight(
        system,
        cells.flatMap((_, node) =>
          pieces.mailTo(node, idOf(node)).map((number) => pieces.mail(number)),
        ),
      ),
      environment: pieces.environment(idOf(nodes)),
      observed: (observation?.memos ?? []).map((_, observer) =>
        pieces.observed(observer, idOf(nodes + 1 + observer)),
      ),
    }
  }

  /** The run on plain objects as the system takes it: what was taken out of flight is still there. */
  *told(run: readonly Int32Array[]): Generator<GlobalState> {
    const [first] = run
    if (first === undefined) return
    if (this.tables.staleness.every((own) => own === null)) {
      yield* this.#decoded(run)
      return
    }
    const start = this.#from ?? startBehind(this.tables, first) ?? this.decode(first)
    let count = 0
    for (const state of withStale(this.tables.world, start, this.#decoded(run.slice(1)))) {
      count += 1
      yield state
    }
    if (count < run.length) throw new Astray('with its stale messages a run leads elsewhere')
  }

  *#decoded(run: readonly Int32Array[]): Generator<GlobalState> {
    for (const state of run) yield this.decode(state)
  }

  /**
   * A state of a node. Two nodes never have the same object, however equal their states are: whoever
   * compares by identity is answered as on the plain objects of the semantics.
   */
  #stateOf(node: number, id: number): unknown {
    return (this.#recent[node] as Recent<unknown>).get(id, this.#fresh)
  }
}

const facetsOf = (tables: Tables, stateOf: Facets['stateOf']): Facets => {
  const { nodes, cells, values, environments, boxes, envelopes, system, observation } = tables
  const components: number[] = []
  const known: IntList[] = []
  cells.forEach(({ states, ups, mailboxes }, node) => {
    components.push(node, node, node)
    known.push(states, ups, mailboxes)
  })
  components.push(nodes)
  known.push(environments.cuts)
  observation?.memos.forEach(({ states }, observer) => {
    components.push(nodes + 1 + observer)
    known.push(states)
  })
  const open = (envelope: number): Envelope => ({
    from: system.nodes[envelopes.from.data[envelope] as number]?.id ?? '',
    to: system.nodes[envelopes.to.data[envelope] as number]?.id ?? '',
    message: envelopes.message(envelope),
  })
  const { from, to } = envelopes
  const senderOf = (envelope: number): number => from.data[envelope] as number
  const isQueued = (envelope: number): boolean =>
    traitsOn(system.network, senderOf(envelope), to.data[envelope] as number).isQueue
  const inOrder = (a: number, b: number): number =>
    senderOf(a) - senderOf(b) ||
    (isQueued(a) ? 0 : compare(envelopes.message(a), envelopes.message(b)))
  const reader = {
    states: cells.map((own) => own.states),
    valueOf: (id: number) => values.get(id),
    freshOf: (id: number) => values.fresh(id),
    idOf: (value: unknown) => values.intern(value),
  }
  return {
    nodes,
    width: tables.sizes.length,
    parts: null,
    // A machine's states are all different: to number their fields would only cost time.
    fields: system.isMachine ? null : new FieldFacets(reader, firstField(known)),
    components: Int32Array.from(components),
    tables: known,
    stateOf,
    observedOf: (observer, id) => stateOf(nodes + observer, id),
    freshState: (id) => values.fresh(id),
    mailOf: (id) => boxes.get(id).toSorted(inOrder).map(open),
  }
}
