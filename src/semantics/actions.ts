import { networkOn, traitsOn } from '../model/network-plan.ts'
import { itemsOf } from '../model/steps.ts'
import { compare } from '../value/compare.ts'
import { isAwake, mayArrive, runOut, withTimers } from './clocks.ts'
import type { Transition, World } from './action.ts'
import { afterStep, crashes, halts, type Taken } from './crashing.ts'
import { apply, changesNode, heal, pay, replaceNode, split } from './effects.ts'
import {
  allows,
  cutsIn,
  isBlocked,
  isQueued,
  isTraitor,
  remove,
  sameMessage,
  samePair,
  spend,
  stays,
  type GlobalState,
  type Mail,
  type NodeState,
} from './global-state.ts'
import type { Place } from './place.ts'
import { guardContext } from './guard-context.ts'
import { areAny, ofItem } from './family.ts'
import { askGuard, settleStep } from './run-step.ts'
import { hasObservers, isHeard, withObserved, type Untold } from './told-step.ts'
import type { Event, Outcome } from './step.ts'
import { passing } from './time-actions.ts'

export type { Action, Transition, World } from './action.ts'

/**
 * Every transition of a global state, in a fixed order: deliveries, timeouts, internal steps, then
 * faults and repairs.
 *
 * @param leaveIgnored the reduction: deliveries without effect are left out, and the messages stay
 *   in flight. Only sound where `barOf` (compile) finds nothing against it
 */
export const transitions = (
  world: World,
  state: GlobalState,
  leaveIgnored = false,
): readonly Transition[] => {
  const { system } = world
  const mayComeNext = deliverable(world, state)
  const deliveries = mayComeNext.flatMap((index) => deliver(world, state, index))
  const isPending = deliveries.some(({ hasEffect, isAwaited }) => hasEffect || isAwaited)
  const isPatient = system.timers === 'patient'
  const isShown = ({ isIgnored, consumed }: Delivery): boolean =>
    !isIgnored || !leaveIgnored || isHeard(world, state, afterStep(system, consumed))
  const shown = deliveries.filter(isShown)
  const { environment } = state
  const taken = (step: Taken): Untold => afterStep(system, step)
  const consumed = shown.map((each) => each.consumed)
  const duplicated = allows(environment.duplicates)
    ? shown.flatMap((each) => each.duplicated ?? [])
    : []
  const timers = isPatient && isPending ? [] : timeouts(world, state)
  const steps = internals(world, state)
  const awake = restarts(world, state)
  const all = [
    ...consumed.map(taken),
    ...timers.map(taken),
    ...steps.map(taken),
    ...(allows(environment.losses) ? losses(world, state) : []),
    ...duplicated.map(taken),
    ...crashes(world, state),
    ...[...consumed, ...duplicated, ...timers, ...steps, ...awake].flatMap((step) =>
      halts(world, state, step),
    ),
    ...awake.map(taken),
    ...splitsAndHeals(world, state),
    ...passing(system, state, mayComeNext).map((each) => ({ ...each, sends: null })),
  ]
  return hasObservers(system) ? all.map((each) => withObserved(world, state, each)) : all
}

/** The state after a delivery without effect, which changes nothing but what is in flight. */
export const afterIgnored = (world: World, state: GlobalState): GlobalState | null => {
  const ignored = deliverable(world, state)
    .flatMap((index) => deliver(world, state, index))
    .find(({ isIgnored, consumed }) => isIgnored && consumed.action.kind === 'deliver')
  return ignored === undefined ? null : { ...state, inFlight: ignored.consumed.from.inFlight }
}

