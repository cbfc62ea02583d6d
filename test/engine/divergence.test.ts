import { describe, expect, test } from 'vitest'
import {
  fifo,
  role,
  system,
  unordered,
  type Network,
  type Role,
  type System,
} from '../../src/index.ts'
import { DivergenceWatch } from '../../src/compile/divergence-watch.ts'
import { ProtocolSpace } from '../../src/compile/protocol-space.ts'
import { unlimited } from '../../src/explore/limits.ts'
import { Search } from '../../src/explore/search.ts'
import { Monitors } from '../../src/property/monitors.ts'
import { asIfBags, asIfUnbounded } from '../support/divergence.ts'
import { searchForDivergence } from '../support/divergence.ts'

/*
 * That there is no end of states is a claim like any verdict: where it is made, the loop must be
 * possible again and again. Random systems are in test/slow/divergence.test.ts.
 */

type Message = { type: 'hi' | 'ho' }

/** Sends without end, by a timer. */
const shouter = role<null, Message, 'again'>({
  initial: () => null,
  start: (_, { setTimer }) => setTimer('again'),
  timeout: {
    again: (_, { send, setTimer }) => {
      send('b', { type: 'hi' })
      setTimer('again')
    },
  },
})
/** Hears, which may change something. */
const listener = (changes: boolean): Role =>
  role<boolean, Message>({
    initial: () => false,
    receive: (state) => (changes ? !state : state),
  })
const shouting = (changes: boolean, more: Partial<Parameters<typeof system>[0]> = {}): System =>
  system({ name: 'shouting', nodes: { a: shouter, b: listener(changes) }, ...more })

/** Answers each `hi` to itself with `hi` and `ho`, and never accepts a `ho`. */
const stuck = (network: Network): System =>
  system({
    name: 'stuck',
    network,
    nodes: {
      a: role<null, Message>({
        initial: () => null,
        start: (_, { send }) => send('a', { type: 'hi' }),
        accepts: (_, { type }) => type === 'hi',
        receive: (_, __, { send }) => {
          send('a', { type: 'hi' })
          send('a', { type: 'ho' })
        },
      }),
    },
  })

/** Greets whenever it starts; nobody listens. */
const greeting = (times: number | 'unlimited'): System =>
  system({
    name: 'greeting',
    nodes: {
      a: role<null, Message>({
        initial: () => null,
        start: (_, { send }) => send('b', { type: 'hi' }),
      }),
      b: role<null, Message>({
        initial: () => null,
        accepts: () => false,
        receive: () => null,
      }),
    },
    faults: { crashes: { times, nodes: ['a'] } },
  })

/** Counts its rounds, so that no loop is one, and sends a hundred messages in turn. */
const counting = role<number, { type: number }>({
  initial: () => 0,
  internal: {
    shout: (count, { send }) => {
      send('b', { type: count % 100 })
      return count + 1
    },
  },
})
const deaf = role<null, { type: number }>({
  initial: () => null,
  accepts: () => false,
  receive: () => null,
})

test('the watch looks at no more runs than it can afford', () => {
  const space = new ProtocolSpace(system({ name: 'counting', nodes: { a: counting, b: deaf } }), {
    leavesIgnored: false,
  })
  const watch = new DivergenceWatch(
    space,
    new Monitors({ ...space.tables.system, properties: [] }, space.facets),
  )
  const search = new Search(space, watch, { ...unlimited, maxStates: 2000 })
  let steps = 0
  watch.attach({
    get distinct() {
      return search.distinct
    },
    history: {
      runTo: (index) => {
        const run = [...(search.history.runTo(index) ?? [])]
        steps += run.length - 1
        return run
      },
    },
  })
  search.run()
  expect(search.distinct).toBe(2000)
  expect(steps).toBeGreaterThan(10_000)
  expect(steps).toBeLessThan(20_000)
})

describe('a loop that leaves messages behind', () => {
  test('ends where patient timers wait for them', () => {
    const patient = shouting(true, { timers: 'patient' })
    expect(searchForDivergence(patient, 100)).toMatchObject({ found: null, isComplete: true })
  })

  test('goes on where patient timers do not wait for them', () => {
    const { found, growth } = searchForDivergence(shouting(false, { timers: 'patient' }), 100)
    expect(found?.run).toHaveLength(2)
    expect(growth).toEqual([{ from: 0, to: 1, message: { type: 'hi' } }])
  })

  test('ends where they come to the head of a queue and block it, though the queue grew from its end', () => {
    expect(searchForDivergence(stuck(fifo()), 100)).toMatchObject({
      found: null,
      isComplete: true,
    })
    expect(searchForDivergence(stuck(fifo()), 100, asIfBags).found).not.toBeNull()
    expect(searchForDivergence(stuck(unordered()), 100).growth).toEqual([
      { from: 0, to: 0, message: { type: 'ho' } },
    ])
  })

  test('goes on in a queue that nobody empties, and in one that grows faster than it is emptied', () => {
    const { growth } = searchForDivergence(shouting(true, { network: fifo() }), 100)
    expect(growth).toEqual([{ from: 0, to: 1, message: { type: 'hi' } }])
    const doubling = role<null, Message>({
      initial: () => null,
      start: (_, { send }) => send('a', { type: 'hi' }),
      receive: (_, __, { send }) => {
        send('a', { type: 'hi' })
        send('a', { type: 'hi' })
      },
    })
    const { found } = searchForDivergence(
      system({ name: 'doubling', network: fifo(), nodes: { a: doubling } }),
      100,
    )
    expect(found).not.toBeNull()
  })

  test('ends at a bound that looks at messages in flight, and at no other', () => {
    const few = shouting(true, {
      within: ({ inFlight }: { inFlight: readonly unknown[] }) => inFlight.length < 9,
    })
    expect(searchForDivergence(few, 100)).toMatchObject({ found: null, isComplete: true })
    expect(searchForDivergence(few, 100, asIfUnbounded).found).not.toBeNull()
    const other = shouting(true, {
      within: ({ up }: { up: Record<string, boolean> }) => up['a'] === true,
    })
    expect(searchForDivergence(other, 100).found).not.toBeNull()
  })

  test('ends with the budget that it spends, and goes on where that has no end', () => {
    expect(searchForDivergence(greeting(9), 100)).toMatchObject({ found: null, isComplete: true })
    const { found, growth } = searchForDivergence(greeting('unlimited'), 100)
    expect(found).toMatchObject({ loopsTo: 0, run: { length: 3 } })
    expect(growth).toEqual([{ from: 0, to: 1, message: { type: 'hi' } }])
  })

  test('is nothing that can be proved to go on where a state counts the rounds', () => {
    const { found, isComplete } = searchForDivergence(
      system({ name: 'counting', nodes: { a: counting, b: deaf } }),
      500,
    )
    expect([found, isComplete]).toEqual([null, false])
  })
})
