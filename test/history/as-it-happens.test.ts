import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { check, renderTrace, type PropertyReport, type Trace } from 'netsplit'
import { casRegister, linearizable, type Linearizations } from 'netsplit/history'
import type { HistoryEvent } from '../../src/history/operation.ts'
import { operationsOf } from '../../src/history/pairing.ts'
import type { Specification } from '../../src/history/specification.ts'
import { specifications } from '../../src/history/specifications.ts'
import { nameObservers, type NamedObserver, type Told } from '../../src/model/observer.ts'
import { firstState, hear } from '../../src/semantics/observers.ts'
import { hasOrder } from '../support/naive-history.ts'
import { historyOf, stepsUpTo } from '../support/random-history.ts'
import { watched, type Shape } from '../support/watched-system.ts'

/** An observer that is told of an object's operations by requests and replies that are events. */
const watching = (spec: Specification): NamedObserver =>
  nameObservers(
    {
      store: linearizable<HistoryEvent>(spec, {
        operation: ({ request }) => (request?.f === 'elsewhere' ? null : request),
        result: ({ reply }) => reply?.result,
      }),
    },
    [],
  )[0] as NamedObserver

/**
 * An event, as an observer is told of it. A client goes on under its own name after an operation of whose end it
 * has not heard, so that this one is lost; a lock must tell the two apart. What it does then under that name is
 * nothing to the object.
 */
const toldOf = (event: HistoryEvent, spec: Specification): readonly Told[] => {
  const process = Number(event.process)
  const node = `client${spec.name === 'lock' ? process : process % 3}`
  const operation = { node, operation: '#0' }
  switch (event.type) {
    case 'invoke':
      return [{ kind: 'invoke', ...operation, request: event }]
    case 'info': {
      if (spec.name === 'lock') return []
      const other = { ...event, f: 'elsewhere' }
      const [asked, got] = [
        { ...operation, request: other },
        { reply: other, isRefusal: false },
      ]
      return [
        { kind: 'invoke', ...asked },
        { kind: 'return', ...asked, ...got },
      ]
    }
    case 'ok':
    case 'fail':
      return [
        {
          kind: 'return',
          ...operation,
          request: null,
          reply: event,
          isRefusal: event.type === 'fail',
        },
      ]
  }
}

/** For each event whether the object may be one after it, as the observer sees it. */
const answers = (events: readonly HistoryEvent[], spec: Specification): readonly boolean[] => {
  const observer = watching(spec)
  let known = firstState(observer)
  return events.map((event) => {
    for (const told of toldOf(event, spec)) known = hear(observer, known, told)
    return (known as Linearizations).isConsistent
  })
}

/** The same, by all orders of what has happened up to there. */
const naiveAnswers = (events: readonly HistoryEvent[], spec: Specification): readonly boolean[] =>
  events.map((_, at) => hasOrder(operationsOf(events.slice(0, at + 1), spec), spec))

type Answers = (events: readonly HistoryEvent[], spec: Specification) => readonly boolean[]

/** Expects the same answers on so many random histories, and counts how these came out. */
const expectSameAnswers = (
  spec: Specification,
  numRuns: number,
  judge: Answers = answers,
): { readonly good: number; readonly bad: number } => {
  const counts = { good: 0, bad: 0 }
  fc.assert(
    fc.property(stepsUpTo(6), (steps) => {
      const events = historyOf(steps, spec, 6)
      const expected = naiveAnswers(events, spec)
      expect(judge(events, spec)).toEqual(expected)
      counts[expected.includes(false) ? 'bad' : 'good'] += 1
    }),
    { numRuns, endOnFailure: true },
  )
  return counts
}

describe.each(Object.entries(specifications))('a %s that is watched', (_, specOf) => {
  test('is one exactly as long as one of all orders is allowed', () => {
    const { good, bad } = expectSameAnswers(specOf(), 200)
    expect(good).toBeGreaterThan(25)
    expect(bad).toBeGreaterThan(5)
  })
})

const changed =
  (change: (event: HistoryEvent) => HistoryEvent): Answers =>
  (events, spec) =>
    answers(events.map(change), spec)

describe('the comparison catches an observer that', () => {
  const mutants: Readonly<Record<string, Answers>> = {
    'takes a refusal for a success': changed((each) =>
      each.type === 'fail' ? { ...each, type: 'ok' } : each,
    ),
    'takes for refused what may still happen': changed((each) =>
      each.type === 'info' ? { ...each, type: 'fail' } : each,
    ),
    'believes every failed swap to be a swap': changed((each) =>
      each.f === 'cas' && each.result === false ? { ...each, result: true } : each,
    ),
    'answers one event too late': (events, spec) => [true, ...answers(events, spec).slice(0, -1)],
  }

  test.each(Object.entries(mutants))('%s', (_, judge) => {
    expect(() => expectSameAnswers(casRegister(), 2000, judge)).toThrow('Property failed')
  })
})

test('a run that is not linearizable says why: which operations, in which steps, and the order they would need', async () => {
  const it: Shape = {
    scripts: [
      [{ value: 1, at: 0 }],
      [
        { value: 0, at: 0 },
        { value: 0, at: 1 },
      ],
    ],
    copies: true,
    refuses: false,
    crashes: null,
  }
  const { properties } = await check(watched(it))
  const property = properties.at(-1) as PropertyReport
  const text = renderTrace(property.trace as Trace, { property })
  expect(text.slice(text.lastIndexOf('✗')))
    .toBe(`✗ After step 5 the property is violated. What it sees:
      observed.store.isConsistent = false

    These operations cannot be ordered; without any one of them the rest can:
      start to step 3  client2  read → 1  ├───┤
      steps 3-5        client2  read → 0      ├───┤
    What had returned before is left out: the object may begin in any state that
    it can have. 1 more operation beside them may take effect at any time after
    the call, or never: that does not help.

    The results need this order, from 0 on:
      1. read → 0  client2
      2. write 1  client1, left out
      3. read → 1  client2
    But read → 1 had returned (step 3) before read → 0 was called (step 3).
`)
})
