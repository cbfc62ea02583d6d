import { accepts, enabledSteps, type World } from '../semantics/actions.ts'
import type { Place } from '../semantics/place.ts'
import { runStep, type Event } from '../semantics/run-step.ts'
import { describeEvent, wrapThrown } from '../semantics/step-errors.ts'
import { PairMap } from '../store/pair-map.ts'
import type { Sized } from '../store/sized.ts'
import { ModelError } from '../value/model-error.ts'
import type { Values } from '../value/values.ts'
import type { Envelopes } from './envelopes.ts'

/** One outcome of a step, in ids. */
export interface StepResult {
  /** The next state's value id. */
  readonly state: number
  /** The envelopes sent. */
  readonly sends: readonly number[]
  /** Bit sets of timers: which were touched, and which of these end up set. */
  readonly touched: number
  readonly set: number
}

/** The kinds of events that a running node reacts to, by number. */
export const Reacts = { receive: 0, timeout: 1, internal: 2, crash: 3, restart: 4 } as const

/** How many kinds of events there are. */
const kinds = Object.keys(Reacts).length

/** Timers are kept as bits of one integer. */
const mostTimers = 30

/**
 * Runs user code once for each distinct (node state, event) and remembers the answer as integers.
 * This and the semantics are the only places that call user code.
 */
export class StepMemo {
  /** How many (node state, event) pairs user code was run for. */
  evaluated = 0
  readonly #place: Place
  readonly #places: World['places']
  readonly #values: Values
  readonly #envelopes: Envelopes
  readonly #remembers: boolean
  readonly #timers: readonly string[]
  readonly #steps: readonly string[]
  readonly #index = new PairMap()
  readonly #results: (readonly StepResult[])[] = []
  readonly #enabled = new Map<number, readonly number[]>()
  readonly #accepts = new PairMap()
  readonly #done = new Set<string>()
  /** A message is kept by its value's id. */
  readonly #snapshot = (message: unknown): number => this.#values.intern(message)
  /** For each type of message received whether it ever had an effect. */
  readonly #effects = new Map<string, boolean>()

  /** @param remembers false where no pair can occur twice: a machine's states */
  constructor(
    world: World,
    node: number,
    values: Values,
    envelopes: Envelopes,
    remembers: boolean,
  ) {
    this.#place = world.places[node] as Place
    this.#places = world.places
    this.#values = values
    this.#envelopes = envelopes
    this.#remembers = remembers
    this.#timers = Object.keys(this.#place.handlers.timeout ?? {})
    this.#steps = Object.keys(this.#place.handlers.internal ?? {})
    if (this.#timers.length > mostTimers) {
      throw new ModelError('too-large', {
        what: `Node '${this.#place.id}' has ${this.#timers.length} timers (the limit is ${mostTimers})`,
        fix: 'use fewer timers, with what they are for in the state',
      })
    }
  }

