import { Recording, type Listener } from '../parts/recording.ts'
import type { Base, Components } from '../parts/components.ts'
import { withGetters } from '../parts/getters.ts'
import type { Divided } from '../parts/shape.ts'
import { guardOf, isEnabled } from '../semantics/actions.ts'
import { Notes } from '../semantics/desk.ts'
import type { Place } from '../semantics/place.ts'
import { perform, runStep, settleStep, type Lens } from '../semantics/run-step.ts'
import type { Event } from '../semantics/step.ts'
import { notPure, wrapThrown } from '../semantics/step-errors.ts'
import { canonical } from '../value/canonical.ts'
import { thrown } from '../value/brief.ts'
import { isImpure, ModelError } from '../value/model-error.ts'

/** What an action comes to in one way to choose; null where its guard forbids it. */
export type Came = {
  /** The ids of the next state. */
  readonly next: Int32Array
  /** Of an action that is one of a family the value id of its item; else -1. */
  readonly item: number
  /** The options taken, by their places, and among how many each was. */
  readonly taken: readonly number[]
  readonly counts: readonly number[]
} | null

/** What a run looked at. */
export interface Reading {
  /** The components read, each once, in order, and for each how many choices were made before. */
  readonly reads: readonly number[]
  readonly after: readonly number[]
  readonly writes: ReadonlySet<number>
}

/** The same of a run of an action, with what it came to. */
export interface Seen extends Reading {
  readonly came: Came
}

/** Runs one action of a machine. */
export class Actor {
  readonly step: string
  readonly event: Event
  readonly #place: Place
  readonly #components: Components
  readonly #onMisfit: (shape: Divided) => never

  /** @param onMisfit throws, for a state that is of another shape than those before */
  constructor(
    place: Place,
    step: string,
    components: Components,
    onMisfit: (shape: Divided) => never,
  ) {
    this.#place = place
    this.step = step
    this.event = { kind: 'internal', step }
    this.#components = components
    this.#onMisfit = onMisfit
  }

  /**
   * What the action comes to in a state.
   *
   * @param script the options to take; beyond it the first of each
   * @param ids of the state, where they are known
   * @param place whose code is asked
   * @throws ModelError when user code throws or answers what is no state
   */
  run(
    state: unknown,
    script: readonly number[],
    ids: Int32Array | null,
    place = this.#place,
  ): Came {
    let next: unknown
    const notes = new Notes(script, canonical)
    try {
      if (!isEnabled(place, this.step, state)) return null
      next = perform(place, state, this.event, notes).state
    } catch (error) {
      throw this.#mistake(state, error)
    }
    const base = ids === null ? null : { state, ids }
    return this.#cameTo(this.#encode(next, base), notes)
  }

