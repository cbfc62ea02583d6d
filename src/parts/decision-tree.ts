import { IntList } from '../store/int-list.ts'
import { PairMap } from '../store/pair-map.ts'
import { allOf, type Sized } from '../store/sized.ts'

/** What a node of a tree is, by its first word; of one that reads a component, that is the component. */
export const Node = {
  /** [fork, ways, slot of the first way, …]: all of its ways are gone. */
  fork: -1,
  /** [leaf, times it was met, source, words, word₁, …] */
  leaf: -2,
  // One that reads: [component, where its branches begin, room for them (-1: scattered), how many]
} as const

/** The words of a leaf before its own. */
export const leafHeader = 4

/** Branches of a node that reads are a table while that is not much larger than what it holds. */
const smallTable = 16
const sparse = 8

/** The path that one run takes through a tree. */
export interface Path {
  /** The components read, each once, in order. */
  readonly reads: readonly number[]
  /** For each how many choices had been made before. */
  readonly after: readonly number[]
  /** For each choice which option was taken, and among how many. */
  readonly taken: readonly number[]
  readonly counts: readonly number[]
}

/**
 * Decision trees over state vectors: what a deterministic program reads next depends on what it has read
 * before, and so does what it comes to. A node names the component that is read, and branches on its id;
 * a fork has a branch for each option of a choice, all of which are taken.
 */
export class DecisionTree implements Sized {
  readonly words = new IntList(256)
  /** The branches of nodes that read: where they lead, or 0. */
  readonly #branches = new IntList(256)
  /** The same of nodes with few branches far apart. */
  readonly #scattered = new PairMap()
  /** How many leaves there are. */
  leaves = 0

  constructor() {
    // So that 0 stands for nothing.
    this.words.push(0)
  }

  get bytes(): number {
    return allOf([this.words, this.#branches, this.#scattered]).bytes
  }

  get soon(): number {
    return allOf([this.words, this.#branches, this.#scattered]).soon
  }

  /** The slot of a new tree, which is empty. */
  plant(): number {
    this.words.push(0)
    return this.words.length - 1
  }

  /** The leaf or the fork that a state leads to from a slot; 0 where that is not known. */
  find(slot: number, state: Int32Array): number {
    const words = this.words.data
    const branches = this.#branches.data
    let at = words[slot] as number
    while (at !== 0) {
      const component = words[at] as number
      if (component < 0) return at
      const id = state[component] as number
      const size = words[at + 2] as number
      if (id < size) at = branches[(words[at + 1] as number) + id] as number
      else at = size < 0 ? Math.max(0, this.#scattered.get(at, id)) : 0
    }
    return 0
  }

  /**
   * Adds what a run comes to.
   *
   * @param leaf the words of its leaf
   * @param source a number for where it comes from
   * @returns the leaf; 0 where the run does not go as runs before it went
   */
  add(
    slot: number,
    state: Int32Array,
    path: Path,
    leaf: readonly number[],
    source: number,
  ): number {
    const { reads, after, taken, counts } = path
    let to: Branch | null = { slot, node: 0, id: 0 }
    let choices = 0
    for (let index = 0; index <= reads.length && to !== null; index++) {
      const before = index < reads.length ? (after[index] as number) : taken.length
      while (choices < before && to !== null) {
        to = this.#forked(to, counts[choices] as number, taken[choices] as number)
        choices += 1
      }
      if (to === null || index === reads.length) break
      to = this.#read(to, reads[index] as number, state)
    }
    if (to === null || this.#at(to) !== 0) return 0
    const at = this.words.length
    // The run that adds it meets it first.
    for (const word of [Node.leaf, -1, source, leaf.length, ...leaf]) this.words.push(word)
    this.#put(to, at)
    this.leaves += 1
    return at
  }

  #forked(from: Branch, count: number, taken: number): Branch | null {
    let at = this.#at(from)
    if (at === 0) {
      at = this.words.length
      this.words.push(Node.fork)
      this.words.push(count)
      for (let way = 0; way < count; way++) this.words.push(0)
      this.#put(from, at)
    }
    const { data } = this.words
    if (data[at] !== Node.fork || data[at + 1] !== count) return null
    return { slot: at + 2 + taken, node: 0, id: 0 }
  }

  #read(from: Branch, component: number, state: Int32Array): Branch | null {
    let at = this.#at(from)
    if (at === 0) {
      at = this.words.length
      for (const word of [component, this.#branches.length, 0, 0]) this.words.push(word)
      this.#put(from, at)
    }
    if (this.words.data[at] !== component) return null
    return { slot: 0, node: at, id: state[component] as number }
  }

  #at({ slot, node, id }: Branch): number {
    const { data } = this.words
    if (node === 0) return data[slot] as number
    const size = data[node + 2] as number
    if (size < 0) return Math.max(0, this.#scattered.get(node, id))
    return id < size ? (this.#branches.data[(data[node + 1] as number) + id] as number) : 0
  }

  /** Lets an empty branch lead somewhere. */
  #put({ slot, node, id }: Branch, at: number): void {
    const { data } = this.words
    if (node === 0) {
      data[slot] = at
      return
    }
    const count = (data[node + 3] as number) + 1
    data[node + 3] = count
    if (id >= (data[node + 2] as number)) this.#enlarge(node, id, count)
    if ((data[node + 2] as number) < 0) this.#scattered.add(node, id, at)
    else this.#branches.data[(data[node + 1] as number) + id] = at
  }

  /** Makes room for a branch in a table, or gives the table up. */
  #enlarge(node: number, id: number, count: number): void {
    const { data } = this.words
    const size = data[node + 2] as number
    if (size < 0) return
    const from = data[node + 1] as number
    const larger = 1 << (32 - Math.clz32(id))
    if (larger > smallTable && larger > sparse * count) {
      for (let known = 0; known < size; known++) {
        const at = this.#branches.data[from + known] as number
        if (at !== 0) this.#scattered.add(node, known, at)
      }
      data[node + 2] = -1
      return
    }
    const start = this.#branches.length
    this.#branches.reserve(larger)
    const branches = this.#branches.data
    branches.fill(0, start, start + larger)
    branches.copyWithin(start, from, from + size)
    this.#branches.length = start + larger
    data[node + 1] = start
    data[node + 2] = larger
  }
}

/** A place where a node may stand: a slot, or the branch of a node for an id. */
interface Branch {
  readonly slot: number
  /** 0 where it is a slot. */
  readonly node: number
  readonly id: number
}

/** The words of a leaf: a view that is good until something is added. */
export const wordsOf = ({ words }: DecisionTree, leaf: number): Int32Array => {
  const from = leaf + leafHeader
  return words.data.subarray(from, from + (words.data[leaf + 3] as number))
}

/** The first of them. */
export const firstWordOf = ({ words }: DecisionTree, leaf: number): number =>
  words.data[leaf + leafHeader] as number

/** Counts that a leaf is met. @returns whether it is time to ask user code once more */
export const isProbed = ({ words }: DecisionTree, leaf: number): boolean => {
  const met = (words.data[leaf + 1] as number) + 1
  if (met > mostMet) return false
  words.data[leaf + 1] = met
  return met > 0 && (met & (met - 1)) === 0
}

/** Counted no further, so that it is a number for ever. */
const mostMet = 1 << 30

/** A number that is given back with what it was given for. */
export const sourceAt = ({ words }: DecisionTree, leaf: number): number =>
  words.data[leaf + 2] as number
