import { Halt, type Pace } from '../pace/pace.ts'
import type { System } from '../model/system.ts'
import { Batches, type Slice, type SliceResult } from './batches.ts'
import { batchOf, sliceSizeOf, type Batch, type Plan } from './plan.ts'
import { Totals } from './totals.ts'

/** Those who walk, each by itself: threads, or this one. */
export interface Crew {
  readonly size: number
  /**
   * Has a member walk a slice. It is given all slices of a batch, one after the other.
   *
   * @throws Halt when it was ended early
   */
  walk(member: number, slice: Slice): Promise<SliceResult>
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
    walk: (_, slice) => batches.walk(slice, null, pace),
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

/** Which runs there are, how many of them at most. */
export interface Deal {
  readonly plan: Plan
  readonly runs: number
}

/** The slices of a batch. */
function* slicesOf(batch: Batch, runs: number): Generator<Slice> {
  const end = Math.min(batch.begin + batch.size, runs)
  const inSlice = sliceSizeOf(batch)
  for (let first = batch.begin; first < end; first += inSlice) {
    const next = Math.min(first + inSlice, end)
    yield { first, runs: next - first, isLast: next === end }
  }
}

/**
 * Deals batches of runs until all are walked or every property is decided. What is added up is that of the first
 * slices, in their order, whoever walked them; where something ends the walks early, that of all.
 *
 * @param properties how many there are to decide; of none nothing ends the walks early
 * @param onBatch is told whenever there is more
 */
export const dealBatches = async (
  crew: Crew,
  { plan, runs }: Deal,
  properties: number,
  onBatch: (totals: Totals) => void,
): Promise<Dealt> => {
  const totals = new Totals()
  const waiting = new Map<number, SliceResult>()
  const evaluated = Array.from({ length: crew.size }, () => 0)
  let [next, halt]: [number, Halt['kind'] | null] = [0, null]
  const isDecided = (): boolean =>
    totals.mistake !== null || (properties > 0 && totals.found.size === properties)
  const isOver = (): boolean => halt !== null || isDecided()
  const add = (result: SliceResult): void => {
    waiting.delete(result.first)
    totals.add(result)
    onBatch(totals)
  }
  const addUp = (): void => {
    for (;;) {
      const result = isOver() ? undefined : waiting.get(totals.runs)
      if (result === undefined) return
      add(result)
    }
  }
  const walkBatch = async (member: number, batch: Batch): Promise<void> => {
    for (const slice of slicesOf(batch, runs)) {
      if (isOver()) return
      // oxlint-disable-next-line no-await-in-loop
      const result = await crew.walk(member, slice)
      evaluated[member] = result.evaluated
      waiting.set(slice.first, result)
      addUp()
    }
  }
  const keepBusy = async (member: number): Promise<void> => {
    try {
      while (next < runs && !isOver()) {
        const batch = batchOf(plan, next)
        next += batch.size
        // oxlint-disable-next-line no-await-in-loop
        await walkBatch(member, batch)
      }
      if (halt === null) await crew.confirm(member)
    } catch (error) {
      if (!(error instanceof Halt)) throw error
      halt ??= error.kind
    }
  }
  await Promise.all(Array.from({ length: crew.size }, (_, member) => keepBusy(member)))
  if (halt !== null) {
    for (const [, result] of [...waiting].toSorted(([first], [other]) => first - other)) {
      if (!isDecided()) add(result)
    }
  }
  return { totals, evaluated: evaluated.reduce((sum, each) => sum + each, 0), halt }
}
