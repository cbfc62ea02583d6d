import { format, inspect, isDeepStrictEqual, types } from 'node:util'
import { deserialize, serialize } from 'node:v8'
import { produce } from 'immer'
import { match } from 'ts-pattern'
import { describe, expect, test } from 'vitest'
import { check, machine, role, system, type System } from '../../src/index.ts'

/*
 * A predicate's answer is remembered for what it reads. Whatever way it reads, nothing may escape:
 * else an answer is taken for a state that it is not true of.
 */

interface Point {
  x: number
  y: number
}

/** Goes three steps to the right. */
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

interface Trail {
  x: number
  /** There only once it has gone two steps. */
  mark?: { at: number }
}

const hiker = role<Trail>({
  initial: () => ({ x: 0 }),
  internal: {
    step: {
      when: ({ x }) => x < 3,
      do: (state) => {
        state.x += 1
        if (state.x === 2) state.mark = { at: 2 }
      },
    },
  },
})

const doubles = new WeakMap<object, number>()

/** Twice where a walker is: remembered for the object. */
const doubled = (state: Point): number => {
  const known = doubles.get(state) ?? 2 * state.x
  doubles.set(state, known)
  return known
}

const without = (run: () => boolean): boolean => {
  try {
    return run()
  } catch {
    return false
  }
}

/** The verdicts on a system's properties; two of a kind at once must not lead each other astray. */
const verdicts = async (model: System): Promise<ReadonlySet<string>> => {
  const again = model.properties.map((property) => ({ ...property, name: 'again' }))
  const reports = [
    await check(model),
    await check({ ...model, properties: [...model.properties, ...again] }),
  ]
  const all = reports.flatMap(({ properties }) => properties)
  return new Set(all.map(({ verdict, trace }) => `${verdict} after ${trace?.steps.length} steps`))
}
const foundAtTwo = new Set(['violated after 2 steps'])

describe('a predicate may read a state in any way', () => {
  const ways: Record<string, (state: Point) => boolean> = {
    'a field': ({ x }) => x === 2,
    'a field by a name worked out': (state) => Reflect.get(state, 'xy'.charAt(0)) === 2,
    inspect: (state) => inspect(state).includes('x: 2'),
    'inspect with options': (state) => inspect(state, { depth: 0 }).includes('2'),
    'inspect that shows proxies': (state) => inspect(state, { showProxy: true }).includes('2'),
    format: (state) => format('%o', state).includes('2'),
    'format as JSON': (state) => format('%j', state).includes('"x":2'),
    structuredClone: (state) => structuredClone(state).x === 2,
    'structuredClone that may fail': (state) => without(() => structuredClone(state).x === 2),
    serialize: (state) => serialize(state).equals(serialize({ ...state, x: 2 })),
    'serialize that may fail': (state) =>
      without(() => Reflect.get(Object(deserialize(serialize(state))), 'x') === 2),
    JSON: (state) => JSON.stringify(state).includes('"x":2'),
    'its entries': (state) => Object.entries(state).some(([, value]) => value === 2),
    spread: (state) => ({ ...state }).x === 2,
    rest: ({ y, ...rest }) => y === 0 && rest.x === 2,
    assign: (state) => Object.assign({ x: 1 }, state).x === 2,
    'a property descriptor': (state) => Object.getOwnPropertyDescriptor(state, 'x')?.value === 2,
    'all property descriptors': (state) => Object.getOwnPropertyDescriptors(state).x.value === 2,
    'a descriptor, then a clone that may fail': (state) =>
      Object.getOwnPropertyDescriptor(state, 'x')?.value === 2 &&
      without(() => structuredClone(state).y === 0),
    isDeepStrictEqual: (state) => isDeepStrictEqual(state, { x: 2, y: 0 }),
    immer: (state) => produce(state, (draft) => void (draft.y = draft.x)).y === 2,
    'ts-pattern': (state) =>
      match(state)
        .with({ x: 2 }, () => true)
        .otherwise(() => false),
    'what it remembers of an object': (state) => doubled(state) === 4,
    'only what is no proxy': (state) => !types.isProxy(state) && state.x === 2,
    'inspect that is told not to call getters': (state) =>
      inspect(state, { getters: false }).includes('x: 2'),
    'inspect with all defaults given': (state) =>
      inspect(state, { ...inspect.defaultOptions, depth: null }).includes('x: 2'),
    'inspect that is told not to ask': (state) =>
      inspect(state, { customInspect: false }).includes('x: 2'),
    'a descriptor that lets it read on': (state) =>
      Object.getOwnPropertyDescriptor(state, 'y')?.value === 0 &&
      without(() => structuredClone(state).x === 2),
  }
  test.each(Object.entries(ways))('%s', async (_, isTwo) => {
    const model = system({
      name: 'walk',
      nodes: { a: walker },
      properties: ({ never }) => ({ 'never two': never(({ nodes }) => isTwo(nodes.a)) }),
    })
    expect(await verdicts(model)).toEqual(foundAtTwo)
  })
})

