import type { Handed } from '../explore/handed.ts'
import type { StateSpace } from '../explore/state-space.ts'
import { Successors } from '../explore/state-space.ts'
import type { Checkpoint, Disk, Kept } from './disk.ts'
import { judgeAgain, type Judging } from './judge-again.ts'
import type { SortedRun } from './sorted-run.ts'

/** Others that have something to keep from one process to the next, as plain data. */
export interface Keeper {
  save(): Kept
  restore(kept: Kept): void
}

/**
 * What a search on disk learned of user code, in such a form that another process learns the same: the
 * states at whose expansion something was learned, in order. Expanded once more, they are given the same
 * ids.
 */
export class Journal {
  readonly #disk: Disk
  readonly #keeper: Keeper
  readonly #space: StateSpace
  readonly #begun: Checkpoint['begun']
  readonly #states: number[] = []
  #learned: number | undefined

  /** @param handed how far the search was when it went on in levels */
  constructor(disk: Disk, keeper: Keeper, handed: Handed) {
    this.#disk = disk
    this.#keeper = keeper
    this.#space = handed.space
    const { distinct, generated, depth } = handed
    this.#begun = { distinct, generated, depth }
    this.#learned = this.#space.learned
  }

  /** Notes that a state was expanded. */
  note(state: Int32Array, due: number): void {
    const { learned } = this.#space
    if (learned === this.#learned) return
    this.#learned = learned
    for (const id of state) this.#states.push(id)
    this.#states.push(due)
  }

  /** Expands the states of a checkpoint once more. */
  replay({ learned }: Checkpoint): void {
    const { width } = this.#space
    const out = new Successors()
    for (let at = 0; at < learned.length; at += width + 1) {
      const state = Int32Array.from(learned.slice(at, at + width))
      const due = learned[at + width] ?? 0
      out.clear()
      this.#space.successors(state, out, due)
      this.note(state, due)
    }
  }

  /**
   * Where another process left a checkpoint: has its states judged again, and others remember what they
   * kept besides. Yields when something else is to have its turn.
   *
   * @param depth how many steps lead to the last of the levels
   */
  *catchUp(
    levels: readonly SortedRun[],
    depth: number,
    ground: Judging,
  ): Generator<void, void, void> {
    const { checkpoint } = this.#disk
    if (checkpoint === null) return
    yield* judgeAgain(levels, depth, ground)
    this.#keeper.restore(checkpoint.kept)
  }

  /** Leaves a checkpoint, if it is time for one. */
  keep(standing: () => Omit<Checkpoint, 'begun' | 'sizes' | 'learned' | 'kept'>): void {
    if (!this.#disk.isDue) return
    const own = { begun: this.#begun, sizes: [...this.#space.sizes], learned: this.#states }
    this.#disk.keep({ ...standing(), ...own, kept: this.#keeper.save() })
  }
}
