import type { Audited } from '../audit/audited.ts'
import { itself } from '../audit/instance.ts'
import { placeIn, type Place } from '../semantics/place.ts'
import type { Event } from '../semantics/step.ts'
import { answersChanged, describeEvent, whereDifferent } from '../semantics/step-errors.ts'
import { brief, thrown } from '../value/brief.ts'
import { ModelError } from '../value/model-error.ts'
import type { Asked } from './asked.ts'
import type { StepMemo } from './step-memo.ts'
import { sentBy } from './sent-by.ts'
import type { StepResult } from './step-result.ts'
import type { Tables } from './tables.ts'

/** All that the handlers and guards of a system were asked. */
export const auditedSteps = (tables: Tables): readonly Audited[] =>
  tables.memos.flatMap((memo) => [
    guardsOf(tables, memo),
    acceptancesOf(tables, memo),
    stalenessOf(tables, memo),
    stepsOf(tables, memo),
  ])

const stepsOf = (tables: Tables, memo: StepMemo): Audited =>
  auditOf(memo.place, memo.steps, {
    piece: namesOfEvents(tables, memo),
    ask: (place, state, code) => memo.resultsNow(state, code, place),
    isSame: sameResults,
    tell: (before, now) => changeOfResults(tables, memo, before, now),
    where: (state, code) => {
      const event = memo.eventOf(code)
      const place = describeEvent(event)
      return event.kind === 'initial' ? [place] : [place, inState(tables, state)]
    },
  })

const guardsOf = (tables: Tables, memo: StepMemo): Audited =>
  auditOf(memo.place, memo.guards, {
    piece: () => `${roleOf(tables, memo)} guards`,
    ask: (place, state) => memo.enabledNow(state, place),
    isSame: sameNumbers,
    tell: (before, now) => {
      const [changed = 0] = [...before, ...now].filter(
        (step) => before.includes(step) !== now.includes(step),
      )
      return saidOf(`the guard of its step '${memo.stepName(changed)}'`, before.includes(changed))
    },
    where: (state) => ['a guard', inState(tables, state)],
  })

const acceptancesOf = (tables: Tables, memo: StepMemo): Audited =>
  auditOf(memo.place, memo.acceptances, {
    piece: () => `${roleOf(tables, memo)} accepts`,
    ask: (place, state, envelope) => memo.acceptsNow(state, envelope, place),
    isSame: (before, now) => before === now,
    tell: (before) => saidOf('`accepts`', before),
    where: (state, envelope) => [describeEvent(memo.deliveryOf(envelope)), inState(tables, state)],
  })

const stalenessOf = (tables: Tables, memo: StepMemo): Audited =>
  auditOf(memo.place, memo.staleness, {
    piece: () => `${roleOf(tables, memo)} stale`,
    ask: (place, state, envelope) => memo.isStaleNow(state, envelope, place),
    isSame: (before, now) => before === now,
    tell: (before) => saidOf('`stale`', before),
    where: (state, envelope) => [describeEvent(memo.deliveryOf(envelope)), inState(tables, state)],
  })

/** The first node that runs the same role. */
const roleOf = ({ world }: Tables, { place }: StepMemo): string =>
  world.places.find(({ handlers }) => handlers === place.handlers)?.id ?? place.id

/** The names of what happens to a node: of messages, texts in them tell of what kind they are. */
const namesOfEvents = (
  tables: Tables,
  memo: StepMemo,
): ((state: number, code: number) => string) => {
  const known = new Map<number, string>()
  const role = roleOf(tables, memo)
  return (_, code) => {
    let name = known.get(code)
    if (name === undefined) known.set(code, (name = `${role} ${nameOf(memo.eventOf(code))}`))
    return name
  }
}

const nameOf = (event: Event): string => {
  switch (event.kind) {
    case 'receive':
      return `receive ${textsIn(event.message).join(' ')}`
    case 'timeout':
      return `timeout ${event.timer}`
    case 'internal':
      return `internal ${event.step}`
    case 'initial':
    case 'start':
    case 'crash':
    case 'restart':
      return event.kind
  }
}

