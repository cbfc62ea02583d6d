import { heldBy, whichCutOf } from './cuts-in-step.ts'
import { isDroppedBy } from '../semantics/effects.ts'
import type { System } from '../model/system.ts'
import type { Action, Transition, World } from '../semantics/action.ts'
import {
  isTraitor,
  type GlobalState,
  type Mail,
  type NodeState,
} from '../semantics/global-state.ts'
import { ageAtStart } from '../semantics/clocks.ts'
import { ofItem } from '../semantics/family.ts'
import { settleStep } from '../semantics/run-step.ts'
import type { Event, Outcome, Sending } from '../semantics/step.ts'
import { looksSame } from '../value/compare.ts'
import { describeAction, nameOf, traceCut } from './describe.ts'
import { difference, type Grain } from './difference.ts'
import type { Flight } from './flight.ts'
import { choicesOf, haltedStep, stepOf } from './halted-step.ts'
import { showPath } from '../value/path.ts'
import type { Change, RunMessage, SentMessage, Standing, TraceStep } from './trace.ts'

/** Changes are told no finer than a person can take in. */
const grain: Grain = { depth: 6, places: 200 }

/**
 * A transition from a state, with all that people want to know of it.
 *
 * @param flight what is in flight in that state; it moves on to the next
 * @param number the step's number in its run, from 1
 */
export const recordStep = (
  world: World,
  before: GlobalState,
  { action, next }: Transition,
  { flight, number }: { readonly flight: Flight; readonly number: number },
): TraceStep => {
  const { system } = world
  const node = actorOf(action)
  const isLost = dropsAcross(system, next)
  if (action.kind === 'tick') flight.tick()
  const step = stepOf(action)
  const envelope = 'mail' in step ? flight.take(step, next, number) : null
  const swallowed = action.kind === 'split' ? flight.drop(isLost) : []
  const outgoing = outgoingOf(world, before, step)
  const middle = action.kind === 'crash' ? action.middle : null
  const { sent, dropped } = post(outgoing.slice(0, middle?.sent), isLost, next, {
    flight,
    number,
  })
  return {
    action: describeAction(system, action) + unevenly(system, before, next),
    kind: action.kind,
    node: node === null ? null : nameOf(system, node),
    envelope,
    name: step.kind === 'timeout' ? step.timer : step.kind === 'internal' ? step.step : null,
    ...(step.kind === 'internal' ? ofItem(step) : {}),
    ...spentBy(world, step, next),
    ...(middle === null ? {} : { middle: haltedStep(system, middle, outgoing) }),
    ...(action.kind === 'crash' && action.losesDisk ? { losesDisk: true } : {}),
    choices: [...choicesOf(step), ...(middle === null ? [] : choicesOf(action))],
    sent,
    dropped: [...swallowed, ...dropped],
    held: heldBy(action, flight, before, next),
    timers: node === null ? [] : timersTouched(system, action, before, next, node),
    changes: node === null ? [] : changesOf(system, node, before, next),
    ...observedBetween(system, before, next),
    cut: traceCut(system, next.environment.cut),
    ...whichCutOf(system, action),
    time: flight.time,
  }
}

/** Which clocks did not go on by one unit, in words. */
const unevenly = (system: System, before: GlobalState, { nodes }: GlobalState): string =>
  nodes
    .map(({ clock }, node) => {
      const gained = (clock?.ahead ?? 0) - (before.nodes[node]?.clock?.ahead ?? 0)
      if (gained === 0) return ''
      const what = gained < 0 ? 'stands still' : 'goes on by two'
      return `, the clock of ${nameOf(system, node)} ${what}`
    })
    .join('')

/** A state, for people. */
export const standingOf = (
  system: System,
  { nodes, environment, observed }: GlobalState,
  inFlight: readonly SentMessage[],
): Standing => ({
  nodes: nodes.map(({ up, state, timers }, node) => ({
    node: nameOf(system, node),
    up,
    state,
    timers,
  })),
  inFlight,
  cut: traceCut(system, environment.cut),
  ...(system.observers.length === 0
    ? {}
    : {
        observed: system.observers.map(({ name }, index) => ({
          observer: name,
          state: observed[index],
        })),
      }),
})

/** What the start handlers sent into a cut that was there already and drops messages. */
export const droppedAtStart = (
  world: World,
  state: GlobalState,
  flight: Flight,
): readonly RunMessage[] => {
  const { system, places } = world
  if (state.environment.cut < 0 || system.faults.acrossCut !== 'dropped') return []
  const isLost = dropsAcross(system, state)
  return places.flatMap((place) => {
    const from = place.index
    const mailOf = ({ sends }: Outcome): readonly Mail[] =>
      sends.map(({ to, message }) => ({ from, to, message, ...ageAtStart(system) }))
    const start = settleStep(place, undefined, { kind: 'initial' })
      .flatMap((initial) => settleStep(place, initial.state, { kind: 'start' }))
      .find((outcome) => {
        const arrives = mailOf(outcome).filter((mail) => !isLost(mail))
        const isSent = arrives.every((mail) =>
          state.inFlight.some((other) => looksSame(other, mail)),
        )
        return isSent && looksSame(outcome.state, state.nodes[from]?.state)
      })
    const lost = start === undefined ? [] : mailOf(start).filter(isLost)
    return lost.map((mail) => flight.swallowed(mail, 0))
  })
}

