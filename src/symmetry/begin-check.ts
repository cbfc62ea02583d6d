import { traitsOn } from '../model/network-plan.ts'
import { keptWaysOf } from '../compile/beginnings.ts'
import type { Tables } from '../compile/tables.ts'
import type { Place } from '../semantics/place.ts'
import { answersChanged } from '../semantics/step-errors.ts'
import { brief } from '../value/brief.ts'
import { canonical } from '../value/canonical.ts'
import { equal } from '../value/compare.ts'
import { keyOf } from '../value/key.ts'
import { isImpure, ModelError } from '../value/model-error.ts'
import type { SwapOf } from './swap.ts'
import type { ToldApart } from '../compile/told-apart.ts'

/** So many ways for a node to begin are looked at. */
const mostWays = 1 << 10

/** A way to begin, as data in which names stand as names. */
interface Way {
  readonly state: unknown
  readonly timers: readonly number[]
  readonly sends: readonly {
    readonly to: string
    readonly message: unknown
    readonly once: boolean
  }[]
}

/**
 * Which nodes, or values, of a class cannot change places because of how nodes begin.
 *
 * Nodes begin independently, so the initial states stay the same set if for each node the ways to begin
 * become those of the node that it becomes; of values, if they stay the same.
 *
 * @throws ModelError 'not-pure' where nodes only seem to begin differently, as they begin otherwise now
 */
export const apartAtStart = (
  tables: Tables,
  classes: readonly (readonly number[])[],
  swapOf: SwapOf,
): readonly ToldApart[] => {
  const { nodes } = tables.system
  const ways = tables.world.places.map((place) => waysAsData(tables, place))
  const apart = classes.flatMap((members) =>
    members.flatMap((first, index) =>
      members.slice(index + 1).flatMap((second): readonly ToldApart[] => {
        const swap = swapOf(first, second)
        const odd = nodes.findIndex((_, node) => {
          const [own, others] = [ways[node] ?? null, ways[swap.node(node)] ?? null]
          if (own === null || others === null) return true
          const images = own.map((way) => nameOf(tables, swap.node(node), swap.data(way) as Way))
          return !isSameSet(
            images,
            others.map((way) => nameOf(tables, swap.node(node), way)),
          )
        })
        const by = { kind: 'start', node: nodes[odd]?.id ?? '' } as const
        return odd < 0 ? [] : [{ group: swap.group, nodes: swap.names, by }]
      }),
    ),
  )
  // The answers are asked for afresh in another search, and forgotten here.
  if (apart.length > 0) insistOnWays(tables, ways)
  return apart
}

/** @throws ModelError 'not-pure' where a node begins otherwise than it did */
const insistOnWays = (tables: Tables, ways: readonly (readonly Way[] | null)[]): void => {
  for (const [node, place] of tables.world.places.entries()) {
    const [before, now] = [ways[node] ?? null, waysAsData(tables, place)]
    if (equal(before, now)) continue
    throw answersChanged(place, [
      'its initial state and its start',
      `before: ${brief(before)}`,
      `now: ${brief(now)}`,
    ])
  }
}

/** The ways for a node to begin; null where they are too many, or it has a mistake. */
const waysAsData = (tables: Tables, place: Place): readonly Way[] | null => {
  const { system } = tables
  const timers = Object.keys(place.handlers.timeout ?? {})
  const ways: Way[] = []
  try {
    // What is kept is asked for once more in the end: the symmetry rests on it.
    for (const { is } of keptWaysOf(tables, place.index)) {
      if (!('outcome' in is) || ways.length === mostWays) return null
      const { outcome } = is
      ways.push({
        state: outcome.state,
        // Names of timers are no names of nodes.
        timers: [...timers.keys()].filter((at) => outcome.timers.get(timers[at] ?? '') === true),
        sends: outcome.sends.map(({ to, message, once }) => ({
          to: system.nodes[to]?.id ?? '',
          message,
          once,
        })),
      })
    }
    return ways
  } catch (error) {
    // The search is about to meet it; but what drifts may be the same from now on.
    if (error instanceof ModelError && !isImpure(error)) return null
    throw error
  }
}

/** The same name for what comes to the same, of a node that begins so. */
const nameOf = ({ system }: Tables, from: number, { state, timers, sends }: Way): string => {
  const order = new Map(system.nodes.map(({ id }, index) => [id, index]))
  const named = sends.map(({ to, message, once }) => ({
    to: order.get(to) ?? -1,
    name: keyOf(canonical([message, once])),
  }))
  const isOnce = sends.some(({ once }) => once)
  const isOrdered = (to: number): boolean => isOnce || traitsOn(system.network, from, to).isQueue
  const sorted = named.toSorted(
    (a, b) => a.to - b.to || (isOrdered(a.to) || a.name === b.name ? 0 : a.name < b.name ? -1 : 1),
  )
  return keyOf([canonical(state), timers, sorted])
}

const isSameSet = (a: readonly string[], b: readonly string[]): boolean => {
  const [all, others] = [new Set(a), new Set(b)]
  return all.size === others.size && a.every((each) => others.has(each))
}
