import { check, machine, role, system, type Fairness, type System } from 'netsplit'
import { describe, expect, test } from 'vitest'
import { renderReport, reportFromJson, reportToJson } from '../../src/index.ts'
import { flips } from '../../src/model/flips.ts'
import { promiseOf } from '../../src/walk/promise.ts'
import { graph, judged } from '../support/graph.ts'

/** To poll may find nothing, or something. */
const polling = 'a -poll-> a -poll-> b'
const marks = { done: 'b' }

const verdictUnder = async (drawing: string, fairness: Fairness): Promise<string> => {
  const { verdict } = await judged(drawing, marks, ({ eventually }, { done }) => eventually(done), {
    fairness,
  })
  return verdict
}

describe('a list of fairness', () => {
  test('promises by the first entry that fits, and else what is promised by default', async () => {
    const drawing = 'a -spin-> a, a -leave-> b'
    expect(await verdictUnder(drawing, 'weak')).toBe('holds')
    expect(await verdictUnder(drawing, [{ of: 'leave', degree: 'none' }])).toBe('violated')
    expect(await verdictUnder(drawing, [{ of: 'spin', degree: 'none' }])).toBe('holds')
    expect(
      await verdictUnder(drawing, [
        { of: 'l*ve', degree: 'weak' },
        { of: '*', degree: 'none' },
      ]),
    ).toBe('holds')
    expect(
      await verdictUnder(drawing, [
        { of: (action) => action.kind === 'internal' && action.name === 'leave', degree: 'none' },
        { of: 'internal', degree: 'strong' },
      ]),
    ).toBe('violated')
  })

  test('tells strong from weak by name', async () => {
    const drawing = 'a -round-> c -round-> a, a -leave-> b'
    expect(await verdictUnder(drawing, 'weak')).toBe('violated')
    expect(await verdictUnder(drawing, [{ of: 'leave', degree: 'strong' }])).toBe('holds')
    expect(await verdictUnder(drawing, [{ of: 'round', degree: 'strong' }])).toBe('violated')
  })
})

describe('moves', () => {
  test('a step that changes nothing keeps a promise, but not one of moves', async () => {
    expect(await verdictUnder(polling, 'strong')).toBe('violated')
    expect(await verdictUnder(polling, [{ of: 'poll', degree: 'weak' }])).toBe('violated')
    expect(await verdictUnder(polling, [{ of: 'poll', degree: 'weak', moves: true }])).toBe('holds')
  })

  test('a step that changes nothing is not possible, as far as the promise goes', async () => {
    // Without moves, `go` is possible in both states of the round, and must be taken; by staying at c it is.
    const drawing = 'a -round-> c -round-> a, c -go-> c, a -go-> b'
    expect(await verdictUnder(drawing, [{ of: 'go', degree: 'weak', moves: true }])).toBe(
      'violated',
    )
    expect(await verdictUnder(drawing, [{ of: 'go', degree: 'strong', moves: true }])).toBe('holds')
    expect(await verdictUnder(drawing, [{ of: 'go', degree: 'strong' }])).toBe('violated')
  })

  test('where all that is promised would change nothing, a run may rest, and the trace says so', async () => {
    const report = await check(
      graph('a -look-> a', { never: 'b' }, ({ eventually }, { never }) => ({
        it: eventually(never, { fairness: [{ of: 'look', degree: 'weak', moves: true }] }),
      })),
    )
    const trace = report.properties[0]?.trace
    expect(trace?.steps).toEqual([])
    expect(trace?.kept).toEqual([
      {
        action: { kind: 'internal', node: 'machine', name: 'look' },
        takenInStep: null,
        notPossibleAfterStep: 0,
        changesNothing: true,
      },
    ])
    const text = renderReport(report, { colour: false, columns: 120 })
    expect(text).toContain('The run counts: nothing that is promised can happen any more')
    expect(text).toContain(
      'look: would change nothing at the start, and only what changes something is promised',
    )
    expect(text).toContain('weak for "look" (only steps that change the state count)')
    const json: unknown = JSON.parse(JSON.stringify(reportToJson(report)))
    expect(reportFromJson(json)).toEqual(report)
  })

  test('a round that a step without change is part of does not count it as taken', async () => {
    const drawing = 'a -round-> c -round-> a, c -go-> c, a -go-> b'
    const { trace } = await judged(drawing, marks, ({ eventually }, { done }) => eventually(done), {
      fairness: [{ of: 'go', degree: 'weak', moves: true }],
    })
    expect(trace?.kept).toContainEqual({
      action: { kind: 'internal', node: 'machine', name: 'go' },
      takenInStep: null,
      notPossibleAfterStep: 1,
      changesNothing: true,
    })
  })

  test('what spends a budget changes the state', async () => {
    const node = role<{ n: number }, never, string, 'tries'>({
      initial: () => ({ n: 0 }),
      internal: { look: { budget: 'tries', do: () => undefined } },
    })
    const looking = system({
      name: 'looking',
      nodes: { node },
      budgets: { tries: 2 },
      fairness: [{ of: 'look', degree: 'weak', moves: true }],
      properties: ({ eventually }) => ({ never: eventually(() => false) }),
    })
    const { trace } = (await check(looking)).properties[0] ?? {}
    // As long as some are left, looking moves: a run rests when they are spent.
    expect(trace?.steps).toHaveLength(2)
  })
})

