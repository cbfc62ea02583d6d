import type { Audited } from '../audit/audited.ts'
import { allDue, recordHeader, touchedBit, type Successors } from '../explore/state-space.ts'
import type { Told } from '../model/observer.ts'
import { toldOf, type Happening } from '../semantics/observers.ts'
import { IntList } from '../store/int-list.ts'
import type { Sized } from '../store/sized.ts'
import { Tuples } from '../store/tuples.ts'
import { actionFor } from './action-for.ts'
import type { AskedOperations } from './asked-operations.ts'
import { ObserverMemo } from './observer-memo.ts'
import { Kind } from './outcome-words.ts'
import type { Values } from '../value/values.ts'
import type { FamilyLabels } from './family-labels.ts'
import type { HalfLabels } from './half-labels.ts'
import type { Envelopes } from './envelopes.ts'
import type { Labels } from './labels.ts'
import type { System } from '../model/system.ts'

/** What the ids of a compiled system stand for. */
interface Shelf {
  readonly nodes: number
  readonly system: System
  readonly values: Values
  readonly envelopes: Envelopes
  readonly labels: Labels
  readonly halves: HalfLabels
  readonly families: FamilyLabels
}

/** A step of a node in ids, as far as observers may be told of it. */
interface StepInIds {
  /** The kind of the outcome and its detail; null for the node's start. */
  readonly kind: number | null
  readonly detail: number
  readonly node: number
  /** The value ids of the node's state before and after. */
  readonly before: number
  readonly after: number
  /** The envelopes sent. */
  readonly sends: readonly number[]
}

/**
 * The observers of a compiled system: components behind the environment. What they are told in a step, the
 * *telling*, is a list with an id, 0 where it is empty, and belongs to the label of an outcome. So a
 * successor's observers are found by integers only: (their state, the telling) -> their next state.
 */
export class Observation {
  readonly memos: readonly ObserverMemo[]
  readonly #tables: Shelf
  readonly #operations: AskedOperations
  /** Lists of the value ids of what is told. */
  readonly #tellings = new Tuples()
  /** For each label its telling, and the label without: -1 while nobody has asked. */
  readonly #tellingOf = new IntList()
  readonly #plainOf = new IntList()
  /** The labels of no node's steps that somebody is told of, for who goes through them. Null while nobody does. */
  alone: IntList | null = null
  /** The records of the state at hand before observers are told. */
  #untold = new Int32Array(256)

  /** @param onNew is told of each growth of a component */
  constructor(
    tables: Shelf,
    operations: AskedOperations,
    onNew: (component: number, size: number) => void,
  ) {
    this.#tables = tables
    this.#operations = operations
    this.#tellings.intern(new Int32Array(0))
    const first = tables.nodes + 1
    this.memos = tables.system.observers.map(
      (observer, index) =>
        new ObserverMemo(observer, tables.values, (size) => onNew(first + index, size)),
    )
  }

  get tables(): readonly Sized[] {
    const own = [
      this.#tellings,
      this.#tellingOf,
      this.#plainOf,
      ...(this.alone ? [this.alone] : []),
    ]
    return [...own, ...this.memos.flatMap(({ tables }) => tables)]
  }

  /** Grows whenever user code is asked, or something gets an id. */
  get learned(): number {
    return this.memos.reduce((sum, { heard }) => sum + heard.size, this.#tellings.size)
  }

  get audited(): readonly Audited[] {
    return [this.#operations, ...this.memos.flatMap(({ audited }) => audited)]
  }

  /** The id of what is told of a step; 0 for nothing. */
  tellingOf({ kind, detail, node, before, after, sends }: StepInIds): number {
    const { envelopes, values } = this.#tables
    return this.#intern({
      cause: kind === null ? 'start' : actionFor(this.#tables, { kind, node, detail }),
      node,
      before: values.get(before),
      after: values.get(after),
      sends: sends.map((sent) => ({
        to: envelopes.to.data[sent] as number,
        message: envelopes.message(sent),
      })),
    })
  }

  /** The id of what is told where an action with a label is taken; 0 for nothing. */
  tellingOfLabel(label: number): number {
    if (this.#tellingOf.at(label) < 0) this.#learn(label)
    return this.#tellingOf.data[label] as number
  }

  /** The value ids of what is told, in order. */
  told(telling: number): Int32Array {
    return this.#tellings.get(telling).slice()
  }

  /** What the observers know, in their components, once a telling was told. */
  tell(state: Int32Array, telling: number): void {
    const first = this.#tables.nodes + 1
    const told = this.told(telling)
    this.memos.forEach((memo, index) => {
      state[first + index] = memo.after(state[first + index] as number, telling, told)
    })
  }

  /** Writes what the observers know at first. */
  begin(state: Int32Array): void {
    this.memos.forEach(({ first }, index) => {
      state[this.#tables.nodes + 1 + index] = first
    })
  }

  /** Adds to the records of a state's successors what becomes of the observers, and takes tellings out of labels. */
  complete(state: Int32Array, out: Successors): void {
    const { records } = out
    const { length } = records
    if (this.#untold.length < length) this.#untold = new Int32Array(2 * length)
    const untold = this.#untold
    untold.set(records.data.subarray(0, length))
    records.length = 0
    for (let at = 0; at < length;) {
      const end = at + recordHeader + 2 * (untold[at + 2] as number)
      this.#completeOne(state, records, at, end)
      at = end
    }
  }

  #completeOne(state: Int32Array, records: IntList, from: number, end: number): void {
    const untold = this.#untold
    const label = untold[from] as number
    const telling = this.tellingOfLabel(label)
    records.reserve(end - from + 2 * this.memos.length)
    const { data, length } = records
    data.set(untold.subarray(from, end), length)
    records.length = length + end - from
    data[length] = this.#plainOf.data[label] as number
    if (telling === 0) return
    // Who is told sees an order of steps.
    data[length + 3] = allDue
    const first = this.#tables.nodes + 1
    const told = this.told(telling)
    this.memos.forEach((memo, index) => {
      const component = first + index
      const before = state[component] as number
      const after = memo.after(before, telling, told)
      if (after === before) return
      data[length + 1] = (data[length + 1] as number) | touchedBit(component)
      data[length + 2] = (data[length + 2] as number) + 1
      data[records.length] = component
      data[records.length + 1] = after
      records.length += 2
    })
  }

  /** Finds out what is told where an action with a label is taken. */
  #learn(label: number): void {
    const { labels } = this.#tables
    const { kind, node, detail, telling } = labels.get(label)
    const belongsToNone = kind === Kind.lose || kind >= Kind.split
    const told = belongsToNone
      ? this.#intern({
          cause: actionFor(this.#tables, { kind, node, detail }),
          node: -1,
          before: undefined,
          after: undefined,
          sends: [],
        })
      : telling
    if (belongsToNone) this.alone?.push(label)
    const plain = telling === 0 ? label : labels.of(kind, node, detail)
    this.#tellingOf.put(label, told, -1)
    this.#plainOf.put(label, plain, -1)
  }

  #intern(happening: Happening): number {
    const { values, system } = this.#tables
    const told = toldOf(system, happening, (node, state) =>
      this.#operations.of(node, values.intern(state)),
    )
    if (told.length === 0) return 0
    return this.#tellings.intern(Int32Array.from(told, (each: Told) => values.intern(each)))
  }
}
