import { describe, expect, test } from 'vitest'
import { check, machine, role, system, unordered, type System } from '../../src/index.ts'
import { keyOf } from '../../src/value/key.ts'
import { graph } from '../support/graph.ts'
import { verdictsOf } from '../support/lasso.ts'

/*
 * States must be told apart exactly: no more is equal than what is equal, and nothing that a handler
 * does to one state may be seen in another.
 */

/** A machine that is in each of some values once, in a row. */
const parade = (values: readonly unknown[]): System =>
  machine<{ place: number; value: unknown }>({
    name: 'parade',
    initial: () => ({ place: 0, value: values[0] }),
    actions: {
      next: {
        when: ({ place }) => place < values.length - 1,
        do: ({ place }) => ({ place: place + 1, value: values[place + 1] }),
      },
    },
    properties: ({ always }) => ({ seen: always(({ value }) => value !== 'never') }),
  })

/** How many different states a choice between values makes. */
const distinct = async (values: readonly unknown[]): Promise<number> => {
  const chooser = machine<{ value: unknown }>({
    name: 'chooser',
    initial: () => ({ value: null }),
    actions: {
      choose: (state, { choose }) => {
        state.value = values[choose([...values.keys()])]
      },
    },
    properties: ({ always }) => ({ any: always(() => true) }),
  })
  return (await check(chooser)).states.distinct - 1
}

describe('equality', () => {
  const different: readonly (readonly [string, readonly unknown[]])[] = [
    ['a number and its text', [1, '1']],
    ['false, zero, the empty text, the empty list, and the empty record', [false, 0, '', [], {}]],
    ['a number and a big number', [1, 1n]],
    [
      'lists in another order',
      [
        [1, 2],
        [2, 1],
      ],
    ],
    ['lists nested otherwise', [[[1], 2], [1, [2]], [[1, 2]], [1, 2]]],
    ['texts that look joined', [['a', 'bc'], ['ab', 'c'], ['abc'], ['a,bc']]],
    ['a set, a list and a map of the same', [new Set([1, 2]), [1, 2], new Map([[1, 2]])]],
    ['maps with keys and values swapped', [new Map([[1, 2]]), new Map([[2, 1]])]],
    ['maps whose keys are a number and its text', [new Map([[1, 0]]), new Map([['1', 0]])]],
    ['a record and a map', [{ a: 1 }, new Map([['a', 1]])]],
    ['absent and null', [{}, { a: null }]],
    ['a list with a hole and without', [[null], []]],
    ['close numbers', [0.1 + 0.2, 0.3, 2 ** 53, 2 ** 53 - 1, 1e-300, 0]],
    ['infinities', [Infinity, -Infinity, Number.MAX_VALUE]],
    ['texts in other normal forms', ['\u00e9', 'e\u0301']],
    ['surrogates', ['\ud83d', '\ude00', '\ud83d\ude00']],
    ['big numbers beyond 64 bits', [2n ** 64n, 2n ** 128n, -(2n ** 64n), 0n]],
  ]
  test.each(different)(
    '%s are different (DSLabs: an over-broad equals merges states)',
    async (_, values) => {
      expect(await distinct(values)).toBe(values.length)
      expect(new Set(values.map(keyOf)).size).toBe(values.length)
    },
  )

  const same: readonly (readonly [string, readonly unknown[]])[] = [
    [
      'records whose keys come in another order',
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
    ],
    ['sets in another order (FizzBee: order breaks symmetry)', [new Set([1, 2]), new Set([2, 1])]],
    [
      'maps in another order',
      [
        new Map([
          [1, 'a'],
          [2, 'b'],
        ]),
        new Map([
          [2, 'b'],
          [1, 'a'],
        ]),
      ],
    ],
    ['minus zero and zero', [-0, 0]],
    ['minus zero deep inside', [{ a: [new Set([-0])] }, { a: [new Set([0])] }]],
    ['an undefined field and none', [{ a: undefined }, {}]],
    ['sets of equal records', [new Set([{ a: 1 }, { a: 1 }]), new Set([{ a: 1 }])]],
  ]
  test.each(same)('%s are one state', async (_, values) => {
    expect(await distinct(values)).toBe(1)
  })

  test('a violation behind states that look alike is found', async () => {
    // If 1 and '1' were one state, the run would seem to have come back and would end there.
    const report = await check({
      ...parade([]),
      ...machine<{ value: unknown }>({
        name: 'alike',
        initial: () => ({ value: 1 }),
        actions: {
          text: { when: ({ value }) => value === 1, do: () => ({ value: '1' }) },
          wrong: { when: ({ value }) => value === '1', do: () => ({ value: 'wrong' }) },
        },
        properties: ({ never }) => ({ right: never(({ value }) => value === 'wrong') }),
      }),
    })
    expect(verdictsOf(report)).toEqual({ right: 'violated' })
  })
})

