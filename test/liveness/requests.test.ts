import { describe, expect, test } from 'vitest'
import {
  check,
  client,
  role,
  system,
  unordered,
  type Crashes,
  type Fairness,
  type Kit,
  type Network,
  type Property,
  type System,
} from '../../src/index.ts'
import { verdictsOf } from '../support/lasso.ts'

/*
 * Requests: of clients, and of roles that mark their operations.
 */

type Message = { type: 'get' } | { type: 'value' } | { type: 'refusal' }

/** A server that answers as it is told to. */
const server = (answer: 'value' | 'refusal' | 'either' | 'nothing') =>
  role<null, Message>({
    initial: () => null,
    receive: (_, __, { from, send, choose }) => {
      if (answer === 'nothing') return
      const type = answer === 'either' ? choose(['value', 'refusal'] as const) : answer
      send(from, { type })
    },
  })

const asks = (count: number, near = 'server') =>
  client<Message>({
    near,
    ask: Array.from({ length: count }, () => ({ send: { type: 'get' }, to: 'server' })),
    refused: ({ type }) => type === 'refusal',
  })

const kitOf = <View>(kit: Kit<View>): Readonly<Record<string, Property>> => ({
  answered: kit.everyRequestAnswered(),
  served: kit.everyRequestServed(),
})

const shop = (
  answer: Parameters<typeof server>[0],
  options: { count?: number; network?: Network; fairness?: Fairness } = {},
): System => {
  const { count = 2, ...rest } = options
  return system({
    name: 'shop',
    nodes: { server: server(answer), user: asks(count) },
    ...rest,
    properties: kitOf,
  })
}

const judge = async (one: System): Promise<object> => verdictsOf(await check(one))

describe('requests of a client', () => {
  test('are answered and served', async () => {
    expect(await judge(shop('value'))).toEqual({ answered: 'holds', served: 'holds' })
  })

  test('that are refused are answered, not served', async () => {
    const report = await check(shop('refusal'))
    expect(verdictsOf(report)).toEqual({ answered: 'holds', served: 'violated' })
    // A finite run shows it: asked, refused.
    const { trace } = report.properties[1] ?? {}
    expect(trace).toMatchObject({ loopsTo: null, refused: { node: 'user', operation: 1 } })
    expect(trace?.steps).toHaveLength(2)
  })

  test('one of which may be refused are not all served', async () => {
    expect(await judge(shop('either'))).toEqual({ answered: 'holds', served: 'violated' })
  })

  test('that nobody answers wait for ever', async () => {
    const report = await check(shop('nothing'))
    expect(verdictsOf(report)).toEqual({ answered: 'violated', served: 'violated' })
    for (const { trace } of report.properties) {
      expect(trace).toMatchObject({ waiting: { node: 'user', operation: 1 } })
      // The request arrives, and that is all.
      expect(trace?.steps.length).toBeLessThanOrEqual(1)
    }
  })

  test('are not answered by one another: the second waits though the first was answered', async () => {
    const once = role<{ done: boolean }, Message>({
      initial: () => ({ done: false }),
      receive: (state, _, { from, send }) => {
        if (!state.done) send(from, { type: 'value' })
        state.done = true
      },
    })
    const two = system({
      name: 'once',
      nodes: { server: once, user: asks(2) },
      properties: kitOf,
    })
    const report = await check(two)
    expect(verdictsOf(report)).toEqual({ answered: 'violated', served: 'violated' })
    expect(report.properties[0]?.trace?.waiting).toEqual({ node: 'user', operation: 2 })
  })

  test('without any are vacuous', async () => {
    expect(await judge(shop('value', { count: 0 }))).toEqual({
      answered: 'vacuous',
      served: 'vacuous',
    })
    const alone = system({ name: 'alone', nodes: { server: server('value') }, properties: kitOf })
    expect(await judge(alone)).toEqual({ answered: 'vacuous', served: 'vacuous' })
  })

  test('may be lost, which no fairness of deliveries makes good', async () => {
    const lossy = { network: unordered({ loss: 1 }), fairness: 'strong' } as const
    expect(await judge(shop('value', lossy))).toEqual({ answered: 'violated', served: 'violated' })
  })

  test('wait where deliveries are not promised', async () => {
    const unfair = { fairness: { deliver: 'none' } } as const
    expect(await judge(shop('value', unfair))).toEqual({ answered: 'violated', served: 'violated' })
  })
})

