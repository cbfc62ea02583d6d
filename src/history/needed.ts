import type { Behaviour } from './behaviour.ts'
import type { Operation } from './operation.ts'
import type { Conflict } from './smallest.ts'

/** Time that an order breaks: one had returned before the other was called, and comes after it. */
export interface BrokenEdge {
  /** What had returned. */
  readonly earlier: Operation
  /** What was called after that. */
  readonly later: Operation
}

/** The order in which a part would have to take effect, were it not for time. */
export interface NeededOrder {
  /** The object at its beginning. */
  readonly begins: unknown
  /** All of the part, with what is left out where it helps. */
  readonly order: readonly Operation[]
  /** The time that it breaks: little, and little of it for the operations that are left out and help. */
  readonly broken: readonly BrokenEdge[]
}

/** With more there are too many orders to look at. */
const [mostOperations, mostPlaces] = [12, 10_000]

/** How far an order has come, and at the cost of how much broken time. */
interface Place {
  /** Which operations have taken effect, as bits. */
  readonly done: number
  readonly state: number
  /** Which operations from outside the part have, by their classes, in order. */
  readonly helpers: readonly number[]
  readonly cost: number
  /** Whether the last was an operation from outside that overwrote all. */
  readonly isOverwritable: boolean
  readonly before: Place | null
  readonly operation: Operation | null
}

/** Whether one operation has to come before another. */
type Before = (earlier: Operation, later: Operation) => boolean

/** So many operations that were called later are thought of. */
const mostLater = 100

/**
 * The order that a part would need, with little time broken; `none` where no order at all gives these
 * results, null where there are too many to look at.
 *
 * @param history all operations on the object: some that were called later may be missing where they are needed
 * @param isBefore what forbids the order. Default: that one had returned before the other was called
 */
export const neededOrder = (
  conflict: Conflict,
  history: readonly Operation[],
  behaviour: Behaviour,
  isBefore: Before = isOver,
): NeededOrder | 'none' | null => {
  const { operations } = conflict
  if (operations.length > mostOperations) return null
  const end = Math.max(...operations.map(({ returned }) => returned ?? 0))
  const later = history.filter(({ invoked }) => invoked > end)
  const others = [...conflict.others, ...later.slice(0, mostLater)]
  const place = cheapest({ ...conflict, others }, behaviour, isBefore)
  if (place === 'none') return later.length > mostLater ? null : 'none'
  if (place === null) return null
  const order: Operation[] = []
  let at = place
  for (; at.before !== null && at.operation !== null; at = at.before) order.unshift(at.operation)
  return { begins: behaviour.state(at.state), order, broken: brokenBy(order, operations, isBefore) }
}

/** A whole order at the least cost: by Dijkstra's search. */
const cheapest = (
  conflict: Conflict,
  behaviour: Behaviour,
  isBefore: Before,
): Place | 'none' | null => {
  const open = new Queue()
  for (const state of beginnings(conflict, behaviour)) {
    open.add({
      done: 0,
      state,
      helpers: [],
      cost: 0,
      isOverwritable: false,
      before: null,
      operation: null,
    })
  }
  const seen = new Set<string>()
  const steps = stepsOf(conflict, behaviour, isBefore)
  for (let place = open.take(); place !== null; place = open.take()) {
    const name = `${place.done} ${place.state} ${place.helpers.join()} ${place.isOverwritable}`
    if (seen.has(name)) continue
    seen.add(name)
    if (place.done === (1 << conflict.operations.length) - 1) return place
    if (seen.size > mostPlaces) return null
    for (const next of steps(place)) open.add(next)
  }
  return 'none'
}

/** What may come next in an order. */
const stepsOf = (
  conflict: Conflict,
  behaviour: Behaviour,
  isBefore: Before,
): ((place: Place) => readonly Place[]) => {
  const { operations } = conflict
  /** How many operations of the part that are still to come have to come before this one. */
  const breaks = (operation: Operation, done: number): number =>
    operations.filter((each, at) => ((done >> at) & 1) === 0 && isBefore(each, operation)).length
  const kinds = operations.map((each) => behaviour.classOf(each))
  const helpers = helpersOf(conflict, behaviour)
  return (place) => {
    const { done, state, cost } = place
    const own = operations.flatMap((operation, at) => {
      if (((done >> at) & 1) === 1) return []
      const [bits, kind] = [done | (1 << at), kinds[at] as number]
      const more = cost + edgeCost * breaks(operation, bits)
      return behaviour.next(state, kind).map((next) => ({
        ...place,
        done: bits,
        state: next,
        cost: more,
        isOverwritable: false,
        before: place,
        operation,
      }))
    })
    const others = [...helpers].flatMap(([kind, all]) => {
      const operation = all[place.helpers.filter((each) => each === kind).length]
      if (operation === undefined) return []
      const isOverwriting = behaviour.isOverwriting(kind)
      // What is overwritten at once is of no use.
      if (isOverwriting && place.isOverwritable) return []
      const used = [...place.helpers, kind].toSorted((a, b) => a - b)
      const more = cost + edgeCost * breaks(operation, done) + 1
      return behaviour
        .next(state, kind)
        .filter((next) => next !== state)
        .map((next) => ({
          ...place,
          helpers: used,
          state: next,
          cost: more,
          isOverwritable: isOverwriting,
          before: place,
          operation,
        }))
    })
    return [...own, ...others]
  }
}

/** Operations that could help: those left out, as if they had never ended, by their classes. */
const helpersOf = (
  { others }: Conflict,
  behaviour: Behaviour,
): ReadonlyMap<number, readonly Operation[]> => {
  const helpers = new Map<number, Operation[]>()
  for (const operation of others) {
    const kind = behaviour.classOf({ ...operation, result: undefined })
    if (behaviour.isReadOnly(kind)) continue
    helpers.set(kind, [...(helpers.get(kind) ?? []), operation])
  }
  return helpers
}

/** Broken time weighs as much as some operations from outside the part. */
const edgeCost = 4

const beginnings = ({ states }: Conflict, behaviour: Behaviour): readonly number[] =>
  states?.map((state) => behaviour.idOf(state)) ?? [behaviour.initial]

const isOver: Before = (earlier, later) =>
  earlier.returned !== null && earlier.returned < later.invoked

const brokenBy = (
  order: readonly Operation[],
  part: readonly Operation[],
  isBefore: Before,
): readonly BrokenEdge[] =>
  order.flatMap((later, at) =>
    order
      .slice(at + 1)
      .filter((earlier) => part.includes(earlier) && isBefore(earlier, later))
      .map((earlier) => ({ earlier, later })),
  )

/** Places by their cost, which is a small whole number. */
class Queue {
  readonly #byCost = new Map<number, Place[]>()

  add(place: Place): void {
    const same = this.#byCost.get(place.cost)
    if (same === undefined) this.#byCost.set(place.cost, [place])
    else same.push(place)
  }

  take(): Place | null {
    if (this.#byCost.size === 0) return null
    const least = Math.min(...this.#byCost.keys())
    const places = this.#byCost.get(least) as Place[]
    const place = places.pop() as Place
    if (places.length === 0) this.#byCost.delete(least)
    return place
  }
}
