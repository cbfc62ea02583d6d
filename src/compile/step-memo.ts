import { accepts, enabledSteps, type World } from '../semantics/actions.ts'
import type { Place } from '../semantics/place.ts'
import { isStale } from '../semantics/stale.ts'
import { runStep, runStepOnce } from '../semantics/run-step.ts'
import type { Event, Outcome, Sending } from '../semantics/step.ts'
import { wrapThrown } from '../semantics/step-errors.ts'
import type { Sized } from '../store/sized.ts'
import { ModelError } from '../value/model-error.ts'
import type { Values } from '../value/values.ts'
import { Asked } from './asked.ts'
import { checkTimers, TimerBits, type Clocks } from './clocks.ts'
import { TimedClocks } from './timed-clocks.ts'
import type { Envelopes } from './envelopes.ts'
import { NodeCoverage } from './node-coverage.ts'
import { halvesOf, noHalves } from './half-results.ts'
import { lostDisk } from './outcome-words.ts'
import { Reacts } from './reacts.ts'
import type { StepResult } from './step-result.ts'

/** The kinds of events. */
const kindNames = Object.keys(Reacts) as (keyof typeof Reacts)[]

/**
 * Steps are run twice so often at first, and then now and again, so that a handler that is not pure is
 * found out early. Each is run once more in the end (`step-audit.ts`).
 */
const probedAtFirst = 256
const probeEvery = 16

const noUnits: readonly number[] = []

/**
 * Runs user code once for each distinct (node state, event) and remembers the answer as integers.
 * This and the semantics are the only places that call user code.
 */
export class StepMemo {
  /** How many (node state, event) pairs user code was run for. */
  evaluated = 0
  /** Whether it ever sent a message once: what such a step does depends on what is in flight. */
  sendsOnce = false
  /** Of steps: the state, and the event's code. */
  readonly steps: Asked<readonly StepResult[]>
  /** Of the guards of internal steps: the state, and 0. */
  readonly guards: Asked<readonly number[]>
  /** Of selective receive: the state, and the envelope. */
  readonly acceptances: Asked<boolean>
  /** Of what is stale: the state, and the envelope. */
  readonly staleness: Asked<boolean>
  readonly place: Place
  readonly #places: World['places']
  readonly #values: Values
  readonly #envelopes: Envelopes
  readonly #remembers: boolean
  /** What the word `timers` of cells stands for. */
  readonly clocks: Clocks
  /** For each timer and each internal step the system's own budget that it spends, or -1. */
  readonly budgets: { readonly timeout: readonly number[]; readonly internal: readonly number[] }
  readonly #timers: readonly string[]
  /** Timers as bits. */
  readonly #bits: TimerBits
  readonly #steps: readonly string[]
  /** What was done, as far as it is worth a note. */
  readonly done: NodeCoverage
  /** A message is kept by its value's id. */
  readonly #snapshot = (message: unknown): number => this.#values.intern(message)

