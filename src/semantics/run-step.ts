import { enableMapSet, Immer } from 'immer'
import { brief } from '../value/brief.ts'
import { compare, shareUnfrozen } from '../value/compare.ts'
import { canonical } from '../value/canonical.ts'
import { ModelError } from '../value/model-error.ts'
import { isInstance } from '../value/thrown.ts'
import { handlerOf } from '../model/steps.ts'
import { afterCrash } from './after-crash.ts'
import { deskOf, Notes, refuseOther, OtherOptions, type Desk, type Snapshot } from './desk.ts'
import { ofItem } from './family.ts'
import { findByMeaning } from './drafts-by-meaning.ts'
import { guardContext } from './guard-context.ts'
import { firstDifference, notPure, wrapThrown } from './step-errors.ts'
import type { Place } from './place.ts'
import { twice } from './twice.ts'
import type { Event, Outcome } from './step.ts'

/** Handlers work on drafts; results are frozen when they get their canonical form. */
const immer = new Immer({ autoFreeze: false })
enableMapSet()
findByMeaning(immer)

/**
 * Runs one local step: (a node's state, one event) -> outcomes, one for each way to choose. Each is
 * run twice, and the results compared: a handler must be pure.
 *
 * @param snapshot keeps a message as it is when it is sent; two are equal where the messages are
 * @throws ModelError when user code throws, is not pure, or asks for what does not exist
 */
export const runStep = <Kept>(
  place: Place,
  state: unknown,
  event: Event,
  snapshot: Snapshot<Kept>,
): readonly Outcome<Kept>[] =>
  inEachWay(snapshot, (notes) => performTwice(place, state, event, notes))

/** As {@link runStep}, but each way is run only once: for those who know what came of it before. */
export const runStepOnce = <Kept>(
  place: Place,
  state: unknown,
  event: Event,
  snapshot: Snapshot<Kept>,
): readonly Outcome<Kept>[] => inEachWay(snapshot, (notes) => perform(place, state, event, notes))

const inEachWay = <Kept>(
  snapshot: Snapshot<Kept>,
  run: (notes: Notes<Kept>) => Outcome<Kept>,
): readonly Outcome<Kept>[] => {
  const outcomes: Outcome<Kept>[] = []
  let script: number[] | null = []
  let items: readonly unknown[] | null = null
  while (script !== null) {
    const notes: Notes<Kept> = new Notes(script, snapshot, items)
    outcomes.push(run(notes))
    ;({ items } = notes)
    script = nextScript(notes)
  }
  return outcomes
}

