import { initialTouch, type Observer } from '../explore/observer.ts'
import { anyBit } from '../explore/state-space.ts'
import type { Orbits } from './orbits.ts'

/** Counts the states that those of a search stand for, on behalf of another observer. */
export class Tally implements Observer {
  /** How many there are so far. */
  states = 0
  readonly #inner: Observer
  readonly #orbits: Orbits

  constructor(inner: Observer, orbits: Orbits) {
    this.#inner = inner
    this.#orbits = orbits
  }

  /** Every new state is counted. */
  get interest(): number {
    return this.#inner.interest | anyBit
  }

  get admits(): Observer['admits'] {
    return this.#inner.admits
  }

  get onStep(): Observer['onStep'] {
    return this.#inner.onStep
  }

  get onStuck(): Observer['onStuck'] {
    return this.#inner.onStuck
  }

  get isDone(): boolean {
    return this.#inner.isDone
  }

  onState(state: Int32Array, depth: number, index: number, touched: number): void {
    this.states += this.#orbits.sizeOf(state)
    if (touched === initialTouch || (touched & this.#inner.interest) !== 0) {
      this.#inner.onState(state, depth, index, touched)
    }
  }

  onForget(): void | Promise<void> {
    return this.#inner.onForget()
  }

  onLevel(depth: number): void {
    this.#inner.onLevel(depth)
  }
}
