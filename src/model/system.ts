import { checkTraitors } from './byzantine.ts'
import { checkFairness } from './check-fairness.ts'
import { checkRetries } from './client.ts'
import { checkHalves } from './crash-plan.ts'
import { planFaults, type FaultPlan } from './fault-plan.ts'
import type { Fairness } from './fairness.ts'
import type { Faults } from './faults.ts'
import { planValues } from './interchangeable.ts'
import { layOutNodes, type NodeDefinition, type NodeSpec } from './nodes.ts'
import { planBound, type Bound } from './bound.ts'
import { planBudgets, type OwnBudget } from './budgets.ts'
import { unordered, type Budget, type Network } from './network.ts'
import { planNetwork, type NetworkByLink, type NetworkPlan } from './network-plan.ts'
import { nameObservers, type NamedObserver, type Observer } from './observer.ts'
import { kit, type Envelope, type Kit, type NamedProperty, type Property } from './property.ts'
import type { Replicas, Role } from './role.ts'
import { checkRecord, checkSettings, type Known } from './settings.ts'
import { planTime, type Time, type TimeOptions } from './time.ts'
import { ModelError } from '../value/model-error.ts'

/** The ids that a system's `nodes` give rise to: `dhaka`, or `acceptor${number}` for replicas. */
export type NodeName<Nodes> = {
  [Key in keyof Nodes & string]: Nodes[Key] extends Replicas<unknown, unknown, string>
    ? `${Key}${number}`
    : Key
}[keyof Nodes & string]

/** What a property sees of each entry of `nodes`: its state, or an array of states. */
export type StateOf<Spec> =
  Spec extends Role<infer State, unknown, string>
    ? State
    : Spec extends Replicas<infer State, unknown, string>
      ? readonly State[]
      : never

/** The messages of all the roles together. */
type MessageOf<Nodes> = {
  [Key in keyof Nodes]: Nodes[Key] extends Role<unknown, infer Message, string>
    ? Message
    : Nodes[Key] extends Replicas<unknown, infer Message, string>
      ? Message
      : never
}[keyof Nodes]

/** The budgets that steps and timers of some of the roles spend. */
export type BudgetName<Nodes> = {
  [Key in keyof Nodes]: Nodes[Key] extends Role<unknown, unknown, infer Name>
    ? Name
    : Nodes[Key] extends Replicas<unknown, unknown, infer Name>
      ? Name
      : never
}[keyof Nodes]

/** How often each of some budgets may be spent; none where there are none. */
export type Budgets<Name extends string> = [Name] extends [never]
  ? Readonly<Record<string, never>>
  : { readonly [Each in Name]: Budget }

/** A global state, as properties and bounds see it. Read-only: changing it throws. */
export interface View<Nodes, Observed = unknown> {
  /** Each node's state; a crashed node shows the state in which it would wake up. */
  readonly nodes: { readonly [Key in keyof Nodes]: StateOf<Nodes[Key]> }
  /** Whether each node is up: for replicas an array, as in `nodes`. */
  readonly up: {
    readonly [Key in keyof Nodes]: Nodes[Key] extends Replicas<unknown, unknown, string>
      ? readonly boolean[]
      : boolean
  }
  /** The messages in flight, in a canonical order (on `fifo` links, oldest first). */
  readonly inFlight: readonly Envelope<MessageOf<Nodes>>[]
  /** Whether a cut is in place. */
  readonly partitioned: boolean
  /** What each observer knows. */
  readonly observed: {
    readonly [Name in keyof Observed]: Observed[Name] extends Observer<infer State> ? State : never
  }
}

/** A system as everything behind the model language sees it: plain, checked, complete. */
export interface System {
  /** Tells a system from anything else. */
  readonly kind: 'system'
  /** The name of the model, for reports. */
  readonly name: string
  /** One line about the protocol; may be empty. */
  readonly about: string
  /** The nodes, replicas one by one, in the order in which the model names them. */
  readonly nodes: readonly NodeDefinition[]
  /** How messages travel. */
  readonly network: NetworkPlan
  /** What may go wrong, worked out for these nodes. */
  readonly faults: FaultPlan
  /** Who is told of what happens, in the order in which the model names them. */
  readonly observers: readonly NamedObserver[]
  /** The sets of values that it declares interchangeable. */
  readonly interchangeable: readonly (readonly string[])[]
  /** How often steps and timers that say so may be taken in a run. */
  readonly budgets: readonly OwnBudget[]
  /** When a timer that is set may fire; of no account where there is time. */
  readonly timers: 'any' | 'patient'
  /** What takes how long; null: nothing is known of that. */
  readonly time: Time | null
  /** The fairness under which liveness is judged, but for properties with their own. */
  readonly fairness: Fairness
  /** The bound, or null for none. */
  readonly within: ((view: unknown) => boolean) | null
  /** Whether what is beyond the bound is no part of the model, so that nothing is left open. */
  readonly isBoundIntended: boolean
  /** What is to be checked, in the order in which the model lists it. */
  readonly properties: readonly NamedProperty[]
  /** Whether it is a {@link machine}: properties then see the one node's state directly. */
  readonly isMachine: boolean
}

