import { describe, expect, test } from 'vitest'
import { check, client, machine, renderReport, role, system } from '../../src/index.ts'
import { mistakeIn } from '../support/mistake-in.ts'

/** A counter that goes on and on, or back to 0, and is looked at up to 4. */
const counter = (intended: boolean) =>
  machine({
    name: 'counter',
    initial: () => ({ count: 0 }),
    actions: {
      up: (state) => void (state.count += 1),
      reset: { when: ({ count }) => count === 4, do: (state) => void (state.count = 0) },
    },
    within: { states: ({ count }) => count <= 4, intended },
    properties: ({ always, reachable, alwaysEventually, noDeadlock }) => ({
      small: always(({ count }) => count < 5),
      'three at most': always(({ count }) => count < 4, { expected: 'violated' }),
      'four is reached': reachable(({ count }) => count === 4),
      'seven is reached': reachable(({ count }) => count === 7, { expected: 'violated' }),
      'again and again at 0': alwaysEventually(({ count }) => count === 0),
      'no end': noDeadlock(),
    }),
  })

/** Counts on for ever by itself, or answers and stops. */
const server = (stops: boolean) =>
  role<{ heard: number }, string>({
    initial: () => ({ heard: 0 }),
    receive: (_, message, { from, send }) => {
      if (stops) send(from, message)
    },
    internal: {
      count: {
        when: ({ heard }) => !stops || heard > 2,
        do: (state) => void (state.heard += 1),
      },
    },
  })

/** A counter that leaves the bound, unless it goes back from 1 to 0 for ever. */
const leaving = (goesBack: boolean) =>
  machine({
    name: 'leaving',
    initial: () => ({ count: 0 }),
    actions: {
      up: (state) => void (state.count += 1),
      back: {
        when: ({ count }) => goesBack && count === 1,
        do: (state) => void (state.count = 0),
      },
    },
    within: { states: ({ count }) => count <= 4, intended: true },
    properties: ({ eventually, leadsTo }) => ({
      'to 100': eventually(({ count }) => count === 100),
      'to 1': eventually(({ count }) => count === 1),
      'from 1 to 0': leadsTo(
        ({ count }) => count === 1,
        ({ count }) => count === 0,
      ),
      'from 2 to 100': leadsTo(
        ({ count }) => count === 2,
        ({ count }) => count === 100,
      ),
    }),
  })

/** A client of that. */
const asking = (stops: boolean) =>
  system({
    name: 'asking',
    nodes: { asker: client({ ask: [{ send: 'ask', to: 'server' }] }), server: server(stops) },
    within: {
      states: ({ nodes }: { nodes: { server: { heard: number } } }) => nodes.server.heard <= 2,
      intended: true,
    },
    properties: ({ everyRequestAnswered }) => ({ answered: everyRequestAnswered() }),
  })

const within = (bound: object) => () =>
  machine({ name: 'x', initial: () => 0, actions: {}, within: bound as never })

describe('a bound', () => {
  test('leaves open what no run within it decides', async () => {
    const report = await check(counter(false))
    const verdicts = report.properties.map(({ verdict }) => verdict)
    expect(verdicts).toEqual([
      'incomplete',
      'violated',
      'holds',
      'incomplete',
      'incomplete',
      'incomplete',
    ])
  })

  test('that is intended leaves nothing open where nothing is asked, either', async () => {
    const { verdict, incomplete, ended } = await check({ ...counter(true), properties: [] })
    expect([verdict, incomplete, ended]).toEqual(['holds', null, 'bound'])
    const open = await check({ ...counter(false), properties: [] })
    expect([open.verdict, open.incomplete?.kind]).toEqual(['incomplete', 'bound'])
  })

  test('that is intended leaves nothing open, and the report says that it is there', async () => {
    const report = await check(counter(true))
    const verdicts = report.properties.map(({ verdict }) => verdict)
    expect(verdicts).toEqual(['holds', 'violated', 'holds', 'violated', 'holds', 'holds'])
    expect(report).toMatchObject({ ended: 'bound', incomplete: null, asExpected: true })
    expect(report.properties[0]?.assumptions).toContainEqual({
      kind: 'bound',
      isIntended: true,
      text: 'states beyond `within` of the model are left out, as intended',
    })
    const text = renderReport(report, { columns: 100 })
    // Of what runs decide nothing is said of the bound.
    expect(text.match(/within the bound, as intended/g)).toHaveLength(4)
  })

  test('is refused where it is none', async () => {
    const wrong = [within({ intended: true }), within({ states: () => true, intented: true })]
    const mistakes = await Promise.all(wrong.map(mistakeIn))
    expect(mistakes.map((mistake) => mistake?.[1])).toEqual([
      expect.stringContaining("'states' is missing"),
      expect.stringContaining("did you mean 'intended'?"),
    ])
  })
})

const verdictsOf = async (goesBack: boolean): Promise<readonly string[]> =>
  (await check(leaving(goesBack))).properties.map(({ verdict }) => verdict)

describe('where a bound is intended, what is said of runs', () => {
  test('does not hold for want of a run that stays within it', async () => {
    expect(await verdictsOf(false)).toEqual(['vacuous', 'vacuous', 'vacuous', 'vacuous'])
    expect(await verdictsOf(true)).toEqual(['violated', 'holds', 'holds', 'vacuous'])
  })

  test('does not hold for want of a request in such a run', async () => {
    const verdicts = await Promise.all([true, false].map((stops) => check(asking(stops))))
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['holds', 'vacuous'])
  })
})
