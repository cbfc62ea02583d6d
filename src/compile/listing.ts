/** A sequence that is made as it is read, once, and may be read again. */
export class Listing<Item> implements Iterable<Item> {
  readonly #items: Item[] = []
  #rest: Iterator<Item> | null

  constructor(items: Iterable<Item>) {
    this.#rest = items[Symbol.iterator]()
  }

  *[Symbol.iterator](): Generator<Item> {
    for (let index = 0; ; index++) {
      if (index === this.#items.length && !this.#readOn()) return
      yield this.#items[index] as Item
    }
  }

  /** @returns whether there was one more */
  #readOn(): boolean {
    const next = this.#rest?.next()
    if (next === undefined) return false
    if (next.done === true) this.#rest = null
    else this.#items.push(next.value)
    return next.done !== true
  }
}
