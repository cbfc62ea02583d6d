/**
 * The values last asked for, by id: at least so many are remembered, so that whoever asks again soon
 * is given the same object.
 */
export class Recent<Value> {
  readonly #size: number
  #young = new Map<number, Value>()
  #old = new Map<number, Value>()

  constructor(size: number) {
    this.#size = size
  }

  /** The values remembered, with their ids. */
  get entries(): readonly (readonly [id: number, value: Value])[] {
    return [...this.#old, ...this.#young]
  }

  /** The value of an id; it is made if it is not remembered. */
  get(id: number, make: (id: number) => Value): Value {
    const known = this.#young.get(id)
    if (known !== undefined) return known
    const value = this.#old.get(id) ?? make(id)
    if (this.#young.size >= this.#size) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(id, value)
    return value
  }
}
