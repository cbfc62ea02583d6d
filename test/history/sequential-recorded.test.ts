import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Behaviour } from '../../src/history/behaviour.ts'
import { entriesOf } from '../../src/history/entries.ts'
import { equal } from '../../src/history/equal.ts'
import type { Operation } from '../../src/history/operation.ts'
import { operationsOf } from '../../src/history/pairing.ts'
import { casRegister, register } from '../../src/history/registers.ts'
import { sequentialOrder } from '../../src/history/sequential-order.ts'
import { sessionAnswer } from '../../src/history/session-answer.ts'
import { sessionSchedule } from '../../src/history/session-schedule.ts'
import { sessionsOf } from '../../src/history/sessions-of.ts'
import type { SessionOperation, Sessions } from '../../src/history/sessions.ts'
import { specifications } from '../../src/history/specifications.ts'
import type { Specification } from '../../src/history/specification.ts'
import { unpaced } from '../../src/pace/pace.ts'
import { naiveSequential } from '../support/naive-conditions.ts'
import { historyOf, stepsUpTo } from '../support/random-history.ts'

/*
 * Sequential consistency of recorded histories against all orders of all guesses at what happened; the order that is
 * told is gone through, and no result of a part that cannot be is one too many.
 */

/** What each process did; nobody knows that it happened where its end does not count. */
const seen = (
  history: readonly Operation[],
  counts: (operation: Operation) => boolean,
): Sessions => {
  const sessions = new Map<unknown, SessionOperation[]>()
  for (const operation of history) {
    const { process, f, key, argument, result, returned } = operation
    const gave = result === undefined ? ([] as const) : ([result] as const)
    const isKnown = returned !== null && counts(operation)
    const own = sessions.get(process) ?? []
    sessions.set(process, [...own, { f, key, argument, ...(isKnown ? { gave } : {}) }])
  }
  return [...sessions.values()]
}

/** Whether operations give what they gave, one after the other. */
const isRun = (order: readonly Operation[], spec: Specification, state = spec.initial): boolean => {
  const [first, ...rest] = order
  if (first === undefined) return true
  const gave =
    first.result === undefined ? undefined : (spec.resultOf?.(first, first.result) ?? first.result)
  return spec
    .apply(state, first)
    .filter(({ result }) => gave === undefined || result === undefined || equal(result, gave))
    .some((outcome) => isRun(rest, spec, outcome.state))
}

const isInOrder = (order: readonly Operation[]): boolean =>
  order.every(({ process, invoked }, at) =>
    order.slice(at + 1).every((later) => later.process !== process || later.invoked > invoked),
  )

/** A register of which one can also ask whether its value is odd: a read that more than one value answers. */
const oddRegister = (): Specification => {
  const { operations, ...spec } = register(0)
  return {
    ...spec,
    operations: { ...operations, isOdd: { takes: 'nothing', gives: 'value', isReadOnly: true } },
    apply: (state, call) =>
      call.f === 'isOdd' ? [{ state, result: Number(state) % 2 }] : spec.apply(state, call),
  }
}

const objects: readonly (readonly [string, () => Specification])[] = [
  ...Object.entries(specifications).filter(([name]) => name !== 'transactions'),
  ['register that is odd or even', oddRegister],
]

describe.each(objects)('recorded histories of a %s', (name, specOf) => {
  test('are sequentially consistent where some order of all is allowed', async () => {
    const spec = specOf()
    const isKeyed = name === 'map'
    const whole = isKeyed ? entriesOf(spec) : spec
    const counts = { holds: 0, violated: 0, undecided: 0 }
    await fc.assert(
      fc.asyncProperty(stepsUpTo(6), async (steps) => {
        const history = operationsOf(historyOf(steps, spec, 6), spec)
        const answer = await sessionAnswer(history, {
          spec,
          isKeyed,
          condition: 'sequential',
          pace: unpaced,
        })
        const { verdict, order, conflict } = answer
        counts[verdict] += 1
        const isOrdered = naiveSequential(
          seen(history, () => true),
          whole,
        )
        expect(verdict).toBe(isOrdered ? 'holds' : 'violated')
        const told = order ?? history
        expect(order === null || (isInOrder(order) && isRun(order, whole))).toBe(true)
        expect(history.filter((it) => it.returned !== null && !told.includes(it))).toEqual([])
        const isBroken = (part: readonly Operation[]): boolean =>
          !naiveSequential(
            seen(history, (each) => part.includes(each)),
            whole,
          )
        const behaviour = new Behaviour(spec)
        const some = history.filter((_, at) => steps[at]?.isWrong !== true)
        const found = await sequentialOrder(
          sessionSchedule(sessionsOf(history), behaviour, (each) => some.includes(each)),
          behaviour,
          { pace: unpaced },
        )
        expect(found.order === null).toBe(isBroken(some))
        const kept = conflict?.operations ?? []
        expect(isBroken(kept)).toBe(!isOrdered)
        expect(kept.filter((each) => isBroken(kept.filter((other) => other !== each)))).toEqual([])
      }),
      { numRuns: 300 },
    )
    expect(counts.holds).toBeGreaterThan(60)
    expect(counts.violated).toBeGreaterThan(5)
  })
})

type Done = readonly [process: number, f: string, value: unknown]

test.each<readonly [string, () => Specification, readonly Done[], readonly number[]]>([
  [
    'what more than one value answers waits for any of them',
    oddRegister,
    [
      [0, 'write', 1],
      [0, 'write', 3],
      [1, 'read', 3],
      [1, 'isOdd', 1],
    ],
    [],
  ],
  [
    'what may never have happened does not stand between a client and what it has to read',
    () => register(0),
    [
      [0, 'write', 1],
      [1, 'read', 1],
      [1, 'write', 2],
      [1, 'read', 1],
      [2, 'write', 2],
      [2, 'read', 2],
    ],
    [2],
  ],
  [
    'what is lost can come back by a swap',
    () => casRegister(0),
    [
      [0, 'write', 1],
      [0, 'write', 2],
      [0, 'cas', [2, 1]],
      [1, 'read', 2],
      [1, 'read', 1],
    ],
    [],
  ],
])('%s', async (_, specOf, done, forgotten) => {
  const spec = specOf()
  const history = operationsOf(
    done.flatMap(([process, f, value]) => [
      { process, type: 'invoke', f, value: spec.operations[f]?.takes === 'value' ? value : null },
      { process, type: 'ok', f, value },
    ]),
    spec,
  )
  const behaviour = new Behaviour(spec)
  const isKept = (operation: Operation): boolean => !forgotten.includes(history.indexOf(operation))
  const schedule = sessionSchedule(sessionsOf(history), behaviour, isKept)
  const { order } = await sequentialOrder(schedule, behaviour, { pace: unpaced })
  expect(order).toHaveLength(done.length - forgotten.length)
  expect(naiveSequential(seen(history, isKept), spec)).toBe(true)
})
