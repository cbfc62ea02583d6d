import { noCuts } from './fault-plan.ts'
import { silenced, traitorsAmong } from './byzantine.ts'
import { crashFlips } from './crash-flips.ts'
import { degreeOf, isList, type Degree, type FairAction, type Fairness } from './fairness.ts'
import {
  flip,
  hasMail,
  less,
  nearby,
  otherPromises,
  timesOf,
  unitsOf,
  withFaults,
  type Flip,
  type Instead,
} from './flip-parts.ts'
import { networkFlips } from './network-flips.ts'
import { isLiveness } from './property-kinds.ts'
import type { LivenessProperty } from './property.ts'
import { areFew, standingsOf } from './standings.ts'
import type { System } from './system.ts'
import { mostDrifting, planTime, type Time, type TimeOptions } from './time.ts'

export type { Flip } from './flip-parts.ts'

/**
 * The systems that differ from one in a single assumption: what is promised, what may go wrong and
 * how often, how messages travel, when timers fire. Only changes that can make a difference to what
 * the system does or to a property that it states; kinds of faults that it has none of, partitions
 * and crashes, are not added.
 */
export const flips = (system: System): readonly Flip[] => {
  if (system.isMachine) return fairnessFlips(system)
  return [
    ...partitionFlips(system),
    ...crashFlips(system),
    ...traitorFlips(system),
    ...networkFlips(system),
    ...timerFlips(system),
    ...timeFlips(system),
    ...budgetFlips(system),
    ...fairnessFlips(system),
  ]
}

const partitionFlips = (system: System): readonly Flip[] => {
  const { cuts, cutsAtOnce, splits, splitAtStart, heals, acrossCut } = system.faults
  if (cuts.length === 0) return []
  const removed = withFaults(system, noCuts)
  const otherMoment = splitAtStart ? 'at any moment' : 'from the start'
  const otherFate = acrossCut === 'delayed' ? 'dropped' : 'delayed'
  return [
    ...flip('partitions', timesOf(splits, 'split'), [
      ['none', removed],
      ...nearby(splits)
        // Cuts that never heal leave no room for more than may stand.
        .filter(
          (it) => it !== 0 && (heals !== 'never' || less(it, splits) || less(splits, cutsAtOnce)),
        )
        .map((budget): Instead => [
          timesOf(budget, 'split'),
          withFaults(system, { splits: budget }),
        ]),
    ]),
    ...flip(
      'cuts at once',
      timesOf(cutsAtOnce, 'cut'),
      otherCutsAtOnce(system).map((it) => [
        timesOf(it, 'cut'),
        withFaults(system, { cutsAtOnce: it, standings: standingsOf(cuts, it) }),
      ]),
    ),
    ...flip(
      'heals',
      heals,
      otherPromises(system, heals).map((it) => [it, withFaults(system, { heals: it })]),
    ),
    ...flip('split', splitAtStart ? 'from the start' : 'at any moment', [
      [otherMoment, withFaults(system, { splitAtStart: !splitAtStart })],
    ]),
    ...flip(
      'messages across the cut',
      acrossCut,
      hasMail(system) ? [[otherFate, withFaults(system, { acrossCut: otherFate })]] : [],
    ),
  ]
}

/** How many cuts could stand at once instead: one less, one more. */
const otherCutsAtOnce = ({ faults }: System): readonly number[] => {
  const { cuts, cutsAtOnce, splits } = faults
  // Of cuts that are the same one alone may stand.
  const apart = new Set(cuts.map(({ blocks }) => JSON.stringify(blocks))).size === cuts.length
  const most = apart && areFew(cuts.length, cutsAtOnce + 1) ? cuts.length : cutsAtOnce
  return [cutsAtOnce - 1, cutsAtOnce + 1].filter(
    (it) => it > 0 && it <= most && (it < cutsAtOnce || !less(splits, it)),
  )
}

const traitorFlips = (system: System): readonly Flip[] => {
  const traitors = system.nodes.filter(({ role }) => role.isTraitor === true).map(({ id }) => id)
  if (traitors.length === 0) return []
  const nodes = silenced(system.nodes)
  const quiet = withFaults({ ...system, nodes }, { traitors: traitorsAmong(nodes) })
  return flip('traitors', traitors.join(', '), [['silent', quiet]])
}

const timerFlips = (system: System): readonly Flip[] => {
  const hasTimers = system.nodes.some(({ role }) => role.handlers.timeout !== undefined)
  if (!hasTimers || !hasMail(system) || system.time !== null) return []
  const other = system.timers === 'any' ? 'patient' : 'any'
  return flip('timers', system.timers, [[other, { ...system, timers: other }]])
}