describe('a predicate may look for fields in any way', () => {
  const ways: Record<string, (state: Trail) => boolean> = {
    'the keys': (state) => Object.keys(state).length === 2,
    'all own keys': (state) => Reflect.ownKeys(state).includes('mark'),
    'a loop over the keys': (state) => {
      const keys: string[] = []
      for (const key in state) keys.push(key)
      return keys.includes('mark')
    },
    in: (state) => 'mark' in state,
    hasOwn: (state) => Object.hasOwn(state, 'mark'),
    'a descriptor': (state) => Object.getOwnPropertyDescriptor(state, 'mark') !== undefined,
    'a field that is not there': ({ mark }) => mark !== undefined,
    'inside a field': ({ mark }) => mark?.at === 2,
    inspect: (state) => inspect(state).includes('mark'),
  }
  test.each(Object.entries(ways))('%s', async (_, hasMark) => {
    const model = system({
      name: 'hike',
      nodes: { a: hiker },
      properties: ({ never }) => ({ 'no mark': never(({ nodes }) => hasMark(nodes.a)) }),
    })
    expect(await verdicts(model)).toEqual(foundAtTwo)
  })
})

describe('a predicate may remember what it has seen', () => {
  interface Log {
    log: number[]
    x: number
  }
  const logger = role<Log>({
    initial: () => ({ log: [], x: 0 }),
    internal: {
      step: {
        when: ({ x }) => x < 3,
        do: (state) => {
          state.x += 1
        },
      },
    },
  })
  type View = { readonly nodes: { readonly a: Log } }
  const ways: Record<string, (view: View) => object> = {
    'of a view': (view) => view,
    'of the nodes': (view) => view.nodes,
    'of a state': (view) => view.nodes.a,
    'of a part of a state': (view) => view.nodes.a.log,
  }
  test.each(Object.entries(ways))('%s', async (_, keyOf) => {
    const memory = new WeakMap<object, boolean>()
    const isTwo = (view: View): boolean => {
      const key = keyOf(view)
      const known = memory.get(key) ?? view.nodes.a.x === 2
      memory.set(key, known)
      return known
    }
    const model = system({
      name: 'log',
      nodes: { a: logger },
      properties: ({ never }) => ({ one: never(isTwo), other: never(isTwo) }),
    })
    expect(await verdicts(model)).toEqual(foundAtTwo)
  })
})

test('a predicate may remember things by content, too', async () => {
  const texts = new Map<string, string>()
  const textOf = (state: Point): string => {
    const key = `${state.x}/${state.y}`
    const known = texts.get(key) ?? inspect(state)
    texts.set(key, known)
    return known
  }
  const model = system({
    name: 'walk',
    nodes: { a: walker },
    properties: ({ never }) => ({
      two: never(({ nodes }) => nodes.a.x === 2 && textOf(nodes.a).includes('x: 2')),
    }),
  })
  expect(await verdicts(model)).toEqual(foundAtTwo)
})

test('collections in a state are equal to others of the same content', async () => {
  const collector = role<{ members: Set<number>; ranks: Map<string, number> }>({
    initial: () => ({ members: new Set(), ranks: new Map() }),
    internal: {
      add: {
        when: ({ members }) => members.size < 3,
        do: ({ members, ranks }) => {
          members.add(members.size)
          ranks.set(`r${ranks.size}`, ranks.size)
        },
      },
    },
  })
  const model = system({
    name: 'collector',
    nodes: { a: collector },
    properties: ({ never }) => ({
      set: never(({ nodes }) => isDeepStrictEqual(nodes.a.members, new Set([0, 1]))),
      map: never(({ nodes }) =>
        isDeepStrictEqual(nodes.a.ranks, new Map(Object.entries({ r0: 0, r1: 1 }))),
      ),
    }),
  })
  expect(await verdicts(model)).toEqual(foundAtTwo)
})

