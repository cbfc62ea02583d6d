import { planLayout, type Layout } from '../store/layout.ts'

/**
 * Layouts for states that are kept in order. Fields follow one another in a fixed order of the
 * components, so that keys of one layout are in the same order as those of a roomier one.
 */

/** The order of the components in which few words are wasted. */
export const orderFor = (sizes: Int32Array): readonly number[] => {
  const { word, shift } = planLayout(sizes)
  const byPlace = (a: number, b: number): number =>
    (word[a] ?? 0) - (word[b] ?? 0) || (shift[b] ?? 0) - (shift[a] ?? 0) || a - b
  return [...sizes.keys()].toSorted(byPlace)
}

/** How many bits leave room for half as many ids again, and one. */
const bitsFor = (size: number): number => 32 - Math.clz32(Math.max(size, Math.ceil(size * 1.5) - 1))

/**
 * A layout for components in this order, each with room to grow.
 *
 * @param wordBits so many bits of a word are used, but for larger fields
 */
export const layoutInOrder = (
  order: readonly number[],
  sizes: Int32Array,
  wordBits = 32,
): Layout => {
  const bits = Uint8Array.from(sizes, bitsFor)
  const word = new Uint16Array(sizes.length)
  const free = [Math.min(31, wordBits)]
  for (const component of order) {
    const need = bits[component] ?? 0
    if ((free.at(-1) ?? 0) < need) free.push(Math.max(need, wordBits))
    word[component] = free.length - 1
    free[free.length - 1] = (free.at(-1) ?? 0) - need
  }
  while (free.length < 2) free.push(32)
  // The first fields of a word are its highest.
  const shift = new Uint8Array(sizes.length)
  const field = new Int32Array(sizes.length)
  const used = new Uint8Array(free.length)
  for (const component of order.toReversed()) {
    const at = word[component] ?? 0
    const width = bits[component] ?? 0
    shift[component] = used[at] ?? 0
    field[component] = ((2 ** width - 1) << (used[at] ?? 0)) | 0
    used[at] = (used[at] ?? 0) + width
  }
  const room = Float64Array.from(bits, (width) => 2 ** width)
  return { words: free.length, word, shift, bits, room, field }
}
