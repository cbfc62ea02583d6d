/** What a table takes, and is about to take: for those who mind the memory. */
export interface Sized {
  /** Bytes held outside the JavaScript heap. */
  readonly bytes: number
  /** Bytes that it will take at once when it grows, if that is near; else 0. */
  readonly soon: number
}

/**
 * What a table is about to take: it grows by being copied, so that for a moment both are there.
 *
 * @param grown how many bytes it has after it has grown
 */
export const soonOf = (used: number, capacity: number, grown: number): number =>
  used * 8 >= capacity * 7 ? grown : 0

/** What several tables take together. */
export const allOf = (tables: Iterable<Sized>): Sized => {
  let [bytes, soon] = [0, 0]
  for (const table of tables) {
    bytes += table.bytes
    soon += table.soon
  }
  return { bytes, soon }
}
