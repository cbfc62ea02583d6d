import { describe, expect, test } from 'vitest'
import { check, flipCheck, machine, replicas, role, system, type System } from '../../src/index.ts'

/*
 * What is not pure and shows it late: after it has been run twice in a row, after the search, only in
 * the end, or only in another check of the same model.
 */

/** A machine whose one action notes whether it was served more than so often, by a counter outside. */
const counting = (often: number): System => {
  let served = 0
  return machine({
    name: 'counter outside',
    initial: () => ({ n: 0, late: false }),
    actions: {
      serve: {
        when: ({ n }) => n < 3,
        do: (state) => {
          served += 1
          state.n += 1
          state.late = served > often
        },
      },
    },
    properties: ({ always }) => ({
      'never late': always(({ late }) => !late),
      'n stays small': always(({ n }) => n < 3),
    }),
  })
}

describe('a machine with a counter outside its state', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14])(
    'that shows after %i steps is not pure',
    async (often) => {
      await expect(check(counting(often))).rejects.toMatchObject({
        code: 'not-pure',
        where: expect.arrayContaining(["node 'machine', its step 'serve'"]),
      })
    },
  )

  test('that never shows is no matter', async () => {
    const { properties } = await check(counting(1000))
    expect(properties.map(({ verdict }) => verdict)).toEqual(['holds', 'violated'])
  })

  test('tells what came before and what comes now', async () => {
    await expect(check(counting(6))).rejects.toMatchInlineSnapshot(`
      [ModelError: A handler is not pure: run once more on the same input, it gave another result
        where: node 'machine', its step 'serve'
        where: in state {late: false, n: 0}
        where: the next state at late: false before, true now
        mend:  no clock, no Math.random, no variable outside the state; use choose() for chance]
    `)
  })
})

/** Replicas with more ways to begin than are looked at ahead of a search; the last one goes by a variable. */
const beginning = (): System => {
  let isLate = false
  const node = role<{ k: number; late: boolean }>({
    initial: ({ choose }) => {
      const k = choose([...Array.from({ length: 40 }).keys()])
      return { k, late: k === 39 && isLate }
    },
    internal: {
      go: {
        when: ({ k }) => k === 0,
        do: (state) => {
          isLate = true
          state.k = 1
        },
      },
    },
  })
  return system({
    name: 'beginning',
    nodes: { n: replicas(2, node) },
    properties: ({ always }) => ({
      'never late': always(({ nodes }) => nodes.n.every(({ late }) => !late)),
    }),
  })
}

test('a way to begin that goes by a variable is not pure, though others were looked at ahead', async () => {
  await expect(check(beginning())).rejects.toMatchObject({
    code: 'not-pure',
    where: expect.arrayContaining(["node 'n2', its initial state and its start"]),
  })
})

/** Two nodes that talk through a variable of their module: one sets it, the other goes by it. */
const talking = (order: 'reader first' | 'writer first'): System => {
  let flag = false
  const writer = role<{ k: number }>({
    initial: () => ({ k: 0 }),
    internal: {
      go: {
        when: ({ k }) => k === 0,
        do: (state) => {
          state.k = 1
          flag = true
        },
      },
    },
  })
  const reader = role<{ k: number }>({
    initial: () => ({ k: 0 }),
    internal: {
      look: {
        when: ({ k }) => k < 3,
        do: (state) => {
          state.k = flag ? state.k + 1 : 9
        },
      },
    },
  })
  return system({
    name: 'channel',
    nodes: order === 'reader first' ? { b: reader, a: writer } : { a: writer, b: reader },
    properties: ({ never }) => ({ nine: never(({ nodes }) => nodes.b.k === 9) }),
  })
}

const writerFirst = (): System => talking('writer first')

