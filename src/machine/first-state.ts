import { waysOf } from '../compile/beginnings.ts'
import { shapeOf, type Shape } from '../parts/shape.ts'
import type { GlobalState } from '../semantics/global-state.ts'
import type { Place } from '../semantics/place.ts'
import { answersChanged } from '../semantics/step-errors.ts'
import { brief, thrown } from '../value/brief.ts'
import { equal } from '../value/compare.ts'
import { isImpure, type ModelError } from '../value/model-error.ts'
import type { MachineWays } from './machine-ways.ts'

/** The first state of a machine, which is looked at before states are asked for: it has the shape of all. */
export class FirstState {
  readonly #place: Place
  /** Null where there is none. */
  readonly #state: unknown = null
  readonly #error: { readonly thrown: unknown } | null = null
  /** Whether it has yet to be compared with the first of the states that are asked for. */
  #isOpen = false

  /** @param from the one state to begin in; null for the initial ones */
  constructor(place: Place, from: GlobalState | null) {
    this.#place = place
    if (from !== null) {
      this.#state = from.nodes[0]?.state
      return
    }
    try {
      const first = waysOf(place).next()
      if (first.done === true || !('outcome' in first.value.is)) return
      this.#state = first.value.is.outcome.state
      this.#isOpen = true
    } catch (thrown) {
      this.#error = { thrown }
    }
  }

  shape({ coarse }: MachineWays): Shape {
    return shapeOf(this.#state, coarse)
  }

  /** @throws what user code threw when it was asked for the first state */
  insist(): void {
    if (this.#error !== null) throw this.#error.thrown
  }

  /** Asks for the first state once more. @throws ModelError 'not-pure' where it throws now */
  again<Answer>(ask: () => Answer): Answer {
    try {
      return ask()
    } catch (error) {
      if (!this.#isOpen || isImpure(error)) throw error
      throw this.#changed(`throws ${thrown(error)}`)
    }
  }

  /** @throws ModelError 'not-pure' where the first of the states that are asked for is another one */
  compare(state: unknown): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    if (!equal(state, this.#state)) throw this.#changed(brief(state))
  }

  #changed(now: string): ModelError {
    return answersChanged(this.#place, [
      'its initial state and its start',
      `before: ${brief(this.#state)}`,
      `now: ${now}`,
    ])
  }
}
