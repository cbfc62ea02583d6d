import type { Layout } from '../store/layout.ts'
import { pack, unpack } from '../store/layout.ts'
import type { Claim, IntList } from '../store/int-list.ts'
import {
  anyBit,
  dueAfter,
  readyWords,
  recordHeader,
  type Successors,
} from '../explore/state-space.ts'
import type { FoundBy } from './found-by.ts'
import { sortRows } from './radix-sort.ts'

/** Rows for which there is room at first. */
const fewRows = 1 << 12

/**
 * The successors of a level that wait to be settled: rows of the packed words of a state and the note
 * of the step that found it.
 */
export class Candidates {
  count = 0
  rows: Int32Array
  /** The integers of a row. */
  stride: number
  #spare: Int32Array
  #layout: Layout
  readonly #foundBy: FoundBy
  readonly #mostRows: number
  readonly #claim: Claim
  /** What the space has ready as changes of packed words: the note, then the bits that differ in each word. */
  #changes: Int32Array = new Int32Array(0)
  #changesEnd = 0

  /**
   * @param most so many rows are sorted together, unless one state has more successors
   * @param claim asked before memory is taken
   */
  constructor(layout: Layout, foundBy: FoundBy, most: number, claim: Claim) {
    this.#layout = layout
    this.#claim = claim
    this.#foundBy = foundBy
    this.#mostRows = most
    this.stride = layout.words + 1
    this.rows = new Int32Array(Math.min(fewRows, most) * this.stride)
    this.#spare = new Int32Array(0)
  }

  get bytes(): number {
    return this.rows.byteLength + this.#spare.byteLength + this.#changes.byteLength
  }

  /** Whether there is room for so many more rows before those that wait have to be settled. */
  hasRoomFor(more: number): boolean {
    const need = this.count + more
    return need * this.stride <= this.rows.length || need <= this.#mostRows || this.count === 0
  }

