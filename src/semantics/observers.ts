import { sidesOf } from '../model/cuts.ts'
import type { Ear, NamedObserver, Told, ToldKind } from '../model/observer.ts'
import type { Envelope } from '../model/property.ts'
import type { System } from '../model/system.ts'
import { brief, briefMessage, thrown } from '../value/brief.ts'
import { canonical } from '../value/canonical.ts'
import { compare } from '../value/compare.ts'
import { ModelError } from '../value/model-error.ts'
import { describeThrown, isInstance } from '../value/thrown.ts'
import type { Action } from './action.ts'
import type { Mail } from './global-state.ts'
import type { operationsOf } from './operations.ts'
import { forItem, ofItem } from './family.ts'
import { inDraft, refusePromise } from './run-step.ts'
import { whereDifferent } from './step-errors.ts'

/** What happened in a step, as far as observers may be told: the start of a node is one, too. */
export interface Happening {
  readonly cause: Action | 'start'
  /** The node that acted, -1 for none, and its state before and after. */
  readonly node: number
  readonly before: unknown
  readonly after: unknown
  /** What it sent, in order. */
  readonly sends: readonly { readonly to: number; readonly message: unknown }[]
}

/** The operations of a node in a state. */
type OperationsIn = (node: number, state: unknown) => ReturnType<typeof operationsOf>

/**
 * All that there is to be told of a step, in the order in which observers are told: what happened, whose
 * state it changed, which operations returned, which were invoked, what was sent. Of kinds that nobody listens
 * for there is nothing.
 */
export const toldOf = (
  system: System,
  happening: Happening,
  operationsIn: OperationsIn,
): readonly Told[] => {
  const { cause, node, before, after, sends } = happening
  const isAsked = (kind: ToldKind): boolean =>
    system.observers.some(({ ears }) => ears.some((ear) => ear.kind === kind))
  const id = idOf(system, node)
  const sent = sends.map(({ to, message }): Told => ({
    kind: 'send',
    from: id,
    to: idOf(system, to),
    message,
  }))
  const isHalted = cause !== 'start' && cause.kind === 'crash' && cause.middle !== null
  // Of a crash in the middle of a step first what happened of that.
  const told: Told[] = isHalted
    ? [...causeOf(system, { ...happening, cause: cause.middle.of }), ...sent]
    : []
  told.push(...causeOf(system, happening))
  if (node >= 0) {
    if (isAsked('change') && compare(before, after) !== 0)
      told.push({ kind: 'change', node: id, before, after })
    if (isAsked('invoke') || isAsked('return'))
      told.push(...operationsToldOf(system, happening, operationsIn))
  }
  if (!isHalted) told.push(...sent)
  return told
    .filter((each) => system.observers.some((observer) => hears(observer, each)))
    .map((each) => canonical(each) as Told)
}

const idOf = ({ nodes }: System, node: number): string => nodes[node]?.id ?? ''

const causeOf = (system: System, { cause }: Happening): readonly Told[] => {
  if (cause === 'start') return []
  switch (cause.kind) {
    case 'deliver':
    case 'duplicate':
    case 'say':
      return [{ kind: 'deliver', ...passingOf(system, cause.mail) }]
    case 'lose':
      return [{ kind: 'lose', ...passingOf(system, cause.mail) }]
    case 'timeout':
      return [{ kind: 'timeout', node: idOf(system, cause.node), timer: cause.timer }]
    case 'internal':
      return [{ kind: 'step', node: idOf(system, cause.node), step: cause.step, ...ofItem(cause) }]
    case 'crash':
    case 'restart':
      return [{ kind: cause.kind, node: idOf(system, cause.node) }]
    case 'split':
      return system.faults.cuts
        .slice(cause.cut, cause.cut + 1)
        .map(({ sides, isOneWay }) => ({ kind: 'split', sides, isOneWay }))
    case 'heal':
      return [{ kind: 'heal', ...sidesOf(system.faults.cuts, cause.cut) }]
    case 'pause':
    case 'resume':
    case 'tick':
      return []
  }
}

const passingOf = (system: System, { from, to, message }: Mail): Envelope => ({
  from: idOf(system, from),
  to: idOf(system, to),
  message,
})

/** Which operations returned, and which were invoked. In a crash they are forgotten. */
const operationsToldOf = (
  system: System,
  { cause, node, before, after }: Happening,
  operationsIn: OperationsIn,
): readonly Told[] => {
  if (cause !== 'start' && cause.kind === 'crash') return []
  const old = cause === 'start' ? noOperations : operationsIn(node, before)
  const now = operationsIn(node, after)
  const client = system.nodes[node]?.role.client ?? null
  const id = idOf(system, node)
  const returned = old.waiting
    .filter((operation) => !now.waiting.includes(operation))
    .map((operation): Told => {
      const request = client?.requestIn(before) ?? null
      const reply = client?.replyIn(after) ?? null
      const isRefusal = now.refused.includes(operation)
      return { kind: 'return', node: id, operation, request, reply, isRefusal }
    })
  const invoked = now.waiting
    .filter((operation) => !old.waiting.includes(operation))
    .map((operation): Told => {
      const request = client?.requestIn(after) ?? null
      return { kind: 'invoke', node: id, operation, request }
    })
  return [...returned, ...invoked]
}

