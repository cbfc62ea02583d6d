import fc from 'fast-check'
import { expect } from 'vitest'
import { conditions, type Isolation } from '../../src/history/dependencies.ts'
import { Effort } from '../../src/history/effort.ts'
import type { Transaction } from '../../src/history/installed.ts'
import { anomalyIn, isIsolated } from '../../src/history/isolation.ts'
import { isIsolatedByAdya, isSerialByOrders, isSnapshotByOrders } from './naive-isolation.ts'
import { historyUpTo } from './random-transactions.ts'

const limited = (isolation: Isolation): { isolation: Isolation; spend: () => void } => {
  const effort = new Effort()
  return { isolation, spend: () => effort.spend() }
}

/** Whether transactions on keys that are 0 first are kept apart. */
const holds = (history: readonly Transaction[], isolation: Isolation): boolean =>
  isIsolated(history, 0, limited(isolation))

/** Expects of so many random histories what trying all orders finds, and counts how they came out. */
export const expectAsByOrders = (
  numRuns: number,
): Record<'serializable' | 'snapshot' | 'neither', number> => {
  const counts = { serializable: 0, snapshot: 0, neither: 0 }
  fc.assert(
    fc.property(historyUpTo(4, false), (history) => {
      const [serial, snapshot] = [isSerialByOrders(history), isSnapshotByOrders(history)]
      expect(holds(history, 'serializable')).toBe(serial)
      expect(holds(history, 'snapshot-isolation')).toBe(snapshot)
      counts[serial ? 'serializable' : snapshot ? 'snapshot' : 'neither'] += 1
    }),
    { numRuns },
  )
  return counts
}

/** Expects of so many random histories what the definitions say, and counts how many conditions hold. */
export const expectAsByAdya = (numRuns: number): ReadonlyMap<number, number> => {
  const counts = new Map<number, number>()
  fc.assert(
    fc.property(historyUpTo(3, true), (history) => {
      const held = conditions.filter((each) => holds(history, each))
      expect(held).toEqual(conditions.filter((each) => isIsolatedByAdya(history, each)))
      expect(held).toEqual(conditions.slice(0, held.length))
      const broken = conditions[held.length]
      if (broken !== undefined) expect(anomalyIn(history, 0, limited(broken))).not.toBe(null)
      counts.set(held.length, (counts.get(held.length) ?? 0) + 1)
    }),
    { numRuns },
  )
  return counts
}
