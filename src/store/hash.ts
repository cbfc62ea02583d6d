/**
 * Mixing steps of MurmurHash3 (Austin Appleby, public domain): a running hash takes one more 32-bit
 * word, and an avalanche makes every bit depend on every other.
 */
export const mix = (hash: number, word: number): number => {
  let mixed = Math.imul(word, 0xcc9e2d51)
  mixed = (mixed << 15) | (mixed >>> 17)
  const next = hash ^ Math.imul(mixed, 0x1b873593)
  return (Math.imul((next << 13) | (next >>> 19), 5) + 0xe6546b64) | 0
}

export const avalanche = (hash: number): number => {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}

/** A hash of two words: multiply and add (Dietzfelbinger), then let high bits reach the low ones. */
export const hashPair = (first: number, second: number): number => {
  const sum = (Math.imul(first, 0x9e3779b1) + Math.imul(second, 0xcc9e2d51)) | 0
  const mixed = Math.imul(sum ^ (sum >>> 15), 0x85ebca6b)
  return mixed ^ (mixed >>> 15)
}
