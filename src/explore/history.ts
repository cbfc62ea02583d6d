import type { Sized } from '../store/sized.ts'
import { Ancestry } from './ancestry.ts'
import { Graph, outside } from './graph.ts'
import type { StateSpace } from './state-space.ts'
import type { SuccessorBatch } from './successor-batch.ts'

/** What is kept besides the states: parents as long as they are few, all parents, or also all steps. */
export type Keeps = 'few parents' | 'parents' | 'graph'

/** Parents are few while they take no more bytes: most runs need no second search. */
const fewBytes = 1 << 28

/** How the states of a search were found: what is needed to rebuild runs. */
export class History implements Sized {
  /** From where each state was found; null once forgotten. */
  ancestry: Ancestry | null = new Ancestry()
  /** All steps; only if they are kept. */
  readonly graph: Graph | null
  /** Is told of each batch of successors whose states were added; null if nobody asks. */
  onFound: ((batch: SuccessorBatch) => void) | null = null
  readonly keeps: Keeps
  /** In which steps are taken again to rebuild a run. */
  space: StateSpace
  readonly #mostBytes: number

  constructor(space: StateSpace, keeps: Keeps) {
    this.keeps = keeps
    this.space = space
    this.graph = keeps === 'graph' ? new Graph() : null
    this.#mostBytes = keeps === 'few parents' ? fewBytes : Infinity
  }

  get bytes(): number {
    return (this.ancestry?.bytes ?? 0) + (this.graph?.bytes ?? 0)
  }

  get soon(): number {
    return this.graph?.soon ?? 0
  }

  /** Whether the parents cost more than they are worth: later runs can be found by a second search. */
  get isMuch(): boolean {
    return this.ancestry !== null && this.ancestry.bytes > this.#mostBytes
  }

  /** Notes that states before this index were expanded with all steps due. */
  allDueUntil(index: number): void {
    if (this.ancestry !== null) this.ancestry.allDueUntil = index
  }

  /** Adds a batch of successors whose states were added to the set. */
  addBatch(batch: SuccessorBatch): void {
    this.graph?.addBatch(batch.states, batch.sources, batch.labels)
    this.onFound?.(batch)
    this.ancestry?.addAll(batch)
  }

  /** Keeps that a step out of the bound is enabled, after all that come before it. */
  leavesBound(source: number, label: number): void {
    this.graph?.add(source, outside, label)
  }

  /** The states of the run that found a state, from an initial one on; null where it is not known. */
  runTo(index: number): Iterable<Int32Array> | null {
    if (index < 0 || index >= (this.ancestry?.length ?? 0)) return null
    return this.ancestry?.runTo(index, this.space, this.graph !== null) ?? null
  }
}
