import type { Audited } from '../audit/audited.ts'
import type { PilingSpace } from '../compile/divergence-watch.ts'
import type { Growth, SizeLog } from '../compile/growth.ts'
import type { Pieces } from '../compile/pieces.ts'
import type { ProtocolSpace } from '../compile/protocol-space.ts'
import { StaleCheck } from '../compile/stale-check.ts'
import type { SystemSpace } from '../compile/system-space.ts'
import type { Facets } from '../explore/facets.ts'
import type { Origins } from '../explore/share.ts'
import type { Meaning } from '../explore/meaning.ts'
import { allDue, recordHeader, Successors } from '../explore/state-space.ts'
import type { Action } from '../semantics/action.ts'
import type { GlobalState } from '../semantics/global-state.ts'
import { allOf, type Sized } from '../store/sized.ts'
import type { Shown, Values } from '../value/values.ts'
import { apartAtStart } from './begin-check.ts'
import { orbitOrigins } from './orbit-origins.ts'
import { Orbits } from './orbits.ts'
import { noteLeast } from './settled-orbits.ts'
import type { Points } from './points.ts'
import { StepCheck } from './step-check.ts'
import { toldApartAtStart } from './start-telling.ts'
import { Swap, type SwapOf } from './swap.ts'
import { TakenEverywhere } from './taken-everywhere.ts'
import { TellingCheck } from './telling-check.ts'
import type { ToldApart } from '../compile/told-apart.ts'
import { unfold } from './unfold.ts'

/**
 * A system's states without those that become others when nodes, or values, of a class change places: of each
 * such orbit there is one. That they are treated alike is checked for whatever user code is asked; as soon as
 * it is not so, this throws.
 */
export class OrbitSpace implements SystemSpace {
  readonly width: number
  readonly sizes: Int32Array
  readonly orbits: Orbits
  /** The check of what is stale, for the whole system. */
  readonly stale: SystemSpace['stale']
  readonly #inner: ProtocolSpace
  readonly #afresh: (found: readonly ToldApart[]) => Error
  readonly #check: StepCheck
  readonly #tellings: TellingCheck | null
  readonly #taken: TakenEverywhere
  readonly #swapOf: SwapOf
  readonly #swaps: Swap[] = []
  readonly #points: number
  readonly #out = new Successors()
  readonly #after: Int32Array
  #isBegun = false

  /**
   * @param points of nodes of one role that the same faults may befall, and of values
   * @param afresh makes the error to throw where they turn out to be told apart
   */
  constructor(
    inner: ProtocolSpace,
    points: Pick<Points, 'names' | 'nodes' | 'values'>,
    afresh: (found: readonly ToldApart[]) => Error,
  ) {
    const { tables, width } = inner
    this.#inner = inner
    this.#afresh = afresh
    this.width = width
    this.sizes = inner.sizes
    const { names } = points
    this.#points = names.length
    const known = new Map<number, Swap>()
    this.#swapOf = (first, second) => {
      const key = Math.min(first, second) * names.length + Math.max(first, second)
      let swap = known.get(key)
      if (swap === undefined) {
        const both = [names[first] ?? '', names[second] ?? ''] as const
        known.set(key, (swap = new Swap(tables, [first, second], both)))
        this.#swaps.push(swap)
      }
      return swap
    }
    this.orbits = new Orbits(points, this.#swapOf, width)
    const { generators } = this.orbits
    const { observation } = tables
    this.#tellings = observation === null ? null : new TellingCheck(tables, observation, generators)
    this.#check = new StepCheck(tables, generators, this.#tellings)
    this.#taken = new TakenEverywhere(tables, generators)
    this.stale = this.#staleCheck()
    this.#after = new Int32Array(width)
  }

  get revision(): number {
    return this.#inner.revision
  }

  /** Ids are given outside of `successors`, too, where predicates are asked. */
  get learned(): undefined {
    return undefined
  }