const timeFlips = (system: System): readonly Flip[] => {
  const { time } = system
  if (time === null) return []
  const { max, drift, pauses } = time
  const having = (change: TimeOptions): System => ({ ...system, time: timeWith(system, change) })
  const slower: readonly (number | 'unlimited')[] =
    max === 'unlimited' ? [Math.max(1, time.min)] : [max - 1, max + 1, 'unlimited']
  const clocks = system.nodes.filter(({ role }) => role.handlers.timeout !== undefined).length
  const mayDrift = clocks > 0 && clocks <= mostDrifting
  const { min } = time
  return [
    ...flip(
      'longest delay',
      unitsOf(max),
      slower
        .filter((it) => hasMail(system) && (it === 'unlimited' || it >= Math.max(1, min)))
        .map((it) => [unitsOf(it), having({ delay: { min, max: it }, drift, pauses })]),
    ),
    ...flip(
      'drift',
      unitsOf(drift),
      [0, drift - 1, drift + 1]
        .filter((it, at, all) => mayDrift && it >= 0 && it !== drift && all.indexOf(it) === at)
        .map((it) => [unitsOf(it), having({ delay: { min, max }, drift: it, pauses })]),
    ),
    ...flip(
      'pauses',
      timesOf(pauses, 'pause'),
      nearby(pauses).map((it) => [
        timesOf(it, 'pause'),
        having({ delay: { min, max }, drift, pauses: it }),
      ]),
    ),
  ]
}

const timeWith = ({ nodes, network }: System, time: TimeOptions): Time | null =>
  planTime(time, nodes, { network, timers: 'any' })

const budgetFlips = (system: System): readonly Flip[] =>
  system.budgets.flatMap(({ name, times }) =>
    flip(
      `budget ${name}`,
      timesOf(times, 'time'),
      nearby(times).map((becomes) => [
        timesOf(becomes, 'time'),
        {
          ...system,
          budgets: system.budgets.map((each) =>
            each.name === name ? { name, times: becomes } : each,
          ),
        },
      ]),
    ),
  )

/** One fairness for all properties alike, those included that have their own. */
const fairnessFlips = (system: System): readonly Flip[] => {
  const live = system.properties.map(({ property }) => property).filter(isLiveness)
  const kinds = system.time === null ? timelessKinds : [...timelessKinds, ...timedKinds]
  const promised = live.map((property) => property.fairness ?? system.fairness)
  const degrees = new Set(promised.map((fairness) => degreeIn(fairness, kinds)))
  if (live.length === 0) return []
  const [only = null] = degrees.size === 1 ? degrees : []
  return [
    ...flip(
      'fairness',
      only ?? 'as stated',
      allDegrees.filter((it) => it !== only).map((it) => [it, withFairness(system, it)]),
    ),
    ...flip(
      'steps that count',
      'those that change the state',
      promised.some(hasMoves) ? [['any', ofAnyStep(system)]] : [],
    ),
  ]
}

const hasMoves = (fairness: Fairness): boolean =>
  isList(fairness) && fairness.some(({ moves }) => moves === true)

/** The same promises, for which any step counts. */
const ofAnyStep = (system: System): System => ({
  ...system,
  fairness: anyStep(system.fairness),
  properties: system.properties.map(({ name, property }) => ({
    name,
    property:
      isLiveness(property) && property.fairness !== null
        ? { ...property, fairness: anyStep(property.fairness) }
        : property,
  })),
})

const anyStep = (fairness: Fairness): Fairness =>
  isList(fairness) ? fairness.map(({ of, degree }) => ({ of, degree })) : fairness

const allDegrees: readonly Degree[] = ['none', 'weak', 'strong']
const timelessKinds = ['deliver', 'timeout', 'internal', 'restart', 'heal'] as const
const timedKinds = ['resume', 'tick'] as const

/** The degree that says the same as a fairness, or null. */
const degreeIn = (fairness: Fairness, kinds: readonly FairAction['kind'][]): Degree | null => {
  if (typeof fairness === 'string') return fairness
  if (typeof fairness === 'function' || isList(fairness)) return null
  // Given by kind, it depends on nothing else of an action.
  const isLike = (degree: Degree) => (kind: FairAction['kind']) => {
    const action = { kind } as FairAction
    return degreeOf(fairness, action) === degreeOf(degree, action)
  }
  return allDegrees.find((degree) => kinds.every(isLike(degree))) ?? null
}

const withFairness = (system: System, fairness: Degree): System => ({
  ...system,
  fairness,
  properties: system.properties.map(({ name, property }) => ({
    name,
    property: isLiveness(property) ? unset(property) : property,
  })),
})

const unset = (property: LivenessProperty): LivenessProperty => ({ ...property, fairness: null })
