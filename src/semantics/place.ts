import { spendersOf, type Spender } from '../model/budgets.ts'
import { groupsOf } from '../model/nodes.ts'
import { traitsOn } from '../model/network-plan.ts'
import type { Handlers } from '../model/role.ts'
import type { System } from '../model/system.ts'

/** A node's place in its system: all that its handlers may know of the world around it. */
export interface Place {
  readonly index: number
  readonly id: string
  readonly handlers: Handlers
  readonly others: readonly string[]
  /** The ids of each group of the system. */
  readonly groups: ReadonlyMap<string, readonly string[]>
  /** The index of each node of the system. */
  readonly indices: ReadonlyMap<string, number>
  /** The roles of all nodes, to tell whether they can receive. */
  readonly receives: readonly boolean[]
  /** Whether what it sends to each node is queued: the link is fifo. */
  readonly areQueues: readonly boolean[]
  /** Whether timers are set for a duration. */
  readonly hasTime: boolean
  /** Whether it may crash in the middle of a step. */
  readonly mayHalt: boolean
  /** Of timers and of internal steps that spend a budget of the system's which of them that is. */
  readonly spends: Readonly<Record<Spender['kind'], ReadonlyMap<string, number>>>
}

/** Each place as it was last asked for in another instance: there are contexts to a place. */
const elsewhere = new WeakMap<Place, Place>()

/** A place with its code in another instance of the model's. */
export const placeIn = (instance: <Part>(part: Part) => Part, place: Place): Place => {
  const handlers = instance(place.handlers)
  if (handlers === place.handlers) return place
  const last = elsewhere.get(place)
  if (last?.handlers === handlers) return last
  const now = { ...place, handlers }
  elsewhere.set(place, now)
  return now
}

/** The places of a system's nodes, in the order of the nodes. */
export const placesOf = (system: System): readonly Place[] => {
  const { nodes } = system
  const indices = new Map(nodes.map(({ id }, index) => [id, index]))
  const groups = new Map(
    [...groupsOf(nodes)].map(([group, members]) => [
      group,
      Object.freeze(members.map(({ id }) => id)),
    ]),
  )
  const spent = (handlers: Handlers, of: Spender['kind']): ReadonlyMap<string, number> =>
    new Map(
      spendersOf(handlers)
        .filter(({ kind }) => kind === of)
        .map(({ name, budget }) => [
          name,
          system.budgets.findIndex((each) => each.name === budget),
        ]),
    )
  const receives = nodes.map(({ role }) => role.handlers.receive !== undefined)
  return nodes.map(({ id, role, group, isReplica }, index) => ({
    index,
    id,
    handlers: role.handlers,
    others: Object.freeze(
      nodes
        .filter((other) => other.role === role || (isReplica && other.group === group))
        .map((other) => other.id)
        .filter((other) => other !== id),
    ),
    groups,
    indices,
    receives,
    areQueues: nodes.map((_, to) => traitsOn(system.network, index, to).isQueue),
    hasTime: system.time !== null,
    mayHalt: system.faults.midStep && system.faults.crashable[index] === true,
    spends: {
      timeout: spent(role.handlers, 'timeout'),
      internal: spent(role.handlers, 'internal'),
    },
  }))
}