  /** Makes room for so many more rows. */
  reserve(more: number): void {
    const need = (this.count + more) * this.stride
    if (need <= this.rows.length) return
    const length = Math.max(need, Math.min(2 * this.rows.length, this.#mostRows * this.stride))
    // For sorting there are two.
    this.#claim(4 * (2 * length - this.rows.length))
    const larger = new Int32Array(length)
    larger.set(this.rows.subarray(0, this.count * this.stride))
    this.rows = larger
  }

  /** Adds all successors of a state whose packed words lie in `keys` at an offset. */
  addAll(keys: Int32Array, at: number, out: Successors): void {
    this.#addRecords(keys, at, out.records)
    if (this.#changesEnd * readyWords < out.ready.length) this.#packChanges(out.ready)
    if (this.#layout.words === 2) this.#addReadyPairs(keys, at, out.spans)
    else this.#addReady(keys, at, out.spans)
  }

  /** Adds a row of others. There is room for it. */
  addRow(from: Int32Array, row: number): void {
    const { stride, rows } = this
    const to = this.count * stride
    const at = row * stride
    for (let index = 0; index < stride; index++) rows[to + index] = from[at + index] as number
    this.count += 1
  }

  /** Sorts the rows; of equal ones one is left, with the merged note. */
  settle(): void {
    const { stride, count } = this
    const { words } = this.#layout
    if (this.#spare.length < this.rows.length) this.#spare = new Int32Array(this.rows.length)
    const sorted = sortRows(this.rows, this.#spare, { count, stride, words })
    if (sorted !== this.rows) {
      this.#spare = this.rows
      this.rows = sorted
    }
    this.count = this.#unite(sorted)
  }

  /** Moves to another layout. */
  changeLayout(layout: Layout, width: number): void {
    const [old, oldRows, oldStride] = [this.#layout, this.rows, this.stride]
    this.#layout = layout
    this.stride = layout.words + 1
    this.#spare = new Int32Array(0)
    this.#changesEnd = 0
    this.rows = new Int32Array((oldRows.length / oldStride) * this.stride)
    const ids = new Int32Array(width)
    for (let row = 0; row < this.count; row++) {
      unpack(old, oldRows, row * oldStride, ids)
      pack(layout, ids, this.rows, row * this.stride)
      this.rows[(row + 1) * this.stride - 1] = oldRows[(row + 1) * oldStride - 1] as number
    }
  }

  #unite(rows: Int32Array): number {
    const { stride } = this
    const { words } = this.#layout
    const end = this.count * stride
    if (end === 0) return 0
    let last = 0
    for (let at = stride; at < end; at += stride) {
      let word = 0
      while (word < words && rows[at + word] === rows[last + word]) word += 1
      if (word === words) {
        const [one, other] = [rows[last + words] as number, rows[at + words] as number]
        if (one !== other) rows[last + words] = this.#foundBy.merge(one, other)
        continue
      }
      last += stride
      if (last === at) continue
      for (let index = 0; index < stride; index++) rows[last + index] = rows[at + index] as number
    }
    return last / stride + 1
  }

  #addRecords(keys: Int32Array, from: number, { data, length }: IntList): void {
    const { words, word, shift, field } = this.#layout
    const { stride } = this
    for (let at = 0; at < length;) {
      const to = this.count * stride
      const { rows } = this
      for (let index = 0; index < words; index++) rows[to + index] = keys[from + index] as number
      const end = at + recordHeader + 2 * (data[at + 2] as number)
      let changed = 0
      for (let change = at + recordHeader; change < end; change += 2) {
        const component = data[change] as number
        const place = to + (word[component] as number)
        const old = rows[place] as number
        const bits = (data[change + 1] as number) << (shift[component] as number)
        const next = (old & ~(field[component] as number)) | bits
        changed |= old ^ next
        rows[place] = next
      }
      if (changed !== 0) {
        rows[to + words] = this.#foundBy.of(
          (data[at + 1] as number) | anyBit,
          data[at + 3] as number,
        )
        this.count += 1
      }
      at = end
    }
  }

  #addReadyPairs(keys: Int32Array, from: number, { data, length }: IntList): void {
    const first = keys[from] as number
    const second = keys[from + 1] as number
    const changes = this.#changes
    const { rows } = this
    let to = this.count * 3
    for (let span = 0; span < length; span += 2) {
      const end = 3 * (data[span + 1] as number)
      for (let at = 3 * (data[span] as number); at < end; at += 3) {
        rows[to] = first ^ (changes[at + 1] as number)
        rows[to + 1] = second ^ (changes[at + 2] as number)
        rows[to + 2] = changes[at] as number
        to += 3
      }
    }
    this.count = to / 3
  }

  #addReady(keys: Int32Array, from: number, { data, length }: IntList): void {
    const changes = this.#changes
    const { words } = this.#layout
    const { rows, stride } = this
    let to = this.count * stride
    for (let span = 0; span < length; span += 2) {
      const end = stride * (data[span + 1] as number)
      for (let at = stride * (data[span] as number); at < end; at += stride) {
        for (let word = 0; word < words; word++) {
          rows[to + word] = (keys[from + word] as number) ^ (changes[at + 1 + word] as number)
        }
        rows[to + words] = changes[at] as number
        to += stride
      }
    }
    this.count = to / stride
  }

  #packChanges({ data, length }: IntList): void {
    const entries = length / readyWords
    const { word, shift } = this.#layout
    const { stride } = this
    if (entries * stride > this.#changes.length) {
      const larger = new Int32Array(2 * entries * stride)
      larger.set(this.#changes.subarray(0, this.#changesEnd * stride))
      this.#changes = larger
    }
    for (let entry = this.#changesEnd; entry < entries; entry++) {
      const at = entry * readyWords
      const component = data[at + 2] as number
      const differs = (data[at + 3] as number) ^ (data[at + 4] as number)
      const to = entry * stride
      this.#changes.fill(0, to, to + stride)
      this.#changes[to] = this.#foundBy.of((data[at + 1] as number) | anyBit, dueAfter(component))
      this.#changes[to + 1 + (word[component] as number)] = differs << (shift[component] as number)
    }
    this.#changesEnd = entries
  }
}
