import { describe, expect, test } from 'vitest'
import { check, observer, renderReport, role, system, type Faults } from '../../src/index.ts'
import { renderItf } from '../../src/diagram/itf.ts'
import { layOut } from '../../src/diagram/layout.ts'
import { renderTrace } from '../../src/render/trace-text.ts'
import { renderMermaid } from '../../src/diagram/mermaid.ts'
import { flips } from '../../src/model/flips.ts'
import { standingsOf } from '../../src/model/standings.ts'
import { mistakeIn } from '../support/mistake-in.ts'
import type { Partitions } from '../../src/model/faults.ts'

const deaf = { from: ['b'], to: ['a'] }
const mute = { from: ['a'], to: ['b'] }

const caller = role<{ calls: number; isAnswered: boolean }, 'call' | 'answer'>({
  initial: () => ({ calls: 0, isAnswered: false }),
  receive: (state) => void (state.isAnswered = true),
  internal: {
    call: {
      when: ({ calls }) => calls === 0,
      do: (state, { send }) => {
        state.calls = 1
        send('b', 'call')
      },
    },
  },
})
const answerer = role<{ isCalled: boolean }, 'call' | 'answer'>({
  initial: () => ({ isCalled: false }),
  receive: (state, _, { from, send }) => {
    state.isCalled = true
    send(from, 'answer')
  },
})

const calling = (partitions: Partial<Partitions<'a' | 'b' | 'c'>>) =>
  system({
    name: 'calling',
    nodes: {
      a: caller,
      b: answerer,
      c: role<null, 'call' | 'answer'>({ initial: () => null }),
    },
    faults: {
      partitions: { split: [deaf, mute], times: 2, heals: 'never', ...partitions } as Partitions<
        'a' | 'b' | 'c'
      >,
    },
    observers: {
      told: observer<string[], 'call' | 'answer'>({
        initial: () => [],
        on: {
          split: (all, { sides, isOneWay }) => [...all, `${sides.join('|')} ${isOneWay}`].slice(-3),
          heal: (all, { sides = [], isOneWay }) =>
            [...all, `heals ${sides.join('|')} ${isOneWay}`].slice(-3),
        },
      }),
      standing: observer<string[], 'call' | 'answer'>({
        initial: () => [],
        on: {
          split: (all, { sides }) => [...all, sides.join('|')].toSorted(),
          // Where one stands at a time it needs no name.
          heal: (all, { sides }) =>
            sides === undefined ? [] : all.filter((each) => each !== sides.join('|')),
        },
      }),
    },
    properties: ({ alwaysEventually, eventually, leadsTo, reachable }) => ({
      'it is answered': eventually(({ nodes }) => nodes.a.isAnswered),
      'whoever is called answers': leadsTo(
        ({ nodes }) => nodes.b.isCalled,
        ({ nodes }) => nodes.a.isAnswered,
      ),
      'one cut heals, the other stands': reachable(
        ({ observed, partitioned }) =>
          partitioned && observed.told.at(-1)?.startsWith('heals') === true,
      ),
      'a is not mute for ever': alwaysEventually(
        ({ observed }) => !observed.standing.includes('a|b'),
      ),
    }),
  })

const words = async (partitions: Partial<Partitions<'a' | 'b' | 'c'>>) => {
  const { properties } = await check(calling(partitions))
  return properties.map(({ verdict }) => verdict)
}

