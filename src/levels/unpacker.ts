import type { Layout } from '../store/layout.ts'

/** Unpacks states that come in order: most have words in common with the one before. */
export class Unpacker {
  /** The state that was unpacked last. */
  readonly ids: Int32Array
  readonly #words: Int32Array
  /** For each word the end of its fields, in the lists that follow. */
  readonly #ends: Int32Array
  readonly #components: Int32Array
  readonly #shifts: Int32Array
  readonly #masks: Int32Array

  constructor(layout: Layout, width: number) {
    this.ids = new Int32Array(width)
    // All fields of a word that is 0 are 0.
    this.#words = new Int32Array(layout.words)
    const byWord = [...layout.word.keys()].toSorted(
      (a, b) => (layout.word[a] ?? 0) - (layout.word[b] ?? 0),
    )
    this.#components = Int32Array.from(byWord)
    this.#shifts = Int32Array.from(byWord, (component) => layout.shift[component] ?? 0)
    this.#masks = Int32Array.from(byWord, (component) => 2 ** (layout.bits[component] ?? 0) - 1)
    this.#ends = Int32Array.from(
      { length: layout.words },
      (_, word) => byWord.filter((component) => (layout.word[component] ?? 0) <= word).length,
    )
  }

  /** Unpacks the packed words that lie in `keys` at an offset. */
  read(keys: Int32Array, at: number): void {
    const words = this.#words
    let field = 0
    for (let word = 0; word < words.length; word++) {
      const value = keys[at + word] as number
      const end = this.#ends[word] as number
      if (value === words[word]) {
        field = end
        continue
      }
      words[word] = value
      for (; field < end; field++) {
        const id = (value >>> (this.#shifts[field] as number)) & (this.#masks[field] as number)
        this.ids[this.#components[field] as number] = id
      }
    }
  }
}
