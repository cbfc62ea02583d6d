const chunkBits = 16
const chunkSize = 1 << chunkBits

/** A growing list of integers, for long ones: nothing moves when it grows. */
export class ChunkList<Chunk extends Int32Array | Uint16Array> {
  length = 0
  readonly #chunks: Chunk[] = []
  readonly #make: (size: number) => Chunk

  /** @param make an empty chunk: its type says how large the integers may be */
  constructor(make: (size: number) => Chunk) {
    this.#make = make
  }

  get bytes(): number {
    return this.#chunks.reduce((sum, { byteLength }) => sum + byteLength, 0)
  }

  get(index: number): number {
    return this.#chunks[index >>> chunkBits]?.[index & (chunkSize - 1)] ?? -1
  }

  /** Appends those elements of `from` whose places are given. */
  pushAll(from: Int32Array, places: Int32Array, count: number): void {
    for (let index = 0; index < count; index++) this.#push(from[places[index] as number] as number)
  }

  /** Appends all elements. */
  pushEach(elements: Int32Array): void {
    for (let index = 0; index < elements.length; index++) this.#push(elements[index] as number)
  }

  #push(element: number): void {
    const within = this.length & (chunkSize - 1)
    if (within === 0) this.#chunks.push(this.#make(chunkSize))
    const chunk = this.#chunks[this.length >>> chunkBits] as Chunk
    chunk[within] = element
    this.length += 1
  }
}
