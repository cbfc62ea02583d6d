import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { conditions, type Isolation } from '../../src/history/dependencies.ts'
import { Effort } from '../../src/history/effort.ts'
import type { Transaction } from '../../src/history/installed.ts'
import { anomalyIn, isIsolated, type Anomaly } from '../../src/history/isolation.ts'
import { transactions, type TransactionStep } from '../../src/history/transactions.ts'
import {
  serializable,
  snapshotIsolation,
  type SeenTransactions,
  type WatchTransactions,
} from '../../src/history/watch-transactions.ts'
import { nameObservers, type NamedObserver, type Told } from '../../src/model/observer.ts'
import { firstState, hear } from '../../src/semantics/observers.ts'
import { expectAsByAdya, expectAsByOrders } from '../support/isolation-agreement.ts'
import { isSerialByOrders, isSnapshotByOrders } from '../support/naive-isolation.ts'
import { historyUpTo } from '../support/random-transactions.ts'

const holds = (history: readonly Transaction[], isolation: Isolation): boolean => {
  const effort = new Effort()
  return isIsolated(history, 0, { isolation, spend: () => effort.spend() })
}

/** An observer that is told of transactions by requests and replies that are their steps. */
const watching = (watch: WatchTransactions): NamedObserver =>
  nameObservers(
    {
      store: watch<readonly TransactionStep[]>(transactions(0), {
        operation: ({ request }) => ({ f: 'txn', value: request }),
        result: ({ reply }) => reply,
      }),
    },
    [],
  )[0] as NamedObserver

const anomaly = (history: readonly Transaction[], isolation: Isolation): Anomaly | null => {
  const effort = new Effort()
  return anomalyIn(history, 0, { isolation, spend: () => effort.spend() })
}

/** `r x 0, w x 1`; a version stands after `@`. */
const steps = (text: string): readonly TransactionStep[] =>
  text.split(', ').map((step) => {
    const [, f, key, value, version] = /^(\w) (\w)(?: (\d+))?(?:@(\d+))?$/.exec(step) ?? []
    if (f === 'r') return ['r', key, Number(value)]
    return version === undefined
      ? ['w', key, Number(value)]
      : ['w', key, Number(value), Number(version)]
  })

const transaction = (text: string, status: Transaction['status'] = 'committed'): Transaction => ({
  status,
  asked: steps(text),
  done: status === 'committed' ? steps(text) : [],
})
const aborted = (text: string): Transaction => transaction(text, 'aborted')
const unknown = (text: string): Transaction => transaction(text, 'unknown')
const committed = transaction

describe('histories that tell the conditions apart, with what is wrong in them', () => {
  test.each<readonly [string, readonly Transaction[], number, string]>([
    ['one after the other', [committed('r x 0, w x 1'), committed('r x 1, w x 2')], 4, 'none'],
    [
      'two on duty, of whom each sees the other and goes',
      [committed('r x 0, r y 0, w x 1'), committed('r x 0, r y 0, w y 1')],
      3,
      'G2-item write skew',
    ],
    [
      'a read-only transaction sees a batch closed that still grows',
      [committed('r x 0, r y 0, w y 2'), committed('w x 1'), committed('r x 1, r y 0')],
      3,
      'G2-item',
    ],
    [
      'a deposit is lost',
      [committed('r x 0, w x 1'), committed('r x 0, w x 2')],
      2,
      'G-single lost update',
    ],
    [
      'half of a transfer is seen',
      [committed('w x 1, w y 1'), committed('r x 1, r y 0')],
      2,
      'G-single read skew',
    ],
    [
      'what was read changes',
      [committed('w x 1'), committed('r x 0, r x 1')],
      2,
      'G-single fuzzy read',
    ],
    [
      'two readers see two writes in different orders',
      [
        committed('w x 1'),
        committed('w y 1'),
        committed('r x 1, r y 0'),
        committed('r y 1, r x 0'),
      ],
      2,
      'G-nonadjacent',
    ],
    [
      'each sees what the other wrote',
      [committed('w x 1, r y 1'), committed('w y 1, r x 1')],
      1,
      'G1c',
    ],
    ['what was undone is read', [aborted('w x 1'), committed('r x 1')], 1, 'G1a'],
    ['what was about to change is read', [committed('w x 1, w x 2'), committed('r x 1')], 1, 'G1b'],
    [
      'each write is over and under another',
      [committed('w x 1@1, w y 1@2'), committed('w x 2@2, w y 2@1')],
      0,
      'G0',
    ],
    ['a transaction does not see itself', [committed('w x 1, r x 0')], 0, 'internal'],
    ['what nobody wrote is read', [committed('r x 7')], 0, 'garbage'],
  ])('%s', (_, history, held, name) => {
    expect(conditions.filter((each) => holds(history, each))).toEqual(conditions.slice(0, held))
    const found = conditions[held] === undefined ? null : anomaly(history, conditions[held])
    expect(found === null ? 'none' : [found.name, found.alias ?? ''].join(' ').trim()).toBe(name)
  })

  test('whether it was committed follows from what was read', () => {
    expect(holds([unknown('w x 1'), committed('r x 1')], 'serializable')).toBe(true)
    expect(holds([unknown('w x 1'), committed('r x 0')], 'serializable')).toBe(true)
    const half = [unknown('w x 1, w y 1'), committed('r x 1, r y 0')]
    expect(conditions.filter((each) => holds(half, each))).toEqual(conditions.slice(0, 2))
  })

  test('a cycle is told with its dependencies, and under which order of the versions', () => {
    expect(
      anomaly([committed('r x 0, w x 1'), committed('r x 0, w x 2')], 'serializable'),
    ).toMatchObject({
      cycle: [
        { from: 0, to: 1, kind: 'ww', key: 'x' },
        { from: 1, to: 0, kind: 'rw', key: 'x' },
      ],
      orders: [
        {
          key: 'x',
          versions: [
            { writer: 0, value: 1 },
            { writer: 1, value: 2 },
          ],
        },
      ],
    })
  })
})

