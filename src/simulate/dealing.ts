import { Halt, type Pace } from '../pace/pace.ts'
import type { System } from '../model/system.ts'
import { Batches, type BatchResult } from './batches.ts'
import { Totals } from './totals.ts'
import type { Plan } from './walker.ts'

/** Those who walk, each by itself: threads, or this one. */
export interface Crew {
  readonly size: number
  /**
   * Has a member walk some runs.
   *
   * @throws Halt when it was ended early
   */
  walk(member: number, first: number, runs: number): Promise<BatchResult>
  /**
   * Has a member ask user code once more what its walks rest on.
   *
   * @throws ModelError 'not-pure' when an answer differs
   */
  confirm(member: number): Promise<void>
  /** Whatever is not done is wanted no more. */
  end(): Promise<void>
}

/** Walks in this thread. */
export const crewHere = (system: System, plan: Plan, pace: Pace): Crew => {
  const batches = new Batches(system, plan)
  return {
    size: 1,
    walk: (_, first, runs) => batches.walk(first, runs, null, pace),
    confirm: () => batches.confirm(pace),
    end: () => Promise.resolve(),
  }
}

/** What came of dealing batches. */
export interface Dealt {
  readonly totals: Totals
  /** For how many distinct steps user code was run, by all. */
  readonly evaluated: number
  /** What ended the walks early; null where nothing did. */
  readonly halt: Halt['kind'] | null
}

/**
 * Deals batches of runs until all are walked or every property is decided. What is added up is that of the first
 * batches, in their order, whoever walked them.
 *
 * @param runs how many at most, and how many belong together
 * @param properties how many there are to decide; of none nothing ends the walks early
 * @param onBatch is told whenever there is more
 */
export const dealBatches = async (
  crew: Crew,
  { runs, inBatch }: { readonly runs: number; readonly inBatch: number },
  properties: number,
  onBatch: (totals: Totals) => void,
): Promise<Dealt> => {
  const totals = new Totals()
  const waiting = new Map<number, BatchResult>()
  const evaluated = Array.from({ length: crew.size }, () => 0)
  let [next, halt]: [number, Halt['kind'] | null] = [0, null]
  const isOver = (): boolean =>
    halt !== null || totals.mistake !== null || (properties > 0 && totals.found.size === properties)
  const addUp = (): void => {
    for (;;) {
      const result = isOver() ? undefined : waiting.get(totals.runs)
      if (result === undefined) return
      waiting.delete(totals.runs)
      totals.add(result)
      onBatch(totals)
    }
  }
  const keepBusy = async (member: number): Promise<void> => {
    try {
      while (next < runs && !isOver()) {
        const first = next
        next += inBatch
        // oxlint-disable-next-line no-await-in-loop
        const result = await crew.walk(member, first, Math.min(inBatch, runs - first))
        evaluated[member] = result.evaluated
        waiting.set(first, result)
        addUp()
      }
      if (halt === null) await crew.confirm(member)
    } catch (error) {
      if (!(error instanceof Halt)) throw error
      halt ??= error.kind
    }
  }
  await Promise.all(Array.from({ length: crew.size }, (_, member) => keepBusy(member)))
  return { totals, evaluated: evaluated.reduce((sum, each) => sum + each, 0), halt }
}
