import type { Envelope } from '../model/property.ts'
import type { System } from '../model/system.ts'
import type { Action, Transition, World } from '../semantics/actions.ts'
import {
  isBlocked,
  type GlobalState,
  type Mail,
  type NodeState,
} from '../semantics/global-state.ts'
import { settleStep, type Event, type Outcome } from '../semantics/run-step.ts'
import { equal } from '../value/compare.ts'
import { describeAction, envelopeOf, nameOf, traceCut } from './describe.ts'
import { difference } from './difference.ts'
import { showPath } from './paths.ts'
import type { Change, NodeSnapshot, SentMessage, TraceStep } from './trace.ts'

/** A transition from a state, with all that people want to know of it. */
export const recordStep = (
  world: World,
  before: GlobalState,
  { action, next }: Transition,
): TraceStep => {
  const { system } = world
  const node = actorOf(action)
  const event = eventOf(world, action)
  const mail = 'mail' in action ? action.mail : null
  const outcome = event === null || node === null ? null : outcomeOf(world, before, action, event)
  const outgoing = (outcome?.sends ?? []).map((sent): Mail => ({ from: node ?? 0, ...sent }))
  const isLost = dropsAcross(system, next)
  return {
    action: describeAction(system, action),
    kind: action.kind,
    node: node === null ? null : nameOf(system, node),
    envelope: mail === null ? null : envelopeOf(system, mail),
    name:
      action.kind === 'timeout' ? action.timer : action.kind === 'internal' ? action.step : null,
    choices: 'choices' in action ? action.choices : [],
    sent: outgoing.filter((each) => !isLost(each)).map((each) => sentMessage(system, next, each)),
    dropped: (action.kind === 'split' ? before.inFlight : outgoing)
      .filter(isLost)
      .map((each) => envelopeOf(system, each)),
    held: heldBy(system, action, before, next),
    timers: node === null ? [] : timersTouched(system, action, before, next, node),
    changes: node === null ? [] : changesOf(system, node, before, next),
    cut: traceCut(system.faults.cuts[next.environment.cut]),
  }
}

/** The nodes of a state, for people. */
export const snapshot = (system: System, { nodes }: GlobalState): readonly NodeSnapshot[] =>
  nodes.map(({ up, state, timers }, node) => ({ node: nameOf(system, node), up, state, timers }))

/** The messages in flight, for people. */
export const flightOf = (system: System, state: GlobalState): readonly SentMessage[] =>
  state.inFlight.map((mail) => sentMessage(system, state, mail))

/** What the start handlers sent into a cut that was there already and drops messages. */
export const droppedAtStart = (world: World, state: GlobalState): readonly Envelope[] => {
  const { system, places } = world
  if (state.environment.cut < 0 || system.faults.acrossCut !== 'dropped') return []
  const isLost = dropsAcross(system, state)
  return places.flatMap((place) => {
    const from = place.index
    const mailOf = ({ sends }: Outcome): readonly Mail[] => sends.map((sent) => ({ from, ...sent }))
    const start = settleStep(place, undefined, { kind: 'initial' })
      .flatMap((initial) => settleStep(place, initial.state, { kind: 'start' }))
      .find((outcome) => {
        const arrives = mailOf(outcome).filter((mail) => !isLost(mail))
        const isSent = arrives.every((mail) => state.inFlight.some((other) => equal(other, mail)))
        return isSent && equal(outcome.state, state.nodes[from]?.state)
      })
    const lost = start === undefined ? [] : mailOf(start).filter(isLost)
    return lost.map((mail) => envelopeOf(system, mail))
  })
}

const sentMessage = (system: System, state: GlobalState, mail: Mail): SentMessage => ({
  ...envelopeOf(system, mail),
  isHeld: isBlocked(system, state.environment.cut, mail.from, mail.to),
})

/** Whether the cut that is in place in a state swallows a message. */
const dropsAcross =
  (system: System, { environment }: GlobalState) =>
  ({ from, to }: Mail): boolean =>
    system.faults.acrossCut === 'dropped' && isBlocked(system, environment.cut, from, to)

const heldBy = (
  system: System,
  { kind }: Action,
  before: GlobalState,
  next: GlobalState,
): readonly Envelope[] => {
  if (kind !== 'split' && kind !== 'heal') return []
  const { cut } = kind === 'split' ? next.environment : before.environment
  return next.inFlight
    .filter(({ from, to }) => isBlocked(system, cut, from, to))
    .map((mail) => envelopeOf(system, mail))
}

const actorOf = (action: Action): number | null => {
  switch (action.kind) {
    case 'deliver':
    case 'duplicate':
      return action.mail.to
    case 'timeout':
    case 'internal':
    case 'crash':
    case 'restart':
      return action.node
    case 'lose':
    case 'split':
    case 'heal':
      return null
  }
}

const eventOf = ({ places }: World, action: Action): Event | null => {
  switch (action.kind) {
    case 'deliver':
    case 'duplicate': {
      const { from, message } = action.mail
      return { kind: 'receive', from: places[from]?.id ?? '', message }
    }
    case 'timeout':
      return { kind: 'timeout', timer: action.timer }
    case 'internal':
      return { kind: 'internal', step: action.step }
    case 'crash':
    case 'restart':
      return { kind: action.kind }
    case 'lose':
    case 'split':
    case 'heal':
      return null
  }
}

/** What the node's step came to: run once more, since a transition does not keep what was sent. */
const outcomeOf = (
  { places }: World,
  before: GlobalState,
  action: Action,
  event: Event,
): Outcome | null => {
  const node = actorOf(action) ?? -1
  const place = places[node]
  if (place === undefined) return null
  const choices = 'choices' in action ? action.choices : []
  const outcomes = settleStep(place, before.nodes[node]?.state, event)
  return outcomes.find((outcome) => equal(outcome.choices, choices)) ?? null
}

const timersTouched = (
  system: System,
  action: Action,
  before: GlobalState,
  next: GlobalState,
  node: number,
): TraceStep['timers'] => {
  const timersOf = ({ nodes }: GlobalState): readonly string[] => nodes[node]?.timers ?? []
  const fired = action.kind === 'timeout' ? action.timer : null
  const old = timersOf(before).filter((timer) => timer !== fired)
  const now = timersOf(next)
  const touched = (timer: string, isSet: boolean): TraceStep['timers'][number] => ({
    node: nameOf(system, node),
    timer,
    isSet,
  })
  return [
    ...now.filter((timer) => !old.includes(timer)).map((timer) => touched(timer, true)),
    ...old.filter((timer) => !now.includes(timer)).map((timer) => touched(timer, false)),
  ]
}

const changesOf = (
  system: System,
  node: number,
  before: GlobalState,
  next: GlobalState,
): readonly Change[] => {
  const stateIn = ({ nodes }: GlobalState): NodeState['state'] => nodes[node]?.state
  return difference(stateIn(before), stateIn(next)).map((each) => ({
    node: nameOf(system, node),
    path: showPath(each.steps),
    ...each,
  }))
}
