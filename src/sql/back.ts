import { Astray } from '../audit/astray.ts'
import type { History } from '../explore/history.ts'
import { allDue, Successors, type StateSpace } from '../explore/state-space.ts'
import { leadsTo, mostChanges } from '../explore/leads-to.ts'
import { collect } from '../pace/collect.ts'
import type { Pace } from '../pace/pace.ts'
import type { StateTables } from './state-tables.ts'

interface Ground {
  readonly states: StateTables
  readonly space: StateSpace
  /** How the states were found with which the search began in the database. */
  readonly history: History
  readonly pace: Pace
}

/**
 * A shortest run to a state, from an initial one on: back through the levels in the database, and then by how the
 * states were found before.
 *
 * @throws Astray where no step leads to a state any more
 * @throws Halt
 */
export const backFrom = async (
  state: Int32Array,
  ground: Ground,
): Promise<readonly Int32Array[]> => {
  const { states, history, pace } = ground
  const run = [state]
  let end = state
  const level = await states.levelOf(state)
  if (level === null) throw new Astray('a state is not where it was before')
  for (let before = level - 1; before >= 0; before--) {
    // oxlint-disable-next-line no-await-in-loop
    const found = await stateBefore(end, before, ground)
    if (found === null) throw new Astray('no step leads any more to a state that it had before')
    run.push(found)
    end = found
  }
  const index = await states.foundOf(end)
  if (index === null) throw new Astray('a state is not where it was before')
  const before = await collect(history.runTo(index) ?? [], pace)
  return [...before, ...run.toReversed().slice(1)]
}

/** The first state of a level from which a step leads to a state: those are tried first that differ in little. */
const stateBefore = async (
  after: Int32Array,
  level: number,
  { states, space, pace }: Ground,
): Promise<Int32Array | null> => {
  const out = new Successors()
  let over = 0
  for (const most of mostChanges) {
    const within = { over, most: Math.min(most, after.length) }
    for await (const rows of states.near(after, level, within)) {
      for (const row of rows) {
        if (pace.isDue()) await pace.turn()
        const state = Int32Array.from(row)
        out.clear()
        space.successors(state, out, allDue)
        if (leadsTo(state, out, after)) return state
      }
    }
    over = most
    if (over >= after.length) break
  }
  return null
}
