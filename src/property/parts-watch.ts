import type { Parts } from '../explore/facets.ts'
import { touchedBit } from '../explore/state-space.ts'
import { ask, Loan } from '../model/question.ts'
import { firstWordOf, isProbed, sourceAt } from '../parts/decision-tree.ts'
import { withGetters } from '../parts/getters.ts'
import { Recording } from '../parts/recording.ts'
import { IntList } from '../store/int-list.ts'
import type { Sized } from '../store/sized.ts'
import { isImpure } from '../value/model-error.ts'
import { insistOnSameAnswer, isSame, neither, type Answer } from './answers.ts'
import { WatchAudit } from './watch-audit.ts'
import type { Watching, WatchOptions } from './watching.ts'

/** A predicate over one view, or over two (before and after a step). */
type Predicate = (...views: readonly unknown[]) => unknown

/** How states are handed out: as they are, or in one of two disguises. */
type Handing = 'plain' | 'getters' | 'traps'

/** Predicates are asked twice, to see that they are pure, so often at first and then now and again. */
const probedAtFirst = 256
const probeEvery = 16

/** After so many leaves it is weighed whether it pays to remember them; then after twice as many. */
const firstWeighed = 8192
/** So many times at least each has to be met again, on the average. */
const worthwhile = 1

/** After so many leaves for which all of the state was read, it does not: no other state has them. */
const mostFull = 16

const noFacets: ReadonlySet<number> = new Set()

/**
 * A predicate over a machine's states. Its answers are leaves of a decision tree over the components
 * that it reads. What these are is learned as in {@link Watch}, from runs in two disguises, which have to
 * agree with each other and with a run on plain objects; and now and then what is remembered is compared
 * with a run on the state at hand.
 */
export class PartsWatch implements Watching {
  interest = 0
  evaluated = 0
  readonly audit: WatchAudit | null
  readonly #parts: Parts
  readonly #predicate: Predicate
  readonly #options: WatchOptions
  readonly #slot: number
  /** States for which something was learned. */
  readonly #sources = new IntList()
  /** Whether it is asked in each state. */
  #isAskedAlways: boolean
  #weighAt: number
  #leaves = 0
  #full = 0
  #met = 0
  /** The states of a step, one after the other: scratch. */
  readonly #both: Int32Array

  constructor(parts: Parts, predicate: Predicate, options: WatchOptions) {
    this.#parts = parts
    this.#predicate = predicate
    this.#options = options
    this.audit = options.audit === undefined ? null : new WatchAudit(predicate, options.audit)
    this.#slot = parts.tree.plant()
    this.#isAskedAlways = options.onOpaque === undefined
    this.#weighAt = options.weighAfter ?? firstWeighed
    this.#both = new Int32Array(2 * parts.components.width)
    if (this.#isAskedAlways) this.#readAll()
  }

  get tables(): readonly Sized[] {
    return this.audit === null ? [this.#sources] : [this.#sources, this.audit.entries]
  }

  get reads(): ReadonlySet<number> {
    return noFacets
  }

  get hasRead(): boolean {
    return this.interest !== 0
  }

  recall(state: Int32Array, after: Int32Array | null): number {
    if (this.#isAskedAlways) return -1
    const { tree } = this.#parts
    const leaf = tree.find(this.#slot, this.#vector(state, after))
    if (leaf === 0) return -1
    this.#met += 1
    return isProbed(tree, leaf) ? -1 : firstWordOf(tree, leaf)
  }

  evaluate(state: Int32Array, after: Int32Array | null): boolean {
    this.evaluated += 1
    const vector = this.#vector(state, after)
    const leaf = this.#isAskedAlways ? 0 : this.#parts.tree.find(this.#slot, vector)
    const first = this.#try(vector, 'plain')
    if (leaf !== 0) this.#compare(leaf, vector, first)
    else if (this.#isAskedAlways) this.#insist(vector, first, this.#isProbed || first.hasThrown)
    else this.#learn(vector, first)
    if (first.hasThrown) throw first.error
    if (typeof first.value !== 'boolean') throw neither(first.value)
    this.audit?.note(state, after, first.value)
    return first.value
  }

  get #isProbed(): boolean {
    return this.evaluated <= probedAtFirst || this.evaluated % probeEvery === 0
  }

  #vector(state: Int32Array, after: Int32Array | null): Int32Array {
    if (after === null) return state
    this.#both.set(state)
    this.#both.set(after, state.length)
    return this.#both
  }

  #learn(vector: Int32Array, plain: Answer): void {
    const { tree } = this.#parts
    const first = this.#try(vector, 'getters')
    const second = this.#try(vector, 'traps')
    const reads = second.reads ?? []
    const isAlike =
      isSame(first, plain) && isSame(second, plain) && first.reads?.join() === reads.join()
    for (const component of [...(first.reads ?? []), ...reads]) this.#note(component)
    // What it threw or answered besides is told at once.
    if (isAlike && typeof plain.value !== 'boolean') return this.#insist(vector, plain, true)
    const path = { reads, after: reads.map(() => 0), taken: [], counts: [] }
    const answer = [plain.value === true ? 1 : 0]
    const source = this.#sources.length
    const isAdded = isAlike && tree.add(this.#slot, vector, path, answer, source) !== 0
    if (!isAdded) return this.#giveUp(vector, [plain, first, second])
    for (const id of vector) this.#sources.push(id)
    this.#leaves += 1
    if (reads.length === vector.length) this.#full += 1
    this.#weigh()
  }

  /** Runs that differ may be alike each time: else the predicate is to blame, not the disguise. */
  #giveUp(vector: Int32Array, answers: readonly Answer[]): void {
    const handings = ['plain', 'getters', 'traps'] as const
    for (const [index, answer] of answers.entries()) {
      this.#insistOn({ ...answer, reads: null }, vector, handings[index] ?? 'plain')
    }
    this.#readAll()
    this.#isAskedAlways = true
    this.#options.onOpaque?.()
  }

  /** Compares what is remembered with the answer for the state at hand. */
  #compare(leaf: number, vector: Int32Array, now: Answer): void {
    const { tree } = this.#parts
    const before = firstWordOf(tree, leaf) === 1
    if (now.value === before) return
    this.#insist(vector, now, true)
    const from = sourceAt(tree, leaf)
    const source = this.#sources.data.slice(from, from + vector.length)
    this.#insistOn({ value: before, error: null, hasThrown: false, reads: null }, source, 'plain')
    this.#giveUp(vector, [])
  }

  /** Asks a second time. @throws ModelError 'not-pure' where it comes to something else */
  #insist(vector: Int32Array, first: Answer, isWanted: boolean): void {
    if (isWanted) this.#insistOn({ ...first, reads: null }, vector, 'plain')
  }

