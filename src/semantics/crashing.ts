import type { System } from '../model/system.ts'
import type { StepAction, World } from './action.ts'
import { crashed } from './clocks.ts'
import { apply, replaceNode } from './effects.ts'
import {
  allows,
  spend,
  type Environment,
  type GlobalState,
  type NodeState,
} from './global-state.ts'
import { halfSteps } from './half-step.ts'
import type { Place } from './place.ts'
import { settleStep } from './run-step.ts'
import type { Outcome } from './step.ts'
import type { Untold } from './told-step.ts'

/** A step that a node takes. */
export interface Taken {
  readonly action: StepAction
  readonly node: number
  /** The state in which it begins: the message is out of flight, the timer off, the budget spent, the node up. */
  readonly from: GlobalState
  readonly outcome: Outcome
}

/** The transition of a step that is taken to its end. */
export const afterStep = (system: System, { action, node, from, outcome }: Taken): Untold => ({
  action,
  next: apply(system, from, node, outcome),
  sends: outcome.sends,
})

/** The crashes of nodes between two steps. */
export const crashes = (world: World, state: GlobalState): readonly Untold[] =>
  state.nodes.flatMap((it, node) => {
    if (!it.up || !mayCrash(world, state, node)) return []
    const outcome = { state: it.state, timers: noTimers, sends: [], saves: [], choices: [] }
    return crashesIn(world, { from: state, node, disk: it.state, outcome }).map((each) => ({
      ...each,
      action: { ...each.action, middle: null },
    }))
  })

/** The crashes of a node in the middle of a step that it takes. */
export const halts = (
  world: World,
  state: GlobalState,
  { action, node, from, outcome }: Taken,
): readonly Untold[] => {
  if (!world.system.faults.midStep || !mayCrash(world, state, node)) return []
  const consumes = 'mail' in action
  const before = state.nodes[node]?.state
  // Without a disk nothing is saved that could make a difference.
  const hasDisk = world.places[node]?.handlers.durable !== undefined
  const step = hasDisk ? outcome : { ...outcome, state: before }
  return halfSteps(before, step, consumes).flatMap(({ disk, saves, sent }) => {
    const sends = outcome.sends.slice(0, sent)
    const half = { ...outcome, sends, timers: noTimers }
    return crashesIn(world, { from, node, disk, outcome: half }).map((each) => ({
      ...each,
      action: { ...each.action, middle: { of: action, saves, sent } },
    }))
  })
}

const noTimers: Outcome['timers'] = new Map()

/** Whether a node may crash, as far as the others and the budget go. */
const mayCrash = (
  { system }: World,
  { nodes, environment }: GlobalState,
  node: number,
): boolean => {
  const { crashable, downAtOnce } = system.faults
  const others = nodes.filter(({ up }, index) => !up && index !== node).length
  const isFull = downAtOnce !== null && others >= downAtOnce
  return crashable[node] === true && allows(environment.crashes) && !isFull
}

/** The ways in which a node crashes that has done so much, with what it saved last. */
const crashesIn = (
  world: World,
  {
    from,
    node,
    disk,
    outcome,
  }: {
    readonly from: GlobalState
    readonly node: number
    readonly disk: unknown
    readonly outcome: Outcome
  },
) => {
  const place = world.places[node] as Place
  const hasDisk = place.handlers.durable !== undefined && allows(from.environment.disks)
  return (hasDisk ? [false, true] : [false]).flatMap((losesDisk) => {
    const after = { ...from, environment: crashing(from.environment, losesDisk) }
    const done = apply(world.system, after, node, outcome)
    return settleStep(place, disk, { kind: 'crash', losesDisk }).map(({ state, choices }) => ({
      action: { kind: 'crash' as const, node, losesDisk, choices },
      next: replaceNode(done, node, { ...crashed(done.nodes[node] as NodeState), state }),
      sends: outcome.sends,
    }))
  })
}

const crashing = (environment: Environment, losesDisk: boolean): Environment => ({
  ...environment,
  crashes: spend(environment.crashes),
  disks: losesDisk ? spend(environment.disks) : environment.disks,
})
