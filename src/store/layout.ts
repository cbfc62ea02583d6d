/** The top bit of word 0 is always set in a stored state, so that an empty slot is all zero. */
const occupied = 0x80000000 | 0

/**
 * Where each component of a state vector lies in the packed words: a field of bits that never
 * straddles two words.
 */
export interface Layout {
  /** How many 32-bit words a packed state takes. */
  readonly words: number
  readonly word: Uint16Array
  readonly shift: Uint8Array
  readonly bits: Uint8Array
  /** How many ids each field has room for. */
  readonly room: Float64Array
  /** All ones over the field's bits, at their place. */
  readonly field: Int32Array
}

/** How many bits tell `size` ids apart: none for one. */
const bitsFor = (size: number): number => (size <= 1 ? 0 : 32 - Math.clz32(size - 1))

/**
 * A layout with room for each component to grow: to twice its size where that costs no word, and
 * at least to the sizes given. It has two words at least: one path is fast, and it is that of two.
 *
 * @param sizes how many ids each component has so far
 */
export const planLayout = (sizes: ArrayLike<number>, leastWords = 2): Layout => {
  const count = sizes.length
  const bits = Uint8Array.from({ length: count }, (_, index) => bitsFor((sizes[index] ?? 1) * 2))
  const word = new Uint16Array(count)
  // Widest first, each into the first word with room: few words are wasted.
  const order = [...bits.keys()].toSorted((a, b) => (bits[b] ?? 0) - (bits[a] ?? 0) || a - b)
  const free: number[] = [31, ...Array.from({ length: leastWords - 1 }, () => 32)]
  for (const component of order) {
    const need = bits[component] ?? 0
    let place = free.findIndex((room) => room >= need)
    if (place < 0) place = free.push(32) - 1
    free[place] = (free[place] ?? 0) - need
    word[component] = place
  }
  spread(bits, word, free)
  return place(bits, word, free.length)
}

/** Gives the bits that are left over to the fields of each word, in turn. */
const spread = (bits: Uint8Array, word: Uint16Array, free: number[]): void => {
  for (let index = 0; index < free.length; index++) {
    const fields = [...word.keys()].filter((component) => word[component] === index)
    for (let turn = 0; (free[index] ?? 0) > 0 && fields.length > 0; turn++) {
      const component = fields[turn % fields.length] ?? 0
      if (fields.every((each) => (bits[each] ?? 0) >= 30)) break
      if ((bits[component] ?? 0) >= 30) continue
      bits[component] = (bits[component] ?? 0) + 1
      free[index] = (free[index] ?? 0) - 1
    }
  }
}

const place = (bits: Uint8Array, word: Uint16Array, words: number): Layout => {
  const used = new Uint8Array(words)
  const shift = new Uint8Array(bits.length)
  const field = new Int32Array(bits.length)
  for (let component = 0; component < bits.length; component++) {
    const width = bits[component] ?? 0
    const at = word[component] ?? 0
    shift[component] = width === 0 ? 0 : (used[at] ?? 0)
    field[component] = width === 0 ? 0 : ((2 ** width - 1) << (shift[component] ?? 0)) | 0
    used[at] = (used[at] ?? 0) + width
  }
  const room = Float64Array.from(bits, (width) => 2 ** width)
  return { words, word, shift, bits, room, field }
}

/** Whether all ids of components of these sizes fit their fields. */
export const fitsAll = (layout: Layout, sizes: Int32Array): boolean => {
  const { room } = layout
  for (let component = 0; component < sizes.length; component++) {
    if ((sizes[component] as number) > (room[component] as number)) return false
  }
  return true
}

/** Packs a state vector into `words` at an offset. */
export const pack = (layout: Layout, ids: Int32Array, words: Int32Array, offset: number): void => {
  words.fill(0, offset, offset + layout.words)
  words[offset] = occupied
  for (let component = 0; component < ids.length; component++) {
    const at = offset + (layout.word[component] as number)
    words[at] =
      (words[at] as number) | ((ids[component] as number) << (layout.shift[component] as number))
  }
}

/** Unpacks a state vector out of `words` at an offset. */
export const unpack = (
  layout: Layout,
  words: Int32Array,
  offset: number,
  ids: Int32Array,
): void => {
  const { word, shift, field } = layout
  for (let component = 0; component < ids.length; component++) {
    const bits =
      (words[offset + (word[component] as number)] as number) & (field[component] as number)
    ids[component] = bits >>> (shift[component] as number)
  }
}
