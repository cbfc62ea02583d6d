import type { Audited } from '../audit/audited.ts'
import { itself, type Instance } from '../audit/instance.ts'
import { Sample } from '../audit/sample.ts'
import type { Components } from '../parts/components.ts'
import { answersChanged, describeEvent } from '../semantics/step-errors.ts'
import { placeIn, type Place } from '../semantics/place.ts'
import { IntList } from '../store/int-list.ts'
import { brief, thrown } from '../value/brief.ts'
import { isImpure, ModelError } from '../value/model-error.ts'
import { sameIds } from '../value/same-ids.ts'
import type { Action } from './action.ts'
import type { Remembered } from './shop.ts'
import { Actor } from './actor.ts'
import { changeOf } from './change.ts'

/** Of the questions so many at least are kept: all of that many, then less. */
const sampled = 1 << 14

/** The words of an entry: the action, where its state is, and where its answer is, if it was kept. */
const entryWords = 4
/** The answer is what the action remembers. */
const remembered = -1

/** What the actions of a machine were asked: of each at least something, else a sample. */
export class MachineAudit implements Audited {
  readonly entries = new IntList()
  /** The answers that are kept: states, one after the other. */
  readonly answers = new IntList()
  readonly #place: Place
  readonly #components: Components
  readonly #actions: readonly Action[]
  readonly #actors: readonly Actor[]
  readonly #sources: IntList
  readonly #sample = new Sample(sampled)
  readonly #met = new Set<number>()

  /** @param sources where the states are */
  constructor(place: Place, components: Components, actions: readonly Action[], sources: IntList) {
    this.#place = place
    this.#components = components
    this.#actions = actions
    this.#sources = sources
    this.#actors = actions.map(({ actor }) => new Actor(place, actor.step, components, onMisfit))
  }

  get size(): number {
    return this.entries.length / entryWords
  }

  get met(): number {
    return Math.max(this.size, this.#sample.met)
  }

  /** Notes that something was learned from a state. */
  noteLearned(action: number, source: number): void {
    if (!this.#takes(action)) return
    const last = this.entries.length - entryWords
    const { data } = this.entries
    if (last >= 0 && data[last] === action && data[last + 3] === remembered) {
      const width = this.#components.width
      const before = data[last + 1] as number
      const states = this.#sources.data
      if (sameIds(states.subarray(before, before + width), states.subarray(source, source + width)))
        return
    }
    this.#add(action, source, 0, remembered)
  }

  /** Notes what an action that is run in each state comes to. */
  note(action: number, state: Int32Array, answer: readonly Int32Array[]): void {
    if (this.#takes(action)) this.keep(action, state, answer)
  }

  /** The same, in any case. */
  keep(action: number, state: Int32Array, answer: readonly Int32Array[]): void {
    const source = this.#sources.length
    for (const id of state) this.#sources.push(id)
    const at = this.answers.length
    for (const next of answer) for (const id of next) this.answers.push(id)
    this.#add(action, source, at, answer.length)
  }

  #add(...entry: readonly [number, number, number, number]): void {
    for (const word of entry) this.entries.push(word)
  }

  #takes(action: number): boolean {
    const isTaken = this.#sample.takes()
    if (this.#met.has(action)) return isTaken
    this.#met.add(action)
    return true
  }

  pieceOf(at: number): string {
    const action = this.#actions[this.entries.data[at * entryWords] as number]
    return `${this.#place.id} internal ${action?.actor.step ?? ''}`
  }

  again(at: number, instance: Instance = itself): void {
    const action = this.entries.data[at * entryWords] as number
    const actor = this.#actors[action] as Actor
    const source = this.entries.data[at * entryWords + 1] as number
    const state = this.#sources.data.slice(source, source + this.#components.width)
    const before = this.#answer(at, state)
    if (before === null) return
    const whole = this.#components.decode(state)
    const where = [describeEvent(actor.event), `in state ${brief(whole)}`]
    let now: readonly Int32Array[]
    try {
      now = actor.runAll(whole, placeIn(instance, this.#place))
    } catch (error) {
      if (isImpure(error)) throw error
      // A search begins afresh at an outcome of another shape: it had not seen all outcomes then.
      if (error instanceof OtherShape && !before.isWhole) return
      const difference = `it gave an answer before, and now it does not: ${thrown(error)}`
      const origin = error instanceof ModelError ? error.where : []
      throw answersChanged(this.#place, [...where, difference, ...origin])
    }
    const asked = { place: this.#place, event: actor.event, components: this.#components }
    const change = changeOf(asked, before, now)
    if (change !== null) throw answersChanged(this.#place, [...where, change])
  }

  #answer(at: number, state: Int32Array): Remembered | null {
    const { data } = this.entries
    const entry = at * entryWords
    const [action = 0, , from = 0, count = 0] = data.subarray(entry, entry + entryWords)
    if (count === remembered) return (this.#actions[action] as Action).remembered(state)
    const { width } = this.#components
    const known = Array.from({ length: count }, (_, index) =>
      this.answers.data.slice(from + index * width, from + (index + 1) * width),
    )
    return { known, isWhole: true }
  }
}

class OtherShape extends Error {}

const onMisfit = (): never => {
  throw new OtherShape('the next state is of another shape')
}
