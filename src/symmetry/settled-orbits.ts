import type { SettledStart } from '../compile/beginning.ts'
import type { Tables } from '../compile/tables.ts'
import type { Swap } from './swap.ts'

/**
 * Keeps how the system began behind the initial state that stands for an orbit, where stale messages were taken
 * out of it: a search may end before that one is listed itself.
 *
 * @param listed the initial state that was listed
 * @param least the one that stands for its orbit
 * @param swaps lead there, in order
 */
export const noteLeast = (
  tables: Tables,
  listed: Int32Array,
  least: Int32Array,
  swaps: readonly Swap[],
): void => {
  const { settledStarts } = tables
  const start = settledStarts.size === 0 ? undefined : settledStarts.get(listed.join())
  if (start === undefined || swaps.length === 0) return
  const key = least.join()
  if (settledStarts.has(key)) return
  settledStarts.set(
    key,
    swaps.reduce((before, swap) => imageOf(tables, before, swap), start),
  )
}

const imageOf = (
  { environments }: Tables,
  { ways, environment }: SettledStart,
  swap: Swap,
): SettledStart => {
  const id = swap.environment(environments.intern(environment))
  return {
    ways: ways.map((_, node) => wayOf(ways[swap.node(node)] as Way, swap)),
    environment: environments.plain(id),
  }
}

type Way = SettledStart['ways'][number]

/** A way to begin, as that of the node that its node becomes. */
const wayOf = (way: Way, swap: Swap): Way => {
  if (!('ids' in way)) return way
  const { state, timers, sends } = way.ids
  return {
    ids: {
      state: swap.value(state),
      timers,
      sends: sends.map(({ to, envelope }) => ({
        to: swap.node(to),
        envelope: swap.envelope(envelope),
      })),
    },
  }
}
