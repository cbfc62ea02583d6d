import { ChunkList } from '../store/chunk-list.ts'
import type { SuccessorBatch } from './successor-batch.ts'
import { allDue, recordHeader, Successors, type StateSpace } from './state-space.ts'

/** Ordinals from here on are kept apart: they do not fit 16 bits. */
const large = 0xffff

/**
 * From which state each was found, and as which of its successors: 6 bytes a state, from which the
 * run to it can be rebuilt by going back to an initial state and taking the same steps again.
 */
export class Ancestry {
  readonly #parents = new ChunkList((size) => new Int32Array(size))
  readonly #ordinals = new ChunkList((size) => new Uint16Array(size))
  readonly #largeOrdinals = new Map<number, number>()
  /** The initial states, one after the other. */
  readonly #initial = new ChunkList((size) => new Int32Array(size))
  /** States before this index were expanded with all steps due. */
  allDueUntil = 0

  /** How many states it knows. */
  get length(): number {
    return this.#parents.length
  }

  get bytes(): number {
    return this.#parents.bytes + this.#ordinals.bytes + this.#initial.bytes
  }

  /** The index of the state from which a state was found; -1 for an initial one. */
  parentOf(index: number): number {
    return this.#parents.get(index)
  }

  /** How many steps the run has that found a state. */
  depthOf(index: number): number {
    let depth = 0
    for (let at = this.parentOf(index); at >= 0; at = this.parentOf(at)) depth += 1
    return depth
  }

  /** Adds an initial state, the next one in the order of discovery. */
  addInitial(state: Int32Array): void {
    this.#initial.pushEach(state)
  }

  /** Adds the new states of a batch. */
  addAll({ states, sources, ordinals }: SuccessorBatch): void {
    const { added, addedCount } = states
    const first = this.#parents.length
    this.#parents.pushAll(sources, added, addedCount)
    for (let index = 0; index < addedCount; index++) {
      const at = added[index] as number
      const ordinal = ordinals[at] as number
      if (ordinal < large) continue
      this.#largeOrdinals.set(first + index, ordinal)
      ordinals[at] = large
    }
    this.#ordinals.pushAll(ordinals, added, addedCount)
  }

  /** The states of the run that found a state, from an initial one on; each is found as it is asked for. */
  *runTo(index: number, space: StateSpace, keepsLoops: boolean): Generator<Int32Array> {
    const indices: number[] = []
    for (let at = index; at >= 0; at = this.parentOf(at)) indices.push(at)
    indices.reverse()
    const [root = 0] = indices
    let state = Int32Array.from({ length: space.width }, (_, component) =>
      this.#initial.get(root * space.width + component),
    )
    let due = allDue
    yield state
    const out = new Successors()
    out.keepsLoops = keepsLoops
    for (let step = 1; step < indices.length; step++) {
      out.clear()
      const isAllDue = (indices[step - 1] as number) < this.allDueUntil
      space.successors(state, out, isAllDue ? allDue : due)
      out.gather()
      const { data } = out.records
      let at = 0
      for (let left = this.#ordinalOf(indices[step] as number); left > 0; left--) {
        at += recordHeader + 2 * (data[at + 2] as number)
      }
      state = state.slice()
      const end = at + recordHeader + 2 * (data[at + 2] as number)
      for (let change = at + recordHeader; change < end; change += 2) {
        state[data[change] as number] = data[change + 1] as number
      }
      due = data[at + 3] as number
      yield state
    }
  }

  #ordinalOf(index: number): number {
    const ordinal = this.#ordinals.get(index)
    return ordinal === large ? (this.#largeOrdinals.get(index) as number) : ordinal
  }
}
