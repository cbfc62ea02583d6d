import { networkOn } from '../model/network-plan.ts'
import { itemsOf } from '../model/steps.ts'
import { accepts, type Action, type World } from '../semantics/actions.ts'
import { mayArrive } from '../semantics/clocks.ts'
import {
  allows,
  cutsIn,
  isBlocked,
  isQueued,
  type GlobalState,
  type Mail,
  type NodeState,
} from '../semantics/global-state.ts'
import type { Place } from '../semantics/place.ts'
import { describeAction, nameOf } from '../trace/describe.ts'
import type { Sent } from '../trace/flight.ts'
import type { RunMessage } from '../trace/trace.ts'
import { compare } from '../value/compare.ts'
import { showName } from '../value/notation.ts'
import type { Position } from './position.ts'
import { groupOf } from './promise.ts'
import type { Hindrance, ImpossibleStep } from './stage.ts'

type Why = readonly [hindrance: Hindrance, why: string]

/** What the model knows of and cannot happen now: messages that wait, timers, steps, faults. */
export const impossibleAt = (world: World, position: Position): readonly ImpossibleStep[] => [
  ...waitingMail(world, position),
  ...idleNodes(world, position),
  ...spentFaults(world, position),
  ...stoppedClock(world, position),
]

/** The messages in flight that cannot be delivered now. */
const waitingMail = (world: World, { state, flight }: Position): readonly ImpossibleStep[] => {
  const inFlight = flight.now
  const told = flight.in(state)
  return inFlight.flatMap((sent, at): readonly ImpossibleStep[] => {
    const why = whyNotDelivered(world, state, sent, inFlight.slice(0, at))
    const action: Action = { kind: 'deliver', mail: sent.mail, choices: [] }
    return why === null ? [] : [entry(world, action, why, told[at] ?? null)]
  })
}

const whyNotDelivered = (
  { system, places }: World,
  { nodes, environment }: GlobalState,
  { mail }: Sent,
  older: readonly Sent[],
): Why | null => {
  const { from, to, message } = mail
  const receiver = nodes[to]
  const name = showName(nameOf(system, to))
  if (!receiver?.up) return ['crashed', `${name} has crashed: the message waits for its restart.`]
  if (receiver.clock?.paused === true) {
    return ['paused', `${name} has paused: the message waits until it goes on.`]
  }
  if (!mayArrive(system, mail)) {
    const [age, least] = [mail.age ?? 0, system.time?.min ?? 0]
    return ['too-early', `Units under way: ${age}, of ${least} at least.`]
  }
  if (isBlocked(system, environment.cut, from, to)) {
    return ['cut', 'The cut stands between them: the message waits until it heals.']
  }
  if (isQueued(system, mail) && older.some((other) => isOnLink(other.mail, mail))) {
    return ['behind-others', 'Older messages on the same link come first.']
  }
  const event = { kind: 'receive' as const, from: nameOf(system, from), message }
  if (accepts(places[to] as Place, receiver.state, event)) return null
  return ['not-accepted', `${name} does not accept it in its present state: the message waits.`]
}

const isOnLink = (mail: Mail, other: Mail): boolean =>
  mail.from === other.from && mail.to === other.to

/** Timers and internal steps that cannot come. */
const idleNodes = (world: World, { state, ways }: Position): readonly ImpossibleStep[] => {
  const isPossible = (wanted: Action): boolean =>
    ways.some(
      ({ action }) => action.kind === wanted.kind && compare(bare(action), bare(wanted)) === 0,
    )
  return world.places.flatMap(({ handlers, id, spends }, node) => {
    const spentOwn = (kind: keyof typeof spends, name: string): Why | null => {
      const index = spends[kind].get(name) ?? -1
      const budget = world.system.budgets[index]
      if (budget === undefined || allows(state.environment.own[index] ?? 0)) return null
      return ['budget-spent', `The run has spent its budget '${budget.name}'.`]
    }
    const own = state.nodes[node]
    const down = whyIdle(own, showName(id))
    const timers = Object.keys(handlers.timeout ?? {}).map((timer) => {
      const at = own?.timers.indexOf(timer) ?? -1
      const left = own?.clock?.left[at] ?? 0
      const action: Action = { kind: 'timeout', node, timer, choices: [] }
      const runs: Why = ['too-early', `Units still to run: ${left}.`]
      const waits = left > 0 ? runs : (spentOwn('timeout', timer) ?? patience)
      return { action, why: down ?? (at < 0 ? notSet : waits) }
    })
    const steps = Object.entries(handlers.internal ?? {}).map(([step, internal]) => {
      const action: Action = { kind: 'internal', node, step, choices: [] }
      return { action, why: down ?? spentOwn('internal', step) ?? noneIn(internal) }
    })
    return [...timers, ...steps]
      .filter(({ action }) => !isPossible(action))
      .map(({ action, why }) => entry(world, action, why))
  })
}

/** Why a step is not possible. */
const noneIn = (step: Parameters<typeof itemsOf>[0]): Why =>
  itemsOf(step) === null ? guard : noItem

