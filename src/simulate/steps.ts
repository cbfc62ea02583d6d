import type { SystemSpace } from '../compile/system-space.ts'
import { anyBit, recordHeader, Successors } from '../explore/state-space.ts'
import { mix } from '../store/hash.ts'
import type { Prints } from './prints.ts'

/** What can happen in one state, as those who choose look at it: steps that change it, by number. */
export class Steps {
  /** How many there are. */
  count = 0
  /** Whether all that can happen, if anything, are faults. */
  isStuck = false
  readonly prints: Prints
  /** The print of the state. */
  low = 0
  high = 0
  readonly #out = new Successors()
  readonly #state: Int32Array
  /** For each step where its record begins. */
  readonly #starts: number[] = []

  constructor(space: SystemSpace, prints: Prints) {
    this.prints = prints
    this.#state = new Int32Array(space.width)
  }

  /** Looks at a state, and at what can happen there. */
  look(state: Int32Array): void {
    this.#see(state)
    const out = this.#out
    this.prints.expanding.successors(state, out)
    this.isStuck = out.progress === 0
    this.count = 0
    const { data, length } = out.records
    for (let at = 0; at < length; at += recordHeader + 2 * (data[at + 2] as number)) {
      if (this.#changes(at)) this.#starts[this.count++] = at
    }
  }

  /** A hash of a step: of what it is, and of the state that it leads to. */
  nameOf(step: number): number {
    const { data } = this.#out.records
    const start = this.#starts[step] as number
    const end = start + recordHeader + 2 * (data[start + 2] as number)
    let { low } = this
    for (let at = start + recordHeader; at < end; at += 2) {
      const component = data[at] as number
      const before = this.prints.low[component]?.[this.#state[component] as number] as number
      low = (low + this.#printOf(component, data[at + 1] as number) - before) | 0
    }
    return mix(this.prints.ofLabel(data[start] as number), low)
  }

  labelOf(step: number): number {
    return this.#out.records.data[this.#starts[step] as number] as number
  }

  /** Of the steps with its label, the how manieth it is. */
  ordinalOf(step: number): number {
    const label = this.labelOf(step)
    let ordinal = 0
    for (let other = 0; other < step; other++) if (this.labelOf(other) === label) ordinal += 1
    return ordinal
  }

  /** The step with a label that has so many before it; -1 where there is none. */
  find(label: number, ordinal: number): number {
    let left = ordinal
    for (let step = 0; step < this.count; step++) {
      if (this.labelOf(step) === label && left-- === 0) return step
    }
    return -1
  }

  touchedBy(step: number): number {
    return (this.#out.records.data[(this.#starts[step] as number) + 1] as number) | anyBit
  }

  /** Writes the state that a step leads to. */
  take(step: number, into: Int32Array): void {
    into.set(this.#state)
    const { data } = this.#out.records
    const start = this.#starts[step] as number
    const end = start + recordHeader + 2 * (data[start + 2] as number)
    for (let at = start + recordHeader; at < end; at += 2) {
      into[data[at] as number] = data[at + 1] as number
    }
  }

  /** Goes through what becomes of the components that a step changes, by their prints. */
  forChanged(step: number, tell: (print: number) => void): void {
    const { data } = this.#out.records
    const start = this.#starts[step] as number
    const end = start + recordHeader + 2 * (data[start + 2] as number)
    for (let at = start + recordHeader; at < end; at += 2) {
      const [component, id] = [data[at] as number, data[at + 1] as number]
      if (id !== this.#state[component]) tell(this.#printOf(component, id))
    }
  }

  /** A state by its print: 53 bits of it. Nothing is known of its steps, then. */
  nameOfState(state: Int32Array): number {
    this.#see(state)
    this.count = 0
    return this.name
  }

  /** The state at hand by its print. */
  get name(): number {
    return (this.high >>> 11) * 2 ** 32 + (this.low >>> 0)
  }

  #see(state: Int32Array): void {
    this.#state.set(state)
    this.prints.learn(state)
    this.low = this.#sum(this.prints.low)
    this.high = this.#sum(this.prints.high)
  }

  #sum(prints: readonly (readonly number[])[]): number {
    let sum = 0
    for (let component = 0; component < this.#state.length; component++) {
      sum = (sum + (prints[component]?.[this.#state[component] as number] as number)) | 0
    }
    return sum
  }

  #changes(start: number): boolean {
    const { data } = this.#out.records
    const end = start + recordHeader + 2 * (data[start + 2] as number)
    for (let at = start + recordHeader; at < end; at += 2) {
      if (data[at + 1] !== this.#state[data[at] as number]) return true
    }
    return false
  }

  #printOf(component: number, id: number): number {
    this.prints.learnOne(component, id)
    return this.prints.low[component]?.[id] as number
  }
}