/** What {@link system} takes. */
export interface SystemOptions<
  Nodes extends Readonly<Record<string, NodeSpec>>,
  Observed extends Readonly<Record<string, Observer>> = Readonly<Record<string, Observer>>,
> {
  /** The name of the model, for reports. */
  name: string
  /** One line about the protocol. */
  about?: string
  /** The participants: an id and a role each. */
  nodes: Nodes
  /** How messages travel: alike on all links, or on some in another way. Default: `unordered()`. */
  network?: Network | NetworkByLink<NodeName<Nodes> | (keyof Nodes & string)>
  /** Default: none. */
  faults?: Faults<NodeName<Nodes>>
  /** Who is told of what happens, and keeps what properties need to know of the past. Default: nobody. */
  observers?: Observed
  /**
   * When a timer that is set may fire: at any moment (asynchrony: time has no length), or only when
   * no delivery that would have an effect is enabled anywhere (time-outs long enough never to fire
   * early). Default 'any'.
   */
  timers?: 'any' | 'patient'
  /**
   * Makes time pass in units: messages have delays, and `setTimer(name, units)` a duration. Default: there is
   * no time, and a timer fires when `timers` says.
   */
  time?: TimeOptions
  /**
   * Sets of texts that are used alike: what clients write, say, or keys that are compared and stored, and
   * nothing more. States that differ only by which of a set is which count as one. It is checked that no step and
   * no property tells them apart: a declaration that is wrong changes no verdict. Default: none.
   */
  interchangeable?: readonly (readonly string[])[]
  /** How often in a run the steps and timers may be taken, all together, that name a budget. */
  budgets?: Budgets<BudgetName<Nodes>>
  /** The fairness under which liveness is judged. Default 'weak'. */
  fairness?: Fairness
  /**
   * A bound: states where it says false are not stored, not checked and not expanded. What is beyond it stays
   * open, but for `{ states: (view) => …, intended: true }`.
   */
  within?: Bound<View<Nodes, Observed>>
  /** What must be true, by a sentence each. */
  properties?: (kit: Kit<View<Nodes, Observed>>) => Readonly<Record<string, Property>>
}

const systemSettings: Known = {
  name: 'text',
  about: 'text',
  nodes: 'record',
  network: null,
  faults: 'record',
  observers: 'record',
  timers: ['any', 'patient'],
  time: 'record',
  interchangeable: null,
  budgets: 'record',
  fairness: null,
  within: null,
  properties: 'function',
}

/**
 * Declares a system: nodes, network, faults, bounds and properties.
 *
 * @throws ModelError naming the place and the way out, when the parts do not fit
 */
export const system = <
  const Nodes extends Readonly<Record<string, NodeSpec>>,
  const Observed extends Readonly<Record<string, Observer>> = Readonly<Record<string, never>>,
>(
  options: SystemOptions<Nodes, Observed>,
): System => {
  checkSettings(options, systemSettings, 'system({…})', { required: ['name', 'nodes'] })
  const nodes = layOutNodes(options.nodes)
  checkFairness(options.fairness ?? 'weak', 'fairness', nodes)
  const network = planNetwork(options.network ?? unordered(), nodes)
  checkRetries(nodes, network)
  checkTraitors(nodes, network, options.time !== undefined)
  const timers = options.timers ?? 'any'
  const faults = planFaults(options.faults ?? {}, nodes)
  const observers = nameObservers(options.observers ?? {}, nodes)
  checkHalves(faults, nodes, observers)
  return {
    kind: 'system',
    name: options.name,
    about: options.about ?? '',
    nodes,
    network,
    faults,
    timers,
    time: planTime(options.time, nodes, { network, timers }),
    observers,
    interchangeable:
      options.interchangeable === undefined ? [] : planValues(options.interchangeable, nodes),
    budgets: planBudgets(options.budgets ?? {}, nodes, options.time !== undefined),
    fairness: options.fairness ?? 'weak',
    ...planBound(options.within),
    properties: nameProperties(options.properties, kit as Kit<View<Nodes, Observed>>, nodes),
    isMachine: false,
  }
}

/** The properties that a model asks for, in the order in which it lists them. */
export const nameProperties = <View>(
  list: ((kit: Kit<View>) => Readonly<Record<string, Property>>) | undefined,
  kit: Kit<View>,
  nodes: readonly NodeDefinition[],
): readonly NamedProperty[] => {
  if (list === undefined) return []
  const properties = list(kit)
  checkRecord(properties, 'What `properties` returns', 'properties')
  return Object.entries(properties).map(([name, property]) => {
    if (typeof property !== 'object' || property === null || !('expected' in property)) {
      throw new ModelError('not-a-system', {
        what: `Property '${name}' is not one that the combinators made`,
        where: ['properties'],
        fix: 'write it as `properties: ({ always }) => ({ name: always((view) => …) })`',
      })
    }
    if ('fairness' in property && property.fairness !== null) {
      checkFairness(property.fairness, `the fairness of property '${name}'`, nodes)
    }
    return { name, property }
  })
}
