import { Tuples } from '../store/tuples.ts'
import { lostDisk } from './outcome-words.ts'

/** What the detail of a crash stands for that happens in the middle of a step. */
export type HalfLabel = readonly [
  /** The kind and the detail of the step. */
  kind: number,
  detail: number,
  /** How many times it has saved, and how many messages it has sent. */
  saves: number,
  sent: number,
  /** The detail of a crash between steps that takes as much: 0, or `lostDisk`. */
  crash: number,
]

/** Details of the labels of crashes in the middle of steps, behind those of other crashes. */
export class HalfLabels {
  readonly #ids = new Tuples()

  of(label: HalfLabel): number {
    return lostDisk + 1 + this.#ids.intern(Int32Array.from(label))
  }

  /** Null for a crash between steps. */
  get(detail: number): HalfLabel | null {
    if (detail <= lostDisk) return null
    const [kind = 0, step = 0, saves = 0, sent = 0, crash = 0] = this.#ids.get(
      detail - lostDisk - 1,
    )
    return [kind, step, saves, sent, crash]
  }
}
