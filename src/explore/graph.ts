import { IntList, type Claim } from '../store/int-list.ts'
import { allOf, type Sized } from '../store/sized.ts'
import type { Batch } from '../store/state-set.ts'

/** The target of a step that leads out of the bound: it is enabled, but its end was not explored. */
export const outside = -1

/** The steps of a state space: for each state, by index, where its actions lead. */
export class Graph implements Sized {
  /** For each step the index of the state it leads to, or {@link outside}. */
  readonly targets: IntList
  /** For each step the id of its action. */
  readonly labels: IntList
  /** For each state where its steps begin; one more at the end. */
  readonly #starts: IntList

  /**
   * @param claim asked before it grows
   * @param other whose steps it has, by labels of its own; what it had is finished
   */
  constructor(claim?: Claim, other?: Graph) {
    this.targets = other?.targets ?? new IntList(1024, claim)
    this.labels = new IntList(1024, claim)
    this.#starts = other === undefined ? new IntList(1024, claim) : other.#starts
  }

  get bytes(): number {
    return this.#size.bytes
  }

  get soon(): number {
    return this.#size.soon
  }

  get #size(): Sized {
    return allOf([this.targets, this.labels, this.#starts])
  }

  /** Adds a step. Sources come in ascending order. */
  add(source: number, target: number, label: number): void {
    while (this.#starts.length <= source) this.#starts.push(this.targets.length)
    this.targets.push(target)
    this.labels.push(label)
  }

  /**
   * Adds the steps to a batch of states. Those to states beyond the limit are left out: the search is
   * over then.
   *
   * @param sources for each state of the batch the state it was found from, or -1
   */
  addBatch({ count, order }: Batch, sources: Int32Array, labels: Int32Array): void {
    for (let index = 0; index < count; index++) {
      const source = sources[index] as number
      const target = order[index] as number
      if (source < 0 || target < 0) continue
      this.add(source, target, labels[index] as number)
    }
  }

  /** Ends the graph. @param states how many states it has */
  finish(states: number): void {
    while (this.#starts.length <= states) this.#starts.push(this.targets.length)
  }

  /** Where the steps of a state begin; they end where those of the next one begin. */
  start(state: number): number {
    return this.#starts.data[state] as number
  }
}
