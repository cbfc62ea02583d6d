import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Behaviour } from '../../src/history/behaviour.ts'
import { orderByChains } from '../../src/history/by-chains.ts'
import { conflictByChains } from '../../src/history/chain-conflict.ts'
import { confirmConflict, confirmOrder } from '../../src/history/confirm-chains.ts'
import { linearizable, type ObjectAnswer } from '../../src/history/linearizable.ts'
import type { Operation } from '../../src/history/operation.ts'
import { casRegister } from '../../src/history/registers.ts'
import { Halt, unpaced } from '../../src/pace/pace.ts'
import { crowded, differentHistories } from '../support/different-values.ts'
import { expectSmallest } from '../support/naive-conflict.ts'
import { hasOrder, isAllowed, isOrder } from '../support/naive-history.ts'

const spec = casRegister()

const isMissed = ({ result }: Operation): boolean => result === false

/** An answer of which only the conflict is looked at. */
const withConflict = (conflict: ObjectAnswer['conflict']): ObjectAnswer => ({
  key: null,
  verdict: 'violated',
  operations: 0,
  order: null,
  conflict,
  needed: null,
  configurations: 0,
})

describe('chains of values that are all different', () => {
  test('agree with all orders, and their conflicts are smallest', async () => {
    const counts = { order: 0, none: 0, missed: 0, inConflict: 0 }
    const property = fc.asyncProperty(differentHistories(7), async (history) => {
      const found = await orderByChains(history, spec, unpaced)
      expect(found).not.toBeNull()
      expect(found !== 'none').toBe(hasOrder(history, spec))
      expect(found === 'none' || isOrder(found ?? [], history, spec)).toBe(true)
      const isNone = found === 'none'
      const conflict = isNone ? await conflictByChains(history, spec, unpaced) : null
      expect(conflict === null ? !isNone : conflict.isSmallest).toBe(true)
      expectSmallest(withConflict(conflict), history, spec)
      counts[isNone ? 'none' : 'order'] += 1
      if (history.some(isMissed)) counts.missed += 1
      if (conflict?.operations.some(isMissed)) counts.inConflict += 1
    })
    await fc.assert(property, { numRuns: 4000 })
    expect(counts.order).toBeGreaterThan(2000)
    expect(counts.none).toBeGreaterThan(200)
    expect(counts.missed).toBeGreaterThan(1000)
    expect(counts.inConflict).toBeGreaterThan(100)
  })

  test('answer where the search of a history gives up: with an order, or a part that has none', async () => {
    const history = crowded(400, 100)
    const [found] = (await linearizable(history, spec)).objects
    expect(found?.configurations).toBe(50 * 400 + 1)
    const order = found?.order ?? []
    expect(isOrder(order, history, spec)).toBe(true)
    expect(isAllowed(order, spec, new Map())).toBe(true)
    const at = history.findLastIndex(({ f, returned }) => f === 'read' && returned !== null)
    const stale = { ...(history[at] as Operation), result: 'v20' }
    const answer = await linearizable(history.with(at, stale), spec)
    expect(answer.verdict).toBe('violated')
    expect(answer.objects[0]?.conflict?.operations).toContainEqual(stale)
  })

  test('are not believed where the object says otherwise', async () => {
    const history = crowded(6, 2)
    const behaviour = new Behaviour(spec)
    const order = (await orderByChains(history, spec, unpaced)) as readonly Operation[]
    expect(() => confirmOrder(order, history, behaviour)).not.toThrow()
    expect(() => confirmOrder(order.toReversed(), history, behaviour)).toThrow('to have an order')
    expect(() => confirmOrder(order.slice(1), history, behaviour)).toThrow('to have an order')
    const conflict = { operations: history, others: [], states: null, isSmallest: true }
    const confirmed = confirmConflict(conflict, history, { behaviour, pace: unpaced })
    await expect(confirmed).rejects.toThrow('to have no order')
  })

  test('are left where a limit is met', async () => {
    const over = { ...unpaced, isDue: () => true, turn: () => Promise.reject(new Halt('seconds')) }
    await expect(orderByChains(crowded(400, 100), spec, over)).rejects.toThrow(Halt)
  })

  test.each([
    { why: 'a value is put twice', argument: 'v0' },
    { why: 'the first value is put again', argument: null },
  ])('say nothing where $why', async ({ argument }) => {
    const [first, second] = crowded(2, 1) as [Operation, Operation]
    const history = [
      { ...first, f: 'write', argument: 'v0' },
      { ...second, f: 'write', argument },
    ]
    expect(await orderByChains(history, spec, unpaced)).toBeNull()
  })
})
