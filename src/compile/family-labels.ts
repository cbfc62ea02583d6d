import { Tuples } from '../store/tuples.ts'

/** Details of the labels of steps that are one of a family each, below those of other steps. */
export class FamilyLabels {
  readonly #ids = new Tuples()

  /** @param item the id of its value; -1 of a step that is none of a family */
  of(step: number, item: number): number {
    return item < 0 ? step : -1 - this.#ids.intern(Int32Array.of(step, item))
  }

  /** The place of the step in its role, and the item: -1 for none. */
  get(detail: number): readonly [step: number, item: number] {
    if (detail >= 0) return [detail, -1]
    const [step = 0, item = -1] = this.#ids.get(-1 - detail)
    return [step, item]
  }
}
