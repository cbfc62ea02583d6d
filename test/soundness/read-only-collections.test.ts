import { describe, expect, test } from 'vitest'
import { check, machine, ModelErrorInRun, role, system, type System } from '../../src/index.ts'

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

test('a handler may change those of its own state, which is a draft', async () => {
  const { properties } = await check(counting({}))
  expect(properties[0]?.verdict).toBe('holds')
  expect(properties[0]?.trace?.steps).toHaveLength(3)
})