describe('states are stored exactly (Stateright, TLC: fingerprints may collide)', () => {
  test('a quarter of a million states are that many, where 32 bits would lose some', async () => {
    // 2^18 states: with 32-bit hashes some two would collide with a chance of 1 - 10^-3.
    const size = 18
    const bits = machine<{ word: number }>({
      name: 'bits',
      initial: () => ({ word: 0 }),
      actions: Object.fromEntries(
        Array.from({ length: size }, (_, bit) => [
          `set ${bit}`,
          {
            when: ({ word }: { word: number }) => (word & (1 << bit)) === 0,
            do: (state: { word: number }) => {
              state.word |= 1 << bit
            },
          },
        ]),
      ),
      properties: ({ reachable }) => ({ full: reachable(({ word }) => word === 2 ** size - 1) }),
    })
    // As one component of few words; the count is what matters.
    const { states, properties } = await check({ ...bits, properties: [] }, { maxStates: 2 ** 14 })
    expect(properties).toEqual([])
    expect(states.distinct).toBe(2 ** 14)
    const nodes = system({
      name: 'lamps',
      nodes: Object.fromEntries(
        Array.from({ length: size }, (_, lamp) => [
          `lamp${lamp}`,
          role<boolean>({
            initial: () => false,
            internal: { light: { when: (lit) => !lit, do: () => true } },
          }),
        ]),
      ),
      properties: ({ always }) => ({ any: always(({ partitioned }) => !partitioned) }),
    })
    expect((await check(nodes)).states).toMatchObject({
      distinct: 2 ** size,
      generated: 1 + size * 2 ** (size - 1),
      depth: size + 1,
    })
  })
})

describe('values are not shared between states (TLC: mutable values)', () => {
  test('changing a draft leaves every other state as it was', async () => {
    const report = await check(
      machine<{ list: { value: number }[]; count: number }>({
        name: 'drafts',
        initial: () => ({ list: [{ value: 0 }], count: 0 }),
        actions: {
          change: {
            when: ({ count }) => count < 3,
            do: (state) => {
              state.count += 1
              const first = state.list[0]
              if (first !== undefined) first.value += 1
            },
          },
          copy: {
            when: ({ count }) => count < 3,
            do: (state) => {
              state.count += 1
              // The same object twice: equal, but not one.
              const first = state.list[0]
              if (first !== undefined) state.list.push(first)
            },
          },
        },
        properties: ({ always }) => ({
          'values are what was counted': always(({ list, count }) =>
            list.every(({ value }) => value + list.length - 1 <= count),
          ),
        }),
      }),
    )
    expect(verdictsOf(report)).toEqual({ 'values are what was counted': 'holds' })
    // By hand: sequences of up to three changes (c) and copies (p). A change alters the first only.
    expect(report.states.distinct).toBe(15)
  })

  test('an object that a handler keeps outside cannot be changed behind a state', async () => {
    const shared = { value: 0 }
    const leaky = machine<{ box: { value: number }; turn: number }>({
      name: 'leaky',
      initial: () => ({ box: shared, turn: 0 }),
      actions: {
        leak: {
          when: ({ turn }) => turn < 3,
          do: ({ turn }) => {
            shared.value += 1
            return { box: shared, turn: turn + 1 }
          },
        },
      },
      properties: ({ always }) => ({ any: always(({ box }) => box.value >= 0) }),
    })
    await expect(check(leaky)).rejects.toThrow(/not pure|outside the handler/)
  })

  test('a message is sent as it is at that moment', async () => {
    const sender = role<{ list: number[] }, { list: number[] }>({
      initial: () => ({ list: [1] }),
      start: (state, { send }) => {
        send('receiver', { list: state.list })
        state.list.push(2)
      },
    })
    const receiver = role<{ got: number[] }, { list: number[] }>({
      initial: () => ({ got: [] }),
      receive: (state, { list }) => {
        state.got = list
      },
    })
    const report = await check(
      system({
        name: 'letter',
        nodes: { sender, receiver },
        network: unordered(),
        properties: ({ always, reachable }) => ({
          'only the first': always(({ nodes }) => nodes.receiver.got.length < 2),
          arrives: reachable(({ nodes }) => nodes.receiver.got.length === 1),
        }),
      }),
    )
    expect(verdictsOf(report)).toEqual({ 'only the first': 'holds', arrives: 'holds' })
  })

  test('a predicate cannot change the state that it looks at', async () => {
    const meddling = machine<{ count: number }>({
      name: 'meddling',
      initial: () => ({ count: 0 }),
      actions: {
        step: { when: ({ count }) => count < 2, do: ({ count }) => ({ count: count + 1 }) },
      },
      properties: ({ always }) => ({
        meddles: always((state) => {
          state.count = 0
          return true
        }),
      }),
    })
    await expect(check(meddling)).rejects.toThrow(/predicate/i)
  })
})

describe('verdicts do not depend on the order of properties', () => {
  const drawing = 'a->b->c->d->b, c~>e, e->e, b-x->f'
  const marks = { p: 'c', q: 'e', r: 'f', s: 'a b c d' }

  test('nor on which others there are', async () => {
    const one = graph(drawing, marks, (kit, { p, q, r, s }) => ({
      always: kit.always(s),
      never: kit.never(q),
      reachable: kit.reachable(r),
      noDeadlock: kit.noDeadlock(),
      eventually: kit.eventually(p),
      leadsTo: kit.leadsTo(p, q),
      strongly: kit.leadsTo(p, q, { fairness: 'strong' }),
      'again and again': kit.alwaysEventually(s),
      stays: kit.eventuallyAlways(p),
      stepwise: kit.stepwise((before, after) => before.at !== 'c' || after.at !== 'e'),
    }))
    const whole = await check(one)
    const verdicts = verdictsOf(whole)
    const lengths = Object.fromEntries(
      whole.properties.map(({ name, trace }) => [name, trace?.steps.length ?? null]),
    )
    const orders = [
      one.properties.toReversed(),
      [...one.properties.slice(4), ...one.properties.slice(0, 4)],
      ...one.properties.map((property) => [property]),
    ]
    for (const properties of orders) {
      const report = await check({ ...one, properties })
      for (const { name, verdict, trace } of report.properties) {
        expect([name, verdict, trace?.steps.length ?? null]).toEqual([
          name,
          verdicts[name],
          lengths[name],
        ])
      }
    }
  })
})
