import { enableMapSet, Immer } from 'immer'
import { compare, shareUnfrozen } from '../value/compare.ts'
import { canonical } from '../value/canonical.ts'
import { didYouMean, ModelError } from '../value/model-error.ts'
import type { Context } from '../model/role.ts'
import { brief, firstDifference, notPure, wrapThrown } from './step-errors.ts'
import type { Place } from './place.ts'

/** What a step reacts to. */
export type Event =
  | { readonly kind: 'initial' }
  | { readonly kind: 'start' }
  | { readonly kind: 'receive'; readonly from: string; readonly message: unknown }
  | { readonly kind: 'timeout'; readonly timer: string }
  | { readonly kind: 'internal'; readonly step: string }
  | { readonly kind: 'crash' }
  | { readonly kind: 'restart' }

/** One result of a step: a step has several when its handler chose. */
export interface Outcome {
  /** The next state, as the handler left it: not in canonical form yet. */
  readonly state: unknown
  /** Receivers are node indices; messages are canonical. */
  readonly sends: readonly { readonly to: number; readonly message: unknown }[]
  /** For each timer that was touched, whether it ends up set. */
  readonly timers: ReadonlyMap<string, boolean>
  /** What was chosen, in order, in canonical form. */
  readonly choices: readonly unknown[]
}

/** Handlers work on drafts; results are frozen when they get their canonical form. */
const immer = new Immer({ autoFreeze: false })
enableMapSet()

/**
 * Runs one local step: (a node's state, one event) -> outcomes, one for each way to choose. Each is
 * run twice, and the results compared: a handler must be pure.
 *
 * @throws ModelError when user code throws, is not pure, or asks for what does not exist
 */
export const runStep = (place: Place, state: unknown, event: Event): readonly Outcome[] => {
  const outcomes: Outcome[] = []
  let script: number[] | null = []
  while (script !== null) {
    const run = new Run(place, event, script)
    const first = run.perform(state)
    const second = new Run(place, event, run.taken).perform(state)
    const again = (): Outcome => new Run(place, event, run.taken).perform(state)
    const difference =
      compareRuns(place, event, first, second) ?? changeInShared(first.state, second.state, again)
    if (difference !== null) throw notPure(place, event, difference)
    outcomes.push(first)
    script = nextScript(run)
  }
  return outcomes
}

/**
 * An object that two runs of a handler share comes from outside of it, if it is not part of the
 * state before (that is frozen): whether one more run changes it.
 */
const changeInShared = (first: unknown, second: unknown, again: () => Outcome): string | null => {
  if (!shareUnfrozen(first, second)) return null
  const before = canonical(second)
  return compare(before, canonical(again().state)) === 0
    ? null
    : 'it changes an object from outside the handler'
}

const compareRuns = (
  place: Place,
  event: Event,
  first: Outcome,
  second: Outcome,
): string | null => {
  try {
    return firstDifference(first, second)
  } catch {
    // Only a value without end cannot be compared; its canonical form says where the cycle is.
    settle(place, event, first)
    return 'the next state cannot be compared'
  }
}

/** As {@link runStep}, with the next states in canonical form. */
export const settleStep = (place: Place, state: unknown, event: Event): readonly Outcome[] =>
  runStep(place, state, event).map((outcome) => settle(place, event, outcome))

const settle = (place: Place, event: Event, outcome: Outcome): Outcome => {
  try {
    return { ...outcome, state: canonical(outcome.state) }
  } catch (error) {
    throw wrapThrown(error, place, event)
  }
}

/** The way to choose after this one: the last choice that has an option left moves on. */
const nextScript = ({ taken, counts }: Run): number[] | null => {
  for (let last = taken.length - 1; last >= 0; last--) {
    const option = (taken[last] ?? 0) + 1
    if (option < (counts[last] ?? 0)) return [...taken.slice(0, last), option]
  }
  return null
}

/** One run of a handler along a script of choices; beyond the script it takes the first option. */
class Run {
  readonly taken: number[] = []
  readonly counts: number[] = []
  readonly #place: Place
  readonly #event: Event
  readonly #script: readonly number[]
  readonly #sends: { to: number; message: unknown }[] = []
  readonly #timers = new Map<string, boolean>()
  readonly #choices: unknown[] = []

  constructor(place: Place, event: Event, script: readonly number[]) {
    this.#place = place
    this.#event = event
    this.#script = script
  }

