import type { Components } from '../parts/components.ts'
import {
  isProbed,
  leafHeader,
  Node,
  sourceAt,
  wordsOf,
  type DecisionTree,
} from '../parts/decision-tree.ts'
import { answersChanged, describeEvent, notPure, whereDifferent } from '../semantics/step-errors.ts'
import type { Place } from '../semantics/place.ts'
import type { IntList } from '../store/int-list.ts'
import { brief } from '../value/brief.ts'
import { sameIds } from '../value/same-ids.ts'
import type { Actor, Came, Seen } from './actor.ts'
import { changeOf } from './change.ts'
import type { Visit } from './visit.ts'

/** What the actions of a machine have in common. */
export interface Shop {
  readonly place: Place
  readonly components: Components
  readonly tree: DecisionTree
  /** States from which something was learned, one after the other. */
  readonly sources: IntList
  /** Throws, as an action turns out to notice that it is watched. */
  readonly onOpaque: (action: string) => never
  /** Told of each state from which something was learned, by its place in `sources`. */
  readonly onLearned: (action: Action, source: number) => void
  /** Told when an action happens for the first time. @returns the label of its steps */
  readonly onFirst: (action: Action) => number
}

/** After so many leaves it is weighed whether it pays to remember them; then after twice as many. */
const firstWeighed = 4096

/** What a leaf holds: 0 where the guard forbids the action; else 1, then pairs of component and id. */
const forbidden = 0

/**
 * One action of a machine: what it comes to is remembered for what it read. For each new tuple of that it
 * is run on the state as it is and on the state in disguise, which have to come to the same; and now and
 * then what is remembered is compared with a run on the state at hand.
 */
export class Action {
  /** How many distinct steps were taken. */
  evaluated = 0
  /** Whether it is run in each state, as there is nothing to be gained by remembering. */
  isRunAlways: boolean
  /** The label of its steps; -1 before the first. */
  label = -1
  readonly actor: Actor
  readonly #shop: Shop
  readonly #slot: number
  readonly #script: number[] = []
  #leaves = 0
  #met = 0
  #weighAt = firstWeighed

  constructor(actor: Actor, shop: Shop, isOpaque: boolean) {
    this.actor = actor
    this.#shop = shop
    this.isRunAlways = isOpaque
    this.#slot = shop.tree.plant()
  }

  /** Writes what the action comes to in a state. */
  visit(visit: Visit): void {
    this.#visit(this.#slot, 0, visit)
  }

