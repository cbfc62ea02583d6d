import type { Tables } from '../compile/tables.ts'
import type { ToldApart } from '../compile/told-apart.ts'
import type { ToldKind } from '../model/observer.ts'
import { brief } from '../value/brief.ts'
import type { Swap } from './swap.ts'

/** So many initial states are looked at. */
const mostStates = 1 << 14

/** What may be told of how nodes begin. */
const kindsAtStart: readonly ToldKind[] = ['send', 'change', 'invoke', 'return']

/**
 * Which observer tells nodes of a class apart by what it knows at the start, if one does. Nodes begin in some order,
 * so it is not enough to look at what is told of each.
 *
 * @param initial all initial states: each has to be one when two nodes change places
 */
export const toldApartAtStart = (
  tables: Tables,
  initial: () => Iterable<Int32Array>,
  swaps: readonly Swap[],
): ToldApart | null => {
  const { observation, nodes, system } = tables
  if (observation === null) return null
  for (const swap of swaps) {
    for (const [at, { first }] of observation.memos.entries()) {
      if (swap.observed(at, first) !== first) return apart(tables, swap, at, first)
    }
  }
  const isTold = system.observers.some(({ ears }) =>
    ears.some(({ kind }) => kindsAtStart.includes(kind)),
  )
  if (!isTold) return null
  const known = new Map<string, Int32Array>()
  for (const state of initial()) {
    if (known.size === mostStates) return apart(tables, swaps[0] as Swap, 0, null)
    known.set(state.join(), state.slice())
  }
  for (const state of known.values()) {
    for (const swap of swaps) {
      const image = state.slice()
      swap.apply(image)
      if (known.has(image.join())) continue
      const at = observation.memos.findIndex(
        (_, index) => image[nodes + 1 + index] !== state[nodes + 1 + index],
      )
      return apart(tables, swap, Math.max(at, 0), state[nodes + 1 + Math.max(at, 0)] as number)
    }
  }
  return null
}

/** @param state what the observer knows; null where there are too many ways to begin */
const apart = (
  { system, observation }: Tables,
  { group, names }: Swap,
  observer: number,
  state: number | null,
): ToldApart => {
  const { name = '' } = system.observers[observer] ?? {}
  const difference =
    state === null
      ? 'there are too many ways to begin'
      : `it knows ${brief(observation?.memos[observer]?.get(state))}`
  const by = { kind: 'observer', observer: name, event: 'at the start', difference } as const
  return { group, nodes: names, by }
}
