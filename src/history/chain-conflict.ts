import type { Pace } from '../pace/pace.ts'
import { orderByChains } from './by-chains.ts'
import { leaveOut } from './leave-out.ts'
import type { Operation } from './operation.ts'
import { forgotten, type Conflict } from './smallest.ts'
import type { Specification } from './specification.ts'

/**
 * A smallest part of a history that has no order, where that is known by chains: the object begins as it is specified.
 *
 * @param history all operations on the object, by when they were called; chains have no order of them
 * @throws Halt when the pace ends it
 */
export const conflictByChains = async (
  history: readonly Operation[],
  spec: Specification,
  pace: Pace,
): Promise<Conflict> => {
  let isExact = true
  /** Whether there is no order where the end is forgotten of all operations but some. */
  const isViolated = async (kept: readonly Operation[]): Promise<boolean> => {
    const isKept = new Set(kept)
    const part = history.map((each) => (isKept.has(each) ? each : forgotten(each)))
    const found = await orderByChains(part, spec, pace)
    if (found === null) isExact = false
    return found === 'none'
  }
  const closed = history.filter(({ returned }) => returned !== null)
  const ended = closed.toSorted((a, b) => (a.returned as number) - (b.returned as number))
  // The fewest that returned first and have no order.
  let [less, more] = [0, ended.length]
  while (more - less > 1) {
    const middle = (less + more) >> 1
    if (await isViolated(ended.slice(0, middle))) more = middle
    else less = middle
  }
  const first = new Set(ended.slice(0, more))
  const kept = await leaveOut(
    closed.filter((each) => first.has(each)),
    isViolated,
  )
  const end = Math.max(...kept.map(({ returned }) => returned as number))
  return {
    operations: kept,
    others: history.filter((each) => !kept.includes(each) && each.invoked < end),
    states: null,
    isSmallest: isExact,
  }
}
