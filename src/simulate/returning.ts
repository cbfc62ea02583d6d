import { draw } from './draw.ts'
import type { Steps } from './steps.ts'
import { For, type Strategy } from './strategy.ts'
import type { View } from './view.ts'

/**
 * Goes on from states that looked new, by the step that was least often taken where it looked so. Deliveries without
 * effect come last. One step in eight is any of the others.
 */
export class Returning implements Strategy {
  readonly #view: View
  readonly #seen = new Set<number>()
  /** By how a state and a step of it look. */
  readonly #taken = new Map<number, number>()
  #key = 0
  #isAny = false

  constructor(view: View) {
    this.#view = view
  }

  begin(key: number): void {
    this.#key = key
  }

  look(steps: Steps, state: Int32Array, number: number): number | null {
    this.#isAny = draw(this.#key, For.coin, number) % 8 === 0
    this.#view.look(steps, state)
    const { print, still } = this.#view
    if (this.#seen.has(print)) return null
    this.#seen.add(print)
    return still
  }

  rank(steps: Steps, step: number): number {
    if (this.#view.isIdle(step)) return -Infinity
    return this.#isAny ? 0 : -(this.#taken.get(this.#nameOf(steps, step)) ?? 0)
  }

  isDeferred(): boolean {
    return false
  }

  onTaken(steps: Steps, step: number): void {
    const name = this.#nameOf(steps, step)
    this.#taken.set(name, (this.#taken.get(name) ?? 0) + 1)
  }

  #nameOf(steps: Steps, step: number): number {
    return draw(this.#view.print, this.#view.ofStep(steps, step), 0)
  }
}
