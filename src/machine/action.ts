import { isProbed, leafHeader, Node, sourceAt, wordsOf, type Path } from '../parts/decision-tree.ts'
import { answersChanged, describeEvent } from '../semantics/step-errors.ts'
import { thrown } from '../value/brief.ts'
import { isImpure } from '../value/model-error.ts'
import { sameIds } from '../value/same-ids.ts'
import type { Actor, Came, Reading, Seen } from './actor.ts'
import { answerChanged, impureRun, sameCome } from './change.ts'
import { itemSaid, Says, saysOf } from './leaf.ts'
import { StepLabels } from './step-labels.ts'
import type { Remembered, Shop } from './shop.ts'
import type { Visit } from './visit.ts'

/** After so many leaves it is weighed whether it pays to remember them; then after twice as many. */
const firstWeighed = 1024
/** So often at least each has to be met, on the average. */
const worthwhile = 2
/** After so many leaves for which all of the state was read, it does not: no other state has them. */
const mostFull = 16

/**
 * One action of a machine: what it comes to is remembered for what it read. For each new tuple of that it
 * is run on the state as it is and on the state in disguise, which have to come to the same; and now and
 * then what is remembered is compared with a run on the state at hand. Of an action that reads so much
 * that hardly anything is met again, only the guard is remembered.
 */
export class Action {
  /** How many distinct steps were taken. */
  evaluated = 0
  readonly actor: Actor
  readonly #index: number
  readonly #shop: Shop
  readonly #labels: StepLabels
  /** Whether it notices when it is watched: nothing is remembered then. */
  readonly #isOpaque: boolean
  #slot: number
  /** Where effects were remembered, once only guards are; else -1. */
  #oldSlot = -1
  readonly #script: number[] = []
  #leaves = 0
  #full = 0
  #met = 0
  #weighAt = firstWeighed
  /** Whether remembering effects does not pay. */
  #isBurden = false

  constructor(index: number, actor: Actor, shop: Shop, isOpaque: boolean) {
    this.#index = index
    this.actor = actor
    this.#shop = shop
    this.#labels = new StepLabels((item) => shop.onFirst(index, item))
    this.#isOpaque = isOpaque
    this.#slot = shop.tree.plant()
  }

  /** Writes what the action comes to in a state. */
  visit(visit: Visit): void {
    if (this.#isOpaque) {
      const { whole } = visit
      this.#run(visit, whole, this.actor.isEnabled(whole))
      return
    }
    if (this.#isBurden && this.#oldSlot < 0) {
      this.#oldSlot = this.#slot
      this.#slot = this.#shop.tree.plant()
    }
    this.#visit(this.#slot, 0, visit)
  }

  #visit(slot: number, depth: number, visit: Visit): void {
    const { tree } = this.#shop
    let at = tree.find(slot, visit.state)
    if (at === 0) {
      if (this.#oldSlot < 0) this.#learn(depth, visit)
      else this.#learnGuard(visit)
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
    const says = data[at + leafHeader] as number
    if (isProbed(tree, at)) this.#probe(at, depth, visit)
    if (says === Says.forbidden) return
    if (says === Says.allowed) {
      this.#run(visit, visit.whole, true)
      return
    }
    this.#met += 1
    const label = this.#labels.of(itemSaid(says))
    visit.write(tree.words.data, at, label)
  }

  /** Runs the effect in a state, where the guard allows it. */
  #run(visit: Visit, whole: unknown, isEnabled: boolean): void {
    const { state } = visit
    const answer = isEnabled ? this.actor.runEffect({ state: whole, ids: state }) : []
    const states = answer.map(({ next }) => next)
    this.#shop.onRun(this.#index, state, states)
    if (!isEnabled) return
    this.evaluated += 1
    for (const { next, item } of answer) visit.writeTo(next, this.#labels.of(item))
  }

  /** Runs the action for a tuple that is not known, and remembers what it comes to. */
  #learn(depth: number, visit: Visit): void {
    const { state } = visit
    const script = this.#script.slice(0, depth)
    const came = this.actor.run(visit.whole, script, state)
    const seen = this.actor.watch(state, script)
    const leaf = seen === null ? null : this.#leafOf(state, came, seen)
    const choices = came ?? { taken: [], counts: [] }
    const isAdded =
      seen !== null && leaf !== null && this.#add(state, { ...seen, ...choices }, leaf)
    if (!isAdded) {
      this.#insist(visit.whole, script, came)
      this.#shop.onOpaque(this.actor.step)
    }
    if (came === null) return
    this.evaluated += 1
    this.#leaves += 1
    if (seen?.reads.length === state.length) this.#full += 1
    this.#weigh()
  }

  #learnGuard(visit: Visit): void {
    const { state, whole } = visit
    const isAllowed = this.actor.isEnabled(whole)
    const watched = this.actor.watchGuard(state)
    const leaf = [isAllowed ? Says.allowed : Says.forbidden]
    const isAlike = watched !== null && watched.answer === isAllowed
    if (isAlike && this.#add(state, { ...watched.seen, taken: [], counts: [] }, leaf)) return
    const now = this.#again(() => this.actor.isEnabled(whole))
    if (now !== isAllowed) throw this.#guardChanged(state, isAllowed)
    this.#shop.onOpaque(this.actor.step)
  }

