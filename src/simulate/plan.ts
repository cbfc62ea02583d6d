import { mixedNames, type StrategyName } from './strategy-names.ts'

/** How a simulation walks. */
export interface Plan {
  readonly seed: number
  readonly maxSteps: number
  readonly strategy: StrategyName | 'mixture'
}

/** Walks that have a memory of what they saw, and are judged together. */
export interface Batch {
  /** The number of the first one. */
  readonly begin: number
  readonly size: number
}

/** So many walks of most strategies are a batch. */
const few = 32

/** So many walks are one where they go back to what was seen: that must grow. */
const many = 1 << 16

/**
 * A mixture begins with so many walks of strategies that take turns, as most bugs are found at once, and by a walk that is
 * quickly walked again. Then a batch goes back to what it has seen, for what is deep, and all over again.
 */
const byTurns = 1 << 12

/** So many walks a mixture has until it has walked in all ways. */
export const wholeMixture = byTurns + many

/** The batch of a run. */
export const batchOf = (plan: Plan, run: number): Batch => {
  const begin = plan.strategy === 'mixture' ? run - (run % wholeMixture) : 0
  const place = run - begin
  if (plan.strategy === 'mixture' && place >= byTurns) return { begin: begin + byTurns, size: many }
  const size = plan.strategy === 'returning' ? many : few
  return { begin: run - (place % size), size }
}

/** So many walks of a batch are walked and counted in one go: what is ended early loses no more. */
export const sliceSizeOf = ({ size }: Batch): number => Math.min(512, size)

/** How many of the runs of a batch come before one. */
export const placeInBatch = (plan: Plan, run: number): number => run - batchOf(plan, run).begin

/**
 * Whether a run that goes back does so by cells: in every other batch, as some bugs are found sooner by cells, and some
 * by going back to any state.
 */
export const isByCells = (plan: Plan, run: number): boolean =>
  Math.floor(run / (plan.strategy === 'mixture' ? wholeMixture : many)) % 2 === 0

/** The strategy of a run. */
export const strategyOfRun = (plan: Plan, run: number): StrategyName => {
  if (plan.strategy !== 'mixture') return plan.strategy
  if (run % wholeMixture >= byTurns) return 'returning'
  return mixedNames[run % mixedNames.length] ?? 'uniform'
}

/** Whether some of the first runs went back to what others had seen. */
export const hasGoneBack = ({ strategy }: Plan, runs: number): boolean =>
  strategy === 'returning' || (strategy === 'mixture' && runs > byTurns)
