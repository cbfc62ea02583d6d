import { describe, expect, test } from 'vitest'
import { check, machine, role, system, type System } from '../../src/index.ts'
import { graph, judged } from '../support/graph.ts'
import { verdictsOf } from '../support/lasso.ts'

/*
 * A bound or a limit that hides part of the space must never end as "holds", nor may a search that
 * was ended early invent a violation.
 */

/** Counts up; everything goes wrong at the end. */
const countdown = (within?: (state: { count: number }) => boolean): System =>
  machine<{ count: number }>({
    name: 'countdown',
    initial: () => ({ count: 0 }),
    ...(within === undefined ? {} : { within }),
    actions: {
      tick: {
        when: ({ count }) => count < 50,
        do: (state) => {
          state.count += 1
        },
      },
    },
    properties: ({ always, never, reachable, stepwise, noDeadlock, eventually, leadsTo }) => ({
      always: always(({ count }) => count < 50),
      never: never(({ count }) => count === 50),
      reachable: reachable(({ count }) => count === 50),
      stepwise: stepwise((_, { count }) => count < 50),
      noDeadlock: noDeadlock(),
      eventually: eventually(({ count }) => count === 60),
      leadsTo: leadsTo(
        ({ count }) => count === 50,
        ({ count }) => count === 0,
      ),
      vacuous: leadsTo(
        ({ count }) => count === 60,
        ({ count }) => count === 60,
      ),
    }),
  })

const all = (verdict: string): Record<string, string> =>
  Object.fromEntries(
    [
      'always',
      'never',
      'reachable',
      'stepwise',
      'noDeadlock',
      'eventually',
      'leadsTo',
      'vacuous',
    ].map((name) => [name, verdict]),
  )

/** What a report must look like in which nothing is decided. */
const open = (reason: RegExp): object => ({
  verdict: 'incomplete',
  asExpected: false,
  incomplete: { reason: expect.stringMatching(reason) },
  properties: Object.keys(all('')).map((name) => ({ name, verdict: 'incomplete', trace: null })),
})

test('without bounds the run of 50 steps is found', async () => {
  const report = await check(countdown())
  expect(verdictsOf(report)).toEqual({
    ...all('violated'),
    reachable: 'holds',
    vacuous: 'vacuous',
  })
  expect(report.incomplete).toBeNull()
})

describe('what a bound cuts off', () => {
  test('is not proved: the only violating run is beyond it (TLC: a constraint and a vacuous pass; FizzBee: max_actions)', async () => {
    const report = await check(countdown(({ count }) => count < 50))
    expect(report).toMatchObject(open(/within.* cut off 1 step/))
  })

  test('is not proved where it cuts the infinite runs (TLC: a state constraint makes liveness pass)', async () => {
    // Everything in the bound goes on for ever beyond it.
    const { verdict } = await judged(
      'a->b->c->d->c',
      { p: 'z' },
      ({ eventually }, { p }) => eventually(p),
      { within: 'a b c' },
    )
    expect(verdict).toBe('incomplete')
  })

  test('is still enabled: a weakly fair action that leads out of the bound must be taken', async () => {
    // Staying in a would be unfair, for "go" is always enabled; in the bound no violation is left.
    const { verdict, trace } = await judged(
      'a-stay->a, a-go->b',
      { p: 'b' },
      ({ eventually }, { p }) => eventually(p),
      { within: 'a' },
    )
    expect(verdict).toBe('incomplete')
    expect(trace).toBeNull()
  })

  test('does not let a run end where the one promised step is cut', async () => {
    const { verdict } = await judged('a->b', { p: 'b' }, ({ eventually }, { p }) => eventually(p), {
      within: 'a',
    })
    expect(verdict).toBe('incomplete')
  })

  test('does not hide a violation within it', async () => {
    const { verdict } = await judged(
      'a->b->a, b~>c',
      { p: 'c' },
      ({ eventually }, { p }) => eventually(p),
      { within: 'a b' },
    )
    expect(verdict).toBe('violated')
  })

  test('may be everything, initial states too', async () => {
    const { verdict } = await judged('a->b', { p: 'a' }, ({ always }, { p }) => always(p), {
      within: 'nowhere',
    })
    expect(verdict).toBe('incomplete')
  })

  test('may be an initial state among others', async () => {
    const { verdict } = await judged('a->b, c->d', { p: 'a b' }, ({ always }, { p }) => always(p), {
      starts: 'a c',
      within: 'a b d',
    })
    expect(verdict).toBe('incomplete')
  })

  test('does not make a request answered', async () => {
    const asker = role<{ tries: number }>({
      initial: () => ({ tries: 0 }),
      internal: {
        'try again': (state) => {
          state.tries += 1
        },
      },
      operations: () => ({ waiting: ['it'] }),
    })
    const trying = system({
      name: 'trying',
      nodes: { asker },
      within: ({ nodes }) => nodes.asker.tries < 5,
      properties: ({ everyRequestAnswered, everyRequestServed }) => ({
        answered: everyRequestAnswered(),
        served: everyRequestServed(),
      }),
    })
    const report = await check(trying)
    expect(verdictsOf(report)).toEqual({ answered: 'incomplete', served: 'incomplete' })
  })

  test('that cuts nothing leaves the proof whole', async () => {
    const { verdict } = await judged('a->b', { p: 'b' }, ({ eventually }, { p }) => eventually(p), {
      within: 'a b',
    })
    expect(verdict).toBe('holds')
  })
})

