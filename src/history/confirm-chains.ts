import type { Pace } from '../pace/pace.ts'
import type { Behaviour } from './behaviour.ts'
import type { Operation } from './operation.ts'
import { scheduleOf } from './schedule.ts'
import { search } from './search.ts'
import { forgotten, type Conflict } from './smallest.ts'

/* What is known by chains is seen once more by the object itself, which knows nothing of chains. */

/** The search of a part that has no order is given up after so many configurations. */
const mostConfigurations = 5000

/** @throws Error where operations that have returned are missing, or cannot have taken effect in that order */
export const confirmOrder = (
  order: readonly Operation[],
  history: readonly Operation[],
  behaviour: Behaviour,
): void => {
  const all = new Set(order)
  const isWhole = history.every((each) => each.returned === null || all.has(each))
  let states: readonly number[] = [behaviour.initial]
  let called = -Infinity
  const isFitting = order.every((each) => {
    called = Math.max(called, each.invoked)
    const operation = behaviour.classOf(each)
    states = [...new Set(states.flatMap((state) => behaviour.next(state, operation)))]
    return states.length > 0 && called <= (each.returned ?? Infinity)
  })
  if (!isWhole || !isFitting || all.size !== order.length) throw wrong('an order')
}

/**
 * Looks for an order of a part of a history, as long as that does not take too long.
 *
 * @throws Error where there is one
 * @throws Halt when the pace ends it
 */
export const confirmConflict = async (
  { operations }: Conflict,
  history: readonly Operation[],
  { behaviour, pace }: { readonly behaviour: Behaviour; readonly pace: Pace },
): Promise<void> => {
  const kept = new Set(operations)
  const part = history.map((each) => (kept.has(each) ? each : forgotten(each)))
  const schedule = scheduleOf(part, behaviour)
  const { order } = await search(schedule, behaviour, { pace, mostConfigurations })
  if (order !== null) throw wrong('no order')
}

const wrong = (found: string): Error =>
  new Error(`Chains of values were found to have ${found}, and the object says otherwise`)
