import { Halt, unpaced, type Pace } from '../pace/pace.ts'
import { Behaviour } from './behaviour.ts'
import { orderByChains } from './by-chains.ts'
import { conflictByChains } from './chain-conflict.ts'
import { confirmConflict, confirmOrder } from './confirm-chains.ts'
import type { Operation } from './operation.ts'
import { neededOrder, type NeededOrder } from './needed.ts'
import { partsOf, type Part } from './parts.ts'
import { scheduleOf } from './schedule.ts'
import { search, type Found } from './search.ts'
import { smallestPart, type Conflict } from './smallest.ts'
import type { Specification } from './specification.ts'
import { differentValues } from './value-uses.ts'

/** What can be said of a history or of an object: `undecided` where a limit came first. */
export type HistoryVerdict = 'linearizable' | 'violated' | 'undecided'

/** What is known of one object. */
export interface ObjectAnswer {
  /** Its key; null where there is one object. */
  readonly key: unknown
  /** What can be said of it. */
  readonly verdict: HistoryVerdict
  /** How many operations may have happened. */
  readonly operations: number
  /** An order in which they may have taken effect; null unless there is one. */
  readonly order: readonly Operation[] | null
  /** Where there is no order: a smallest part that has none; null where a limit came first. */
  readonly conflict: Conflict | null
  /** The order that this part would need, were it not for time; null where it was not looked for. */
  readonly needed: NeededOrder | 'none' | null
  /** How many configurations were looked at. */
  readonly configurations: number
}

/** Whether a history is linearizable, object by object. */
export interface HistoryAnswer {
  /** Violated where one object is. */
  readonly verdict: HistoryVerdict
  /** Those that were looked at. */
  readonly objects: readonly ObjectAnswer[]
  /** What ended the search early; null where nothing did. */
  readonly ended: 'memory' | 'disk' | 'aborted' | 'seconds' | null
}

interface Options {
  /** Whether there is one object for each key of the history. Default: one object. */
  readonly isKeyed?: boolean
  /** Default: no limits. */
  readonly pace?: Pace
}

/** Whether a history is linearizable. */
export const linearizable = async (
  history: readonly Operation[],
  spec: Specification,
  { isKeyed = false, pace = unpaced }: Options = {},
): Promise<HistoryAnswer> => {
  const objects: ObjectAnswer[] = []
  const parts = partsOf(history, spec, isKeyed)
  let ended: Halt['kind'] | null = null
  for (const part of parts) {
    const answer = await ofOne(part, spec, pace)
    objects.push(answer.object)
    ended = answer.ended
    if (ended !== null) break
  }
  const verdicts = objects.map(({ verdict }) => verdict)
  const isUndecided = verdicts.includes('undecided') || objects.length < parts.length
  const verdict = isUndecided ? 'undecided' : 'linearizable'
  return { verdict: verdicts.includes('violated') ? 'violated' : verdict, objects, ended }
}

/** So many configurations for each operation are looked at before chains are asked, where values are all different. */
const mostForEach = 50

const judged = (
  { order, configurations }: Found,
  chained: readonly Operation[] | null,
): Pick<ObjectAnswer, 'verdict' | 'order' | 'configurations'> => {
  const any = order ?? chained
  return { order: any, configurations, verdict: any === null ? 'violated' : 'linearizable' }
}

const ofOne = async (
  { key, operations: history }: Part,
  spec: Specification,
  pace: Pace,
): Promise<{ readonly object: ObjectAnswer; readonly ended: Halt['kind'] | null }> => {
  let object: ObjectAnswer = {
    key,
    verdict: 'undecided',
    operations: history.length,
    order: null,
    conflict: null,
    needed: null,
    configurations: 0,
  }
  try {
    const behaviour = new Behaviour(spec)
    const schedule = scheduleOf(history, behaviour)
    const hasChains = differentValues(history, spec) !== null
    const most = hasChains ? mostForEach * history.length : Infinity
    let found = await search(schedule, behaviour, { pace, mostConfigurations: most })
    const chained =
      found.order === null && found.isCutOff ? await orderByChains(history, spec, pace) : null
    const { configurations } = found
    if (chained === 'none') {
      object = { ...object, configurations, verdict: 'violated' }
      const conflict = await conflictByChains(history, spec, pace)
      await confirmConflict(conflict, history, { behaviour, pace })
      object = { ...object, conflict, needed: neededOrder(conflict, history, behaviour) }
      return { object, ended: null }
    }
    if (chained !== null) confirmOrder(chained, history, behaviour)
    else if (found.isCutOff) found = await search(schedule, behaviour, { pace })
    object = { ...object, ...judged(found, chained) }
    const last = schedule.deadlines[found.met]?.item.operation
    if (object.verdict === 'violated' && last !== undefined) {
      const conflict = await smallestPart(history, last, { spec, behaviour, pace })
      object = { ...object, conflict, needed: neededOrder(conflict, history, behaviour) }
    }
    return { object, ended: null }
  } catch (error) {
    if (error instanceof Halt) return { object, ended: error.kind }
    throw error
  }
}