/** The outcome of one way to choose, which is run twice. */
const performTwice = <Kept>(
  place: Place,
  state: unknown,
  event: Event,
  notes: Notes<Kept>,
): Outcome<Kept> => {
  const again = (): Outcome<Kept> =>
    perform(place, state, event, new Notes(notes.taken, notes.snapshot))
  const [first, second] = twice(
    () => perform(place, state, event, notes),
    again,
    (difference) => notPure(place, event, difference),
  )
  const difference =
    compareRuns(place, event, first, second) ?? changeInShared(first.state, second.state, again)
  if (difference !== null) throw notPure(place, event, difference)
  return first
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
  runStep(place, state, event, canonical).map((outcome) => settle(place, event, outcome))

/** As {@link settleStep}, each outcome as it is asked for: there may be very many. */
export function* settleEach(place: Place, state: unknown, event: Event): Generator<Outcome> {
  for (const outcome of runEach(place, state, event)) yield settle(place, event, outcome)
}

/** As {@link runStep}, each outcome as it is asked for. */
export function* runEach(place: Place, state: unknown, event: Event): Generator<Outcome> {
  let script: number[] | null = []
  while (script !== null) {
    const notes = new Notes(script, canonical)
    yield performTwice(place, state, event, notes)
    script = nextScript(notes)
  }
}

/** An outcome with its next state in canonical form. */
export const settle = (place: Place, event: Event, outcome: Outcome): Outcome => {
  try {
    const { saves } = outcome
    const saved = saves.map(({ state, sent }) => ({ state: canonical(state), sent }))
    return {
      ...outcome,
      state: canonical(outcome.state),
      saves: saves.length === 0 ? saves : saved,
    }
  } catch (error) {
    throw wrapThrown(error, place, event)
  }
}

/** The way to choose after this one: the last choice that has an option left moves on. */
const nextScript = ({ taken, counts }: Notes): number[] | null => {
  for (let last = taken.length - 1; last >= 0; last--) {
    const option = (taken[last] ?? 0) + 1
    if (option < (counts[last] ?? 0)) return [...taken.slice(0, last), option]
  }
  return null
}

/** What a handler's work on a draft is watched through. */
export interface Lens {
  /** What it is given for the draft. */
  readonly open: (draft: unknown) => unknown
  /** Its result, while the draft is open, given what it returns. */
  readonly close: (returned: unknown) => unknown
}

const noLens: Lens = { open: (it) => it, close: (returned) => returned }

/** Runs a handler once along the notes' script, and notes what it does. */
export const perform = <Kept>(
  place: Place,
  state: unknown,
  event: Event,
  notes: Notes<Kept>,
  lens = noLens,
): Outcome<Kept> => {
  const desk = deskOf(place)
  desk.notes = notes
  try {
    const next = refusePromise(nextState(place, desk, state, event, lens))
    const { sends, timers, saves, choices, item } = notes
    return { state: next, sends, timers, saves, choices, ...ofItem({ item }) }
  } catch (error) {
    throw isInstance(error, OtherOptions)
      ? notPure(place, event, error.message)
      : wrapThrown(error, place, event)
  } finally {
    desk.notes = null
  }
}

const nextState = (place: Place, desk: Desk, state: unknown, event: Event, lens: Lens): unknown => {
  const { handlers } = place
  const { context } = desk
  const draft = (handler: (draft: unknown) => unknown, base: unknown): unknown =>
    inDraft((it) => {
      if (desk.notes !== null) desk.notes.draft = it
      return refuseOther(desk, handler(it))
    }, base)
  switch (event.kind) {
    case 'initial':
      return handlers.initial(desk.initial)
    case 'start':
      return draft((it) => handlers.start?.(it, context), state)
    case 'receive': {
      const { from, message } = event
      return draft((it) => handlers.receive?.(it, message, desk.receiving(from)), state)
    }
    case 'timeout':
      return draft((it) => handlerOf(handlers.timeout?.[event.timer])?.(it, context), state)
    case 'internal': {
      const effect = effectOf(place, desk, state, event.step, lens)
      return draft((it) => lens.close(effect(lens.open(it))), state)
    }
    case 'crash':
      return afterCrash(
        handlers.initial(desk.initial),
        event.losesDisk ? undefined : refusePromise(handlers.durable?.(state)),
      )
    case 'restart':
      return draft((it) => (handlers.recover ?? handlers.start)?.(it, context), state)
  }
}

/** What an internal step does to a draft: of a family, that of the item whose turn it is. */
const effectOf = (
  place: Place,
  desk: Desk,
  state: unknown,
  name: string,
  lens: Lens,
): ((draft: unknown) => unknown) => {
  const step = place.handlers.internal?.[name]
  const { context } = desk
  if (typeof step !== 'object' || step.each === undefined) {
    const effect = handlerOf(step)
    return (draft) => effect?.(draft, context)
  }
  return (draft) => {
    // The items are of the state as it is, which is not theirs to change.
    const before = lens === noLens ? state : draft
    const item = desk.pick(() => step.each(before, guardContext(place)))
    return step.doEach(draft, item, context)
  }
}

/** A handler's effect on a draft of a state, or what it returns instead. */
export const inDraft = (handler: (state: unknown) => unknown, base: unknown): unknown =>
  immer.produce(base, handler)

/** Refuses what is answered later. */
export const refusePromise = (result: unknown): unknown => {
  if (!(result instanceof Promise)) return result
  // Its own failure must not surface later, as an unhandled rejection.
  result.catch(() => undefined)
  throw new ModelError('handler-async', {
    what: 'A handler returned a promise',
    fix: 'handlers are synchronous: send a message or set a timer instead of awaiting',
  })
}

/**
 * Asks a guard, twice, as handlers are run twice.
 *
 * @param name what errors call it
 */
export const askGuard = (
  place: Place,
  event: Event,
  guard: () => unknown,
  name = 'its guard',
): boolean => {
  const ask = (): unknown => {
    try {
      return guard()
    } catch (error) {
      throw wrapThrown(error, place, event).at(name)
    }
  }
  const blame = (difference: string): ModelError => notPure(place, event, difference).at(name)
  const [first, second] = twice(ask, ask, blame)
  const isAnswer = typeof first === 'boolean' || typeof second === 'boolean'
  if (isAnswer && first !== second) throw blame(`it says ${brief(first)}, then ${brief(second)}`)
  if (typeof first !== 'boolean') {
    refusePromise(first)
    throw wrapThrown(
      new ModelError('handler-threw', {
        what: `A guard answered ${brief(first)}, which is neither true nor false`,
        fix: 'make it a comparison, or wrap it in Boolean(…)',
      }),
      place,
      event,
    ).at(name)
  }
  return first
}
