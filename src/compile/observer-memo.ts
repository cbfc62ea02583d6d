import type { Audited } from '../audit/audited.ts'
import { itself, type Instance } from '../audit/instance.ts'
import type { NamedObserver, Told } from '../model/observer.ts'
import {
  firstState,
  firstStateOnce,
  hear,
  hearOnce,
  hears,
  observerChanged,
} from '../semantics/observers.ts'
import { IntList } from '../store/int-list.ts'
import { PairMap } from '../store/pair-map.ts'
import type { Sized } from '../store/sized.ts'
import { brief, thrown } from '../value/brief.ts'
import { ModelError } from '../value/model-error.ts'
import type { Values } from '../value/values.ts'
import { Asked } from './asked.ts'

/** One observer: its states with dense ids, and what it makes of what it is told. */
export class ObserverMemo {
  /** For each state the id of its value. */
  readonly states = new IntList()
  /** What it was told in a state (value ids), and the value id of what it knows then. */
  readonly heard = new Asked<number>(true)
  /** What it was told in a step, for who goes through it: state, telling, state after it. Null while nobody does. */
  told: IntList | null = null
  readonly observer: NamedObserver
  readonly #values: Values
  readonly #onNew: (size: number) => void
  /** By value id the state. */
  readonly #ids = new IntList()
  /** Whether it hears what has a value id: 1, or 0. */
  readonly #hears = new IntList()
  /** By state and telling the state after it. */
  readonly #after = new PairMap()
  #first = -1

  /** @param onNew is told of each growth */
  constructor(observer: NamedObserver, values: Values, onNew: (size: number) => void) {
    this.observer = observer
    this.#values = values
    this.#onNew = onNew
  }

  get tables(): readonly Sized[] {
    const told = this.told === null ? [] : [this.told]
    return [this.states, ...this.heard.tables, this.#ids, this.#hears, this.#after, ...told]
  }

  /** The state before anything has happened. */
  get first(): number {
    if (this.#first < 0) this.#first = this.intern(firstState(this.observer))
    return this.#first
  }

  /** The id of a state. */
  intern(state: unknown): number {
    return this.idOf(this.#values.intern(state))
  }

  /** What it knows in a state. */
  get(state: number): unknown {
    return this.#values.get(this.states.data[state] as number)
  }

  /**
   * The state after it was told.
   *
   * @param telling the id of the list, for the memory
   * @param told the value ids of what it is told, in order
   */
  after(state: number, telling: number, told: Int32Array): number {
    const known = this.#after.get(state, telling)
    if (known >= 0) return known
    let value = this.states.data[state] as number
    for (const each of told) if (this.#isHeard(each)) value = this.#hear(value, each)
    const after = this.idOf(value)
    this.#after.add(state, telling, after)
    if (this.told !== null) for (const each of [state, telling, after]) this.told.push(each)
    return after
  }

  get audited(): readonly Audited[] {
    const { heard } = this
    const sizeAtFirst = (): number => (this.#first < 0 ? 0 : 1)
    return [
      {
        get size() {
          return sizeAtFirst()
        },
        pieceOf: () => `observer ${this.observer.name}`,
        again: (_, instance = itself) => this.#askFirst(instance),
      },
      {
        get size() {
          return heard.size
        },
        pieceOf: (at) => `observer ${this.observer.name} ${this.#told(heard.at(at).second).kind}`,
        again: (at, instance = itself) => this.#askAgain(at, instance),
      },
    ]
  }

  /** The id of a state, by the id of its value. */
  idOf(value: number): number {
    const known = this.#ids.at(value)
    if (known >= 0) return known
    const id = this.states.length
    this.states.push(value)
    this.#ids.put(value, id, -1)
    this.#onNew(id + 1)
    return id
  }

  #told(value: number): Told {
    return this.#values.get(value) as Told
  }

  #isHeard(value: number): boolean {
    let known = this.#hears.at(value)
    if (known < 0) {
      known = hears(this.observer, this.#told(value)) ? 1 : 0
      this.#hears.put(value, known, -1)
    }
    return known === 1
  }

  #hear(state: number, told: number): number {
    const known = this.heard.get(state, told)
    if (known !== undefined) return known
    const after = hear(this.observer, this.#values.get(state), this.#told(told))
    const id = this.#values.intern(after)
    this.heard.add(state, told, id)
    return id
  }

  #askFirst(instance: Instance): void {
    const before = this.states.data[this.#first] as number
    this.#compare(before, null, () => firstStateOnce(observerIn(instance, this.observer)))
  }

  #askAgain(at: number, instance: Instance): void {
    const { first: state, second, answer } = this.heard.at(at)
    const told = this.#told(second)
    this.#compare(answer, told, () =>
      hearOnce(observerIn(instance, this.observer), this.#values.get(state), told),
    )
  }

  #compare(before: number, told: Told | null, ask: () => unknown): void {
    let now: string
    try {
      const answer = ask()
      if (this.#values.isValueOf(before, answer)) return
      now = brief(answer)
    } catch (error) {
      if (error instanceof ModelError && error.code === 'not-pure') throw error
      now = `it throws ${thrown(error)}`
    }
    throw observerChanged(
      this.observer,
      told,
      `${brief(this.#values.get(before))} before, ${now} now`,
    )
  }
}

const observerIn = (instance: Instance, observer: NamedObserver): NamedObserver =>
  instance(observer)