/** The mail that may be delivered now, by index: receivers that are up, no cut, ready to accept. */
const deliverable = ({ system, places }: World, state: GlobalState): readonly number[] => {
  const { inFlight, environment } = state
  return [...inFlight.keys()].filter((index) => {
    const mail = inFlight[index] as Mail
    const before = inFlight[index - 1]
    // Equal messages count as one; on a queue only the oldest of a pair is deliverable.
    const isHidden =
      before !== undefined &&
      samePair(before, mail) &&
      (isQueued(system, mail) || sameMessage(before, mail))
    const receiver = state.nodes[mail.to]
    if (isHidden || receiver === undefined || !isAwake(receiver)) return false
    if (!mayArrive(system, mail)) return false
    if (isBlocked(system, environment.cut, mail.from, mail.to)) return false
    return accepts(places[mail.to] as Place, receiver.state, receiveOf(places, mail))
  })
}

const receiveOf = (places: readonly Place[], { from, message }: Mail): Receive => ({
  kind: 'receive',
  from: places[from]?.id ?? '',
  message,
})

type Receive = Extract<Event, { kind: 'receive' }>

/** Whether a node in this state takes a message now (selective receive). */
export const accepts = (place: Place, state: unknown, event: Receive): boolean => {
  const { handlers } = place
  if (handlers.accepts === undefined) return true
  const { from, message } = event
  return askGuard(
    place,
    event,
    () => handlers.accepts?.(state, message, { ...guardContext(place), from }) ?? true,
  )
}

interface Delivery {
  readonly consumed: Taken
  /** The same with the message kept, as a fault; null where it cannot be: of what a traitor says, which stays anyway. */
  readonly duplicated: Taken | null
  /** Whether the node's state or timers change, or something is in flight then that was not before. Nobody waits for what a traitor says. */
  readonly hasEffect: boolean
  /** Whether patient timers wait for it even so: others may come after it. */
  readonly isAwaited: boolean
  /** Whether the node does nothing: it does not even send what is in flight already. */
  readonly isIgnored: boolean
}

const deliver = (world: World, state: GlobalState, index: number): readonly Delivery[] => {
  const mail = state.inFlight[index] as Mail
  const isSaid = isTraitor(world.system, mail.from)
  const inFlight = stays(world.system, mail) ? state.inFlight : remove(state.inFlight, index)
  const { environment } = state
  const { duplication } = networkOn(world.system.network, mail.from, mail.to)
  const { awaitsIgnored } = traitsOn(world.system.network, mail.from, mail.to)
  const fewer = { ...environment, duplicates: spend(environment.duplicates) }
  const node = mail.to
  return react(world, state, node, receiveOf(world.places, mail)).map((outcome) => {
    const { choices } = outcome
    const before = state.nodes[node] as NodeState
    const isChanged = changesNode(before, outcome)
    const isSaved = outcome.saves.some((save) => compare(save.state, before.state) !== 0)
    const from = { ...state, inFlight }
    return {
      consumed: {
        action: { kind: isSaid ? 'say' : 'deliver', mail, choices },
        node,
        from,
        outcome,
      },
      duplicated:
        isSaid || duplication === 0
          ? null
          : {
              action: { kind: 'duplicate', mail, choices },
              node,
              from: { ...state, environment: fewer },
              outcome,
            },
      hasEffect:
        !isSaid &&
        (isChanged || apply(world.system, from, node, outcome).inFlight.length > inFlight.length),
      isAwaited: awaitsIgnored,
      isIgnored: !isChanged && !isSaved && outcome.sends.length === 0,
    }
  })
}

const timeouts = (world: World, state: GlobalState): readonly Taken[] =>
  state.nodes.flatMap((it, node) =>
    runOut(it)
      .filter(() => isAwake(it))
      .flatMap((timer) => {
        const paid = pay(world.places, state, node, 'timeout', timer)
        if (paid === null) return []
        // Firing clears the timer; the handler may set it again.
        const fired = replaceNode(paid, node, withTimers(it, new Map([[timer, false]])))
        return react(world, fired, node, { kind: 'timeout', timer }).map((outcome) => ({
          action: { kind: 'timeout' as const, node, timer, choices: outcome.choices },
          node,
          from: fired,
          outcome,
        }))
      }),
  )