const textsIn = (message: unknown): readonly string[] => {
  const parts = typeof message === 'object' && message !== null ? Object.values(message) : [message]
  return parts.filter((part) => typeof part === 'string')
}

const saidOf = (what: string, before: boolean): string =>
  `${what} said ${before} before, and says ${!before} now`

const inState = ({ values }: Tables, state: number): string =>
  `in state ${brief(values.get(state))}`

/** How questions of one kind are asked once more, and how a change is told. */
interface Asking<Answer> {
  /** Which piece of the model's code is asked. */
  readonly piece: (first: number, second: number) => string
  readonly ask: (place: Place, first: number, second: number) => Answer
  readonly isSame: (before: Answer, now: Answer) => boolean
  readonly tell: (before: Answer, now: Answer) => string
  /** What was asked, in words: what happens to the node, and in which state. */
  readonly where: (first: number, second: number) => readonly string[]
}

const auditOf = <Answer>(
  place: Place,
  asked: Asked<Answer>,
  { piece, ask, isSame, tell, where }: Asking<Answer>,
): Audited => ({
  get size() {
    return asked.size
  },
  get met() {
    return asked.met
  },
  pieceOf: (at) => {
    const { first, second } = asked.at(at)
    return piece(first, second)
  },
  again: (at, instance = itself) => {
    const { first, second, answer } = asked.at(at)
    let now: Answer
    try {
      now = ask(placeIn(instance, place), first, second)
    } catch (error) {
      if (error instanceof ModelError && error.code === 'not-pure') throw error
      const difference = `it gave an answer before, and now it does not: ${thrown(error)}`
      const origin = error instanceof ModelError ? error.where : []
      throw answersChanged(place, [...where(first, second), difference, ...origin])
    }
    if (isSame(answer, now)) return
    throw answersChanged(place, [...where(first, second), tell(answer, now)])
  },
})

const sameNumbers = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((each, index) => each === b[index])

const sameResults = (a: readonly StepResult[], b: readonly StepResult[]): boolean =>
  a.length === b.length && a.every((each, index) => sameResult(each, b[index]))

const sameHalves = (a: StepResult['halves'], b: StepResult['halves']): boolean =>
  a.length === b.length &&
  a.every(({ disk, saves, sent }, index) => {
    const other = b[index]
    return disk === other?.disk && saves === other.saves && sent === other.sent
  })

const sameResult = (a: StepResult, b: StepResult | undefined): boolean =>
  a.state === b?.state &&
  a.item === b.item &&
  a.touched === b.touched &&
  sameNumbers(a.units, b.units) &&
  sameHalves(a.halves, b.halves) &&
  a.set === b.set &&
  sameNumbers(a.sends, b.sends)

/** Where the outcomes of a step are others than before, in words. */
const changeOfResults = (
  tables: Tables,
  memo: StepMemo,
  before: readonly StepResult[],
  now: readonly StepResult[],
): string => {
  const at = before.findIndex((each, index) => !sameResult(each, now[index]))
  const [old, fresh] = [before[at], now[at]]
  if (old === undefined || fresh === undefined) {
    return `it had ${before.length} outcomes before, and has ${now.length} now`
  }
  const { values } = tables
  if (old.item !== fresh.item) return 'the items of its `each` are others than before'
  if (old.state !== fresh.state) {
    const change = whereDifferent(values.get(old.state), values.get(fresh.state))
    return `the next state at ${change.path}: ${change.before} before, ${change.after} now`
  }
  if (!sameNumbers(old.sends, fresh.sends)) {
    return `sent: ${sentBy(tables, old)} before, ${sentBy(tables, fresh)} now`
  }
  return `timers: ${timersOf(memo, old)} before, ${timersOf(memo, fresh)} now`
}

const timersOf = (memo: StepMemo, { touched, set }: StepResult): string =>
  touched === 0
    ? 'none touched'
    : `set [${memo.timersOf(set).join(', ')}], cleared [${memo.timersOf(touched & ~set).join(', ')}]`