describe('two handlers that talk through a variable are not pure', () => {
  test('where the one that reads it is run first', async () => {
    await expect(check(talking('reader first'))).rejects.toMatchObject({
      code: 'not-pure',
      where: [
        "node 'b', its step 'look'",
        'in state {k: 0}',
        'the next state at k: 9 before, 1 now',
      ],
    })
  })

  test.each([
    ['a check', check],
    ['a comparison of checks', flipCheck],
  ])('where the one that writes it is: %s that can make the system again', async (_, run) => {
    await expect(run(writerFirst(), { again: writerFirst })).rejects.toMatchObject({
      code: 'not-pure',
      where: [
        "node 'b', its step 'look'",
        'in state {k: 2}',
        'the next state at k: 3 before, 9 now',
        'asked now: another instance of the model, in another order',
      ],
    })
  })
})

/** A machine that counts to so much, and notes whether more steps were run than so many. */
const drifting = (steps: number, often: number): System => {
  let done = 0
  return machine({
    name: 'long',
    initial: () => ({ n: 0, late: false }),
    actions: {
      step: {
        when: ({ n }) => n < steps,
        do: (state) => {
          done += 1
          state.n += 1
          state.late = done > often
        },
      },
    },
    properties: ({ never }) => ({ 'never late': never(({ late }) => late) }),
  })
}

describe('a machine of which only a sample is asked once more', () => {
  test.each([
    ['in the search', 1_001],
    ['after the search', 40_000],
    ['in the end', 40_500],
  ])('is not pure, though it drifts only %s', async (_, often) => {
    await expect(check(drifting(20_000, often))).rejects.toMatchObject({ code: 'not-pure' })
  })
})

/** Right whenever it is asked once: only who asks twice in a row can tell, from so many questions on. */
class Twice {
  asked = 0
  #last = -1

  isAgain(n: number): boolean {
    this.asked += 1
    const isAgain = n === this.#last
    this.#last = n
    return isAgain && this.asked >= 2_000
  }
}

const tickingWith = (often: Twice, by: 'predicate' | 'handler'): System =>
  system({
    name: 'ticking',
    nodes: {
      a: role<{ n: number; odd: boolean }>({
        initial: () => ({ n: 0, odd: false }),
        internal: {
          tick: {
            when: ({ n }) => n < 20_000,
            do: (state) => {
              state.odd = by === 'handler' && often.isAgain(state.n)
              state.n += 1
            },
          },
        },
      }),
    },
    properties: ({ always }) => ({
      'is pure': always(({ nodes: { a } }) => by === 'handler' || !often.isAgain(a.n)),
    }),
  })

test.each<[string, (often: Twice) => System]>([
  [
    "a machine's predicate",
    (often) =>
      machine({
        name: 'counter',
        initial: () => 0,
        actions: { tick: { when: (n) => n < 100_000, do: (n) => n + 1 } },
        properties: ({ always }) => ({ 'is pure': always((n) => !often.isAgain(n)) }),
      }),
  ],
  ["a system's predicate", (often) => tickingWith(often, 'predicate')],
  ['a handler', (often) => tickingWith(often, 'handler')],
])(
  'what is not pure is found out while the search goes on, not only at first: %s',
  async (_, of) => {
    const often = new Twice()
    await expect(check(of(often))).rejects.toMatchObject({ code: 'not-pure' })
    expect(often.asked).toBeLessThan(4_000)
  },
)

test('a model that drifts between two checks of it gives no comparison of them', async () => {
  let calls = 0
  let limit = Infinity
  const make = (): System =>
    system({
      name: 'node',
      nodes: {
        a: role<{ n: number }>({
          initial: () => ({ n: 0 }),
          internal: {
            tick: {
              when: ({ n }) => n < 2,
              do: (state) => {
                calls += 1
                state.n += calls > limit ? 2 : 1
              },
            },
          },
        }),
      },
      properties: ({ eventually }) => ({ two: eventually(({ nodes }) => nodes.a.n === 2) }),
    })
  await check(make())
  // All of the first check sees the one behaviour, all others the other one.
  limit = calls
  calls = 0
  await expect(flipCheck(make())).rejects.toMatchObject({ code: 'not-pure' })
})
