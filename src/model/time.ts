import { brief } from '../value/brief.ts'
import { ModelError } from '../value/model-error.ts'
import type { NodeDefinition } from './nodes.ts'
import { checkBudget, type Budget } from './network.ts'
import { someLinks, type NetworkPlan } from './network-plan.ts'
import { checkSettings } from './settings.ts'

/** Time of a system, in units: makes durations mean something. */
export interface TimeOptions {
  /**
   * How many units a message takes: at least `min`, at most `max` (from 1 on). `'unlimited'`: nothing is
   * known of how long it may take.
   */
  readonly delay: { readonly min: number; readonly max: number | 'unlimited' }
  /**
   * By how many units any two clocks may differ, that of true time included, which delays go by. Default 0:
   * all clocks go alike.
   */
  readonly drift?: number
  /**
   * How often in one run a node may stop for a while, of all nodes but clients together. Its clock goes on.
   * Default 0.
   */
  readonly pauses?: Budget
}

/** The time of a system, checked and complete. */
export interface Time {
  /** How many units a message takes at least. */
  readonly min: number
  /** How many it takes at most. */
  readonly max: number | 'unlimited'
  /** By how many units any two clocks may differ. */
  readonly drift: number
  /** How often a node may stop for a while in one run. */
  readonly pauses: Budget
  /** The age from which on a message is as old as can matter. */
  readonly oldest: number
  /** Which nodes have a clock that may drift, by index: those with timers. */
  readonly drifting: readonly boolean[]
  /** Which nodes may pause, by index. */
  readonly pausable: readonly boolean[]
}

/** Longer durations are taken for a mistake: each unit is a state of its own. */
export const longestDuration = 1_000_000

/** So many clocks at most may drift: each may stand still, go on or go twice in each unit. */
export const mostDrifting = 8

/** Checks the time of a system and fills in the defaults. */
export const planTime = (
  time: TimeOptions | undefined,
  nodes: readonly NodeDefinition[],
  { network, timers }: { readonly network: NetworkPlan; readonly timers: 'any' | 'patient' },
): Time | null => {
  checkRetries(nodes, time !== undefined)
  if (time === undefined) return null
  checkSettings(time, { delay: 'record', drift: null, pauses: null }, 'time', {
    required: ['delay'],
  })
  checkSettings(time.delay, { min: null, max: null }, 'time.delay', { required: ['min', 'max'] })
  if (timers === 'patient') {
    throw wrong(
      "`timers: 'patient'` and `time` exclude each other",
      'timers',
      'leave `timers` out: with `time` a timer fires when its time has run out',
    )
  }
  if (someLinks(network, 'isSet')) {
    throw wrong(
      'On a duplicating network messages stay for ever, and have no time to be delivered by',
      'time',
      "use unordered({ duplication: 2 }), or 'unlimited', with `time`",
    )
  }
  const { min, max } = time.delay
  checkUnits(min, 0, 'time.delay.min')
  if (max !== 'unlimited') checkUnits(max, 1, 'time.delay.max')
  if (max !== 'unlimited' && max < min) {
    throw wrong(
      `A message takes ${min} units at least and ${max} at most`,
      'time.delay',
      'give a max that is not below min',
    )
  }
  const drift = checkUnits(time.drift ?? 0, 0, 'time.drift')
  const drifting = nodes.map(({ role }) => drift > 0 && role.handlers.timeout !== undefined)
  const clocks = drifting.filter(Boolean).length
  if (clocks > mostDrifting) {
    throw new ModelError('too-large', {
      what: `${clocks} clocks that drift are too many (the limit is ${mostDrifting})`,
      where: ['time.drift'],
      fix: 'let fewer nodes have timers, or the clocks go alike: drift: 0',
    })
  }
  return {
    min,
    max,
    drift,
    pauses: checkBudget(time.pauses ?? 0, 'time.pauses'),
    oldest: max === 'unlimited' ? min : max,
    drifting,
    pausable: nodes.map(({ role }) => role.client === null),
  }
}

/** Refuses clients that send again after a duration without time, or after none with it. */
const checkRetries = (nodes: readonly NodeDefinition[], hasTime: boolean): void => {
  const client = nodes.find(
    ({ role }) => role.client?.retries === true && (role.client.retriesAfter !== null) !== hasTime,
  )
  if (client === undefined) return
  throw wrong(
    hasTime
      ? `Client '${client.id}' retries, and does not say after how many units`
      : `Client '${client.id}' retries after a duration, and the system has no time`,
    'client({…}).retry',
    hasTime ? 'give a number of units: retry: 5' : 'give retry: true, or the system `time`',
  )
}

const checkUnits = (units: number, least: number, place: string): number => {
  if (Number.isInteger(units) && units >= least && units <= longestDuration) return units
  throw wrong(
    `${brief(units)} is no number of units`,
    place,
    `give a whole number from ${least} to ${longestDuration}`,
  )
}

const wrong = (what: string, where: string, fix: string): ModelError =>
  new ModelError('not-a-system', { what, where: [where], fix })