/** Whether the cut that is in place in a state swallows a message. */
const dropsAcross =
  (system: System, { environment }: GlobalState) =>
  ({ from, to }: Mail): boolean =>
    isDroppedBy(system, environment.cut, from, to)

/** The budget of the system's that an action spends. */
const spentBy = (
  { system, places }: World,
  action: Action,
  { environment }: GlobalState,
): Pick<TraceStep, 'spends'> => {
  if (action.kind !== 'timeout' && action.kind !== 'internal') return {}
  const name = action.kind === 'timeout' ? action.timer : action.step
  const index = places[action.node]?.spends[action.kind].get(name) ?? -1
  const budget = system.budgets[index]
  if (budget === undefined) return {}
  return { spends: { budget: budget.name, left: environment.own[index] ?? 0 } }
}

const actorOf = (action: Action): number | null => {
  switch (action.kind) {
    case 'deliver':
    case 'duplicate':
    case 'say':
      return action.mail.to
    case 'timeout':
    case 'internal':
    case 'crash':
    case 'restart':
    case 'pause':
    case 'resume':
      return action.node
    case 'lose':
    case 'split':
    case 'heal':
    case 'tick':
      return null
  }
}

const eventOf = ({ places }: World, action: Action): Event | null => {
  switch (action.kind) {
    case 'deliver':
    case 'duplicate':
    case 'say': {
      const { from, message } = action.mail
      return { kind: 'receive', from: places[from]?.id ?? '', message }
    }
    case 'timeout':
      return { kind: 'timeout', timer: action.timer }
    case 'internal':
      return { kind: 'internal', step: action.step }
    case 'crash':
      return { kind: action.kind, losesDisk: action.losesDisk }
    case 'restart':
      return { kind: action.kind }
    case 'pause':
    case 'resume':
    case 'lose':
    case 'split':
    case 'heal':
    case 'tick':
      return null
  }
}

/** A message that a step sends, and whether only if none like it is in flight. */
type Outgoing = Mail & Pick<Sending, 'once'>

/** What the node's step sends: it runs once more, since a transition does not keep that. */
const outgoingOf = (world: World, before: GlobalState, action: Action): readonly Outgoing[] => {
  const node = actorOf(action) ?? -1
  const [place, event] = [world.places[node], eventOf(world, action)]
  if (place === undefined || event === null) return []
  // What a traitor may say is told when it arrives.
  if (isTraitor(world.system, node)) return []
  const choices = 'choices' in action ? action.choices : []
  const outcomes = settleStep(place, before.nodes[node]?.state, event)
  const item = action.kind === 'internal' ? action.item : undefined
  const taken = outcomes.find(
    (outcome) => looksSame(outcome.choices, choices) && looksSame(outcome.item, item),
  )
  const age = ageAtStart(world.system)
  return (taken?.sends ?? []).map((sent) => ({ from: node, ...sent, ...age }))
}

/** Sends messages: into flight, or into the cut that swallows them. */
const post = (
  outgoing: readonly Outgoing[],
  isLost: (mail: Mail) => boolean,
  next: GlobalState,
  { flight, number }: { readonly flight: Flight; readonly number: number },
): { readonly sent: readonly SentMessage[]; readonly dropped: readonly RunMessage[] } => {
  const [sent, dropped]: [SentMessage[], RunMessage[]] = [[], []]
  for (const mail of outgoing) {
    if (isLost(mail)) dropped.push(flight.swallowed(mail, number))
    else sent.push(flight.send(mail, number, next))
  }
  return { sent, dropped }
}

const timersTouched = (
  system: System,
  action: Action,
  before: GlobalState,
  next: GlobalState,
  node: number,
): TraceStep['timers'] => {
  const timersOf = ({ nodes }: GlobalState): ReadonlyMap<string, number | null> => {
    const { timers = [], clock } = nodes[node] ?? {}
    return new Map(timers.map((timer, at) => [timer, clock?.left[at] ?? null]))
  }
  const old = new Map(timersOf(before))
  if (action.kind === 'timeout') old.delete(action.timer)
  const now = timersOf(next)
  const name = nameOf(system, node)
  const set = [...now].filter(([timer, units]) => !old.has(timer) || old.get(timer) !== units)
  const cleared = [...old.keys()].filter((timer) => !now.has(timer))
  return [
    ...set.map(([timer, units]) => ({ node: name, timer, isSet: true, units })),
    ...cleared.map((timer) => ({ node: name, timer, isSet: false, units: null })),
  ]
}

/** What a step changes in what observers know; nothing where there are none. */
const observedBetween = (
  { observers }: System,
  before: GlobalState,
  next: GlobalState,
): Pick<TraceStep, 'observed'> => {
  if (observers.length === 0) return {}
  const observed = observers.flatMap(({ name }, index) =>
    difference(before.observed[index], next.observed[index], grain).map((each) => ({
      observer: name,
      path: showPath(each.steps),
      ...each,
    })),
  )
  return { observed }
}

const changesOf = (
  system: System,
  node: number,
  before: GlobalState,
  next: GlobalState,
): readonly Change[] => {
  const stateIn = ({ nodes }: GlobalState): NodeState['state'] => nodes[node]?.state
  return difference(stateIn(before), stateIn(next), grain).map((each) => ({
    node: nameOf(system, node),
    path: showPath(each.steps),
    ...each,
  }))
}
