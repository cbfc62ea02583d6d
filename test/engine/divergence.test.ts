import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fifo, role, system, unordered, type Role, type System } from '../../src/index.ts'
import { DivergenceWatch } from '../../src/compile/divergence-watch.ts'
import { ProtocolSpace } from '../../src/compile/protocol-space.ts'
import { unlimited } from '../../src/explore/limits.ts'
import { Search } from '../../src/explore/search.ts'
import { Monitors } from '../../src/property/monitors.ts'
import type { World } from '../../src/semantics/actions.ts'
import { provesDivergence } from '../../src/semantics/divergence.ts'
import { explore } from '../../src/semantics/reference.ts'
import { buildSystem, systemSpec, type SystemSpec } from '../support/random-system.ts'
import { timedSpec } from '../support/timed-system.ts'
import { roundsPossible, searchForDivergence } from '../support/divergence.ts'

/*
 * That there is no end of states is a claim like any verdict: where it is made, the loop must be
 * possible again and again, and a system that can be explored to its end is a counterexample.
 */

/** Beyond this the reference explorer is too slow. */
const limit = 250
const rounds = 6

/** What the search claims of a system is compared with the reference. */
const expectTruth = (
  subject: System,
  proves: typeof provesDivergence = provesDivergence,
): 'claimed' | 'finite' | 'open' => {
  const { found, growth, isComplete } = searchForDivergence(subject, 1500, proves)
  if (found !== null) {
    expect(isComplete).toBe(false)
    expect(roundsPossible(subject, found, growth, rounds)).toBe(rounds)
    return 'claimed'
  }
  return isComplete ? 'finite' : 'open'
}

/** A system in which nobody counts what was sent, so that there may be no end of it. */
const careless = (spec: SystemSpec): System => buildSystem({ ...spec, mostSent: null })

describe('claims of divergence', () => {
  test('are true of random systems, and made of many that never end', () => {
    const tally = { claimed: 0, finite: 0, open: 0 }
    fc.assert(
      fc.property(systemSpec, (spec) => {
        tally[expectTruth(careless(spec))] += 1
      }),
      { numRuns: 160 },
    )
    // The watch looks at few runs of each: what stays open is no mistake.
    expect(tally.claimed).toBeGreaterThan(5)
    expect(tally.finite).toBeGreaterThan(10)
  })

  test('are true of random systems with time', () => {
    const tally = { claimed: 0, finite: 0, open: 0 }
    fc.assert(
      fc.property(timedSpec, (spec) => {
        tally[expectTruth(careless(spec))] += 1
      }),
      { numRuns: 160 },
    )
    expect(tally.claimed).toBeGreaterThan(0)
  })

  test('are not made where the reference explorer comes to an end', () => {
    let ended = 0
    fc.assert(
      fc.property(systemSpec, (spec) => {
        const subject = careless(spec)
        const { found } = searchForDivergence(subject, 1500)
        if (explore(subject, { limit }) === null) return
        expect(found).toBeNull()
        ended += 1
      }),
      { numRuns: 80 },
    )
    expect(ended).toBeGreaterThan(4)
  })
})

/** Sees the world with something changed in its system. */
const blindTo =
  (change: (subject: System) => Partial<System>): typeof provesDivergence =>
  (world: World, loop) =>
    provesDivergence({ ...world, system: { ...world.system, ...change(world.system) } }, loop)

const asIfAny = blindTo(() => ({ timers: 'any' }))
const asIfBags = blindTo(({ network }) => ({ network: { ...network, kind: 'unordered' } }))
const asIfUnbounded = blindTo(() => ({ within: null }))

describe('the comparison catches claims that are made too lightly', () => {
  test.each([
    ['that overlook that timers are patient', asIfAny, { timers: 'patient' as const }],
    [
      'that take queues for bags',
      asIfBags,
      { network: { kind: 'fifo' as const, loss: 0, duplication: 0 } },
    ],
    [
      'that overlook a bound on messages in flight',
      asIfUnbounded,
      { within: { about: 'mail' as const, message: 0, most: 3 } },
    ],
  ])('%s', (_, proves, where) => {
    const run = fc.check(
      fc.property(systemSpec, (spec) => {
        expectTruth(careless({ ...spec, ...where }), proves)
      }),
      { numRuns: 2000, endOnFailure: true },
    )
    expect(run.failed).toBe(true)
  })
})

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
const stuck = (network: System['network']): System =>
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