const internals = (world: World, state: GlobalState): readonly Taken[] =>
  state.nodes.flatMap((it, node) =>
    (isAwake(it) ? enabledSteps(world.places[node] as Place, it.state) : []).flatMap((step) => {
      const paid = pay(world.places, state, node, 'internal', step)
      if (paid === null) return []
      return react(world, paid, node, { kind: 'internal', step }).map((outcome) => ({
        action: {
          kind: 'internal' as const,
          node,
          step,
          ...ofItem(outcome),
          choices: outcome.choices,
        },
        node,
        from: paid,
        outcome,
      }))
    }),
  )

/** The internal steps of a node whose guards hold, in the order of the role. */
export const enabledSteps = (place: Place, state: unknown): readonly string[] =>
  Object.keys(place.handlers.internal ?? {}).filter((step) => isEnabled(place, step, state))

/** Whether the guard of an internal step holds: asked twice. */
export const isEnabled = (place: Place, step: string, state: unknown): boolean => {
  const guard = guardOf(place, step)
  return guard === null || askGuard(place, { kind: 'internal', step }, () => guard(state))
}

/** The guard of an internal step; null where it has none. A family needs an item besides. */
export const guardOf = (place: Place, step: string): ((state: unknown) => unknown) | null => {
  const internal = place.handlers.internal?.[step]
  const guard = typeof internal === 'function' ? undefined : internal?.when
  const each = itemsOf(internal)
  if (each === null)
    return guard === undefined ? null : (state) => guard(state, guardContext(place))
  return (state) => {
    const context = guardContext(place)
    const answer: unknown = guard === undefined || guard(state, context)
    return answer === true ? areAny(each(state, context)) : answer
  }
}

const losses = ({ system }: World, state: GlobalState): readonly Untold[] => {
  const { inFlight, environment } = state
  return [...inFlight.keys()]
    .filter((index) => {
      const [before, mail] = [inFlight[index - 1], inFlight[index] as Mail]
      const { loss, losesHead } = networkOn(system.network, mail.from, mail.to)
      if (isTraitor(system, mail.from) || loss === 0) return false
      const isBehind = before !== undefined && samePair(before, mail)
      if (isBehind && losesHead === true) return false
      // Of equal neighbours it makes no difference which is lost.
      return !isBehind || !sameMessage(before, mail) || isQueued(system, mail)
    })
    .map((index) => ({
      action: { kind: 'lose' as const, mail: inFlight[index] as Mail },
      next: {
        ...state,
        inFlight: remove(inFlight, index),
        environment: { ...environment, losses: spend(environment.losses) },
      },
      sends: null,
    }))
}

const restarts = (world: World, state: GlobalState): readonly Taken[] =>
  state.nodes.flatMap(({ up }, node) => {
    if (up || world.system.faults.restarts === 'never') return []
    const awake = replaceNode(state, node, { up: true })
    return react(world, awake, node, { kind: 'restart' }).map((outcome) => ({
      action: { kind: 'restart' as const, node, choices: outcome.choices },
      node,
      from: awake,
      outcome,
    }))
  })

const splitsAndHeals = ({ system }: World, state: GlobalState): readonly Untold[] => {
  const { environment } = state
  const { cuts, cutsAtOnce, heals } = system.faults
  const standing = cutsIn(system, environment.cut)
  const healing = (heals === 'never' ? [] : standing).map((cut) => ({
    action: { kind: 'heal' as const, ...(cutsAtOnce > 1 ? { cut } : {}) },
    next: heal(system, state, cut),
    sends: null,
  }))
  if (!allows(environment.splits) || standing.length >= cutsAtOnce) return healing
  const coming = [...cuts.keys()].filter((cut) => !standing.includes(cut))
  const splitting = coming.map((cut) => ({
    action: { kind: 'split' as const, cut },
    next: split(system, state, cut),
    sends: null,
  }))
  return [...healing, ...splitting]
}

const react = (
  { places }: World,
  state: GlobalState,
  node: number,
  event: Event,
): readonly Outcome[] => settleStep(places[node] as Place, state.nodes[node]?.state, event)
