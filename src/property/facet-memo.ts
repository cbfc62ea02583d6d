import { sourceOf, type Facets } from '../explore/facets.ts'
import type { FacetSource } from '../explore/fields.ts'
import { AnswerMemo } from '../store/answer-memo.ts'
import { IntList } from '../store/int-list.ts'
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

/**
 * Answers remembered for what was looked at: for the contents of a set of facets, in one state or in
 * the two states of a step. Each component has a few bits of a key, as many as tell the contents
 * apart that were seen there.
 */
export class FacetMemo {
  readonly #facets: Facets
  readonly #views: number
  readonly #watched = new Set<number>()
  #lanes: readonly Lane[] = []
  /** For each lane of the key its component. The lanes of the first view come first. */
  #components = new Int32Array(0)
  /** For each lane and each id of its component the bits of the key. */
  #parts: Int32Array[] = []
  #key = new Int32Array(1)
  #memo = new AnswerMemo(1, 0)

  /** @param views 1, or 2 for the states before and after a step */
  constructor(facets: Facets, views: 1 | 2) {
    this.#facets = facets
    this.#views = views
  }

  get bytes(): number {
    const parts = this.#parts.reduce((sum, part) => sum + part.byteLength, 0)
    return this.#memo.bytes + parts
  }

  /** Adds facets to the keys: all answers so far are forgotten. */
  watch(facets: readonly number[]): void {
    for (const facet of facets) this.#watched.add(facet)
    const sources = [...this.#watched].map((facet) => sourceOf(this.#facets, facet))
    const components = new Set(sources.map(({ component }) => component))
    const lanes: Lane[] = []
    for (let view = 0; view < this.#views; view++) {
      for (const component of components) {
        const own = sources.filter((source) => source.component === component)
        const fresh = { contents: new Tuples(), numbers: new IntList(), word: 0, shift: 0, bits: 0 }
        lanes.push({ view, component, sources: own, ...fresh })
      }
    }
    this.#lanes = lanes
    this.#components = Int32Array.from(lanes, ({ component }) => component)
    this.#place()
    this.#memo = new AnswerMemo(this.#key.length, this.#lastBits())
  }

  /** How many keys there are, if each component may have any of its contents. */
  get combinations(): number {
    this.#lanes.forEach((_, index) => this.#learn(index))
    return this.#lanes.reduce((product, { contents }) => product * contents.size, 1)
  }

  /** The answer for a state, or for the states of a step: 1 for yes, 0 for no, -1 if not known. */
  get(state: Int32Array, after: Int32Array | null): number {
    if (this.#key.length > 1 || after !== null) {
      this.#fillKey(state, after)
      return this.#memo.get(this.#key)
    }
    const components = this.#components
    const parts = this.#parts
    let key = 0
    for (let lane = 0; lane < components.length; lane++) {
      const id = state[components[lane] as number] as number
      const part = parts[lane] as Int32Array
      if (id >= part.length) {
        this.#learn(lane)
        return this.get(state, after)
      }
      key |= part[id] as number
    }
    return this.#memo.getWord(key)
  }

  /** Adds an answer that is not known yet. */
  add(state: Int32Array, after: Int32Array | null, answer: boolean): void {
    this.#fillKey(state, after)
    this.#memo.add(this.#key, answer)
  }

  #fillKey(state: Int32Array, after: Int32Array | null): void {
    this.#key.fill(0)
    const lanes = this.#lanes
    for (let index = 0; index < lanes.length; index++) {
      const { view, component, word } = lanes[index] as Lane
      const id = (view === 0 ? state : (after as Int32Array))[component] as number
      if (id >= (this.#parts[index] as Int32Array).length) {
        this.#learn(index)
        this.#fillKey(state, after)
        return
      }
      this.#key[word] = (this.#key[word] as number) | (this.#parts[index]?.[id] as number)
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

  /** Gives lanes the bits that they need by now, and moves all answers to longer keys. */
  #widen(): void {
    const old = { lanes: this.#lanes.map((lane) => ({ ...lane })), memo: this.#memo }
    this.#place()
    this.#memo = new AnswerMemo(this.#key.length, this.#lastBits())
    old.memo.forEach((key, answer) => {
      this.#key.fill(0)
      old.lanes.forEach((lane, index) => {
        const number = ((key[lane.word] as number) >>> lane.shift) & maskOf(lane.bits)
        const { word, shift } = this.#lanes[index] as Lane
        this.#key[word] = (this.#key[word] as number) | (number << shift)
      })
      this.#memo.add(this.#key, answer)
    })
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
    this.#key = new Int32Array(word + 1)
    this.#parts = this.#lanes.map(() => new Int32Array(0))
    this.#lanes.forEach((_, index) => this.#writePart(index))
  }

  /** How many bits the last word of a key uses. */
  #lastBits(): number {
    const last = this.#lanes.at(-1)
    return last === undefined ? 0 : last.shift + last.bits
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
