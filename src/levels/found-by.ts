import { allDue } from '../explore/state-space.ts'
import { mix, avalanche } from '../store/hash.ts'
import { PairTable } from '../store/pair-table.ts'

/** Notes are numbers of sixteen bits. */
const mostNotes = 1 << 16

/** The note of what may have touched anything, after which everything is due. */
export const anything = 0

/**
 * What is known of the steps by which a state was found, as a small number: what such a step touched,
 * and what is due after it. There are few different ones.
 */
export class FoundBy {
  /** By note. */
  readonly touched = new Int32Array(mostNotes)
  readonly due = new Int32Array(mostNotes)
  #size = 0
  readonly #slots = new Int32Array(4 * mostNotes)
  readonly #merged = new PairTable()

  constructor() {
    this.of(-1, allDue)
  }

  /** The note of a step. */
  of(touched: number, due: number): number {
    const mask = this.#slots.length - 1
    let slot = avalanche(mix(mix(0, touched), due)) & mask
    for (;;) {
      const note = (this.#slots[slot] as number) - 1
      if (note < 0) break
      if (this.touched[note] === touched && this.due[note] === due) return note
      slot = (slot + 1) & mask
    }
    // Beyond what there is room for, too much is said to be touched and due: that only costs time.
    if (this.#size === mostNotes) return anything
    const note = this.#size++
    this.touched[note] = touched
    this.due[note] = due
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
    const due = (this.due[a] as number) & (this.due[b] as number)
    const [touchedA, touchedB] = [this.touched[a] as number, this.touched[b] as number]
    const isFewer = bitsOf(touchedA) - bitsOf(touchedB) || touchedA - touchedB
    const note = this.of(isFewer <= 0 ? touchedA : touchedB, due)
    this.#merged.add(a, b, note)
    return note
  }
}

const bitsOf = (set: number): number => {
  let count = 0
  for (let rest = set; rest !== 0; rest &= rest - 1) count += 1
  return count
}
