import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  check,
  client,
  observer,
  renderTrace,
  replicas,
  role,
  system,
  unordered,
  type PropertyReport,
  type Role,
  type System,
  type Tellings,
  type Trace,
} from 'netsplit'
import {
  casRegister,
  isConsistent,
  linearizable,
  register,
  type Linearizations,
  type ToldCall,
} from 'netsplit/history'
import type { HistoryEvent } from '../../src/history/operation.ts'
import { operationsOf } from '../../src/history/pairing.ts'
import type { Specification } from '../../src/history/specification.ts'
import { specifications } from '../../src/history/specifications.ts'
import { nameObservers, type NamedObserver, type Told } from '../../src/model/observer.ts'
import { firstState, hear } from '../../src/semantics/observers.ts'
import { hasOrder } from '../support/naive-history.ts'
import { historyOf, stepsUpTo } from '../support/random-history.ts'

/** An observer that is told of an object's operations by requests and replies that are events. */
const watching = (spec: Specification): NamedObserver =>
  nameObservers(
    {
      store: linearizable<HistoryEvent>(spec, {
        operation: ({ request }) => request,
        result: ({ reply }) => reply?.result,
      }),
    },
    [],
  )[0] as NamedObserver

/**
 * An event, as an observer is told of it. A client goes on under its own name after an operation of whose end it
 * has not heard, so that this one is lost; a lock must tell the two apart.
 */
const toldOf = (event: HistoryEvent, spec: Specification): Told | null => {
  const process = Number(event.process)
  const node = `client${spec.name === 'lock' ? process : process % 3}`
  const operation = { node, operation: '#0' }
  switch (event.type) {
    case 'invoke':
      return { kind: 'invoke', ...operation, request: event }
    case 'info':
      return null
    case 'ok':
    case 'fail':
      return {
        kind: 'return',
        ...operation,
        request: null,
        reply: event,
        isRefusal: event.type === 'fail',
      }
  }
}

/** For each event whether the object may be one after it, as the observer sees it. */
const answers = (events: readonly HistoryEvent[], spec: Specification): readonly boolean[] => {
  const observer = watching(spec)
  let known = firstState(observer)
  return events.map((event) => {
    const told = toldOf(event, spec)
    if (told !== null) known = hear(observer, known, told)
    return isConsistent(known as Linearizations)
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

type Message =
  | { type: 'put'; value: number }
  | { type: 'get' }
  | { type: 'copy'; value: number }
  | { type: 'stored' }
  | { type: 'found'; value: number }
  | { type: 'no' }

interface Shape {
  readonly scripts: readonly (readonly { readonly value: number; readonly at: number }[])[]
  readonly copies: boolean
  readonly refuses: boolean
  readonly crashes: 'server1' | 'client1' | null
}

const shape: fc.Arbitrary<Shape> = fc.record({
  scripts: fc.array(
    fc.array(fc.record({ value: fc.nat(2), at: fc.nat(1) }), { minLength: 2, maxLength: 2 }),
    { minLength: 2, maxLength: 2 },
  ),
  copies: fc.nat(3).map((number) => number > 0),
  refuses: fc.boolean(),
  crashes: fc.constantFrom('server1', 'client1', null),
})

const server = ({ copies, refuses }: Shape): Role<{ value: number }, Message> =>
  role<{ value: number }, Message>({
    initial: () => ({ value: 0 }),
    receive: (state, message, { from, others, send }) => {
      switch (message.type) {
        case 'put':
          if (refuses && state.value > message.value) return send(from, { type: 'no' })
          state.value = message.value
          if (copies) send(others, { type: 'copy', value: message.value })
          return send(from, { type: 'stored' })
        case 'copy':
          state.value = message.value
          return
        case 'get':
          return send(from, { type: 'found', value: state.value })
        case 'stored':
        case 'found':
        case 'no':
      }
    },
  })

const reading = {
  operation: ({ request }: Tellings<Message>['invoke']): ToldCall =>
    request?.type === 'put' ? { f: 'write', value: request.value } : { f: 'read' },
  result: ({ reply }: Tellings<Message>['return']): unknown =>
    reply?.type === 'found' ? reply.value : null,
}

/** What the clients of a system have seen: the whole history, as nobody should keep it. */
const log = observer<HistoryEvent[], Message>({
  initial: () => [],
  on: {
    invoke: (events, told) => {
      const process = `${told.node} ${events.length}`
      events.push({ process, type: 'invoke', ...reading.operation(told) })
    },
    return: (events, told) => {
      const isMine = ({ process, type }: HistoryEvent): boolean =>
        type === 'invoke' && String(process).startsWith(`${told.node} `)
      const { process = '', f = '' } = events.findLast(isMine) ?? {}
      const result = f === 'read' ? { result: reading.result(told) } : {}
      events.push({ process, type: told.isRefusal ? 'fail' : 'ok', f, ...result })
    },
  },
})

const watched = (it: Shape): System =>
  system({
    name: 'watched',
    nodes: {
      server: replicas(2, server(it)),
      client: replicas(2, (number: number) =>
        client<Message>({
          ask: (it.scripts[number - 1] ?? []).map(({ value, at }) => ({
            to: `server${at + 1}`,
            send: value === 0 ? { type: 'get' } : { type: 'put', value },
          })),
          refused: ({ type }) => type === 'no',
        }),
      ),
    },
    network: unordered(),
    faults: it.crashes === null ? {} : { crashes: { nodes: [it.crashes] } },
    observers: { log, store: linearizable<Message>(register(0), reading) },
    properties: ({ always }) => ({
      'it is linearizable for the observer where it is in hindsight': always(
        ({ observed }) =>
          isConsistent(observed.store) ===
          hasOrder(operationsOf(observed.log, register(0)), register(0)),
      ),
      'it is linearizable': always(({ observed }) => isConsistent(observed.store)),
    }),
  })

test('in every state of random systems the observer says what the whole history says', async () => {
  const counts = { holds: 0, vacuous: 0, violated: 0 }
  await fc.assert(
    fc.asyncProperty(shape, async (it) => {
      const { properties } = await check(watched(it), { exhaustive: true })
      const [agrees, isLinearizable] = properties
      expect(agrees?.verdict).toBe('holds')
      const verdict = isLinearizable?.verdict ?? 'incomplete'
      if (verdict !== 'incomplete') counts[verdict] += 1
    }),
    { numRuns: 40 },
  )
  expect(counts.holds).toBeGreaterThan(3)
  expect(counts.violated).toBeGreaterThan(3)
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
      observed.store.ways = []

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