  /** Whether the guard allows the action: asked twice. */
  isEnabled(state: unknown): boolean {
    try {
      return isEnabled(this.#place, this.step, state)
    } catch (error) {
      throw this.#mistake(state, error)
    }
  }

  /** Where the action leads to in each way to choose, its guard aside: each is run twice. */
  runEffect(base: Base): readonly { readonly next: Int32Array; readonly item: number }[] {
    return runStep(this.#place, base.state, this.event, canonical).map(({ state, item }) => ({
      next: this.#encode(state, base),
      item: this.#itemOf(item),
    }))
  }

  /** All that the action comes to, one for each way to choose, in order. */
  runAll(state: unknown, place = this.#place): readonly Int32Array[] {
    const all: Int32Array[] = []
    let script: readonly number[] | null = []
    while (script !== null) {
      const came = this.run(state, script, null, place)
      if (came === null) return all
      all.push(came.next)
      script = scriptAfter(came)
    }
    return all
  }

  /**
   * Runs the action on a state in disguise.
   *
   * @returns null where it notices: it throws, it is printed, or what it reads depends on the disguise
   */
  watch(vector: Int32Array, script: readonly number[]): Seen | null {
    const notes = new Notes(script, canonical)
    const reads = new Reads(() => notes.taken.length)
    const { listener } = reads
    const { shape } = this.#components
    try {
      const guard = guardOf(this.#place, this.step)
      if (guard !== null) {
        const answer = this.#askInDisguise(guard, vector, reads)
        if (typeof answer !== 'boolean') return null
        if (!answer) return reads.isPrinted ? null : { ...reads.seen, came: null }
      }
      const watching: { recording: Recording | null } = { recording: null }
      const lens: Lens = {
        open: (draft) => {
          watching.recording = new Recording(shape, draft, listener)
          return watching.recording.given
        },
        close: (returned) => watching.recording?.settle(returned),
      }
      const state = this.#components.decode(vector)
      const next = perform(this.#place, state, this.event, notes, lens).state
      const came = this.#cameTo(this.#encode(next), notes)
      return reads.isPrinted ? null : { ...reads.seen, came }
    } catch {
      // On the state as it is, it came to something.
      return null
    } finally {
      reads.isOver = true
    }
  }

  /** The guard's answer on a state in disguise, and what it read; null where it notices. */
  watchGuard(vector: Int32Array): { readonly answer: boolean; readonly seen: Reading } | null {
    const reads = new Reads(() => 0)
    const guard = guardOf(this.#place, this.step)
    try {
      const answer = guard === null || this.#askInDisguise(guard, vector, reads)
      return typeof answer !== 'boolean' || reads.isPrinted ? null : { answer, seen: reads.seen }
    } catch {
      return null
    } finally {
      reads.isOver = true
    }
  }

  /** A guard's answer in both disguises; null where these differ in it, or in what is read. */
  #askInDisguise(guard: (state: unknown) => unknown, vector: Int32Array, reads: Reads): unknown {
    const { shape } = this.#components
    const others = new Reads(() => 0)
    const first = guard(withGetters(shape, this.#components.decode(vector), others.listener))
    others.isOver = true
    const state = this.#components.decode(vector)
    const answer = guard(new Recording(shape, state, reads.listener).given)
    const isAlike = first === answer && others.seen.reads.join() === reads.seen.reads.join()
    return isAlike && !others.isPrinted ? answer : null
  }

  #cameTo(next: Int32Array, { item, taken, counts }: Notes): NonNullable<Came> {
    return { next, item: this.#itemOf(item), taken, counts }
  }

  #itemOf(item: unknown): number {
    return item === undefined ? -1 : this.#components.values.intern(item)
  }

  #encode(next: unknown, base: Base | null = null): Int32Array {
    const into = new Int32Array(this.#components.width)
    let misfit: Divided | null
    try {
      misfit = this.#components.encode(next, into, base)
    } catch (error) {
      throw error instanceof ModelError ? wrapThrown(error, this.#place, this.event) : error
    }
    return misfit === null ? into : this.#onMisfit(misfit)
  }

  /** The error for one that was thrown: where that does not happen again, the action is not pure. */
  #mistake(state: unknown, error: unknown): unknown {
    if (isImpure(error)) return error
    try {
      if (isEnabled(this.#place, this.step, state)) settleStep(this.#place, state, this.event)
    } catch (again) {
      return isImpure(again) ? again : error
    }
    return notPure(this.#place, this.event, `it throws the first time only: ${thrown(error)}`)
  }
}

/** Keeps account of what is read and written. */
class Reads {
  isPrinted = false
  isOver = false
  readonly listener: Listener
  readonly #reads: number[] = []
  readonly #after: number[] = []
  readonly #known = new Set<number>()
  readonly #writes = new Set<number>()

  /** @param choices how many choices have been made by now */
  constructor(choices: () => number) {
    this.listener = {
      onRead: (component) => {
        if (this.#known.has(component)) return
        this.#known.add(component)
        this.#reads.push(component)
        this.#after.push(choices())
      },
      onWrite: (component) => {
        this.#writes.add(component)
      },
      onPrint: () => {
        this.isPrinted = true
      },
      onLook: () => {
        if (this.isOver) throw keptState()
      },
    }
  }

  get seen(): Reading {
    return { reads: this.#reads, after: this.#after, writes: this.#writes }
  }
}

const keptState = (): ModelError =>
  new ModelError('not-pure', {
    what: 'A state is looked at after the action that it was given to has returned',
    fix: 'let an action keep nothing of a state: it is given a new one each time',
  })

/** The way to choose after this one: the last choice that has an option left moves on. */
const scriptAfter = ({ taken, counts }: NonNullable<Came>): readonly number[] | null => {
  for (let last = taken.length - 1; last >= 0; last--) {
    const option = (taken[last] ?? 0) + 1
    if (option < (counts[last] ?? 0)) return [...taken.slice(0, last), option]
  }
  return null
}