describe('several cuts at once', () => {
  test('each comes and heals by itself', async () => {
    expect(await words({ atOnce: 2, heals: 'eventually' })).toEqual([
      'holds',
      'holds',
      'holds',
      'holds',
    ])
    expect(await words({ heals: 'eventually' })).toEqual(['holds', 'holds', 'violated', 'holds'])
    expect(await words({ atOnce: 2, times: 'unlimited', heals: 'maybe' })).toEqual([
      'violated',
      'violated',
      'holds',
      'violated',
    ])
  })

  test('each of them is promised to heal, however often others come', async () => {
    // With a promise for all of them together one could stand for ever while the other comes and goes.
    const often = { atOnce: 2, times: 'unlimited' } as const
    expect((await words({ ...often, heals: 'eventually' }))[3]).toBe('holds')
    expect((await words({ ...often, heals: 'maybe' }))[3]).toBe('violated')
  })

  test('are told in the run and in its pictures', async () => {
    const report = await check(calling({ atOnce: 2, heals: 'maybe' }))
    const trace = report.properties[2]?.trace
    if (trace === undefined || trace === null) throw new Error('no run')
    const text = renderTrace(
      trace,
      { name: 'x', kind: 'reachable', verdict: 'holds', expected: 'holds' },
      { columns: 80, colour: false },
    )
    expect(text).toMatchInlineSnapshot(`
      "✓ x
        Reachable. A shortest run to such a state: 3 steps.

            At the start
              a  calls: 0, isAnswered: false
              b  isCalled: false
              c  null
              observed.told, observed.standing  []

        1 ┏━━ The network splits
          ┃   b ━━╳━▶ a
          ┃   nothing from b reaches a; the other way it does
          ┃   observed.told: + "b|a true"
          ┃   observed.standing: + "b|a"
        2 ┣━━ The network splits once more
          ┃   a ━━╳━▶ b
          ┃   nothing from a reaches b; the other way it does
          ┃   observed.told: + "a|b true"
          ┃   observed.standing: + "a|b" at the front
        3 ┣━━ A cut heals, others stand
          ┃   b ━━╳━▶ a
          ┃   observed.told: + "heals b|a true"
          ┃   observed.standing: − "b|a" from the end
          ╹
        ✓ After step 3 it is reached. What the property sees:
            partitioned      = true
            observed.told[2] = "heals b|a true"
      "
    `)
    const { walls } = layOut(trace)
    expect(walls).toMatchInlineSnapshot(`
      [
        {
          "afterLane": 0,
          "fromRow": 1,
          "isOneWay": true,
          "toRow": 2,
        },
        {
          "afterLane": 0,
          "fromRow": 2,
          "isOneWay": false,
          "toRow": 3,
        },
        {
          "afterLane": 0,
          "fromRow": 3,
          "isOneWay": true,
          "toRow": 3,
        },
      ]
    `)
    expect(renderMermaid(trace)).toMatchInlineSnapshot(`
      "sequenceDiagram
        participant n0 as b
        participant n1 as a
        participant n2 as c
        Note over n0,n2: 1. b no longer reach a
        Note over n0,n2: 2. a no longer reach b
        Note over n0,n2: 3. the one-way cut heals: b to a
      "
    `)
    expect(JSON.stringify(renderItf(trace, 'x'))).toContain(
      '"cut":[{"#set":["b"]},{"#set":["a"]}],"others":[[{"#set":["a"]},{"#set":["b"]}]]',
    )
    expect(renderReport(report, { columns: 200 })).toContain('2 cuts at most at the same time')
  })

  test('are varied', () => {
    const changes = flips(calling({ atOnce: 2 })).map(({ change }) => change)
    expect(changes.filter((each) => each.startsWith('cuts at once'))).toEqual([
      'cuts at once: 2 cuts → 1 cut',
    ])
    const one = flips(calling({})).map(({ change }) => change)
    expect(one.filter((each) => each.startsWith('cuts at once'))).toEqual([
      'cuts at once: 1 cut → 2 cuts',
    ])
    expect(flips(calling({ times: 1 })).filter(({ change }) => /at once/.test(change))).toEqual([])
  })

  test('stand in all ways that there are', () => {
    const { cuts, standings: alone } = calling({ split: 'any' }).faults
    expect(alone.map((each) => [...each.cuts, ...each.adding])).toEqual([[0], [1], [2], [3]])
    expect(cuts).toHaveLength(4)
    const standings = standingsOf(cuts, 3)
    expect(standings).toHaveLength(4 + 6 + 4)
    expect(new Set(standings.map((each) => each.cuts.toSorted((a, b) => a - b).join())).size).toBe(
      14,
    )
  })

  test.each([
    ['no number of them', { atOnce: 0 }, '`atOnce` cannot be 0'],
    ['a part of one', { atOnce: 1.5 }, '`atOnce` cannot be 1.5'],
    [
      'more than come in a run',
      { atOnce: 2, times: 1 },
      '2 cuts may stand at once, and a run has 1',
    ],
    ['more than there are', { atOnce: 3, times: 3 }, '3 cuts may stand at once, and there are 2'],
    ['one twice', { atOnce: 2, split: [[['a']], [['b', 'c']]] }, 'b, c | a is listed twice'],
  ] as const)('is refused of %s', async (_, given, saying) => {
    const given_ = given as Partial<Partitions<'a' | 'b' | 'c'>>
    expect(await mistakeIn(() => calling(given_))).toEqual(
      expect.arrayContaining([expect.stringContaining(saying)]),
    )
  })

  test('is refused of too many', async () => {
    const seven = Object.fromEntries(
      Array.from({ length: 6 }, (_, at) => [`n${at}`, role({ initial: () => null })]),
    )
    const faults = { partitions: { split: 'any', times: 9, atOnce: 9 } } as Faults<never>
    expect(
      await mistakeIn(() => system({ name: 'many', nodes: seven, faults, properties: () => ({}) })),
    ).toEqual(expect.arrayContaining([expect.stringContaining('in more than 4096 ways')]))
  })
})