  #insistOn(first: Answer, vector: Int32Array, handing: Handing): void {
    const second = { ...this.#try(vector, handing), reads: null }
    insistOnSameAnswer(first, second)
  }

  #try(vector: Int32Array, handing: Handing): Answer {
    const reads: number[] = []
    let isPrinted = false
    const loan = new Loan()
    const { components } = this.#parts
    const { width, shape } = components
    const views = []
    for (let view = 0; view * width < vector.length; view++) {
      const state = vector.subarray(view * width, (view + 1) * width)
      const listener = {
        onRead: (component: number) => {
          const read = view * width + component
          if (!reads.includes(read)) reads.push(read)
        },
        onWrite: () => undefined,
        onPrint: () => {
          isPrinted = true
        },
        onLook: () => loan.insist(),
      }
      views.push(
        handing === 'plain'
          ? components.decode(state)
          : handing === 'getters'
            ? withGetters(shape, components.decode(state), listener)
            : new Recording(shape, components.decode(state), listener).given,
      )
    }
    try {
      const value = ask(this.#predicate, views)
      // Refused later; its own failure must not surface besides.
      if (value instanceof Promise) value.catch(() => undefined)
      // Whoever prints a disguise may have seen anything.
      return isPrinted
        ? { value: printed, error: null, hasThrown: false, reads: null }
        : { value, error: null, hasThrown: false, reads }
    } catch (error) {
      if (isImpure(error)) throw error
      return { value: null, error, hasThrown: true, reads }
    }
  }

  #note(component: number): void {
    this.interest |= touchedBit(component % this.#parts.components.width)
  }

  #readAll(): void {
    for (let component = 0; component < this.#parts.components.width; component++) {
      this.#note(component)
    }
  }

  /** Where hardly anything is met again, it is only a burden to remember it. */
  #weigh(): void {
    const readsAll = this.#full >= mostFull && 2 * this.#full > this.#leaves
    const isWeighed = this.#leaves >= this.#weighAt
    if (isWeighed) this.#weighAt *= 2
    if (!readsAll && (!isWeighed || this.#met >= worthwhile * this.#leaves)) return
    this.#isAskedAlways = true
    this.#readAll()
  }
}

/** Stands for the answer of who has looked through a disguise: it is unlike any other. */
const printed = Symbol('printed')
