import { describe, expect, test } from 'vitest'
import {
  check,
  machine,
  type ModelError,
  ModelErrorInRun,
  role,
  system,
  type System,
} from '../../src/index.ts'

/** Maps and Sets that handlers, guards and predicates are shown are shared between states. */
const errorOf = async (model: System): Promise<ModelErrorInRun> => {
  const error: unknown = await check(model).catch((thrown: unknown) => thrown)
  if (error instanceof ModelErrorInRun) return error
  throw new Error(`no ModelErrorInRun: ${String(error)}`)
}

interface Message {
  readonly seen: Set<number>
  readonly of: Map<string, number>
}

const receiving = (receive: (message: Message) => unknown): System =>
  system({
    name: 'receiving',
    nodes: {
      sender: role<null, Message>({
        initial: () => null,
        start: (_, { send }) => {
          send('receiver', { seen: new Set([1, 2]), of: new Map([['a', 1]]) })
        },
      }),
      receiver: role<null, Message>({
        initial: () => null,
        receive: (_, message) => {
          receive(message)
        },
      }),
    },
    properties: ({ always }) => ({ trivial: always(() => true) }),
  })

interface State {
  n: number
  members: Set<number>
}

const counting = (options: {
  when?: (state: State) => void
  look?: (state: State) => void
}): System =>
  machine<State>({
    name: 'counting',
    initial: () => ({ n: 0, members: new Set([1]) }),
    actions: {
      tick: {
        when: (state) => {
          options.when?.(state)
          return state.n < 3 && state.members.has(1)
        },
        do: (state) => {
          state.n += 1
          state.members.add(state.n)
        },
      },
    },
    properties: ({ reachable }) => ({
      'three is reached': reachable((state) => {
        options.look?.(state)
        return state.n === 3
      }),
    }),
  })

describe('a Map or Set cannot be changed', () => {
  test.each([
    ['Set.delete', ({ seen }: Message) => seen.delete(1)],
    ['Set.add', ({ seen }: Message) => seen.add(3)],
    ['Set.clear', ({ seen }: Message) => seen.clear()],
    ['Map.set', ({ of }: Message) => of.set('a', 2)],
    ['Map.delete', ({ of }: Message) => of.delete('a')],
    ['Map.clear', ({ of }: Message) => of.clear()],
  ])('in a message that is received, by %s', async (_, change) => {
    const error = await errorOf(receiving(change))
    expect(error.code).toBe('handler-threw')
    expect(error.message).toContain('read only')
  })

  test('by a guard', async () => {
    const error = await errorOf(counting({ when: ({ members }) => members.delete(1) }))
    expect(error.code).toBe('handler-threw')
  })

  test('by a predicate', async () => {
    const error = await errorOf(counting({ look: ({ members }) => members.delete(1) }))
    expect(error.code).toBe('property-threw')
  })
})

/** Past the methods of a Map's own, which refuse. */
const force = (map: ReadonlyMap<string, number>): void => void Map.prototype.set.call(map, 'k', 9)

interface Holder {
  x: number
  readonly map: Map<string, number>
}

type Look = (map: ReadonlyMap<string, number>) => void

/** Nodes that show Maps to code of all kinds, and count what they see in them. */
const holding = (looks: {
  readonly [Where in 'guard' | 'message' | 'predicate' | 'formula']?: Look
}) => {
  const holder = role<Holder, { readonly map: Map<string, number> }>({
    initial: () => ({ x: 0, map: new Map([['k', 0]]) }),
    receive: (state, { map }) => {
      looks.message?.(map)
      state.x = Math.max(state.x, map.get('k') ?? 0)
    },
    internal: {
      tick: {
        when: ({ x, map }) => {
          looks.guard?.(map)
          return x < 3
        },
        do: (state, { others, send }) => {
          state.x += 1 + (state.map.get('k') ?? 0)
          send(others, { map: new Map([['k', 0]]) })
        },
      },
    },
  })
  return system({
    name: 'holding',
    nodes: { a: holder, b: holder },
    properties: ({ always, eventually }) => ({
      few: always(({ nodes }) => {
        looks.predicate?.(nodes.a.map)
        return nodes.a.x < 9
      }),
      as: always(({ nodes }) => nodes.a.map.get('k') === 0),
      done: eventually(({ nodes }) => {
        looks.formula?.(nodes.b.map)
        return nodes.b.x === 3
      }),
    }),
  })
}

test.each(['guard', 'message', 'predicate', 'formula'])(
  'a model that forces its way into a Map that a %s is shown gets no verdict',
  async (where) => {
    expect((await check(holding({}))).incomplete).toBeNull()
    const error: unknown = await check(holding({ [where]: force })).catch((it: unknown) => it)
    expect(error).toMatchObject({
      code: 'not-pure',
      what: 'The model changes a value that it is only shown',
    })
    expect((error as ModelError).message).toContain('Map{"k" => 9}')
  },
)

test('a handler may change those of its own state, which is a draft', async () => {
  const { properties } = await check(counting({}))
  expect(properties[0]?.verdict).toBe('holds')
  expect(properties[0]?.trace?.steps).toHaveLength(3)
})
