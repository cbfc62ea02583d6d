/**
 * Which of many things to keep, told one by one: all of the first `full`, then ever fewer. Of n they
 * are some full · (1 + ln(n / full)), so that the sample grows with the run and stays small.
 */
export class Sample {
  readonly #full: number
  #met = 0
  #next = 0

  constructor(full: number) {
    this.#full = full
  }

  /** How many things were met. */
  get met(): number {
    return this.#met
  }

  /** Whether to keep the thing that is met now. */
  takes(): boolean {
    const at = this.#met++
    if (at < this.#next) return false
    this.#next = at + 1 + Math.floor(at / this.#full)
    return true
  }
}
