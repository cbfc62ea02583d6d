import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ModelError, type ToldInStep } from 'netsplit'
import {
  casRegister,
  map,
  register,
  sequentiallyConsistent,
  type SessionOperation,
} from 'netsplit/history'
import { Behaviour } from '../../src/history/behaviour.ts'
import { isCausal } from '../../src/history/causal.ts'
import { Effort } from '../../src/history/effort.ts'
import { entriesOf } from '../../src/history/entries.ts'
import {
  readsInOrder,
  readsOwnWrites,
  writesFollow,
  writesInOrder,
} from '../../src/history/guarantees.ts'
import { unpaced } from '../../src/pace/pace.ts'
import { operationsOf } from '../../src/history/pairing.ts'
import { isSequential } from '../../src/history/sequential.ts'
import { actsOf, type Act, type Sessions } from '../../src/history/sessions.ts'
import type { Specification } from '../../src/history/specification.ts'
import { naiveCausal, naiveSequential } from '../support/naive-conditions.ts'
import { hasOrder } from '../support/naive-history.ts'
import { historyOf, stepsUpTo } from '../support/random-history.ts'

type Condition = (
  sessions: readonly (readonly Act[])[],
  behaviour: Behaviour,
  effort: Effort,
) => boolean

/** From strong to weak; the last four each follow from the one before them, and none from another. */
const conditions = {
  sequential: isSequential,
  causal: isCausal,
  'read your writes': readsOwnWrites,
  'monotonic reads': readsInOrder,
  'monotonic writes': writesInOrder,
  'writes follow reads': writesFollow,
} as const satisfies Record<string, Condition>
type Name = keyof typeof conditions
const names = Object.keys(conditions) as readonly Name[]
const guarantees = names.slice(2)

const holds = (name: Name, sessions: Sessions, spec: Specification): boolean => {
  const behaviour = new Behaviour(spec)
  return conditions[name](actsOf(sessions, behaviour), behaviour, new Effort())
}

const write = (argument: unknown): SessionOperation => ({ f: 'write', argument, gave: [] })
const read = (result: unknown): SessionOperation => ({ f: 'read', gave: [result] })
const put = (key: string, argument: unknown): SessionOperation => ({
  f: 'put',
  key,
  argument,
  gave: [],
})
const append = (argument: string): SessionOperation => ({
  f: 'append',
  key: 'x',
  argument,
  gave: [],
})
const get = (key: string, result: unknown): SessionOperation => ({ f: 'get', key, gave: [result] })

describe('a register and a map are told apart by which conditions hold', () => {
  const entries = entriesOf(map(0))
  test.each<readonly [string, Specification, Sessions, readonly Name[]]>([
    [
      'nobody knows when the others did it: only real time is broken',
      register(0),
      [[write(1), write(2)], [read(1)]],
      names,
    ],
    [
      'each of two clients does not see what the other has done yet',
      entries,
      [
        [put('x', 1), get('y', 0)],
        [put('y', 1), get('x', 0)],
      ],
      names.slice(1),
    ],
    ['a client does not see what it has done', register(0), [[write(1), read(0)]], names.slice(3)],
    [
      'a client sees what it has seen before no more',
      register(0),
      [[write(1)], [read(1), read(0)]],
      ['read your writes', 'monotonic writes', 'writes follow reads'],
    ],
    [
      'the first of two updates of a client is missing where the second is',
      entries,
      [[append('a'), append('b')], [get('x', '0b')]],
      ['read your writes', 'monotonic reads', 'writes follow reads'],
    ],
    [
      'what an update answers is missing where the update is',
      entries,
      [[append('a')], [get('x', '0a'), append('b')], [get('x', '0b')]],
      ['read your writes', 'monotonic reads', 'monotonic writes'],
    ],
    [
      'what led to what a client has seen is missing where it looks next: one guarantee alone allows that',
      entries,
      [[put('x', 1)], [get('x', 1), put('y', 1)], [get('y', 1), get('x', 0)]],
      guarantees,
    ],
    ['a value out of thin air', register(0), [[read(1)]], []],
  ])('%s', (_, spec, sessions, expected) => {
    expect(names.filter((name) => holds(name, sessions, spec))).toEqual(expected)
  })
})

const value = fc.nat(2)
const key = fc.constantFrom('x', 'y')
const swapping = fc
  .record({ from: value, to: value, isDone: fc.boolean() })
  .map(({ from, to, isDone }): SessionOperation => ({
    f: 'cas',
    argument: [from, to],
    gave: [isDone],
  }))
const registerKinds = [value.map(read), value.map(write)]

/** Few operations of two clients, any of which may give anything; of the last nobody may have heard. */
const fewOperations = (
  kinds: readonly fc.Arbitrary<SessionOperation>[],
): fc.Arbitrary<Sessions> => {
  const session = fc.array(fc.oneof(...kinds), { minLength: 2, maxLength: 2 })
  return fc
    .tuple(session, session, fc.boolean())
    .map(([one, other, isOpen]) => [one, isOpen ? other.map(forgotten) : other])
}

/** The last operation of a client, of which it never heard. */
const forgotten = ({ gave, ...operation }: SessionOperation, at: number): SessionOperation =>
  at === 1 ? operation : { ...operation, ...(gave === undefined ? {} : { gave }) }

