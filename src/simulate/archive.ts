import { draw } from './draw.ts'
import type { Way } from './taken.ts'

/** A state that walks came by, and how. */
export interface Kept {
  readonly state: Int32Array
  /** The state in which the walk had begun, and its steps from there. */
  readonly first: Int32Array
  readonly way: Way | null
}

/** Of so many states that are drawn, walks go back to the one that they have gone back to least often. */
const asked = 5

/** One walk in so many begins in an initial state all the same. */
const anew = 16

/** So many states are kept at most. */
const most = 1 << 18

/** States in which something was new, to go back to: Ecoffet and others, "First return, then explore", Nature 2021. */
export class Archive {
  readonly #kept: Kept[] = []
  readonly #chosen: number[] = []
  #added = 0

  /** Keeps a state; where there is no more room, in place of any. */
  add(kept: Kept): void {
    const { length } = this.#kept
    const at = length < most ? length : draw(this.#added, 0, 1) % most
    this.#kept[at] = kept
    this.#chosen[at] = 0
    this.#added += 1
  }

  /** The state that a walk begins in; null: an initial one. @param key what everything in the walk is drawn by */
  choose(key: number): Kept | null {
    const { length } = this.#kept
    if (length === 0 || draw(key, 0, 2) % anew === 0) return null
    let best = -1
    for (let turn = 0; turn < asked; turn++) {
      const other = draw(key, 0, 3 + turn) % length
      if (best < 0 || (this.#chosen[other] ?? 0) < (this.#chosen[best] ?? 0)) best = other
    }
    this.#chosen[best] = (this.#chosen[best] ?? 0) + 1
    return this.#kept[best] ?? null
  }
}