  #add(
    state: Int32Array,
    { reads, after, taken, counts }: Path & Reading,
    leaf: number[],
  ): boolean {
    const { tree, sources } = this.#shop
    const source = sources.length
    if (tree.add(this.#slot, state, { reads, after, taken, counts }, leaf, source) === 0)
      return false
    for (const id of state) sources.push(id)
    this.#shop.onLearned(this.#index, source)
    return true
  }

  /** The words of the leaf for what a run came to; null where that is not what the other run came to. */
  #leafOf(state: Int32Array, came: Came, { came: other, reads, writes }: Seen): number[] | null {
    if (came === null || other === null) return came === other ? [Says.forbidden] : null
    if (!sameCome(came, other) || !sameIds(came.taken, other.taken)) return null
    const leaf: number[] = [saysOf(came)]
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

  /** Asks for what did not throw before. @throws ModelError 'not-pure' where it throws */
  #again<Answer>(ask: () => Answer): Answer {
    try {
      return ask()
    } catch (error) {
      if (isImpure(error)) throw error
      const words = `it gave an answer before, and now it does not: ${thrown(error)}`
      throw answersChanged(this.#shop.place, [describeEvent(this.actor.event), words])
    }
  }

  /** @throws ModelError 'not-pure' where the action comes to something else than it did */
  #insist(whole: unknown, script: readonly number[], before: Came): void {
    const now = this.#again(() => this.actor.run(whole, script, null))
    if (sameCome(before, now)) return
    const { place, components } = this.#shop
    throw impureRun(place, this.actor.event, components, before, now)
  }

  /** Compares what a leaf says with a run on the state at hand. */
  #probe(leaf: number, depth: number, visit: Visit): void {
    const { tree, sources, components } = this.#shop
    const from = sourceAt(tree, leaf)
    const source = sources.data.slice(from, from + components.width)
    const says = tree.words.data[leaf + leafHeader]
    if (says === Says.allowed) return this.#probeGuard(source, visit.whole)
    const script = this.#script.slice(0, depth)
    let now: Came
    try {
      now = this.actor.run(visit.whole, script, visit.state)
    } catch (error) {
      // Where the answer comes from it does not.
      this.#again(() => this.actor.run(components.decode(source), script, null))
      throw error
    }
    if (this.#isAsSaid(leaf, visit.state, now, depth)) return
    // Who is to blame: it is asked once more here, and where the answer comes from.
    this.#insist(visit.whole, script, now)
    const then = this.#again(() => this.actor.run(components.decode(source), script, null))
    if (!this.#isAsSaid(leaf, source, then, depth)) {
      const before = says === Says.forbidden ? [] : [this.#after(leaf, source)]
      throw this.#answerChanged(source, before, then === null ? [] : [then.next])
    }
    this.#shop.onOpaque(this.actor.step)
  }

  #probeGuard(source: Int32Array, whole: unknown): void {
    const { components } = this.#shop
    try {
      if (this.actor.isEnabled(whole)) return
    } catch (error) {
      this.#again(() => this.actor.isEnabled(components.decode(source)))
      throw error
    }
    const then = this.#again(() => this.actor.isEnabled(components.decode(source)))
    if (!then) throw this.#guardChanged(source, true)
    this.#shop.onOpaque(this.actor.step)
  }

  #guardChanged(state: Int32Array, before: boolean): Error {
    return this.#answerChanged(state, before ? [state] : [], before ? [] : [state])
  }

  #answerChanged(
    state: Int32Array,
    before: readonly Int32Array[],
    now: readonly Int32Array[],
  ): Error {
    const { place, components } = this.#shop
    return answerChanged({ place, event: this.actor.event, components }, state, before, now)
  }

  /** Whether a run comes to what a leaf says. */
  #isAsSaid(leaf: number, state: Int32Array, came: Came, depth: number): boolean {
    const isForbidden = this.#shop.tree.words.data[leaf + leafHeader] === Says.forbidden
    if (came === null || isForbidden) return came === null && isForbidden
    const isOfItem = this.#shop.tree.words.data[leaf + leafHeader] === saysOf(came)
    return isOfItem && came.counts.length === depth && sameIds(this.#after(leaf, state), came.next)
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
    if (this.#full >= mostFull && 2 * this.#full > this.#leaves) this.#isBurden = true
    if (this.#leaves < this.#weighAt) return
    this.#isBurden ||= this.#met < worthwhile * this.#leaves
    this.#weighAt *= 2
  }

  /** What is remembered for a state; null where nothing is. */
  remembered(state: Int32Array): Remembered | null {
    const slots = this.#oldSlot < 0 ? [this.#slot] : [this.#oldSlot, this.#slot]
    for (const slot of slots) {
      if (this.#shop.tree.find(slot, state) === 0) continue
      const known: Int32Array[] = []
      return { isWhole: this.#remembered(slot, state, known), known }
    }
    return null
  }

  #remembered(slot: number, state: Int32Array, known: Int32Array[]): boolean {
    const { tree } = this.#shop
    const at = tree.find(slot, state)
    const { data } = tree.words
    if (at === 0) return false
    if (data[at] !== Node.fork) {
      if (data[at + leafHeader] === Says.allowed) return false
      if (data[at + leafHeader] !== Says.forbidden) known.push(this.#after(at, state))
      return true
    }
    const ways = data[at + 1] as number
    for (let way = 0; way < ways; way++) {
      if (!this.#remembered(at + 2 + way, state, known)) return false
    }
    return true
  }
}
