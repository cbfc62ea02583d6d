const chunkBits = 16
const chunkSize = 1 << chunkBits

/** A growing list of 32-bit integers, for long ones: nothing moves when it grows. */
export class ChunkList {
  length = 0
  readonly #chunks: Int32Array[] = []

  get bytes(): number {
    return this.#chunks.length * chunkSize * 4
  }

  get(index: number): number {
    return this.#chunks[index >>> chunkBits]?.[index & (chunkSize - 1)] ?? -1
  }

  /** Appends those elements of `from` whose places are given. */
  pushAll(from: Int32Array, places: Int32Array, count: number): void {
    for (let index = 0; index < count; index++) {
      const within = this.length & (chunkSize - 1)
      if (within === 0) this.#chunks.push(new Int32Array(chunkSize))
      const chunk = this.#chunks[this.length >>> chunkBits] as Int32Array
      chunk[within] = from[places[index] as number] as number
      this.length += 1
    }
  }
}