  perform(state: unknown): Outcome {
    try {
      return {
        state: refusePromise(this.#nextState(state)),
        sends: this.#sends,
        timers: this.#timers,
        choices: this.#choices,
      }
    } catch (error) {
      throw wrapThrown(error, this.#place, this.#event)
    }
  }

  #nextState(state: unknown): unknown {
    const { handlers } = this.#place
    const context = this.#context()
    const event = this.#event
    switch (event.kind) {
      case 'initial':
        return handlers.initial(context)
      case 'start':
        return draft((it) => handlers.start?.(it, context), state)
      case 'receive': {
        const { from, message } = event
        return draft((it) => handlers.receive?.(it, message, { ...context, from }), state)
      }
      case 'timeout':
        return draft((it) => handlers.timeout?.[event.timer]?.(it, context), state)
      case 'internal': {
        const step = handlers.internal?.[event.step]
        const effect = typeof step === 'function' ? step : step?.do
        return draft((it) => effect?.(it, context), state)
      }
      case 'crash':
        return afterCrash(handlers.initial(context), handlers.durable?.(state))
      case 'restart':
        return draft((it) => (handlers.recover ?? handlers.start)?.(it, context), state)
    }
  }

  #context(): Context<unknown> {
    const place = this.#place
    return {
      self: place.id,
      others: place.others,
      group: (name) => groupOf(place, name),
      send: (to, message) => {
        const copy = canonical(message)
        for (const id of typeof to === 'string' ? [to] : to) this.#send(id, copy)
      },
      choose: (options) => this.#choose(options),
      setTimer: (name) => this.#touch(name, true),
      clearTimer: (name) => this.#touch(name, false),
    }
  }

  #send(id: string, message: unknown): void {
    const { indices, receives } = this.#place
    const to = indices.get(id)
    if (to === undefined) {
      throw new ModelError('unknown-node', {
        what: `A message is sent to '${id}', which is no node`,
        where: [`message ${JSON.stringify(message)}`],
        fix: `${didYouMean(id, [...indices.keys()])}the nodes are ${[...indices.keys()].join(', ')}`,
      })
    }
    if (!receives[to]) {
      throw new ModelError('cannot-receive', {
        what: `A message is sent to '${id}', whose role has no \`receive\``,
        where: [`message ${JSON.stringify(message)}`],
        fix: `give the role of '${id}' a receive handler`,
      })
    }
    this.#sends.push({ to, message })
  }

  #choose<Option>(options: readonly Option[]): Option {
    const position = this.taken.length
    const index = this.#script[position] ?? 0
    if (options.length === 0) {
      throw new ModelError('empty-choice', {
        what: 'choose([]) has nothing to choose from',
        fix: 'guard the step so that it is enabled only where there is a choice',
      })
    }
    if (index >= options.length) {
      throw notPure(this.#place, this.#event, 'choose() is offered other options the second time')
    }
    this.taken.push(index)
    this.counts.push(options.length)
    const chosen = options[index] as Option
    this.#choices.push(canonical(chosen))
    return chosen
  }

  #touch(name: string, isSet: boolean): void {
    const known = Object.keys(this.#place.handlers.timeout ?? {})
    if (!known.includes(name)) {
      throw new ModelError('unknown-timer', {
        what: `Timer '${name}' has no timeout handler`,
        fix: `${didYouMean(name, known)}write \`timeout: { ${name}: (state, context) => … }\``,
      })
    }
    this.#timers.set(name, isSet)
  }
}

/** The state in which a crashed node will wake up: initial, overwritten by what is durable. */
const afterCrash = (initial: unknown, durable: unknown): unknown => {
  if (durable === undefined) return initial
  const areRecords = [initial, durable].every(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  )
  return areRecords && !(durable instanceof Map) && !(durable instanceof Set)
    ? Object.assign({}, initial, durable)
    : durable
}

/** The members of a group, or the error that lists the groups. */
export const groupOf = (place: Place, name: string): readonly string[] => {
  const group = place.groups.get(name)
  if (group !== undefined) return group
  const known = [...place.groups.keys()]
  throw new ModelError('unknown-node', {
    what: `There is no group '${name}'`,
    fix: `${didYouMean(name, known)}the groups are ${known.join(', ')}`,
  })
}

/** A handler's effect on a draft of a state, or what it returns instead. */
const draft = (handler: (state: unknown) => unknown, base: unknown): unknown =>
  immer.produce(base, handler)

const refusePromise = (result: unknown): unknown => {
  if (!(result instanceof Promise)) return result
  // Its own failure must not surface later, as an unhandled rejection.
  result.catch(() => undefined)
  throw new ModelError('handler-async', {
    what: 'A handler returned a promise',
    fix: 'handlers are synchronous: send a message or set a timer instead of awaiting',
  })
}

/** Asks a guard, twice, as handlers are run twice. */
export const askGuard = (place: Place, event: Event, guard: () => unknown): boolean => {
  let answers: unknown[]
  try {
    answers = [guard(), guard()]
  } catch (error) {
    throw wrapThrown(error, place, event).at('its guard')
  }
  const [first, second] = answers
  if (typeof first !== 'boolean' || typeof second !== 'boolean') {
    refusePromise(first)
    throw wrapThrown(
      new ModelError('handler-threw', {
        what: `A guard answered ${brief(first)}, which is neither true nor false`,
        fix: 'make it a comparison, or wrap it in Boolean(…)',
      }),
      place,
      event,
    ).at('its guard')
  }
  if (first !== second) throw notPure(place, event, `its guard says ${first}, then ${second}`)
  return first
}
