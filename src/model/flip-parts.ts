import type { FaultPlan } from './fault-plan.ts'
import type { Promise3 } from './faults.ts'
import type { Budget } from './network.ts'
import { isLiveness } from './property-kinds.ts'
import type { System } from './system.ts'

/** What is assumed about in every model that has it. */
export type NamedAssumption =
  | 'partitions'
  | 'cuts at once'
  | 'heals'
  | 'split'
  | 'messages across the cut'
  | 'crashes'
  | 'down at once'
  | 'lost disks'
  | 'crash in the middle'
  | 'restarts'
  | 'traitors'
  | 'loss'
  | 'losses'
  | 'duplication'
  | 'network'
  | 'timers'
  | 'longest delay'
  | 'drift'
  | 'pauses'
  | 'fairness'
  | 'steps that count'

/** What is assumed about, a model's own budgets included; of links of one kind, in brackets which. */
type Assumption = NamedAssumption | `budget ${string}` | `${OfLinks} (${string})`

/** What may be assumed of some links, and not of others. */
export type OfLinks = 'loss' | 'losses' | 'duplication' | 'network'

/** A system with one assumption changed. */
export interface Flip {
  /** The change in a few words: `heals: eventually → maybe`. */
  readonly change: string
  /** What is assumed about: `heals`. */
  readonly assumption: string
  /** What the system assumes. */
  readonly was: string
  /** What is assumed instead. */
  readonly becomes: string
  /** The system under that assumption. */
  readonly system: System
}

/** What may be assumed instead, in words, and the system then. */
export type Instead = readonly [becomes: string, system: System]

/** Flips of one assumption. */
export const flip = (
  assumption: Assumption,
  was: string,
  instead: readonly Instead[],
): readonly Flip[] =>
  instead.map(([becomes, system]) => ({
    change: `${assumption}: ${was} → ${becomes}`,
    assumption,
    was,
    becomes,
    system,
  }))

/** A system with other faults. */
export const withFaults = (system: System, faults: Partial<FaultPlan>): System => ({
  ...system,
  faults: { ...system.faults, ...faults },
})

/** Whether some node can receive anything: without, nothing travels. */
export const hasMail = ({ nodes }: System): boolean =>
  nodes.some(({ role }) => role.handlers.receive !== undefined)

/** Whether it states something about infinite runs. */
export const hasLiveness = ({ properties }: System): boolean =>
  properties.some(({ property }) => isLiveness(property))

/** What a repair may be promised instead. Of what may happen and what must only liveness can tell. */
export const otherPromises = (system: System, now: Promise3): readonly Promise3[] => {
  const all: readonly Promise3[] = hasLiveness(system)
    ? ['never', 'maybe', 'eventually']
    : ['never', now === 'never' ? 'maybe' : now]
  return all.filter((promise) => promise !== now)
}

/** A number of units, in words. */
export const unitsOf = (count: number | 'unlimited'): string =>
  count === 0 ? 'none' : timesOf(count, 'unit')

/** Other budgets near one: none at all, one less, one more. */
export const nearby = (budget: Budget): readonly Budget[] => {
  if (budget === 'unlimited') return [0, 1]
  return [...new Set([0, budget - 1, budget + 1])].filter((it) => it >= 0 && it !== budget)
}

/** Whether a budget is less than another one. */
export const less = (one: Budget, other: Budget): boolean =>
  one !== 'unlimited' && (other === 'unlimited' || one < other)

/** A number of nodes, in words; null for any number. */
export const nodesOf = (count: number | null): string =>
  count === null ? 'any number of nodes' : `${count} ${count === 1 ? 'node' : 'nodes'}`

/** A budget, in words. */
export const timesOf = (budget: Budget, one: string, many = `${one}s`): string => {
  if (budget === 0) return 'none'
  return budget === 'unlimited' ? `any number of ${many}` : `${budget} ${budget === 1 ? one : many}`
}