describe('a limit', () => {
  test('of states is no proof', async () => {
    const report = await check(countdown(), { maxStates: 30 })
    expect(report).toMatchObject(open(/limit of 30 states/))
  })

  test('of states that is just enough leaves the proof whole', async () => {
    const whole = verdictsOf(await check(countdown()))
    expect(verdictsOf(await check(countdown(), { maxStates: 51 }))).toEqual(whole)
    expect(verdictsOf(await check(countdown(), { maxStates: 50 }))).toMatchObject({
      leadsTo: 'incomplete',
    })
  })

  test('of memory is no proof', async () => {
    const report = await check(wide, { maxMemoryBytes: 4_000_000 })
    expect(verdictsOf(report)).toEqual({ safe: 'incomplete', live: 'incomplete' })
    expect(report.incomplete?.reason).toMatch(/memory/)
  })

  test('of patience is no proof', async () => {
    const controller = new AbortController()
    const report = await check(wide, {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    })
    expect(verdictsOf(report)).toEqual({ safe: 'incomplete', live: 'incomplete' })
    expect(report.incomplete?.reason).toMatch(/interrupted/)
  })
})

/** More states than any limit here allows. */
const wide = machine<{ digits: number[] }>({
  name: 'wide',
  initial: () => ({ digits: [0, 0, 0, 0, 0, 0] }),
  actions: Object.fromEntries(
    [0, 1, 2, 3, 4, 5].map((place) => [
      `turn ${place}`,
      (state: { digits: number[] }) => {
        state.digits[place] = ((state.digits[place] ?? 0) + 1) % 12
      },
    ]),
  ),
  properties: ({ always, alwaysEventually }) => ({
    safe: always(({ digits }) => digits.some((digit) => digit < 11)),
    live: alwaysEventually(({ digits }) => digits[0] === 0),
  }),
})

describe('stopping at the first violation', () => {
  const drawing = 'a->b->c->d, a->bad->f'
  const marks = { bad: 'bad', d: 'd', df: 'd f' }

  test('judges no infinite runs on half a space: it neither proves nor invents', async () => {
    const one = graph(drawing, marks, ({ never, eventually, leadsTo }, { bad, d, df }) => ({
      never: never(bad),
      holds: eventually(df),
      violated: eventually(d),
      leadsTo: leadsTo(bad, df),
    }))
    expect(verdictsOf(await check(one))).toEqual({
      never: 'violated',
      holds: 'holds',
      violated: 'violated',
      leadsTo: 'holds',
    })
    const half = await check(one, { stopAtFirst: true })
    expect(verdictsOf(half)).toEqual({
      never: 'violated',
      holds: 'incomplete',
      violated: 'incomplete',
      leadsTo: 'incomplete',
    })
    expect(half.incomplete?.reason).toMatch(/first violation/)
  })

  test('leaves open what was not decided yet', async () => {
    const one = graph(drawing, marks, ({ never, reachable }, { bad, d }) => ({
      never: never(bad),
      reachable: reachable(d),
      other: never(d),
    }))
    expect(verdictsOf(await check(one, { stopAtFirst: true }))).toEqual({
      never: 'violated',
      reachable: 'incomplete',
      other: 'incomplete',
    })
  })

  test('goes on to the end where nothing is violated', async () => {
    const one = graph('a->b->c->a', { c: 'c' }, ({ reachable, alwaysEventually }, { c }) => ({
      reachable: reachable(c),
      live: alwaysEventually(c),
    }))
    const verdicts = verdictsOf(await check(one, { stopAtFirst: true }))
    expect(verdicts).toEqual({ reachable: 'holds', live: 'holds' })
  })
})