describe('a predicate that is not pure is refused', () => {
  let asked = 0
  let seen: Set<number>
  const ways: Record<string, (state: Point) => boolean> = {
    'the first time only': ({ x }) => x === 1 && asked++ === 0,
    'once seen no more': ({ x }) => {
      const isNew = !seen.has(x)
      seen.add(x)
      return isNew && x === 2
    },
    'in all but the first': () => asked++ > 0,
    'by turns': () => asked++ % 2 === 0,
  }
  test.each(Object.entries(ways))('%s', async (_, isBad) => {
    asked = 0
    seen = new Set()
    const model = system({
      name: 'walk',
      nodes: { a: walker },
      properties: ({ never }) => ({ bad: never(({ nodes }) => isBad(nodes.a)) }),
    })
    await expect(check(model)).rejects.toMatchObject({ code: 'not-pure' })
  })
})

describe('an answer that is neither true nor false is refused as that', () => {
  const ways: Record<string, () => unknown> = {
    'a promise': () => Promise.resolve(true),
    'a promise that fails': () => Promise.reject(new Error('later')),
    'a function': () => () => true,
    'a number': () => 1,
  }
  test.each(Object.entries(ways))('%s', async (_, answer) => {
    for (const initial of [() => ({ x: 0 }), () => [0]]) {
      const model = system({
        name: 'answers',
        nodes: { a: role<object>({ initial }) },
        properties: ({ always }) => ({
          odd: always(({ nodes }) => (nodes.a === null ? true : answer()) as boolean),
        }),
      })
      await expect(check(model)).rejects.toMatchObject({ code: 'property-threw' })
    }
  })
})

test('a predicate that throws at a state only once is not pure', async () => {
  let asked = 0
  const model = system({
    name: 'walk',
    nodes: { a: walker },
    properties: ({ never }) => ({
      bad: never(({ nodes }) => {
        if (nodes.a.x === 1 && asked++ === 0) throw new Error('not now')
        return false
      }),
    }),
  })
  await expect(check(model)).rejects.toMatchObject({ code: 'not-pure' })
})

test('states with ever new fields are read as a whole, in time', async () => {
  const dictionary = role<Record<string, number>>({
    initial: () => ({ n: 0 }),
    internal: {
      add: {
        when: ({ n = 0 }) => n < 500,
        do: (state) => {
          const { n = 0 } = state
          return { [`key${n}`]: n, n: n + 1 }
        },
      },
    },
  })
  let asked = 0
  const model = system({
    name: 'dictionary',
    nodes: { a: dictionary },
    properties: ({ never }) => ({
      'no 399': never(({ nodes }) => {
        asked += 1
        return Object.values(nodes.a).includes(399)
      }),
    }),
  })
  const { properties } = await check(model)
  expect(properties[0]?.trace?.steps).toHaveLength(399)
  expect(asked).toBeLessThan(2000)
})

test('a predicate is asked once for each combination of the fields that it reads', async () => {
  let asked = 0
  const clock = role<{ hour: number; isLate: boolean }>({
    initial: () => ({ hour: 0, isLate: false }),
    internal: {
      tick: {
        when: ({ hour }) => hour < 99,
        do: (state) => {
          state.hour += 1
          state.isLate = state.hour > 50
        },
      },
    },
  })
  const model = system({
    name: 'clocks',
    nodes: { a: clock, b: clock },
    properties: ({ always }) => ({
      'either is early or late': always(({ nodes }) => {
        asked += 1
        return typeof nodes.a.isLate === typeof nodes.b.isLate
      }),
    }),
  })
  const { states, properties } = await check(model)
  expect(states.distinct).toBe(10_000)
  expect(properties[0]?.verdict).toBe('holds')
  // Four times for each combination: in either disguise, on plain objects, and once more in the end; then
  // sixteen times in a mixed order.
  expect(asked).toBe(4 * 4 + 16)
})

test('parts of the two states of a step may be compared by identity', async () => {
  const twoParts = role<{ left: { n: number }; right: { n: number } }>({
    initial: () => ({ left: { n: 0 }, right: { n: 0 } }),
    internal: {
      left: {
        when: ({ left }) => left.n < 2,
        do: ({ left }) => {
          left.n += 1
        },
      },
      right: {
        when: ({ right }) => right.n < 2,
        do: ({ right }) => {
          right.n += 1
        },
      },
    },
  })
  const model = system({
    name: 'parts',
    nodes: { a: twoParts, b: twoParts },
    properties: ({ stepwise }) => ({
      'a keeps itself': stepwise((before, after) => before.nodes.a === after.nodes.a),
      'a keeps its left part': stepwise(
        (before, after) => before.nodes.a.left === after.nodes.a.left,
      ),
    }),
  })
  const { properties } = await check(model)
  for (const { verdict, trace } of properties) {
    expect(verdict).toBe('violated')
    expect(trace?.steps).toHaveLength(1)
  }
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
