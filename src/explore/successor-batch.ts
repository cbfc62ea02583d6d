import type { IntList } from '../store/int-list.ts'
import { unpack, type Layout } from '../store/layout.ts'
import { Batch } from '../store/state-set.ts'
import { anyBit, dueAfter, readyWords, recordHeader, type Successors } from './state-space.ts'

/** How many successors are collected before they are inserted together. */
export const batchSize = 512

/** The words of a packed change, of a state of two words. */
const changeWords = 4

/**
 * The successors that wait to be inserted together: their packed states, and by which step of which
 * state each was found.
 */
export class SuccessorBatch {
  readonly states: Batch
  /** For each the index of the state from which it was found. */
  sources: Int32Array = new Int32Array(batchSize)
  /** For each its place among the successors of that state. */
  ordinals: Int32Array = new Int32Array(batchSize)
  labels: Int32Array = new Int32Array(batchSize)
  touched: Int32Array = new Int32Array(batchSize)
  /** For each its sleep-set mask: a bit for each component that is awake (due) after it. */
  due: Int32Array = new Int32Array(batchSize)
  #layout: Layout
  /**
   * What is ready as changes of the two packed words: [touched, due, bits that differ in the first
   * word, in the second], as far as it was looked at.
   */
  #changes: Int32Array = new Int32Array(0)
  #changesEnd = 0

  constructor(layout: Layout) {
    this.#layout = layout
    this.states = new Batch(batchSize, layout.words)
  }

  /** Makes room for `count` more, which are more than a batch usually has. */
  enlarge(count: number): void {
    const size = this.states.count + count
    if (size <= this.states.size) return
    this.states.packed = larger(this.states.packed, size * this.#layout.words)
    this.states.added = new Int32Array(size)
    this.states.order = new Int32Array(size)
    this.states.slots = new Int32Array(size)
    this.sources = larger(this.sources, size)
    this.ordinals = larger(this.ordinals, size)
    this.labels = larger(this.labels, size)
    this.touched = larger(this.touched, size)
    this.due = larger(this.due, size)
  }

  /** Unpacks the successor that was applied last, and is not kept yet. */
  unpackLast(ids: Int32Array): void {
    const { packed, count } = this.states
    unpack(this.#layout, packed, count * this.#layout.words, ids)
  }

  /** Moves to another layout. The batch must be empty. */
  changeLayout(layout: Layout): void {
    this.#layout = layout
    this.states.packed = new Int32Array(this.states.size * layout.words)
    this.#changesEnd = 0
  }

  /**
   * Applies a record to a packed state, and writes the result behind the others. It only counts once
   * it is kept.
   *
   * @returns whether the record changes the state
   */
  apply(parent: Int32Array, data: Int32Array, at: number): boolean {
    const { words, word, shift, field } = this.#layout
    const { packed, count } = this.states
    const offset = count * words
    for (let index = 0; index < words; index++) packed[offset + index] = parent[index] as number
    let changed = 0
    const end = at + recordHeader + 2 * (data[at + 2] as number)
    for (let change = at + recordHeader; change < end; change += 2) {
      const component = data[change] as number
      const place = offset + (word[component] as number)
      const old = packed[place] as number
      const bits = (data[change + 1] as number) << (shift[component] as number)
      const next = (old & ~(field[component] as number)) | bits
      changed |= old ^ next
      packed[place] = next
    }
    return changed !== 0
  }

  /** Keeps the state that was just applied, of a record that begins so. */
  keep(source: number, ordinal: number, label: number, touched: number, due: number): void {
    const { count } = this.states
    this.sources[count] = source
    this.ordinals[count] = ordinal
    this.labels[count] = label
    this.touched[count] = touched | anyBit
    this.due[count] = due
    this.states.count = count + 1
  }

  /**
   * Adds what is ready in spans of entries to a packed state of two words: the search's innermost
   * loop. Labels are left out.
   *
   * @param before how many successors of the state come before these
   */
  addReady(
    parent: Int32Array,
    source: number,
    before: number,
    { spans, ready }: Pick<Successors, 'spans' | 'ready'>,
  ): void {
    if (this.#changesEnd * readyWords < ready.length) this.#packChanges(ready)
    const first = parent[0] as number
    const second = parent[1] as number
    const changes = this.#changes
    const { packed } = this.states
    const { sources, ordinals, touched, due } = this
    const { data, length } = spans
    let { count } = this.states
    const base = count - before
    for (let span = 0; span < length; span += 2) {
      const end = changeWords * (data[span + 1] as number)
      for (let at = changeWords * (data[span] as number); at < end; at += changeWords) {
        touched[count] = changes[at] as number
        due[count] = changes[at + 1] as number
        packed[2 * count] = first ^ (changes[at + 2] as number)
        packed[2 * count + 1] = second ^ (changes[at + 3] as number)
        sources[count] = source
        ordinals[count] = count - base
        count += 1
      }
    }
    this.states.count = count
  }

  #packChanges({ data, length }: IntList): void {
    const entries = length / readyWords
    const { word, shift } = this.#layout
    const room = entries * changeWords
    if (room > this.#changes.length) this.#changes = larger(this.#changes, 2 * room)
    for (let entry = this.#changesEnd; entry < entries; entry++) {
      const at = entry * readyWords
      const component = data[at + 2] as number
      const differs = (data[at + 3] as number) ^ (data[at + 4] as number)
      const to = entry * changeWords
      this.#changes[to] = (data[at + 1] as number) | anyBit
      this.#changes[to + 1] = dueAfter(component)
      this.#changes[to + 2] = 0
      this.#changes[to + 3] = 0
      this.#changes[to + 2 + (word[component] as number)] = differs << (shift[component] as number)
    }
    this.#changesEnd = entries
  }
}

const larger = (old: Int32Array, length: number): Int32Array => {
  const copy = new Int32Array(length)
  copy.set(old)
  return copy
}
