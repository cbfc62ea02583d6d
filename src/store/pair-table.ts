import { IntList } from './int-list.ts'
import { PairMap } from './pair-map.ts'
import type { Sized } from './sized.ts'

/** Up to so many words the rows may take together. */
const mostWords = 1 << 19

/**
 * A map from pairs of small non-negative integers to non-negative ones: rows of an array as long as
 * they take little memory, which costs one look-up; beyond that a hash table.
 */
export class PairTable implements Sized {
  readonly #rows: (IntList | undefined)[] = []
  #words = 0
  readonly #rest = new PairMap()

  get bytes(): number {
    return this.#words * 4 + this.#rest.bytes
  }

  /** Rows are small. */
  get soon(): number {
    return this.#rest.soon
  }

  /** The value of a pair, or -1. */
  get(row: number, column: number): number {
    const known = this.#rows[row]?.at(column) ?? -1
    if (known >= 0) return known
    return this.#rest.size === 0 ? -1 : this.#rest.get(row, column)
  }

  /** Calls back with each pair and its value, in no order to rely on. */
  each(callback: (row: number, column: number, value: number) => void): void {
    this.#rows.forEach((row, at) => {
      for (let column = 0; column < (row?.length ?? 0); column++) {
        const value = row?.at(column) ?? -1
        if (value >= 0) callback(at, column, value)
      }
    })
    this.#rest.each(callback)
  }

  /** Adds a pair that is not there yet. */
  add(row: number, column: number, value: number): void {
    const known = (this.#rows[row] ??= new IntList(0))
    const before = known.data.length
    if (column >= before && this.#words + 2 * column > mostWords) {
      this.#rest.add(row, column, value)
      return
    }
    known.put(column, value, -1)
    this.#words += known.data.length - before
  }
}