  *initial(): Iterable<Int32Array> {
    if (!this.#isBegun) {
      const { tables } = this.#inner
      const found = apartAtStart(tables, this.orbits.classes, this.#swapOf)
      if (found.length > 0) throw this.#afresh(found)
      const told = toldApartAtStart(tables, () => this.#inner.initial(), this.orbits.generators)
      if (told !== null) throw this.#afresh([told])
      this.#isBegun = true
    }
    for (const state of this.#inner.initial()) {
      this.#insistAlike()
      const listed = state.slice()
      this.orbits.toLeast(state)
      noteLeast(this.#inner.tables, listed, state, this.orbits.swaps)
      yield state
    }
  }

  /** All steps are due: which node a step is of does not last, as nodes change places. */
  successors(state: Int32Array, out: Successors): void {
    const plain = this.#expand(state, out)
    out.hasIgnored = plain.hasIgnored
    out.count += plain.count
    out.progress += plain.progress
    const { data, length } = plain.records
    const { records } = out
    const after = this.#after
    for (let at = 0; at < length;) {
      for (let component = 0; component < after.length; component++) {
        after[component] = state[component] as number
      }
      const end = at + recordHeader + 2 * (data[at + 2] as number)
      for (let change = at + recordHeader; change < end; change += 2) {
        after[data[change] as number] = data[change + 1] as number
      }
      if (out.asksSteps) for (const id of after) out.plain.push(id)
      this.orbits.toLeast(after)
      records.reserve(recordHeader + 2 * this.width)
      const start = records.length
      const into = records.data
      into[start] = data[at] as number
      into[start + 1] = data[at + 1] as number
      into[start + 3] = allDue
      let to = start + recordHeader
      for (let component = 0; component < after.length; component++) {
        if (after[component] === state[component]) continue
        into[to++] = component
        into[to++] = after[component] as number
      }
      into[start + 2] = (to - start - recordHeader) / 2
      records.length = to
      at = end
    }
  }

  /**
   * A run of the system for a run of states that stand for orbits, the last of which is the same.
   *
   * @param run each state leads to the next
   */
  unfold(run: readonly Int32Array[]): readonly Int32Array[] {
    return unfold(run, {
      orbits: this.orbits,
      points: this.#points,
      swapOf: this.#swapOf,
      successors: (state) => this.#expand(state),
    })
  }

  get facets(): Facets {
    return this.#inner.facets
  }

  get values(): Values {
    return this.#inner.values
  }

  get sized(): Sized {
    const tables = this.#swaps.flatMap((swap) => swap.tables)
    return allOf([this.#inner.sized, ...tables, ...this.orbits.tables, ...this.#taken.tables])
  }

  get evaluated(): number {
    return this.#inner.evaluated
  }

  get shown(): readonly Shown[] {
    return this.#inner.shown
  }

  get notes(): readonly string[] {
    return this.#inner.notes
  }

  get piling(): PilingSpace | null {
    return this.#inner.piling
  }

  get audited(): readonly Audited[] {
    return this.#inner.audited
  }

  get origins(): Origins {
    return orbitOrigins(this.#inner.origins, this.orbits.classes)
  }

  /** A run of representatives, told as a run of the system. */
  told(run: readonly Int32Array[]): Iterable<GlobalState> {
    return this.#inner.told(this.unfold(run))
  }

  /** What is done to successors here takes more than tables. */
  get news(): null {
    return null
  }

  get pin(): null {
    return null
  }

  actionOf(label: number): Action {
    return this.#inner.actionOf(label)
  }

  meaning(): Meaning {
    return this.#inner.meaning()
  }

  get pieces(): Pieces {
    return this.#inner.pieces
  }

  decode(state: Int32Array): GlobalState {
    return this.#inner.decode(state)
  }

  encode(state: GlobalState): Int32Array {
    return this.#inner.encode(state)
  }

  growth(sizes: SizeLog): readonly Growth[] {
    return this.#inner.growth(sizes)
  }

  /** The successors of a state before nodes change places. What user code was asked for them is checked. */
  #expand(state: Int32Array, wanted?: Successors): Successors {
    const out = this.#out
    out.clear(wanted?.asksSteps)
    out.keepsLoops = wanted?.keepsLoops ?? false
    this.#inner.successors(state, out, allDue)
    out.gather()
    this.#insistAlike()
    return out
  }

  /** Checks what user code was asked since the last time. */
  #insistAlike(): void {
    const found = this.#check.run() ?? this.#tellings?.run() ?? null
    if (found !== null) throw this.#afresh([found])
  }

  /** Looks at what was taken out of flight for all nodes, though it was taken out of few of the states. */
  #staleCheck(): SystemSpace['stale'] {
    const { values, memos } = this.#inner.tables
    const check = new StaleCheck({ values, memos, staleness: this.#taken.nodes })
    return {
      run: async (pace) => {
        this.#insistAlike()
        await this.#taken.update(pace)
        try {
          await check.run(pace)
        } finally {
          this.#check.passOver()
        }
      },
      get removed() {
        return check.removed
      },
    }
  }
}