describe.each([
  ['a register', register(0), registerKinds, 1000, 0],
  ['a register with cas', casRegister(0), [...registerKinds, swapping], 3000, 1],
  [
    'a map',
    entriesOf(map(0)),
    [
      fc.tuple(key, fc.nat(1)).map(([each, result]) => get(each, result)),
      fc.tuple(key, fc.constant(1)).map(([each, argument]) => put(each, argument)),
    ],
    1000,
    0,
  ],
] as const)('%s', (_, spec, kinds, numRuns, leastCausal) => {
  test('is sequentially and causally consistent where that is so by definition', () => {
    const counts = { sequential: 0, causal: 0, neither: 0 }
    fc.assert(
      fc.property(fewOperations(kinds), (sessions) => {
        const [sequential, causal] = [naiveSequential(sessions, spec), naiveCausal(sessions, spec)]
        expect(holds('sequential', sessions, spec)).toBe(sequential)
        expect(holds('causal', sessions, spec)).toBe(causal)
        counts[sequential ? 'sequential' : causal ? 'causal' : 'neither'] += 1
      }),
      { numRuns },
    )
    expect(counts.sequential).toBeGreaterThan(80)
    expect(counts.neither).toBeGreaterThan(80)
    // A single register seldom tells the two apart.
    expect(counts.causal).toBeGreaterThanOrEqual(leastCausal)
  })
})

/** The sessions of a recorded history: a client goes on under another name after what it never heard of. */
const sessionsOf = (steps: Parameters<typeof historyOf>[0], spec: Specification): Sessions => {
  const sessions = new Map<unknown, SessionOperation[]>()
  for (const { process, f, key, argument, result, returned } of operationsOf(
    historyOf(steps, spec, 6),
    spec,
  )) {
    const gave = result === undefined ? ([] as const) : ([result] as const)
    const operation = { f, key, argument, ...(returned === null ? {} : { gave }) }
    sessions.set(process, [...(sessions.get(process) ?? []), operation])
  }
  return [...sessions.values()]
}

test('each condition follows from the stronger ones on random histories', () => {
  const spec = register(0)
  const counts = new Map<string, number>()
  const count = (name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1)
  fc.assert(
    fc.property(stepsUpTo(6), (steps) => {
      const sessions = sessionsOf(steps, spec)
      const isLinearizable = hasOrder(operationsOf(historyOf(steps, spec, 6), spec), spec)
      const held = new Set(names.filter((name) => holds(name, sessions, spec)))
      const owed = [
        ...(isLinearizable ? (['sequential'] as const) : []),
        ...(held.has('sequential') ? (['causal'] as const) : []),
        ...(held.has('causal') ? guarantees : []),
      ]
      expect(owed.filter((name) => !held.has(name))).toEqual([])
      count(isLinearizable ? 'linearizable' : held.has('sequential') ? 'sequential' : 'broken')
    }),
    { numRuns: 1000 },
  )
  expect(counts.get('linearizable')).toBeGreaterThan(500)
  expect(counts.get('sequential')).toBeGreaterThan(3)
  expect(counts.get('broken')).toBeGreaterThan(60)
})

test('the comparison catches a causal order that is taken for an order of all', () => {
  const spec = casRegister(0)
  const comparison = (): void =>
    fc.assert(
      fc.property(fewOperations([...registerKinds, swapping]), (sessions) => {
        expect(holds('causal', sessions, spec)).toBe(naiveSequential(sessions, spec))
      }),
      { numRuns: 3000, endOnFailure: true },
    )
  expect(comparison).toThrow('Property failed')
})

/** What is told of an operation of a client, in a step. */
const told = (kind: 'invoke' | 'return', step: number, operation: SessionOperation): ToldInStep => {
  const message = { node: 'ann', operation: `#${Math.floor(step / 2)}`, request: operation }
  return kind === 'invoke'
    ? { step, told: { kind, ...message } }
    : { step, told: { kind, ...message, reply: operation, isRefusal: false } }
}

test('a run that breaks a condition says which results do, and leaves out what does not matter', async () => {
  const run = [read(0), write(1), read(1), write(2), read(1)].flatMap((each, at) => [
    told('invoke', 2 * at, each),
    told('return', 2 * at + 1, each),
  ])
  const watch = sequentiallyConsistent<SessionOperation>(register(0), {
    operation: ({ request }) => request && { f: request.f, value: request.argument },
    result: ({ reply }) => reply?.gave?.[0],
  })
  expect(await watch.explain?.(run, unpaced)).toEqual({
    title: 'These results cannot be; without any one of them the rest can:',
    spans: [
      { node: 'ann', what: 'write 2', from: 6, to: 7 },
      { node: 'ann', what: 'read → 1', from: 8, to: 9 },
    ],
    reasons: [
      {
        text: 'No order of all operations, with those of each client in theirs, gives these results.',
        items: [],
      },
      { text: 'Whether 3 more operations happened, and what they gave, does not help.', items: [] },
    ],
  })
  expect(await watch.explain?.(run.slice(0, 6), unpaced)).toBe(null)
})

test.each(names)(
  '%s of many operations is refused, or decided, and does not take for ever',
  (name) => {
    const writers = Array.from({ length: 9 }, (_, at) => [write(at), write(at + 10)])
    const readers = Array.from({ length: 2 }, (_, at) => [read(at), read(at + 3), read(at)])
    const found = ((): boolean | string => {
      try {
        return holds(name, [...writers, ...readers], register(0))
      } catch (error) {
        return error instanceof ModelError ? error.code : 'another error'
      }
    })()
    // The updates of each client in its order: that is few enough.
    expect(found).toBe(name === 'monotonic writes' ? true : 'too-large')
  },
)