const lamp = (fairness: Fairness): System =>
  machine({
    name: 'lamp',
    initial: () => ({ on: false }),
    actions: {
      press: ({ on }) => ({ on: !on }),
      look: () => undefined,
    },
    fairness,
    properties: ({ alwaysEventually }) => ({ on: alwaysEventually(({ on }) => on) }),
  })

describe('a list is told', () => {
  test('in what verdicts rest on, in order, with what it leaves', async () => {
    const report = await check(
      lamp([
        { of: 'pr*', degree: 'strong', moves: true },
        { of: () => false, degree: 'none' },
      ]),
    )
    const ground = report.properties[0]?.assumptions.find(({ kind }) => kind === 'fairness')
    expect(ground).toMatchObject({
      entries: [
        { of: 'pr*', degree: 'strong', moves: true },
        { of: null, degree: 'none', moves: false },
      ],
      degrees: { none: [], weak: ['internal'], strong: [] },
    })
    expect(ground?.text).toBe(
      'strong for "pr*" (only steps that change the state count), else none for what a function of the model ' +
        'picks, else weak for other internal steps; strong: each happens some time if it is possible again and ' +
        'again; weak: each happens some time if it stays possible from some point on; none: each may be put off ' +
        'for ever, even when nothing else happens',
    )
  })

  test('where a function picks nothing, or nothing is left to it, in a note', async () => {
    const idle: Fairness = [
      { of: ({ kind }) => kind === 'deliver', degree: 'none' },
      { of: (action) => action.kind === 'internal' && action.name === 'press', degree: 'strong' },
      { of: 'press', degree: 'weak' },
      { of: (action) => action.kind === 'internal' && action.name === 'press', degree: 'weak' },
    ]
    const { notes } = await check(lamp(idle))
    expect(notes.filter((note) => note.includes('fairness'))).toEqual([
      'fairness[0] decides nothing: its function picks no action that it is left with',
      'fairness[3] decides nothing: its function picks no action that it is left with',
    ])
    const used = await check(lamp([{ of: () => true, degree: 'weak' }]))
    expect(used.notes.filter((note) => note.includes('fairness'))).toEqual([])
  })

  test('without others where it leaves none', async () => {
    const { properties } = await check(lamp([{ of: '*', degree: 'weak' }]))
    const ground = properties[0]?.assumptions.find(({ kind }) => kind === 'fairness')
    expect(ground?.text).toMatch(/^weak for "\*"; weak: each happens/u)
  })

  test('to --flip, which changes what counts', async () => {
    const changes = flips(lamp([{ of: '*', degree: 'weak', moves: true }]))
    expect(changes.map(({ change }) => change)).toEqual([
      'fairness: as stated → none',
      'fairness: as stated → weak',
      'fairness: as stated → strong',
      'steps that count: those that change the state → any',
    ])
    expect(changes.at(-1)?.system.fairness).toEqual([{ of: '*', degree: 'weak' }])
    expect(flips(lamp([{ of: '*', degree: 'weak' }]))).toHaveLength(3)
  })

  test('to who walks by hand', () => {
    const still = lamp([{ of: '*', degree: 'weak', moves: true }])
    expect(
      promiseOf(still, { kind: 'internal', node: 0, step: 'look', choices: [] }, true),
    ).toEqual({
      degree: 'none',
      text: 'It changes nothing, and only steps of it that change something are promised.',
    })
    expect(
      promiseOf(still, { kind: 'internal', node: 0, step: 'press', choices: [] }, false).degree,
    ).toBe('weak')
  })
})