const apart = (heals: 'never' | 'maybe' | 'eventually', messages: 'delayed' | 'dropped') =>
  system({
    name: 'apart',
    nodes: { server: server('value'), other: server('nothing'), user: asks(1, 'other') },
    faults: { partitions: { split: [['server'], ['other']], heals, messages } },
    properties: kitOf,
  })

describe('a cut', () => {
  test.each(['never', 'maybe'] as const)(
    'that %s heals does not excuse a request',
    async (heals) => {
      const expected = { answered: 'violated', served: 'violated' }
      expect(await judge(apart(heals, 'delayed'))).toEqual(expected)
      expect(await judge(apart(heals, 'dropped'))).toEqual(expected)
    },
  )

  test('that heals eventually only delays one, unless it drops messages', async () => {
    expect(await judge(apart('eventually', 'delayed'))).toEqual({
      answered: 'holds',
      served: 'holds',
    })
    expect(await judge(apart('eventually', 'dropped'))).toEqual({
      answered: 'violated',
      served: 'violated',
    })
  })
})

/** A node that asks the server when it starts, and again when it wakes up. */
const asker = (answers: 'value' | 'nothing', crashes: Crashes<'server' | 'node'>) =>
  system({
    name: 'crash',
    nodes: {
      server: server(answers),
      node: role<{ waits: boolean }, Message>({
        initial: () => ({ waits: false }),
        start: (state, { send }) => {
          state.waits = true
          send('server', { type: 'get' })
        },
        receive: (state) => {
          state.waits = false
        },
        recover: () => undefined,
        operations: ({ waits }) => ({ waiting: waits ? ['mine'] : [] }),
      }),
    },
    faults: { crashes },
    properties: kitOf,
  })

describe('a crash', () => {
  test('of the node that asked excuses the request', async () => {
    // With the node down for ever, nobody waits; else the answer comes.
    const crashes = { nodes: ['node'], restarts: 'never' } as const
    expect(await judge(asker('value', crashes))).toEqual({ answered: 'holds', served: 'holds' })
  })

  test('does not excuse requests of runs without it', async () => {
    const crashes = { nodes: ['node'], restarts: 'never' } as const
    expect(await judge(asker('nothing', crashes))).toEqual({
      answered: 'violated',
      served: 'violated',
    })
  })

  test('of the node that was asked excuses nothing', async () => {
    const crashes = { nodes: ['server'], restarts: 'never' } as const
    expect(await judge(asker('value', crashes))).toEqual({
      answered: 'violated',
      served: 'violated',
    })
  })

  test('of the node that was asked is only a delay where restarts are promised', async () => {
    const promised = { nodes: ['server'], restarts: 'eventually' } as const
    expect(await judge(asker('value', promised))).toEqual({ answered: 'holds', served: 'holds' })
    const possible = { nodes: ['server'], restarts: 'maybe' } as const
    expect(await judge(asker('value', possible))).toEqual({
      answered: 'violated',
      served: 'violated',
    })
  })
})

const marked = (close: boolean, refuse = false) =>
  system({
    name: 'marked',
    nodes: {
      node: role<{ open: string[]; refused: string[]; next: number }>({
        initial: () => ({ open: [], refused: [], next: 0 }),
        internal: {
          begin: {
            when: ({ next }) => next < 3,
            do: (state) => {
              state.open.push(`job ${state.next}`)
              state.next += 1
            },
            optional: true,
          },
          end: {
            when: ({ open }) => open.length > 0,
            do: (state) => {
              const job = close ? state.open.shift() : state.open.pop()
              if (job !== undefined && refuse) state.refused.push(job)
              if (!close && job !== undefined && job !== 'job 1') state.open.unshift(job)
            },
          },
        },
        operations: ({ open, refused }) => ({ waiting: open, refused }),
      }),
    },
    properties: kitOf,
  })

describe('operations that a role marks', () => {
  test('are answered where each ends', async () => {
    expect(await judge(marked(true))).toEqual({ answered: 'holds', served: 'holds' })
  })

  test('are told apart: that some end again and again does not help the one that waits', async () => {
    const report = await check(marked(false))
    expect(verdictsOf(report)).toEqual({ answered: 'violated', served: 'violated' })
    expect(report.properties[0]?.trace?.waiting).toEqual({ node: 'node', operation: 'job 0' })
  })

  test('may be refused', async () => {
    expect(await judge(marked(true, true))).toEqual({ answered: 'holds', served: 'violated' })
  })
})
