import { allDue } from '../explore/state-space.ts'
import { avalanche, mix } from '../store/hash.ts'
import { IntList } from '../store/int-list.ts'
import { PairTable } from '../store/pair-table.ts'

/** Notes are numbers of sixteen bits. */
const mostNotes = 1 << 16

/** The note of what may have touched anything, after which everything is due. */
const anything = 0

/**
 * What is known of the steps by which a state was found, as a small number: what such a step touched,
 * and what is due after it. There are few different ones.
 */
export class FoundBy {
  readonly #touched = new IntList(64)
  readonly #due = new IntList(64)
  #slots = new Int32Array(256)
  readonly #merged = new PairTable()

  constructor() {
    this.of(-1, allDue)
  }

  /** What each note stands for, in the order of the notes. */
  get all(): { readonly touched: readonly number[]; readonly due: readonly number[] } {
    const [touched, due] = [this.#touched, this.#due]
    return {
      touched: [...touched.data.subarray(0, touched.length)],
      due: [...due.data.subarray(0, due.length)],
    }
  }

  touched(note: number): number {
    return this.#touched.data[note] as number
  }

  due(note: number): number {
    return this.#due.data[note] as number
  }

  /** The note of a step. */
  of(touched: number, due: number): number {
    let slot = this.#slotOf(touched, due)
    const known = (this.#slots[slot] as number) - 1
    if (known >= 0) return known
    const note = this.#touched.length
    // Beyond what there is room for, too much is said to be touched and due: that only costs time.
    if (note === mostNotes) return anything
    if (4 * note > this.#slots.length) {
      this.#grow()
      slot = this.#slotOf(touched, due)
    }
    this.#touched.push(touched)
    this.#due.push(due)
    this.#slots[slot] = note + 1
    return note
  }

  /**
   * The note of a state that two steps found from states of one level. Only what is due after both
   * is due (docs/engine.md). Whichever of both touched less says what may have changed: a property
   * that it did not touch is as it was in the state before, where it was judged.
   */
  merge(one: number, other: number): number {
    if (one === other) return one
    const [a, b] = one < other ? [one, other] : [other, one]
    const known = this.#merged.get(a, b)
    if (known >= 0) return known
    const due = this.due(a) & this.due(b)
    const [touchedA, touchedB] = [this.touched(a), this.touched(b)]
    const isFewer = bitsOf(touchedA) - bitsOf(touchedB) || touchedA - touchedB
    const note = this.of(isFewer <= 0 ? touchedA : touchedB, due)
    this.#merged.add(a, b, note)
    return note
  }

  /** Where a step has its slot, or the free one where it belongs. */
  #slotOf(touched: number, due: number): number {
    const slots = this.#slots
    const mask = slots.length - 1
    let slot = avalanche(mix(mix(0, touched), due)) & mask
    for (; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const note = (slots[slot] as number) - 1
      if (this.touched(note) === touched && this.due(note) === due) break
    }
    return slot
  }

  #grow(): void {
    this.#slots = new Int32Array(2 * this.#slots.length)
    for (let note = 0; note < this.#touched.length; note++) {
      this.#slots[this.#slotOf(this.touched(note), this.due(note))] = note + 1
    }
  }
}

const bitsOf = (set: number): number => {
  let count = 0
  for (let rest = set; rest !== 0; rest &= rest - 1) count += 1
  return count
}
