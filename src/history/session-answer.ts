import { Halt, type Pace } from '../pace/pace.ts'
import { ModelError } from '../value/model-error.ts'
import { isInstance } from '../value/thrown.ts'
import { Behaviour } from './behaviour.ts'
import type { SessionConditionName } from './condition-names.ts'
import { Effort } from './effort.ts'
import { entriesOf } from './entries.ts'
import { leaveOut } from './leave-out.ts'
import { neededOrder, type NeededOrder } from './needed.ts'
import type { Operation } from './operation.ts'
import { sequentialOrder } from './sequential-order.ts'
import { sessionConditions } from './session-conditions.ts'
import { sessionSchedule } from './session-schedule.ts'
import { actsOf } from './sessions.ts'
import { seenAs, sessionsOf } from './sessions-of.ts'
import type { Conflict } from './smallest.ts'
import type { Specification } from './specification.ts'

/** Whether a recorded history meets a condition that is weaker than linearizability. */
export interface SessionAnswer {
  /** Undecided: there was too much to look at, or a limit came first. */
  readonly verdict: 'holds' | 'violated' | 'undecided'
  /** What was asked. */
  readonly condition: SessionConditionName
  /** Of sequential consistency, an order that gives the results; null where there is none, and for the others. */
  readonly order: readonly Operation[] | null
  /** Where it is violated: results that cannot be; null where a limit came first. */
  readonly conflict: Conflict | null
  /** Of sequential consistency, the order that these need, were it not for that of each client. */
  readonly needed: NeededOrder | 'none' | null
  /** What ended it early; null where nothing did. */
  readonly ended: Halt['kind'] | null
}

/** What is asked, of what, and by which means. */
interface Asked {
  readonly spec: Specification
  /** Whether there is one object for each key: all of them are judged together. */
  readonly isKeyed: boolean
  readonly condition: SessionConditionName
  readonly pace: Pace
}

/** How far one of the many questions for the smallest part is followed. */
const mostConfigurations = 5000

/**
 * Whether a recorded history meets a condition that does not ask what clocks say. None of these conditions is local:
 * a history may break it although the part of each key meets it. So all keys are judged together.
 */
export const sessionAnswer = async (
  history: readonly Operation[],
  asked: Asked,
): Promise<SessionAnswer> => {
  const { condition, pace } = asked
  const judge = condition === 'sequential' ? inOneOrder(history, asked) : asWatched(history, asked)
  let answer: SessionAnswer = {
    verdict: 'undecided',
    condition,
    order: null,
    conflict: null,
    needed: null,
    ended: null,
  }
  try {
    const all = history.filter(({ returned }) => returned !== null)
    const found = await judge(new Set(all), Infinity)
    if (found === null) return answer
    const { isBroken, order } = found
    answer = { ...answer, order, verdict: isBroken ? 'violated' : 'holds' }
    if (!isBroken) return answer
    let isSmallest = true
    const kept = await leaveOut(all, async (left) => {
      if (pace.isDue()) await pace.turn()
      const less = await judge(new Set(left), mostConfigurations)
      if (less === null) isSmallest = false
      return less?.isBroken ?? false
    })
    const part = new Set(kept)
    const others = history.filter((each) => !part.has(each))
    const conflict = { operations: kept, others, states: null, isSmallest }
    answer = { ...answer, conflict }
    return condition === 'sequential' ? { ...answer, needed: neededFor(conflict, asked) } : answer
  } catch (error) {
    if (error instanceof Halt) return { ...answer, ended: error.kind }
    throw error
  }
}

/** Whether what some operations gave breaks the condition, whatever the others did; null where that is not known. */
type Judge = (
  kept: ReadonlySet<Operation>,
  mostConfigurations: number,
) => Promise<{ readonly isBroken: boolean; readonly order: readonly Operation[] | null } | null>

const inOneOrder = (history: readonly Operation[], { spec, pace }: Asked): Judge => {
  const behaviour = new Behaviour(spec)
  const sessions = sessionsOf(history)
  return async (kept, most) => {
    const schedule = sessionSchedule(sessions, behaviour, (each) => kept.has(each))
    const found = await sequentialOrder(schedule, behaviour, { pace, mostConfigurations: most })
    return found.isCutOff ? null : { isBroken: found.order === null, order: found.order }
  }
}

const asWatched = (history: readonly Operation[], { spec, isKeyed, condition }: Asked): Judge => {
  const behaviour = new Behaviour(isKeyed ? entriesOf(spec) : spec)
  const sessions = sessionsOf(history)
  const { holdsOf } = sessionConditions[condition]
  return (kept) => {
    const seen = sessions.map((session) => session.map((each) => seenAs(each, kept.has(each))))
    try {
      const isBroken = !holdsOf(actsOf(seen, behaviour), behaviour, new Effort())
      return Promise.resolve({ isBroken, order: null })
    } catch (error) {
      if (isInstance(error, ModelError) && error.code === 'too-large') return Promise.resolve(null)
      throw error
    }
  }
}

/** With more operations from outside the part there are too many orders to look at. */
const mostOthers = 100

const neededFor = (conflict: Conflict, { spec, isKeyed }: Asked): NeededOrder | 'none' | null => {
  const keys = new Set(conflict.operations.map(({ key }) => JSON.stringify(key)))
  const others = conflict.others.filter(({ key }) => keys.has(JSON.stringify(key)))
  const near = { ...conflict, others: others.slice(0, mostOthers) }
  const behaviour = new Behaviour(isKeyed ? entriesOf(spec) : spec)
  const needed = neededOrder(near, [], behaviour, isEarlier)
  if (needed === 'none') return others.length > mostOthers ? null : needed
  // Of an object with entries each begins so.
  return needed === null ? null : { ...needed, begins: spec.initial }
}

const isEarlier = (earlier: Operation, later: Operation): boolean =>
  earlier.process === later.process && earlier.invoked < later.invoked