  /** @param remembers false where no pair can occur twice: a machine's states */
  constructor(
    world: World,
    node: number,
    values: Values,
    envelopes: Envelopes,
    remembers: boolean,
  ) {
    this.place = world.places[node] as Place
    this.#places = world.places
    this.#values = values
    this.#envelopes = envelopes
    this.#remembers = remembers
    this.steps = new Asked(remembers)
    this.guards = new Asked(remembers)
    this.acceptances = new Asked(remembers)
    this.staleness = new Asked(remembers)
    this.done = new NodeCoverage(this.place)
    this.#timers = Object.keys(this.place.handlers.timeout ?? {})
    this.#bits = new TimerBits(this.#timers)
    const { time } = world.system
    this.clocks = time === null ? this.#bits : new TimedClocks(this.#timers, time)
    this.#steps = Object.keys(this.place.handlers.internal ?? {})
    const { timeout, internal } = this.place.spends
    this.budgets = {
      timeout: this.#timers.map((timer) => timeout.get(timer) ?? -1),
      internal: this.#steps.map((step) => internal.get(step) ?? -1),
    }
    checkTimers(this.place.id, this.#timers.length)
  }

  /** What is remembered outside the JavaScript heap. */
  get tables(): readonly Sized[] {
    const all = [this.steps, this.guards, this.acceptances, this.staleness]
    return [...all.flatMap(({ tables }) => tables), ...this.clocks.tables]
  }

  /**
   * The outcomes of a step.
   *
   * @param kind one of {@link Reacts}
   * @param index the envelope, or the place of the timer or of the internal step in the role, or 0
   */
  results(state: number, kind: number, index: number): readonly StepResult[] {
    const code = index * kindNames.length + kind
    return this.steps.get(state, code) ?? this.#evaluate(state, code)
  }

  /** Whether no user code need be run to say what an event does in a state: `accepts` included. */
  isKnown(state: number, kind: number, index: number): boolean {
    if (kind === Reacts.receive && this.place.handlers.accepts !== undefined) {
      const accepted = this.acceptances.get(state, index)
      if (accepted !== true) return accepted === false
    }
    return this.steps.get(state, index * kindNames.length + kind) !== undefined
  }

  #evaluate(state: number, code: number): readonly StepResult[] {
    this.evaluated += 1
    const event = this.eventOf(code)
    const before = this.#values.get(state)
    const outcomes = this.#isProbed
      ? runStep(this.place, before, event, this.#snapshot)
      : runStepOnce(this.place, before, event, this.#snapshot)
    const results = this.#resultsOf({ state, before, event }, outcomes)
    this.done.note(event, state, results)
    this.steps.add(state, code, results)
    return results
  }

  get #isProbed(): boolean {
    const { evaluated } = this
    return !this.#remembers || evaluated <= probedAtFirst || evaluated % probeEvery === 0
  }

  /**
   * The outcomes of a step as they are now: the memory is not asked, and does not learn.
   *
   * @param place whose code is asked
   */
  resultsNow(state: number, code: number, place: Place = this.place): readonly StepResult[] {
    const event = this.eventOf(code)
    const before = this.#values.get(state)
    const outcomes = runStepOnce(place, before, event, this.#snapshot)
    return this.#resultsOf({ state, before, event }, outcomes)
  }

  /** The internal steps whose guards hold, by their place in the role. */
  enabled(state: number): readonly number[] {
    if (this.#steps.length === 0) return []
    const known = this.guards.get(state, 0)
    if (known !== undefined) return known
    const enabled = this.enabledNow(state)
    this.guards.add(state, 0, enabled)
    return enabled
  }

  /** The same as they are now. */
  enabledNow(state: number, place: Place = this.place): readonly number[] {
    const names = enabledSteps(place, this.#values.get(state))
    return names.map((name) => this.#steps.indexOf(name))
  }

  /**
   * Keeps what a machine does in a state for the audit, however many states there are.
   *
   * @returns the states that it leads to
   */
  pin(state: number): readonly number[] {
    const enabled = this.enabledNow(state)
    this.guards.keep(state, 0, enabled)
    return enabled.flatMap((step) => {
      const code = step * kindNames.length + Reacts.internal
      const results = this.resultsNow(state, code)
      this.steps.keep(state, code, results)
      return results.map((result) => result.state)
    })
  }

  /** Whether a message is accepted in a state (selective receive). */
  accepts(state: number, envelope: number): boolean {
    if (this.place.handlers.accepts === undefined) return true
    const known = this.acceptances.get(state, envelope)
    if (known !== undefined) return known
    const answer = this.acceptsNow(state, envelope)
    this.acceptances.add(state, envelope, answer)
    return answer
  }

  /** The same as it is now. */
  acceptsNow(state: number, envelope: number, place: Place = this.place): boolean {
    return accepts(place, this.#values.get(state), this.deliveryOf(envelope))
  }

  /** Whether a message will never be heeded again, by the role's `stale`. */
  isStale(state: number, envelope: number): boolean {
    const known = this.staleness.get(state, envelope)
    if (known !== undefined) return known
    const answer = this.isStaleNow(state, envelope)
    this.staleness.add(state, envelope, answer)
    return answer
  }

  /** The same as it is now. */
  isStaleNow(state: number, envelope: number, place: Place = this.place): boolean {
    return isStale(place, this.#values.get(state), this.deliveryOf(envelope))
  }

  /** The delivery of an envelope. */
  deliveryOf(envelope: number): Event & { kind: 'receive' } {
    const from = this.#envelopes.from.data[envelope] as number
    const message = this.#envelopes.message(envelope)
    return { kind: 'receive', from: this.#places[from]?.id ?? '', message }
  }

  /** The timers of a bit set, sorted. */
  timersOf(bits: number): readonly string[] {
    return this.#bits.decode(bits).timers
  }

  /** The name of an internal step. */
  stepName(step: number): string {
    return this.#steps[step] ?? ''
  }

  #resultsOf(
    { state, before, event }: { state: number; before: unknown; event: Event },
    outcomes: readonly Outcome<number>[],
  ): readonly StepResult[] {
    return outcomes.map((outcome) => {
      const touched = [...outcome.timers.keys()]
      return {
        // Most steps ignore a message.
        state: outcome.state === before ? state : this.#intern(outcome.state, event),
        item: outcome.item === undefined ? -1 : this.#values.intern(outcome.item),
        sends: outcome.sends.map((sending) => this.#sent(sending)),
        touched: this.#bits.encode({ timers: touched }),
        set: this.#bits.encode({ timers: touched.filter((timer) => outcome.timers.get(timer)) }),
        units: this.place.hasTime
          ? this.#timers.map((timer) => Number(outcome.timers.get(timer) ?? 0))
          : noUnits,
        halves: this.place.mayHalt ? this.#halvesOf(state, event, outcome) : noHalves,
      }
    })
  }

  #halvesOf(before: number, event: Event, { state, saves, sends }: Outcome): StepResult['halves'] {
    if (event.kind === 'crash') return noHalves
    return halvesOf({
      before,
      // Without a disk nothing is saved that could make a difference.
      after: this.place.handlers.durable === undefined ? before : this.#intern(state, event),
      saves: saves.map((save) => ({ state: this.#intern(save.state, event), sent: save.sent })),
      sends: sends.length,
      consumes: event.kind === 'receive',
    })
  }

  #sent({ to, message, once }: Sending<number>): number {
    if (once) this.sendsOnce = true
    return this.#envelopes.internId(this.place.index, to, message, once)
  }

  #intern(state: unknown, event: Event): number {
    try {
      return this.#values.intern(state)
    } catch (error) {
      throw error instanceof ModelError ? wrapThrown(error, this.place, event) : error
    }
  }

  /** The kind of event of a code: one of {@link Reacts}. */
  kindOf(code: number): number {
    return code % kindNames.length
  }

  /** The event of a code. */
  eventOf(code: number): Event {
    const index = Math.floor(code / kindNames.length)
    const kind = kindNames[code % kindNames.length] ?? 'restart'
    switch (kind) {
      case 'receive':
        return this.deliveryOf(index)
      case 'timeout':
        return { kind, timer: this.#timers[index] ?? '' }
      case 'internal':
        return { kind, step: this.#steps[index] ?? '' }
      case 'crash':
        return { kind, losesDisk: index === lostDisk }
      case 'restart':
        return { kind }
    }
  }
}
