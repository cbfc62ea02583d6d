import { format, inspect, isDeepStrictEqual, types } from 'node:util'
import { deserialize, serialize } from 'node:v8'
import { current, isDraft, original, produce } from 'immer'
import { match } from 'ts-pattern'
import { describe, expect, test } from 'vitest'
import { check, machine, type System } from '../../src/index.ts'

/*
 * What an action of a machine comes to is remembered for what it reads, and so are the answers of its
 * guard and of predicates. Whatever way they read, nothing may escape. What is looked for comes up in the
 * eighth state, in which no answer that is remembered happens to be asked for once more.
 */

interface Point {
  x: number
  y: number
}

interface State {
  point: Point
  points: Point[]
  found: boolean
}

const without = (run: () => boolean): boolean => {
  try {
    return run()
  } catch {
    return false
  }
}

const remembered = new WeakMap<object, number>()

/** Where a point is: remembered for the object. */
const placeOf = (point: Point): number => {
  if (isDraft(point)) return point.x
  const known = remembered.get(point) ?? point.x
  remembered.set(point, known)
  return known
}

const ways: Record<string, (point: Point) => boolean> = {
  'a field': ({ x }) => x === 7,
  'a field by a name worked out': (point) => Reflect.get(point, 'xy'.charAt(0)) === 7,
  inspect: (point) => inspect(point).includes('x: 7'),
  'inspect that shows proxies': (point) => inspect(point, { showProxy: true }).includes('7'),
  'inspect that is told not to call getters': (point) =>
    inspect(point, { getters: false }).includes('x: 7'),
  'inspect that is told not to ask': (point) =>
    inspect(point, { customInspect: false }).includes('x: 7'),
  format: (point) => format('%o', point).includes('x: 7'),
  'format as JSON': (point) => format('%j', point).includes('"x":7'),
  'structuredClone that may fail': (point) => without(() => structuredClone(point).x === 7),
  'serialize that may fail': (point) =>
    without(() => Reflect.get(Object(deserialize(serialize(point))), 'x') === 7),
  'a descriptor, then a clone that may fail': (point) =>
    Object.getOwnPropertyDescriptor(point, 'x')?.value === 7 &&
    without(() => structuredClone(point).y === 0),
  'a descriptor that lets it read on': (point) =>
    Object.getOwnPropertyDescriptor(point, 'y')?.value === 0 &&
    without(() => structuredClone(point).x === 7),
  JSON: (point) => JSON.stringify(point).includes('"x":7'),
  'its entries': (point) => Object.entries(point).some(([, value]) => value === 7),
  'a loop over its keys': (point) => {
    for (const key in point) if (Reflect.get(point, key) === 7) return true
    return false
  },
  spread: (point) => ({ ...point }).x === 7,
  rest: ({ y, ...rest }) => y === 0 && rest.x === 7,
  assign: (point) => Object.assign({ x: 1 }, point).x === 7,
  'a property descriptor': (point) => Object.getOwnPropertyDescriptor(point, 'x')?.value === 7,
  'all property descriptors': (point) => Object.getOwnPropertyDescriptors(point).x.value === 7,
  isDeepStrictEqual: (point) => isDeepStrictEqual({ ...point }, { x: 7, y: 0 }),
  'isDeepStrictEqual of it': (point) => isDeepStrictEqual(point, { x: 7, y: 0 }),
  original: (point) => (isDraft(point) ? original(point) : point)?.x === 7,
  current: (point) => (isDraft(point) ? current(point) : point).x === 7,
  'another draft of it': (point) =>
    produce(isDraft(point) ? current(point) : point, (draft) => void (draft.y = draft.x)).y === 7,
  'ts-pattern': (point) =>
    match(point)
      .with({ x: 7 }, () => true)
      .otherwise(() => false),
  'what it remembers of an object': (point) => placeOf(point) === 7,
  'only what is no proxy, or a draft': (point) =>
    types.isProxy(point) === isDraft(point) && point.x === 7,
  'something that inherits from it': (point) => (Object.create(point) as Point).x === 7,
  'a list of it': (point) => [point].concat([]).some(({ x }) => x === 7),
  'a Map of it': (point) => new Map([['a', point]]).get('a')?.x === 7,
}

/** What cannot be had of a draft, whoever makes it. */
const onPlain = [
  'inspect',
  'format',
  'lone',
  'serialize',
  'isDeepStrictEqual of',
  'lets it read on',
]