const noOperations: ReturnType<OperationsIn> = { waiting: [], refused: [] }

/** Whether an observer is told something. */
export const hears = ({ ears }: NamedObserver, told: Told): boolean =>
  ears.some((ear) => ear.kind === told.kind && isWanted(ear, told))

const isWanted = ({ only }: Ear, told: Told): boolean =>
  only.every(({ field, among }) => {
    const value: unknown = field === 'type' ? typeIn(told) : Reflect.get(told, field)
    return typeof value === 'string' && among.includes(value)
  })

/** The type of the message that something is told of, if it has one. */
const typeIn = (told: Told): unknown => {
  const message = 'message' in told ? told.message : null
  return typeof message === 'object' && message !== null ? Reflect.get(message, 'type') : null
}

/**
 * What an observer knows before anything has happened, in canonical form: it is asked twice.
 *
 * @throws ModelError when its code throws, is not pure, or gives no plain data
 */
export const firstState = (observer: NamedObserver): unknown =>
  twice(observer, null, () => firstStateOnce(observer))

/** The same, asked once. */
export const firstStateOnce = (observer: NamedObserver): unknown =>
  settled(observer, null, () => observer.initial())

/**
 * What an observer makes of what it is told, in canonical form: it is asked twice.
 *
 * @throws ModelError when its code throws, is not pure, or gives no plain data
 */
export const hear = (observer: NamedObserver, state: unknown, told: Told): unknown =>
  twice(observer, told, () => hearOnce(observer, state, told))

/** The same, asked once. */
export const hearOnce = (observer: NamedObserver, state: unknown, told: Told): unknown =>
  settled(observer, told, () =>
    observer.ears
      .filter((ear) => ear.kind === told.kind && isWanted(ear, told))
      .reduce((seen, ear) => inDraft((it) => ear.hear(it, told), seen), state),
  )

const settled = (observer: NamedObserver, told: Told | null, run: () => unknown): unknown => {
  try {
    return canonical(refusePromise(run()))
  } catch (error) {
    const where = placeOf(observer, told)
    if (isInstance(error, ModelError)) throw error.at(where)
    throw new ModelError('handler-threw', {
      what: `An observer threw ${describeThrown(error)}`,
      where: [where],
      fix: 'an observer is told of all that it lists: mend what it makes of this, or narrow `only`',
      cause: error,
    })
  }
}

const twice = (observer: NamedObserver, told: Told | null, run: () => unknown): unknown => {
  const first = run()
  let second: unknown
  try {
    second = run()
  } catch (error) {
    throw observerNotPure(observer, told, `it throws the second time only: ${thrown(error)}`)
  }
  if (compare(first, second) === 0) return first
  const { path, before, after } = whereDifferent(first, second)
  throw observerNotPure(
    observer,
    told,
    `what it knows then differs at ${path}: ${before}, then ${after}`,
  )
}

/** The error for an observer that answers the same question in two ways. */
const observerNotPure = (
  observer: NamedObserver,
  told: Told | null,
  difference: string,
): ModelError =>
  new ModelError('not-pure', {
    what: 'An observer is not pure: asked twice, it gave two answers',
    where: [placeOf(observer, told), difference],
    fix: pureFix,
  })

/** The error for an observer that answers differently when it is asked once more, later. */
export const observerChanged = (
  observer: NamedObserver,
  told: Told | null,
  change: string,
): ModelError =>
  new ModelError('not-pure', {
    what: 'An observer is not pure: asked once more, it gave another answer',
    where: [placeOf(observer, told), change],
    fix: pureFix,
  })

const pureFix =
  'let it go by its own state and what it is told: no clock, no Math.random, no variable outside'

/** Where in a model something of an observer went wrong: `observer 'acked', told of send ack from s1 to c`. */
const placeOf = ({ name }: NamedObserver, told: Told | null): string =>
  told === null
    ? `observer '${name}', its initial state`
    : `observer '${name}', told of ${describeTold(told)}`

/** What observers are told, in words. */
export const describeTold = (told: Told): string => {
  switch (told.kind) {
    case 'send':
    case 'deliver':
    case 'lose':
      return `${told.kind} ${briefMessage(told.message)} from ${told.from} to ${told.to}`
    case 'timeout':
      return `timeout '${told.timer}' of ${told.node}`
    case 'step':
      return `step '${told.step}'${forItem(told, brief)} of ${told.node}`
    case 'crash':
    case 'restart':
      return `${told.kind} of ${told.node}`
    case 'split':
      return `split ${sidesIn(told.sides)}`
    case 'heal':
      return told.sides === undefined ? 'heal' : `heal ${sidesIn(told.sides)}`
    case 'change':
      return `change of ${told.node} to ${brief(told.after)}`
    case 'invoke':
    case 'return':
      return `${told.kind} ${told.operation} of ${told.node}`
  }
}

const sidesIn = (sides: readonly (readonly string[])[]): string =>
  sides.map((side) => side.join(', ')).join(' | ')