/** An action whatever is chosen in it, of whichever item. */
const bare = (action: Action): unknown => ({ ...action, choices: [], item: null })

const whyIdle = (node: NodeState | undefined, name: string): Why | null => {
  if (node?.up !== true) return ['crashed', `${name} has crashed.`]
  return node.clock?.paused === true ? ['paused', `${name} has paused.`] : null
}

/** Why no unit can pass. */
const stoppedClock = (world: World, { ways }: Position): readonly ImpossibleStep[] => {
  const isStopped = !ways.some(({ action }) => action.kind === 'tick')
  const why: Why = ['due', 'A message or a timer is due: that comes before a unit passes.']
  return world.system.time !== null && isStopped ? [entry(world, { kind: 'tick' }, why)] : []
}

const notSet: Why = ['timer-not-set', 'The timer is not set.']
const patience: Why = [
  'patience',
  'Timers are patient: they fire only when nothing is left that can arrive and has an effect.',
]
const guard: Why = ['guard', 'Its guard, `when`, is false here.']
const noItem: Why = ['guard', 'Its guard, `when`, is false here, or `each` gives no item.']

/** Faults and repairs that the model allows in other states. */
const spentFaults = (world: World, { state }: Position): readonly ImpossibleStep[] => {
  const { network, faults, time } = world.system
  const { environment, nodes, inFlight } = state
  const isSpent = (now: typeof environment.losses, most: typeof environment.losses): boolean =>
    allows(most) && !allows(now)
  const all: (readonly [Action, Why])[] = []
  const lost = inFlight.find(({ from, to }) => networkOn(network, from, to).loss !== 0)
  if (lost !== undefined && isSpent(environment.losses, network.loss)) {
    all.push([{ kind: 'lose', mail: lost }, spent('losses')])
  }
  const copied = inFlight.find(({ from, to }) => networkOn(network, from, to).duplication !== 0)
  if (copied !== undefined && isSpent(environment.duplicates, network.duplication)) {
    all.push([{ kind: 'duplicate', mail: copied, choices: [] }, spent('duplicates')])
  }
  nodes.forEach(({ up }, node) => {
    if (up && faults.crashable[node] && isSpent(environment.crashes, faults.crashes)) {
      all.push([
        { kind: 'crash', node, losesDisk: false, middle: null, choices: [] },
        spent('crashes'),
      ])
    }
    const { downAtOnce } = faults
    const isFull = downAtOnce !== null && nodes.filter((it) => !it.up).length >= downAtOnce
    if (up && faults.crashable[node] && isFull && allows(environment.crashes)) {
      all.push([{ kind: 'crash', node, losesDisk: false, middle: null, choices: [] }, othersDown])
    }
    if (up && time?.pausable[node] && isSpent(environment.pauses, time.pauses)) {
      all.push([{ kind: 'pause', node }, spent('pauses')])
    }
    if (!up && faults.restarts === 'never') {
      all.push([{ kind: 'restart', node, choices: [] }, never('a node that crashed stays down')])
    }
  })
  const standing = cutsIn(world.system, environment.cut)
  if (faults.heals === 'never') {
    for (const cut of standing) {
      const which = faults.cutsAtOnce > 1 ? { cut } : {}
      all.push([{ kind: 'heal', ...which }, never('a cut never heals')])
    }
  }
  faults.cuts.forEach((_, cut) => {
    if (standing.includes(cut)) all.push([{ kind: 'split', cut }, inPlace])
    else if (standing.length >= faults.cutsAtOnce) all.push([{ kind: 'split', cut }, othersStand])
    else if (!allows(environment.splits)) all.push([{ kind: 'split', cut }, spent('splits')])
  })
  return all.map(([action, why]) => entry(world, action, why))
}

const spent = (what: string): Why => ['budget-spent', `The run has had all its ${what}.`]
const othersDown: Why = [
  'others-down',
  'As many nodes are down already as may be at the same time.',
]
const never = (what: string): Why => ['never', `The model says that ${what}.`]
const inPlace: Why = ['cut-in-place', 'This cut is in place already.']
const othersStand: Why = [
  'cut-in-place',
  'As many cuts are in place already as may stand at the same time.',
]

const entry = (
  { system }: World,
  action: Action,
  [hindrance, why]: Why,
  envelope: RunMessage | null = null,
): ImpossibleStep => {
  const isNetwork = action.kind === 'lose' || action.kind === 'duplicate'
  const isOfNode = 'node' in action || action.kind === 'deliver'
  const actor = 'node' in action ? action.node : action.kind === 'deliver' ? action.mail.to : -1
  return {
    group: groupOf(action.kind),
    kind: action.kind,
    action: isNetwork ? generally(action.kind) : describeAction(system, action),
    node: isOfNode ? nameOf(system, actor) : null,
    envelope,
    hindrance,
    why,
  }
}

/** Where it is not about one message. */
const generally = (kind: 'lose' | 'duplicate'): string =>
  kind === 'lose' ? 'the network loses a message' : 'a message is delivered and stays in flight'