  /** What is remembered outside the JavaScript heap. */
  get tables(): readonly Sized[] {
    return [this.#index, this.#accepts]
  }

  /** The bit set of some timers. */
  timerBits(timers: readonly string[]): number {
    return timers.reduce((bits, timer) => bits | (1 << this.#timers.indexOf(timer)), 0)
  }

  /** The timers of a bit set, sorted. */
  timerNames(bits: number): readonly string[] {
    return this.#timers.filter((_, index) => (bits & (1 << index)) !== 0).toSorted()
  }

  /**
   * The outcomes of a step.
   *
   * @param kind one of {@link Reacts}
   * @param index the envelope, or the place of the timer or of the internal step in the role, or 0
   */
  results(state: number, kind: number, index: number): readonly StepResult[] {
    if (!this.#remembers) return this.#evaluate(state, this.#event(kind, index))
    const code = index * kinds + kind
    const known = this.#index.get(state, code)
    if (known >= 0) return this.#results[known] ?? []
    const results = this.#evaluate(state, this.#event(kind, index))
    this.#index.add(state, code, this.#results.push(results) - 1)
    return results
  }

  /** The internal steps whose guards hold, by their place in the role. */
  enabled(state: number): readonly number[] {
    if (this.#steps.length === 0) return []
    const known = this.#enabled.get(state)
    if (known !== undefined) return known
    const names = enabledSteps(this.#place, this.#values.get(state))
    const enabled = names.map((name) => this.#steps.indexOf(name))
    if (this.#remembers) this.#enabled.set(state, enabled)
    return enabled
  }

  /** Whether a message is accepted in a state (selective receive). */
  accepts(state: number, envelope: number): boolean {
    if (this.#place.handlers.accepts === undefined) return true
    const known = this.#accepts.get(state, envelope)
    if (known >= 0) return known === 1
    const event = { kind: 'receive' as const, ...this.#open(envelope) }
    const answer = accepts(this.#place, this.#values.get(state), event)
    this.#accepts.add(state, envelope, answer ? 1 : 0)
    return answer
  }

  #evaluate(state: number, event: Event): readonly StepResult[] {
    this.evaluated += 1
    const before = this.#values.get(state)
    const outcomes = runStep(this.#place, before, event, this.#snapshot)
    const results = outcomes.map((outcome) => {
      const touched = [...outcome.timers.keys()]
      return {
        // Most steps ignore a message.
        state: outcome.state === before ? state : this.#intern(outcome.state, event),
        sends: outcome.sends.map(({ to, message }) =>
          this.#envelopes.internId(this.#place.index, to, message),
        ),
        touched: this.timerBits(touched),
        set: this.timerBits(touched.filter((timer) => outcome.timers.get(timer))),
      }
    })
    this.#cover(event, state, results)
    return results
  }

  /** Notes what was done, for {@link neverDone}. */
  #cover(event: Event, state: number, results: readonly StepResult[]): void {
    if (event.kind !== 'receive') {
      this.#done.add(describeEvent(event))
      return
    }
    const type = typeOf(event.message)
    const hasEffect = results.some(
      (result) => result.state !== state || result.sends.length > 0 || result.touched !== 0,
    )
    if (hasEffect || !this.#effects.has(type)) this.#effects.set(type, hasEffect)
  }

  /** The handlers that never ran and the messages that never had an effect, in words. */
  neverDone(): readonly string[] {
    const { handlers } = this.#place
    const timeouts = this.#timers.map((timer) => ({ kind: 'timeout' as const, timer }))
    const steps = this.#steps.map((step) => ({ kind: 'internal' as const, step }))
    const recover = handlers.recover === undefined ? [] : [{ kind: 'restart' as const }]
    const idle = [...timeouts, ...steps, ...recover]
      .map(describeEvent)
      .filter((event) => !this.#done.has(event))
    const ignored = [...this.#effects].filter(([, hasEffect]) => !hasEffect)
    return [
      ...idle.map((event) => `no run reaches ${event}`),
      ...ignored.map(([type]) => `messages ${type} arrive and never have an effect`),
    ]
  }

  #intern(state: unknown, event: Event): number {
    try {
      return this.#values.intern(state)
    } catch (error) {
      throw error instanceof ModelError ? wrapThrown(error, this.#place, event) : error
    }
  }

  #event(kind: number, index: number): Event {
    switch (kind) {
      case Reacts.receive:
        return { kind: 'receive', ...this.#open(index) }
      case Reacts.timeout:
        return { kind: 'timeout', timer: this.#timers[index] ?? '' }
      case Reacts.internal:
        return { kind: 'internal', step: this.#steps[index] ?? '' }
      default:
        return { kind: kind === Reacts.crash ? 'crash' : 'restart' }
    }
  }

  #open(envelope: number): { from: string; message: unknown } {
    const from = this.#envelopes.from.data[envelope] as number
    return { from: this.#places[from]?.id ?? '', message: this.#envelopes.message(envelope) }
  }
}

/** The kind of a message as a person would call it: its `type`, if it has one. */
const typeOf = (message: unknown): string => {
  const type: unknown =
    typeof message === 'object' && message !== null ? Reflect.get(message, 'type') : message
  return typeof type === 'string' ? `'${type}'` : 'without a type'
}
