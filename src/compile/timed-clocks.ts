import type { Time } from '../model/time.ts'
import type { NodeState } from '../semantics/global-state.ts'
import { Tuples } from '../store/tuples.ts'
import type { Sized } from '../store/sized.ts'
import type { Clocks } from './clocks.ts'
import type { StepResult } from './step-result.ts'

/** The places of a clock's words: how far it is ahead, whether its node is paused, then the timers. */
const words = { ahead: 0, paused: 1, timers: 2 } as const

/** With time: for each timer what is left of it, + 1, or 0 while it is not set. Clocks have dense ids. */
export class TimedClocks implements Clocks {
  readonly #names: readonly string[]
  readonly #ids = new Tuples()
  readonly #drift: number

  /** @param names the timers of the node's role */
  constructor(names: readonly string[], { drift }: Pick<Time, 'drift'>) {
    this.#names = names
    this.#drift = drift
    this.encode({ timers: [] })
  }

  get tables(): readonly Sized[] {
    return [this.#ids]
  }

  encode({ timers, clock }: Pick<NodeState, 'timers' | 'clock'>): number {
    const left = this.#names.map((name) => {
      const at = timers.indexOf(name)
      return at < 0 ? 0 : (clock?.left[at] ?? 0) + 1
    })
    return this.#intern([(clock?.ahead ?? 0) + this.#drift, clock?.paused ? 1 : 0, ...left])
  }

  decode(id: number): Pick<NodeState, 'timers' | 'clock'> {
    const [, , ...left] = this.#ids.get(id)
    const set = this.#names
      .map((name, index) => ({ name, left: left[index] ?? 0 }))
      .filter((timer) => timer.left > 0)
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    return {
      timers: set.map(({ name }) => name),
      clock: {
        left: set.map((timer) => timer.left - 1),
        ahead: this.ahead(id),
        paused: this.isPaused(id),
      },
    }
  }

  isPaused(id: number): boolean {
    return this.#ids.get(id)[words.paused] === 1
  }

  pause(id: number, isPaused: boolean): number {
    return this.#changed(id, (clock) => {
      clock[words.paused] = isPaused ? 1 : 0
    })
  }

  runOut(id: number): number {
    const clock = this.#ids.get(id)
    return this.#names.reduce(
      (bits, _, timer) => (clock[words.timers + timer] === 1 ? bits | (1 << timer) : bits),
      0,
    )
  }

  without(id: number, timer: number): number {
    return this.#changed(id, (clock) => {
      clock[words.timers + timer] = 0
    })
  }

  after(id: number, { touched, set, units }: StepResult): number {
    if (touched === 0) return id
    return this.#changed(id, (clock) => {
      this.#names.forEach((_, timer) => {
        if ((touched & (1 << timer)) === 0) return
        clock[words.timers + timer] = (set & (1 << timer)) === 0 ? 0 : (units[timer] ?? 0) + 1
      })
    })
  }

  crashed(id: number): number {
    return this.encode({ timers: [], clock: { left: [], ahead: this.ahead(id), paused: false } })
  }

  /** How far the clock is ahead of true time. */
  ahead(id: number): number {
    return (this.#ids.get(id)[words.ahead] as number) - this.#drift
  }

  /** Whether some timer comes closer to its end as the clock goes on. */
  isRunning(id: number): boolean {
    return this.#ids.get(id).some((word, at) => at >= words.timers && word > 1)
  }

  /** The clock after it has gone on by some of its units while one of true time passed. */
  ticked(id: number, units: number): number {
    return this.#changed(id, (clock) => {
      clock[words.ahead] = (clock[words.ahead] as number) + units - 1
      for (let at: number = words.timers; at < clock.length; at++) {
        const left = clock[at] as number
        if (left > 0) clock[at] = Math.max(left - units, 1)
      }
    })
  }

  #changed(id: number, change: (clock: number[]) => void): number {
    const clock = [...this.#ids.get(id)]
    change(clock)
    return this.#intern(clock)
  }

  #intern(clock: readonly number[]): number {
    return this.#ids.intern(Int32Array.from(clock))
  }
}