interface Looking {
  readonly when?: (state: State) => boolean
  readonly look?: (state: State) => boolean
  readonly never?: (state: State) => boolean
}

/** Goes ten steps to the right; after each it can be looked at. */
const walk = ({ when = () => true, look = () => true, never }: Looking): System =>
  machine<State>({
    name: 'walk',
    initial: () => ({
      point: { x: 0, y: 0 },
      points: [
        { x: 0, y: 0 },
        { x: 0, y: 0 },
      ],
      found: false,
    }),
    actions: {
      step: {
        when: ({ point }) => point.x < 10,
        do: ({ point, points }) => {
          point.x += 1
          for (const each of points) each.x = point.x
        },
      },
      look: {
        when,
        do: (state) => {
          state.found = look(state)
        },
      },
    },
    properties: ({ never: no }) => ({ unfound: no(never ?? (({ found }) => found)) }),
  })

const lengthOf = async (model: System): Promise<number | undefined> => {
  const { properties } = await check(model)
  return properties[0]?.trace?.steps.length
}

describe.each(Object.entries(ways))('%s', (name, isThere) => {
  const seesDraft = !onPlain.some((part) => name.includes(part))

  test('in a guard', async () => {
    expect(await lengthOf(walk({ when: ({ point }) => isThere(point) }))).toBe(8)
    expect(await lengthOf(walk({ when: ({ points }) => points.some(isThere) }))).toBe(8)
  })

  test.runIf(seesDraft)('in an action', async () => {
    expect(await lengthOf(walk({ look: ({ point }) => isThere(point) }))).toBe(8)
    expect(
      await lengthOf(
        walk({ look: ({ points: [, second] }) => second !== undefined && isThere(second) }),
      ),
    ).toBe(8)
  })

  test('in a predicate', async () => {
    expect(await lengthOf(walk({ look: () => false, never: ({ point }) => isThere(point) }))).toBe(
      7,
    )
    expect(
      await lengthOf(walk({ look: () => false, never: ({ points }) => points.some(isThere) })),
    ).toBe(7)
  })
})

describe('the state as a whole', () => {
  const wholes: Record<string, (state: State) => boolean> = {
    JSON: (state) => JSON.stringify(state).includes('"x":7'),
    inspect: (state) => inspect(isDraft(state) ? current(state) : state).includes('x: 7'),
    'inspect of a list': ({ points }) => inspect(points).includes('x: 7'),
    current: (state) => (isDraft(state) ? current(state) : state).points[1]?.x === 7,
    original: (state) => (isDraft(state) ? original(state) : state)?.points[0]?.x === 7,
    spread: (state) => ({ ...state }).point.x === 7,
    'structuredClone that may fail': (state) =>
      without(() => structuredClone(isDraft(state) ? current(state) : state).point.x === 7),
  }
  test.each(Object.entries(wholes))('%s', async (name, isThere) => {
    expect(await lengthOf(walk({ when: isThere }))).toBe(8)
    // Of a draft, that shows how it is made.
    const look = name === 'inspect of a list' ? ({ point }: State) => point.x === 7 : isThere
    expect(await lengthOf(walk({ look }))).toBe(8)
    expect(await lengthOf(walk({ look: () => false, never: isThere }))).toBe(7)
  })
})

/** A new state is returned in each state; in just one of them, a field that was written held something else. */
describe('to change the state and return a new one is refused where it comes up', () => {
  const fresh = { x: 1, inner: { list: [1, 1] }, w: 0, isOver: false }
  type Told = typeof fresh
  const writes: Record<string, (state: Told) => void> = {
    'a field': (state) => void (state.x = 1),
    'a nested field': ({ inner }) => void (inner.list[0] = 1),
    'a nested part': ({ inner }) => void Object.assign(inner.list, [1, 1]),
  }
  test.each(Object.entries(writes))('%s', async (_, write) => {
    const told = machine<Told>({
      name: 'told',
      initial: () => fresh,
      actions: {
        reset: {
          when: ({ isOver }) => !isOver,
          do: (state) => {
            write(state)
            return { ...fresh, isOver: true }
          },
        },
        tick: { when: ({ w, x }) => w < 20 && x === 1, do: (state) => void (state.w += 1) },
        slip: {
          when: ({ w, x }) => w === 13 && x === 1,
          do: (state) => {
            state.x = 0
            state.inner.list[0] = 0
          },
        },
      },
    })
    await expect(check(told)).rejects.toMatchObject({ code: 'handler-threw' })
  })
})
