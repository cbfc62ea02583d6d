import { format, inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { check, machine, role, system } from '../../src/index.ts'

/*
 * A predicate's answer is remembered for what it reads. Whatever way it reads, nothing may escape:
 * else an answer is taken for a state that it is not true of.
 */

interface Point {
  x: number
  y: number
}

const walker = role<Point>({
  initial: () => ({ x: 0, y: 0 }),
  internal: {
    step: {
      when: ({ x }) => x < 3,
      do: (state) => {
        state.x += 1
      },
    },
  },
})

describe('a predicate may read a state in any way', () => {
  const ways: Record<string, (state: Point) => boolean> = {
    'a field': ({ x }) => x === 2,
    inspect: (state) => inspect(state).includes('x: 2'),
    format: (state) => format('%o', state).includes('x: 2'),
    structuredClone: (state) => structuredClone(state).x === 2,
    JSON: (state) => JSON.stringify(state).includes('"x":2'),
    'its keys': (state) => Object.entries(state).some(([, value]) => value === 2),
    spread: (state) => ({ ...state }).x === 2,
  }
  test.each(Object.entries(ways))('%s', async (_, isTwo) => {
    const model = system({
      name: 'walk',
      nodes: { a: walker },
      properties: ({ never }) => ({ 'never two': never(({ nodes }) => isTwo(nodes.a)) }),
    })
    const { properties } = await check(model)
    expect(properties[0]?.verdict).toBe('violated')
    expect(properties[0]?.trace?.steps).toHaveLength(2)
  })
})

/** Two nodes with equal states, parts and all. */
const twins = (isSame: (a: unknown, b: unknown) => boolean) => {
  const twin = role<{ part: { k: number }; bag: Set<number> }>({
    initial: () => ({ part: { k: 0 }, bag: new Set() }),
  })
  return system({
    name: 'twins',
    nodes: { a: twin, b: twin },
    properties: ({ always }) => ({ same: always(({ nodes }) => isSame(nodes.a, nodes.b)) }),
  })
}

test('two nodes never share an object, as on plain objects', async () => {
  type Twin = { part: unknown; bag: unknown }
  const comparisons: ((a: Twin, b: Twin) => boolean)[] = [
    (a, b) => a === b,
    (a, b) => a.part === b.part,
    (a, b) => a.bag === b.bag,
  ]
  for (const isSame of comparisons) {
    const { properties } = await check(twins((a, b) => isSame(a as Twin, b as Twin)))
    expect(properties[0]?.verdict).toBe('violated')
  }
})

test('a bound that lets nothing in keeps every initial state out', async () => {
  const model = system({
    name: 'shut out',
    nodes: {
      a: role<{ n: number }>({ initial: ({ choose }) => ({ n: choose([0, 1, 2]) }) }),
    },
    within: () => false,
    properties: ({ never }) => ({ two: never(({ nodes }) => nodes.a.n === 2) }),
  })
  const { states, properties } = await check(model)
  expect(states.distinct).toBe(0)
  expect(properties[0]?.verdict).toBe('incomplete')
})

test('steps taken again to rebuild a run are not counted', async () => {
  const model = machine<{ n: number }>({
    name: 'counter',
    initial: () => ({ n: 0 }),
    actions: {
      tick: {
        when: ({ n }) => n < 12,
        do: (state) => {
          state.n += 1
        },
      },
    },
    properties: ({ always }) => ({ small: always(({ n }) => n < 12) }),
  })
  const { steps } = await check(model)
  expect(steps.evaluated).toBe(12)
})
