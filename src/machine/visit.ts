import { allDue, recordHeader, touchedBit, Successors } from '../explore/state-space.ts'
import type { Components } from '../parts/components.ts'
import { leafHeader } from '../parts/decision-tree.ts'
import { IntList } from '../store/int-list.ts'
import type { Values } from '../value/values.ts'

/** The state whose successors are asked for, one after the other, and where they are written. */
export class Visit {
  state: Int32Array = new Int32Array(0)
  #out = new Successors()
  readonly #components: Components
  readonly #values: Values
  /** The state on plain objects, once somebody asks. */
  #whole: { readonly value: unknown } | null = null
  /** The labels of steps that lead nowhere else: they come last. */
  readonly #loops = new IntList()

  constructor(components: Components, values: Values) {
    this.#components = components
    this.#values = values
  }

  /** The state on plain objects; where these could be changed after all, others each time. */
  get whole(): unknown {
    if (this.#values.haveCollections) return this.#components.decode(this.state)
    this.#whole ??= { value: this.#components.decode(this.state) }
    return this.#whole.value
  }

  begin(state: Int32Array, out: Successors): void {
    this.state = state
    this.#out = out
    this.#whole = null
    this.#loops.length = 0
  }

  /** Writes the step that a leaf holds: 1, then pairs of component and id. */
  write(words: Int32Array, leaf: number, label: number): void {
    const size = words[leaf + leafHeader - 1] as number
    const { records } = this.#out
    records.reserve(recordHeader + size)
    const { data, length } = records
    let to = length + recordHeader
    let touched = 0
    const end = leaf + leafHeader + size
    for (let at = leaf + leafHeader + 1; at < end; at += 2) {
      const component = words[at] as number
      const id = words[at + 1] as number
      if (this.state[component] === id) continue
      touched |= touchedBit(component)
      data[to] = component
      data[to + 1] = id
      to += 2
    }
    this.#end(label, touched, to)
  }

  /** Writes a step to a state. */
  writeTo(next: Int32Array, label: number): void {
    const { records } = this.#out
    records.reserve(recordHeader + 2 * next.length)
    const { data, length } = records
    let to = length + recordHeader
    let touched = 0
    for (let component = 0; component < next.length; component++) {
      const id = next[component] as number
      if (this.state[component] === id) continue
      touched |= touchedBit(component)
      data[to] = component
      data[to + 1] = id
      to += 2
    }
    this.#end(label, touched, to)
  }

  #end(label: number, touched: number, to: number): void {
    const { records } = this.#out
    const { data, length } = records
    this.#out.count += 1
    if (to === length + recordHeader) {
      this.#loops.push(label)
      return
    }
    data[length] = label
    data[length + 1] = touched
    data[length + 2] = (to - length - recordHeader) >> 1
    data[length + 3] = allDue
    records.length = to
  }

  /** Writes the steps that lead nowhere else, where somebody wants them. */
  end(): void {
    const out = this.#out
    out.progress = out.count
    if (!out.keepsLoops) return
    const { data, length } = this.#loops
    for (let index = 0; index < length; index++) {
      for (const word of [data[index] as number, 0, 0, allDue]) out.records.push(word)
    }
  }
}