  #visit(slot: number, depth: number, visit: Visit): void {
    const { tree } = this.#shop
    let at = tree.find(slot, visit.state)
    if (at === 0) {
      this.#learn(depth, visit)
      at = tree.find(slot, visit.state)
    }
    const { data } = tree.words
    if (data[at] === Node.fork) {
      const ways = data[at + 1] as number
      for (let way = 0; way < ways; way++) {
        this.#script[depth] = way
        this.#visit(at + 2 + way, depth + 1, visit)
      }
      return
    }
    this.#met += 1
    if (isProbed(tree, at)) this.#probe(at, depth, visit)
    if (tree.words.data[at + leafHeader] === forbidden) return
    this.insistOnLabel()
    visit.write(tree.words.data, at, this.label)
  }

  insistOnLabel(): void {
    if (this.label < 0) this.label = this.#shop.onFirst(this)
  }

  /** Runs the action for a tuple that is not known, and remembers what it comes to. */
  #learn(depth: number, { state, whole }: Visit): void {
    const { tree, sources } = this.#shop
    const script = this.#script.slice(0, depth)
    const came = this.actor.run(whole, script)
    const seen = this.actor.watch(state, script)
    const leaf = seen === null ? null : this.#leafOf(state, came, seen)
    const source = sources.length
    const added =
      leaf === null || seen === null
        ? 0
        : tree.add(this.#slot, state, { ...seen, ...choicesOf(came) }, leaf, source)
    if (added === 0) return this.#giveUp(whole, script, came)
    for (const id of state) sources.push(id)
    this.#shop.onLearned(this, source)
    this.#leaves += 1
    if (came !== null) this.evaluated += 1
    this.#weigh()
  }

  /** The words of the leaf for what a run came to; null where that is not what the other run came to. */
  #leafOf(state: Int32Array, came: Came, { came: other, reads, writes }: Seen): number[] | null {
    if (came === null || other === null) return came === other ? [forbidden] : null
    if (!sameIds(came.counts, other.counts) || !sameIds(came.taken, other.taken)) return null
    if (!sameIds(came.next, other.next)) return null
    const leaf = [1]
    const read = new Set(reads)
    for (const [component, id] of came.next.entries()) {
      const hasChanged = id !== state[component]
      // What was read is as it was here wherever the leaf is met.
      const isWritten = read.has(component) ? hasChanged : writes.has(component)
      if (isWritten) leaf.push(component, id)
      else if (hasChanged) return null
    }
    return leaf
  }

  /** Two runs disagree: either they do when they are repeated, or the action notices the disguise. */
  #giveUp(whole: unknown, script: readonly number[], came: Came): never {
    this.#insist(whole, script, came)
    return this.#shop.onOpaque(this.actor.step)
  }

  /** @throws ModelError 'not-pure' where the action comes to something else than it did */
  #insist(whole: unknown, script: readonly number[], before: Came): void {
    const now = this.actor.run(whole, script)
    if (sameCome(before, now)) return
    throw this.#impure(before, now)
  }

  #impure(before: Came, now: Came): Error {
    const { place, components } = this.#shop
    if (before === null || now === null) {
      return notPure(
        place,
        this.actor.event,
        `it says ${before !== null}, then ${now !== null}`,
      ).at('its guard')
    }
    if (sameIds(before.next, now.next)) {
      return notPure(place, this.actor.event, 'choose() is offered other options the second time')
    }
    const change = whereDifferent(components.decode(before.next), components.decode(now.next))
    const words = `the next state differs at ${change.path}: ${change.before}, then ${change.after}`
    return notPure(place, this.actor.event, words)
  }

  /** Compares what is remembered with a run on the state at hand. */
  #probe(leaf: number, depth: number, { state, whole }: Visit): void {
    const { tree, sources, components } = this.#shop
    const script = this.#script.slice(0, depth)
    const now = this.actor.run(whole, script)
    if (now === null ? this.#isForbidden(leaf) : this.#isLeadingTo(leaf, state, now, depth)) return
    // Whether it is to blame: asked once more here, and where the answer comes from.
    this.#insist(whole, script, now)
    const from = sourceAt(tree, leaf)
    const source = sources.data.slice(from, from + components.width)
    const before = this.#isForbidden(leaf)
      ? null
      : { next: this.#after(leaf, source), taken: script, counts: now?.counts ?? [] }
    const then = this.actor.run(components.decode(source), script)
    const isAlike =
      before === null || then === null ? before === then : sameIds(before.next, then.next)
    if (!isAlike) {
      const words = changeOf(components, this.actor.step, listOf(before), listOf(then))
      const whole = brief(components.decode(source))
      const where = [describeEvent(this.actor.event), `in state ${whole}`, words ?? 'its choices']
      throw answersChanged(this.#shop.place, where)
    }
    this.#shop.onOpaque(this.actor.step)
  }

  #isForbidden(leaf: number): boolean {
    return this.#shop.tree.words.data[leaf + leafHeader] === forbidden
  }

  #isLeadingTo(leaf: number, state: Int32Array, now: NonNullable<Came>, depth: number): boolean {
    if (this.#isForbidden(leaf) || now.counts.length !== depth) return false
    return sameIds(this.#after(leaf, state), now.next)
  }

  /** The state that a leaf leads to. */
  #after(leaf: number, state: Int32Array): Int32Array {
    const next = state.slice()
    const words = wordsOf(this.#shop.tree, leaf)
    for (let at = 1; at < words.length; at += 2) next[words[at] as number] = words[at + 1] as number
    return next
  }

  /** Where hardly anything is met again, it is only a burden to remember it. */
  #weigh(): void {
    if (this.#leaves < this.#weighAt) return
    this.isRunAlways = this.#met < 2 * this.#leaves
    this.#weighAt *= 2
    this.#met -= this.#leaves
  }

  /** What the action comes to in a state, run there twice: it must be pure. */
  runTwice(whole: unknown): readonly Int32Array[] {
    const first = this.actor.runAll(whole)
    const second = this.actor.runAll(whole)
    if (first.length > 0) this.evaluated += 1
    for (let way = 0; way < Math.max(first.length, second.length); way++) {
      const [before, now] = [cameTo(first[way]), cameTo(second[way])]
      if (!sameCome(before, now)) throw this.#impure(before, now)
    }
    return first
  }

  /** What is remembered for a state: the outcomes up to the first that is not known. */
  remembered(state: Int32Array): Remembered {
    const known: Int32Array[] = []
    return { isWhole: this.#remembered(this.#slot, state, known), known }
  }

  #remembered(slot: number, state: Int32Array, all: Int32Array[]): boolean {
    const { tree } = this.#shop
    const at = tree.find(slot, state)
    if (at === 0) return false
    const { data } = tree.words
    if (data[at] !== Node.fork) {
      if (data[at + leafHeader] !== forbidden) all.push(this.#after(at, state))
      return true
    }
    const ways = data[at + 1] as number
    for (let way = 0; way < ways; way++) {
      if (!this.#remembered(at + 2 + way, state, all)) return false
    }
    return true
  }
}

/** What an action comes to in a state, as far as it is known. */
export interface Remembered {
  readonly known: readonly Int32Array[]
  readonly isWhole: boolean
}

/** The choices of a run. */
const choicesOf = (came: Came): Pick<NonNullable<Came>, 'taken' | 'counts'> =>
  came ?? { taken: [], counts: [] }

const cameTo = (next: Int32Array | undefined): Came =>
  next === undefined ? null : { next, taken: [], counts: [] }

const sameCome = (before: Came, now: Came): boolean =>
  before === null || now === null
    ? before === now
    : sameIds(before.next, now.next) && sameIds(before.counts, now.counts)

const listOf = (came: Came): readonly Int32Array[] => (came === null ? [] : [came.next])
