/** What is true of a state, for a formula: states that agree on it have the same letter. */
export class Letters {
  readonly #propositions: readonly number[]
  readonly #ask: (state: number) => Uint8Array
  /** For each state its letter, or -1. */
  readonly #ofState: Int32Array
  /** For each letter the truth of all propositions. */
  readonly #truths: Uint8Array[] = []
  readonly #known = new Map<string, number>()

  /**
   * @param propositions those that matter
   * @param ask the truth of all propositions in a state
   */
  constructor(states: number, propositions: readonly number[], ask: (state: number) => Uint8Array) {
    this.#propositions = propositions
    this.#ask = ask
    this.#ofState = new Int32Array(states).fill(-1)
  }

  /** The letter of a state: asked when it is first wanted. */
  of(state: number): number {
    const known = this.#ofState[state] as number
    if (known >= 0) return known
    const truth = this.#ask(state)
    let key = ''
    for (const proposition of this.#propositions) key += truth[proposition] === 1 ? '1' : '0'
    let letter = this.#known.get(key)
    if (letter === undefined) {
      letter = this.#truths.push(truth) - 1
      this.#known.set(key, letter)
    }
    this.#ofState[state] = letter
    return letter
  }

  /** Whether a proposition is true in the states of a letter. */
  holds(letter: number, proposition: number): boolean {
    return this.#truths[letter]?.[proposition] === 1
  }
}
