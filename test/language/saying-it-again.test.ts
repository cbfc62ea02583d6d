import { describe, expect, test } from 'vitest'
import {
  check,
  client,
  duplicating,
  fifo,
  role,
  system,
  unordered,
  type Network,
  type SendOptions,
} from '../../src/index.ts'
import { mistakeIn } from '../support/mistake-in.ts'
import deafCandidate, { parameters } from './models/deaf-candidate.ts'

type Message = 'get' | 'got' | 'tick' | 'tock'

const server = role<{ asked: boolean }, Message>({
  initial: () => ({ asked: false }),
  receive: (state, message, { from, send }) => {
    state.asked = true
    if (message === 'get') send(from, 'got', { once: true })
  },
})

/** A client asks a server over a network that loses a message. */
const asking = (retry: boolean, network: Network = unordered({ loss: 1 })) =>
  system({
    name: 'asking',
    nodes: { server, user: client<Message>({ near: 'server', ask: [{ send: 'get' }], retry }) },
    network,
    properties: ({ everyRequestAnswered }) => ({ answered: everyRequestAnswered() }),
  })

const verdictsOf = async (subject: Parameters<typeof check>[0]): Promise<readonly string[]> => {
  const { properties } = await check(subject)
  return properties.map(({ verdict }) => verdict)
}

/** How many of three, two or no messages at once are reached when one is sent so many times. */
const most = async (options: SendOptions, times: number): Promise<number> => {
  const sender = role<{ left: number }, Message>({
    initial: () => ({ left: times }),
    internal: {
      say: {
        when: ({ left }) => left > 0,
        do: (state, { send }) => {
          state.left -= 1
          send('hearer', 'tick', options)
        },
      },
    },
  })
  const hearer = role<{ heard: number }, Message>({
    initial: () => ({ heard: 0 }),
    receive: (state) => void (state.heard += 1),
  })
  const { properties } = await check(
    system({
      name: 'most',
      nodes: { sender, hearer },
      properties: ({ reachable }) => ({
        three: reachable(({ inFlight }) => inFlight.length === 3),
        two: reachable(({ inFlight }) => inFlight.length === 2),
        'all heard': reachable(({ nodes }) => nodes.hearer.heard === times),
      }),
    }),
  )
  expect(properties[2]?.verdict).toBe('holds')
  return properties.filter(({ verdict }) => verdict === 'holds').length
}

/** To each message b says tock, which a does not take: so from the second one on nothing changes. */
const patience = (options: SendOptions, network: Network) =>
  system({
    name: 'patience',
    nodes: {
      a: role<{ late: boolean }, Message>({
        initial: () => ({ late: false }),
        start: (_, { send, setTimer }) => {
          send('b', 'tick')
          send('b', 'get')
          setTimer('late')
        },
        accepts: () => false,
        receive: () => undefined,
        timeout: { late: (state) => void (state.late = true) },
      }),
      b: role<{ bored: boolean }, Message>({
        initial: () => ({ bored: false }),
        receive: (_, __, { from, send }) => send(from, 'tock', options),
      }),
    },
    network,
    timers: 'patient',
    properties: ({ reachable }) => ({
      early: reachable(({ nodes, inFlight }) => nodes.a.late && inFlight.length > 1),
    }),
  })

const sending = (options: object, network: Network = unordered()) =>
  system({
    name: 'sending',
    nodes: {
      a: role<null, Message>({
        initial: () => null,
        start: (_, { send }) => send('server', 'get', options as SendOptions),
        receive: () => undefined,
      }),
      server,
    },
    network,
  })

