import { describe, expect, test } from 'vitest'
import { check, role, system, type Role, type System } from '../../src/index.ts'

/*
 * Model files run without a type check, and handlers are any code. What they may not do is an error
 * that says so, with the place and the way out: nothing is lost in silence.
 */

interface Doing {
  readonly send: (to: string, message: unknown) => void
  readonly choose: (options: readonly unknown[]) => unknown
  readonly setTimer: (name: string) => void
  readonly clearTimer: (name: string) => void
}
type Act = (context: Doing) => void

/** A role as JavaScript sees it. */
const untyped = role as unknown as (
  handlers: Readonly<Record<string, unknown>>,
) => Role<{ got: unknown[] }>

/** A system of two nodes: `a` does what is asked of it, `b` counts what it gets. */
const systemOf = (handlers: Readonly<Record<string, unknown>>, crashes = false): System =>
  system({
    name: 'two',
    nodes: {
      a: untyped({ initial: () => ({ k: 0 }), ...handlers }),
      b: untyped({
        initial: () => ({ got: [] }),
        receive: ({ got }: { got: unknown[] }, message: unknown) => {
          got.push(message)
        },
      }),
    },
    faults: crashes ? { crashes: { times: 1, nodes: ['a'] } } : {},
    properties: ({ always }) => ({ fine: always(({ nodes }) => nodes.b.got.length < 9) }),
  })

const errorOf = async (model: System): Promise<Error> => {
  const error: unknown = await check(model).then(
    () => new Error('no error'),
    (thrown: unknown) => thrown,
  )
  return error as Error
}

const ring: unknown[] = []
ring.push(ring)
const bare: unknown = Object.create(null)
const untold = (what: 'toString' | 'message' | 'stack' | 'name'): Error =>
  Object.defineProperty(new Error('x'), what, {
    get: () => {
      throw new Error('not even this')
    },
  })

describe('what only some handlers may do', () => {
  const acts: Readonly<Record<string, Act>> = {
    send: ({ send }) => send('b', { type: 'hi' }),
    setTimer: ({ setTimer }) => setTimer('t'),
    clearTimer: ({ clearTimer }) => clearTimer('t'),
  }
  const words: Readonly<Record<string, string>> = {
    choose: 'chooses',
    send: 'sends a message',
    setTimer: 'sets a timer',
    clearTimer: 'clears a timer',
  }
  const timeout = { t: () => undefined }

  test.each(Object.entries(acts))('`initial` does not %s', async (name, act) => {
    const initial = (context: Doing): unknown => {
      act(context)
      return { k: 0 }
    }
    for (const crashes of [false, true]) {
      // oxlint-disable-next-line no-await-in-loop
      const { message } = await errorOf(systemOf({ initial, timeout }, crashes))
      expect(message).toContain(`\`initial\` ${words[name]}`)
      expect(message).toContain("where: node 'a', its initial state")
      expect(message).toContain('do it in `start`')
    }
  })

  test.each(Object.entries({ ...acts, choose: ({ choose }: Doing) => choose([1, 2]) }))(
    'a guard does not %s',
    async (name, act) => {
      const when = (_: unknown, context: Doing): boolean => {
        act(context)
        return true
      }
      const { message } = await errorOf(
        systemOf({ timeout, internal: { go: { when, do: () => undefined } } }),
      )
      expect(message).toContain(`A guard ${words[name]}`)
      expect(message).toContain("where: node 'a', its step 'go'")
    },
  )

  test('a context that was kept is of no use after its step', async () => {
    let kept: Doing | null = null
    const start = (_: unknown, context: Doing): void => {
      kept = context
    }
    const when = (): boolean => {
      kept?.send('b', { type: 'late' })
      return true
    }
    const { message } = await errorOf(systemOf({ start, internal: { go: { when, do: () => {} } } }))
    expect(message).toContain('A context is used after its handler has returned')
  })
})

describe('what is thrown is told in one line, whatever it is', () => {
  const thrown: Readonly<Record<string, readonly [unknown, string]>> = {
    'an error': [new RangeError('too many'), 'A handler threw RangeError: too many'],
    'a string': ['no', 'A handler threw no'],
    nothing: [undefined, 'A handler threw undefined'],
    'a symbol': [Symbol('s'), 'A handler threw Symbol(s)'],
    'an object without a prototype': [bare, 'threw a value that cannot be printed (object)'],
    'a text that fails': [
      {
        toString: () => {
          throw new Error('no')
        },
      },
      'threw a value that cannot be printed (object)',
    ],
    'an error without a message': [untold('message'), 'threw a value that cannot be printed'],
    'an error without a name': [untold('name'), 'threw a value that cannot be printed'],
    'an error without a stack': [untold('stack'), 'A handler threw Error: x'],
    'a proxy that throws': [
      new Proxy(
        {},
        {
          get: () => {
            throw new Error('no')
          },
          getPrototypeOf: () => {
            throw new Error('no')
          },
        },
      ),
      'threw a value that cannot be printed',
    ],
    'an error of many lines': [new Error('one\n  two\n'), 'A handler threw Error: one two'],
    'what a terminal would obey': [new Error('\u001b[2J\u0007'), 'Error: \\u001b[2J\\u0007'],
    'a text without end': ['x'.repeat(1e6), 'x'.repeat(1000) + '…'],
    'a list that holds itself': [ring, 'A handler threw '],
  }
  test.each(Object.entries(thrown))('%s', async (_, [value, words]) => {
    const start = (): void => {
      throw value
    }
    const { message } = await errorOf(systemOf({ start }))
    expect(message).toContain(words)
    expect(message).toContain("where: node 'a', its start")
    expect(message.split('\n').length).toBeLessThanOrEqual(4)
  })
})

interface State {
  map: Map<string, { n: number }>
  set: Set<number>
  list: number[][]
}
const collections = (): State => ({
  map: new Map([['k', { n: 1 }]]),
  set: new Set([1]),
  list: [[1]],
})

describe('a draft goes into a message or a choice as it is at that moment', () => {
  const ways: Readonly<Record<string, (state: State) => unknown>> = {
    'a collection': ({ map }) => map,
    'in a field': ({ set }) => ({ set }),
    'deep in fields': ({ map, list }) => ({ a: { b: { map, c: [list, { list }] } } }),
    'in a new collection': ({ map, set }) =>
      new Map<string, unknown>([
        ['m', map],
        ['s', new Set([set])],
      ]),
    'changed before': (state) => {
      state.map.set('k', { n: 2 })
      state.set.add(2)
      return { deep: { map: state.map, set: state.set } }
    },
  }
  test.each(Object.entries(ways))('%s', async (_, way) => {
    const start = (state: State, { send, choose }: Doing): void => {
      const what = way(state)
      send('b', what)
      choose([what])
      // Afterwards: no business of the message's.
      state.map.set('later', { n: 9 })
    }
    const model = systemOf({ initial: collections, start })
    const report = await check(model)
    expect(report.verdict).toBe('holds')
  })
})