test('transactions are serializable, and snapshot isolated, where some order of all that happened is', () => {
  const counts = expectAsByOrders(3000)
  expect(counts.serializable).toBeGreaterThan(900)
  expect(counts.neither).toBeGreaterThan(900)
})

type Judge = typeof holds

const seenAs =
  (change: (each: Transaction) => Transaction, isolation: Isolation): Judge =>
  (history) =>
    holds(history.map(change), isolation)

describe('the comparison catches a judge that', () => {
  test.each<readonly [string, Isolation, Judge, (history: readonly Transaction[]) => boolean]>([
    [
      'takes snapshot isolation for serializability',
      'serializable',
      (history) => holds(history, 'snapshot-isolation'),
      isSerialByOrders,
    ],
    [
      'takes the absence of G-single for snapshot isolation',
      'snapshot-isolation',
      (history) => holds(history, 'read-committed'),
      isSnapshotByOrders,
    ],
    [
      'lets nothing have happened that is not known to have',
      'serializable',
      seenAs(
        (each) => (each.status === 'unknown' ? { ...each, status: 'aborted' } : each),
        'serializable',
      ),
      isSerialByOrders,
    ],
    [
      'lets what is not known to have happened have happened',
      'serializable',
      seenAs(
        (each) =>
          each.status === 'unknown' ? { ...each, status: 'committed', done: each.asked } : each,
        'serializable',
      ),
      isSerialByOrders,
    ],
  ])('%s', (_, isolation, judge, naive) => {
    const comparison = fc.assert.bind(
      null,
      fc.property(historyUpTo(4, false), (history) => {
        expect(judge(history, isolation)).toBe(naive(history))
      }),
      { numRuns: 4000, endOnFailure: true },
    )
    expect(comparison).toThrow('Property failed')
  })
})

test('each condition holds where it does by its definition, and follows from the stronger ones', () => {
  const counts = expectAsByAdya(2000)
  for (const held of [0, 1, 2, 4]) expect(counts.get(held)).toBeGreaterThan(25)
})

describe.each([
  ['serializable', serializable],
  ['snapshot-isolation', snapshotIsolation],
] as const)('watching over what is %s', (isolation, watch) => {
  test('finds after each transaction what judging all so far finds, and stays with what is broken', () => {
    const counts = { good: 0, bad: 0 }
    fc.assert(
      fc.property(historyUpTo(4, false), fc.array(fc.nat(3)), (history, turns) => {
        const observer = watching(watch)
        let known = firstState(observer)
        const tell = (told: Told): void => void (known = hear(observer, known, told))
        const begun = new Set<number>()
        const over = new Set<number>()
        let isFine = true
        for (const turn of [...turns, 0, 0, 1, 1, 2, 2, 3, 3]) {
          const now = history[turn]
          if (now === undefined || over.has(turn)) continue
          const name = { node: `client${turn}`, operation: '#0' } as const
          if (!begun.has(turn)) {
            begun.add(turn)
            tell({ kind: 'invoke', ...name, request: now.asked.map(asked) })
          } else if (now.status !== 'unknown') {
            over.add(turn)
            const isRefusal = now.status === 'aborted'
            tell({ kind: 'return', ...name, request: null, reply: now.done, isRefusal })
          }
          const soFar = history.flatMap((each, at): readonly Transaction[] => {
            if (!begun.has(at)) return []
            return [over.has(at) ? each : { ...each, status: 'unknown', done: [] }]
          })
          isFine &&= over.size === 0 || holds(soFar, isolation)
          expect((known as SeenTransactions).isConsistent).toBe(isFine)
        }
        counts[isFine ? 'good' : 'bad'] += 1
      }),
      { numRuns: 1000 },
    )
    expect(counts.good).toBeGreaterThan(200)
    expect(counts.bad).toBeGreaterThan(200)
  })
})

/** A step as it is asked for: nobody knows yet what will be read. */
const asked = ([f, key, value]: TransactionStep): TransactionStep =>
  f === 'r' ? [f, key] : [f, key, value]