describe('what is sent once', () => {
  test('does not pile up: a client that asks until it is answered is answered, though a message is lost', async () => {
    expect(await verdictsOf(asking(true))).toEqual(['holds'])
    expect(await verdictsOf(asking(false))).toEqual(['violated'])
  })

  test('is there twice where it was sent otherwise, or again after it was taken out of flight', async () => {
    expect(await most({}, 3)).toBe(3)
    expect(await most({ once: false }, 3)).toBe(3)
    expect(await most({ once: true }, 3)).toBe(1)
  })

  test('is told in a trace as in flight already', async () => {
    const { properties } = await check(
      system({
        name: 'again',
        nodes: {
          a: role<{ said: number }, Message>({
            initial: () => ({ said: 0 }),
            internal: {
              say: (state, { send }) => {
                state.said += 1
                send('b', 'tick', { once: true })
              },
            },
          }),
          b: role<{ heard: number }, Message>({
            initial: () => ({ heard: 0 }),
            receive: (state) => void (state.heard += 1),
          }),
        },
        within: ({ nodes }) => nodes.a.said < 3,
        properties: ({ reachable }) => ({
          it: reachable(({ nodes, inFlight }) => nodes.a.said === 2 && inFlight.length === 1),
        }),
      }),
    )
    const steps = properties[0]?.trace?.steps ?? []
    expect(steps.map(({ sent }) => sent.map(({ id, sentInStep }) => [id, sentInStep]))).toEqual([
      [[1, 1]],
      [[1, 1]],
    ])
  })

  test('has no effect that patient timers wait for where it is in flight already', async () => {
    expect(await verdictsOf(patience({ once: true }, unordered()))).toEqual(['holds'])
    expect(await verdictsOf(patience({ once: true }, duplicating()))).toEqual(['holds'])
    expect(await verdictsOf(patience({}, duplicating()))).toEqual(['holds'])
    const { properties } = await check(patience({}, unordered()))
    // Both were delivered before.
    expect(properties[0]?.trace?.steps.map(({ kind }) => kind)).toEqual([
      'deliver',
      'deliver',
      'timeout',
    ])
  })

  test('takes stale messages back into account where timers are patient', async () => {
    const node = role<{ term: number; late: boolean }, { term: number }>({
      initial: () => ({ term: 0, late: false }),
      start: (_, { setTimer }) => setTimer('late'),
      receive: (state, { term }, { from, send }) => {
        if (term > state.term) state.term = term
        else send(from, { term: 1 }, { once: true })
      },
      stale: () => false,
      timeout: {
        late: (state, { others, send }) => {
          state.term += 1
          send(others, { term: state.term }, { once: true })
        },
      },
    })
    const { reductions, properties } = await check(
      system({
        name: 'stale',
        nodes: { a: node, b: node },
        timers: 'patient',
        properties: ({ always }) => ({ bounded: always(({ nodes }) => nodes.a.term < 3) }),
      }),
    )
    expect(properties[0]?.verdict).toBe('holds')
    expect(reductions.find(({ name }) => name === 'stale-messages')?.bar).toEqual({
      kind: 'patient-timers',
    })
  })

  test('lets a leader say again and again that it leads, over a bag, without an end of patience', async () => {
    const reports = [false, true].map(async (asksFirst) =>
      check(deafCandidate({ ...parameters, asksFirst })),
    )
    const verdicts = (await Promise.all(reports)).map(({ properties, incomplete }) => {
      expect(incomplete).toBe(null)
      return properties.map(({ verdict }) => verdict)
    })
    expect(verdicts).toEqual([
      ['violated', 'holds'],
      ['holds', 'holds'],
    ])
  })
})

describe('saying it again is refused', () => {
  test('on fifo links, where it would be known what is in a queue', async () => {
    expect(await mistakeIn(() => check(sending({ once: true }, fifo())))).toEqual([
      'unsound',
      expect.stringContaining("node 'a', its start"),
    ])
    expect(await mistakeIn(() => asking(true, fifo()))).toEqual([
      'unsound',
      expect.stringContaining("'user' retries on fifo links"),
    ])
  })

  test('where it is misspelt', async () => {
    expect(await mistakeIn(() => check(sending({ onse: true })))).toEqual([
      'not-a-system',
      expect.stringContaining("did you mean 'once'?"),
    ])
    expect(await mistakeIn(() => check(sending({ once: 1 })))).toEqual([
      'not-a-system',
      expect.stringContaining('true or false'),
    ])
  })

  test('where it is not known which request to send again', async () => {
    const ask = [
      { send: 'get' as const, to: 'server' },
      { send: 'get' as const, to: 'other' },
    ]
    expect(await mistakeIn(() => client<Message>({ ask, retry: true }))).toEqual([
      'not-a-system',
      expect.stringContaining('asks'),
    ])
  })
})
