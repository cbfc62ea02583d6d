/** Bits of a digit at most: more buckets would not fit the cache. */
const mostBits = 11

/**
 * Sorts rows of integers by their first words, as unsigned integers, the first word first; rows with
 * equal keys stay in order. Least significant digit first (Knuth, TAOCP 3, 5.2.5); bits in which all
 * rows agree are left out.
 *
 * @param rows `count` rows of `stride` integers
 * @param spare room for as many
 * @param words how many of the integers of a row are its key
 * @returns the one of both arrays that holds the sorted rows
 */
export const sortRows = (
  rows: Int32Array,
  spare: Int32Array,
  { count, stride, words }: { count: number; stride: number; words: number },
): Int32Array => {
  const end = count * stride
  let [from, to] = [rows, spare]
  for (let word = words - 1; word >= 0; word--) {
    const varying = varyingBits(from, end, stride, word)
    if (varying === 0) continue
    const high = 32 - Math.clz32(varying)
    let shift = 31 - Math.clz32(varying & -varying)
    const passes = Math.ceil((high - shift) / mostBits)
    const bits = Math.ceil((high - shift) / passes)
    for (let pass = 0; pass < passes; pass++) {
      const starts = startsOf(from, { end, stride, word, shift, bits })
      if (stride === 3) scatterTriples(from, to, starts, { end, word, shift, bits })
      else scatter(from, to, starts, { end, stride, word, shift, bits })
      ;[from, to] = [to, from]
      shift += bits
    }
  }
  return from
}

/** The bits of a word in which some rows differ. */
const varyingBits = (rows: Int32Array, end: number, stride: number, word: number): number => {
  let [all, any] = [-1, 0]
  for (let at = word; at < end; at += stride) {
    const value = rows[at] as number
    all &= value
    any |= value
  }
  return all ^ any
}

/** Where the rows of each value of a digit begin. */
const startsOf = (
  rows: Int32Array,
  { end, stride, word, shift, bits }: Pass & { readonly stride: number },
): Int32Array => {
  const starts = new Int32Array(1 << bits)
  const mask = (1 << bits) - 1
  for (let at = word; at < end; at += stride) {
    const digit = ((rows[at] as number) >>> shift) & mask
    starts[digit] = (starts[digit] as number) + stride
  }
  let start = 0
  for (let digit = 0; digit <= mask; digit++) {
    const size = starts[digit] as number
    starts[digit] = start
    start += size
  }
  return starts
}

interface Pass {
  readonly end: number
  readonly word: number
  readonly shift: number
  readonly bits: number
}

const scatterTriples = (
  from: Int32Array,
  to: Int32Array,
  starts: Int32Array,
  { end, word, shift, bits }: Pass,
): void => {
  const mask = (1 << bits) - 1
  for (let at = 0; at < end; at += 3) {
    const digit = ((from[at + word] as number) >>> shift) & mask
    const place = starts[digit] as number
    starts[digit] = place + 3
    to[place] = from[at] as number
    to[place + 1] = from[at + 1] as number
    to[place + 2] = from[at + 2] as number
  }
}

const scatter = (
  from: Int32Array,
  to: Int32Array,
  starts: Int32Array,
  { end, word, shift, bits, stride }: Pass & { readonly stride: number },
): void => {
  const mask = (1 << bits) - 1
  for (let at = 0; at < end; at += stride) {
    const digit = ((from[at + word] as number) >>> shift) & mask
    const place = starts[digit] as number
    starts[digit] = place + stride
    for (let index = 0; index < stride; index++) to[place + index] = from[at + index] as number
  }
}
