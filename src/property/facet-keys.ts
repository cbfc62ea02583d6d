import { sourceOf, type Facets } from '../explore/facets.ts'
import type { FacetSource } from '../explore/fields.ts'
import { IntList } from '../store/int-list.ts'
import { allOf, type Sized } from '../store/sized.ts'
import { Tuples } from '../store/tuples.ts'

/** What is looked at in one component of one view: its share of a key. */
interface Lane {
  readonly view: number
  readonly component: number
  /** The facets that are looked at. */
  readonly sources: readonly FacetSource[]
  /** What was seen in them together, numbered in order of appearance. */
  readonly contents: Tuples
  /** For each id of the component the number of what is seen there. */
  readonly numbers: IntList
  /** Where its bits lie in a key, and how many there are. */
  word: number
  shift: number
  bits: number
}

/** The bits of a word. */
const wordBits = 32

/** Turns a key as it was into the key that it has become, which is scratch. */
type Convert = (key: Int32Array) => Int32Array

/**
 * Keys for the contents of a set of facets, in one state or in the two states of a step: a few
 * words. Each component has a few bits, as many as tell the contents apart that were seen there.
 * Whoever remembers something for the same facets shares the keys.
 */
export class FacetKeys implements Sized {
  /** Told when keys get longer. */
  readonly onWiden = new Set<(convert: Convert) => void>()
  /** The key that was worked out last. */
  key = new Int32Array(1)
  /** How many bits the last word of a key uses. */
  lastBits = 0
  readonly #lanes: readonly Lane[]
  /** For each lane of the key its component. The lanes of the first view come first. */
  readonly #components: Int32Array
  /** For each lane and each id of its component the bits of the key. */
  #parts: Int32Array[] = []
  /** For which moment `key` was worked out. */
  #moment = -1

  /** @param views 1, or 2 for the states before and after a step */
  constructor(facets: Facets, views: 1 | 2, watched: readonly number[]) {
    const sources = watched.map((facet) => sourceOf(facets, facet))
    const components = [...new Set(sources.map(({ component }) => component))]
    this.#lanes = [0, 1].slice(0, views).flatMap((view) =>
      components.map((component) => ({
        view,
        component,
        sources: sources.filter((source) => source.component === component),
        contents: new Tuples(),
        numbers: new IntList(),
        word: 0,
        shift: 0,
        bits: 0,
      })),
    )
    this.#components = Int32Array.from(this.#lanes, ({ component }) => component)
    this.#place()
  }

  /** Bytes of what is known of each component. */
  get bytes(): number {
    return this.#size.bytes + this.#parts.reduce((sum, part) => sum + part.buffer.byteLength, 0)
  }

  get soon(): number {
    return this.#size.soon
  }

  get #size(): Sized {
    return allOf(this.#lanes.flatMap(({ contents, numbers }) => [contents, numbers]))
  }

  /** How many keys there are, if each component may have any of its contents. */
  get combinations(): number {
    this.#lanes.forEach((_, index) => this.#learn(index))
    return this.#lanes.reduce((product, { contents }) => product * contents.size, 1)
  }

  /**
   * The first word of the key of a state, or of the states of a step; all of it is in {@link key}.
   *
   * @param moment a number for the state, or the states, which no others had: asked again, the key is
   *   not worked out again; negative if there is none
   */
  of(state: Int32Array, after: Int32Array | null, moment: number): number {
    if (moment < 0 || moment !== this.#moment) {
      if (after === null && this.key.length === 1) this.#fillWord(state)
      else this.#fill(state, after)
      this.#moment = moment
    }
    return this.key[0] as number
  }

  #fillWord(state: Int32Array): void {
    const components = this.#components
    const parts = this.#parts
    let word = 0
    for (let lane = 0; lane < components.length; lane++) {
      const id = state[components[lane] as number] as number
      const part = parts[lane] as Int32Array
      if (id >= part.length) {
        this.#learn(lane)
        return this.#fill(state, null)
      }
      word |= part[id] as number
    }
    this.key[0] = word
  }

  #fill(state: Int32Array, after: Int32Array | null): void {
    this.key.fill(0)
    const lanes = this.#lanes
    for (let index = 0; index < lanes.length; index++) {
      const { view, component, word } = lanes[index] as Lane
      const id = (view === 0 ? state : (after as Int32Array))[component] as number
      if (id >= (this.#parts[index] as Int32Array).length) {
        this.#learn(index)
        return this.#fill(state, after)
      }
      this.key[word] = (this.key[word] as number) | (this.#parts[index]?.[id] as number)
    }
  }

  /** Takes in the ids that a component got since it was last looked at. */
  #learn(index: number): void {
    const { sources, contents, numbers, bits } = this.#lanes[index] as Lane
    const from = numbers.length
    const to = sources[0]?.size() ?? 0
    const content = new Int32Array(sources.length)
    for (let id = from; id < to; id++) {
      for (let at = 0; at < sources.length; at++) content[at] = sources[at]?.at(id) ?? 0
      numbers.push(contents.intern(content))
    }
    if (contents.size > 2 ** bits) this.#widen()
    else this.#writePart(index)
  }

  /** Gives lanes the bits that they need by now: keys get longer. */
  #widen(): void {
    const old = this.#lanes.map((lane) => ({ ...lane }))
    this.#place()
    const convert: Convert = (key) => {
      this.key.fill(0)
      old.forEach((lane, index) => {
        const number = ((key[lane.word] as number) >>> lane.shift) & maskOf(lane.bits)
        const { word, shift } = this.#lanes[index] as Lane
        this.key[word] = (this.key[word] as number) | (number << shift)
      })
      return this.key
    }
    for (const tell of this.onWiden) tell(convert)
  }

  /** Finds each lane its place in the key. */
  #place(): void {
    let word = 0
    let used = 0
    for (const lane of this.#lanes) {
      const bits = bitsFor(lane.contents.size)
      // Where there are many contents more will come: they get a bit to spare.
      lane.bits = Math.min(bits > 2 ? bits + 1 : Math.max(bits, 1), wordBits)
      if (used + lane.bits > wordBits) {
        word += 1
        used = 0
      }
      lane.word = word
      lane.shift = used
      used += lane.bits
    }
    this.key = new Int32Array(word + 1)
    this.lastBits = used
    this.#moment = -1
    this.#parts = this.#lanes.map(() => new Int32Array(0))
    this.#lanes.forEach((_, index) => this.#writePart(index))
  }

  #writePart(index: number): void {
    const { numbers, shift } = this.#lanes[index] as Lane
    const old = this.#parts[index] as Int32Array
    // Room for more, of which the part is a view: it grows one id at a time.
    const room = old.buffer.byteLength / 4 >= numbers.length ? old.buffer : roomFor(old, numbers)
    const part = new Int32Array(room, 0, numbers.length)
    for (let id = old.length; id < numbers.length; id++) {
      part[id] = (numbers.data[id] as number) << shift
    }
    this.#parts[index] = part
  }
}

/** All ones in so many low bits. */
const maskOf = (bits: number): number => (bits === wordBits ? -1 : (1 << bits) - 1)

/** How many bits tell so many numbers apart. */
const bitsFor = (count: number): number => (count <= 1 ? 0 : wordBits - Math.clz32(count - 1))

const roomFor = (old: Int32Array, numbers: IntList): ArrayBufferLike => {
  const larger = new Int32Array(numbers.data.length)
  larger.set(old)
  return larger.buffer
}
