import type { Observer } from '../explore/observer.ts'
import { PassingOn } from '../explore/passing-on.ts'
import { anyBit } from '../explore/state-space.ts'
import type { Orbits } from './orbits.ts'

/** Counts the states that those of a search stand for, on behalf of another observer. */
export class Tally extends PassingOn {
  /** How many there are so far. */
  states = 0
  readonly #orbits: Orbits

  constructor(inner: Observer, orbits: Orbits) {
    super(inner)
    this.#orbits = orbits
  }

  /** Every new state is counted. */
  get interest(): number {
    return this.inner.interest | anyBit
  }

  override onState(state: Int32Array, depth: number, index: number, touched: number): void {
    this.states += this.#orbits.sizeOf(state)
    super.onState(state, depth, index, touched)
  }
}
