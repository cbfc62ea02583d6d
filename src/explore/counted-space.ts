import { IntList } from '../store/int-list.ts'
import { allDue, recordHeader, Successors, type StateSpace } from './state-space.ts'
import type { SuccessorBatch } from './successor-batch.ts'

/**
 * A state space that counts, for each label, the steps that it is asked for, and the states that each
 * label was the first to find. A search of it goes as one of the space itself.
 */
export class CountedSpace implements StateSpace {
  /** How many initial states were listed, and how many of them were new. */
  listed = 0
  initialStates = 0
  readonly #space: StateSpace
  readonly #ignoresDue: boolean
  readonly #steps = new IntList()
  readonly #found = new IntList()
  readonly #all = new Successors()

  /** @param ignoresDue whether the space writes all successors, whatever is due, and loops last */
  constructor(space: StateSpace, ignoresDue: boolean) {
    this.#space = space
    this.#ignoresDue = ignoresDue
    this.#all.keepsLoops = true
  }

  get width(): number {
    return this.#space.width
  }

  get sizes(): Int32Array {
    return this.#space.sizes
  }

  get revision(): number {
    return this.#space.revision
  }

  get learned(): number | undefined {
    return this.#space.learned
  }

  /** For each label that occurred how many steps there are, and how many states it found first. */
  get labels(): readonly {
    readonly label: number
    readonly steps: number
    readonly found: number
  }[] {
    const all = Array.from({ length: this.#steps.length }, (_, label) => ({
      label,
      steps: this.#steps.data[label] as number,
      found: Math.max(0, this.#found.at(label)),
    }))
    return all.filter(({ steps }) => steps > 0)
  }

  *initial(): Generator<Int32Array> {
    for (const state of this.#space.initial()) {
      this.listed += 1
      yield state
    }
  }

  successors(state: Int32Array, out: Successors, due: number): void {
    if (this.#ignoresDue) return this.#countOnce(state, out, due)
    this.#space.successors(state, out, due)
    // What is ready has no labels in a batch.
    out.gather()
    if (out.keepsLoops && due === allDue) {
      this.#count(out)
      return
    }
    // No user code is run for that: what is enabled in the state is known by now.
    const all = this.#all
    all.clear()
    this.#space.successors(state, all, allDue)
    all.gather()
    this.#count(all)
  }

  /** Counts the states that a batch found. */
  readonly onFound = ({ states, sources, labels }: SuccessorBatch): void => {
    const { added, addedCount } = states
    for (let index = 0; index < addedCount; index++) {
      const at = added[index] as number
      if ((sources[at] as number) < 0) this.initialStates += 1
      else increment(this.#found, labels[at] as number)
    }
  }

  /** Asks once, as some user code may be run each time, and leaves out what only leads to the same state. */
  #countOnce(state: Int32Array, out: Successors, due: number): void {
    const { keepsLoops } = out
    out.keepsLoops = true
    this.#space.successors(state, out, due)
    out.keepsLoops = keepsLoops
    const lastMove = this.#count(out)
    if (!keepsLoops) out.records.length = lastMove
  }

  /** @returns where the last record ends that changes something */
  #count({ records: { data, length } }: Successors): number {
    let lastMove = 0
    for (let at = 0; at < length;) {
      increment(this.#steps, data[at] as number)
      const changes = data[at + 2] as number
      at += recordHeader + 2 * changes
      if (changes > 0) lastMove = at
    }
    return lastMove
  }
}

const increment = (counts: IntList, at: number): void => {
  counts.put(at, Math.max(0, counts.at(at)) + 1, 0)
}
