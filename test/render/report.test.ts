import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import { check } from '../../src/check.ts'
import { inWords } from '../../src/render/ground-words.ts'
import {
  schemaVersion,
  type Assumption,
  type PropertyReport,
  type Report,
} from '../../src/report.ts'
import { reportToJson } from '../../src/render/report-json.ts'
import { renderReport } from '../../src/render/report-text.ts'
import { unpaced } from '../../src/pace/pace.ts'
import { replay } from '../../src/trace/replay.ts'
import type { Trace } from '../../src/trace/trace.ts'
import type { System } from '../../src/index.ts'
import { decidingRun } from '../support/shortest-run.ts'
import * as storybook from '../support/storybook.ts'

const assumptions: readonly Assumption[] = [
  { kind: 'network', network: 'unordered', loss: 0, duplication: 0 } as const,
  {
    kind: 'partitions',
    splits: 0,
    cutCount: 0,
    cuts: [],
    atStart: false,
    heals: 'never',
    messages: 'delayed',
  } as const,
  { kind: 'crashes', crashes: 0, nodes: [], anyNode: false, restarts: 'never' } as const,
  { kind: 'timers', timers: 'none' } as const,
  { kind: 'reduction', name: 'ignored-deliveries' } as const,
].map(inWords)

const machine = [inWords({ kind: 'machine' })]
const weak = inWords({ kind: 'fairness', degrees: { none: [], weak: ['deliver'], strong: [] } })

const traceOf = async (system: System, index: number): Promise<Trace> => {
  const property = system.properties[index]?.property
  if (property === undefined || 'fairness' in property) throw new Error('no such property')
  return replay(system, decidingRun(system, property), unpaced, { property })
}

const property = (name: string, what: Partial<PropertyReport>): PropertyReport => ({
  name,
  kind: 'always',
  verdict: 'holds',
  expected: 'holds',
  assumptions,
  trace: null,
  ...what,
})

const report = (what: Partial<Report>): Report => ({
  schemaVersion,
  model: 'shop',
  parameters: { users: 2, partition: 'lasts' },
  verdict: 'holds',
  asExpected: true,
  properties: [],
  states: { distinct: 1_194_428, generated: 2_420_477, depth: 33, bytesPerState: 24 },
  steps: { evaluated: 9_876, sampled: { asked: 4_810, of: 15_606 } },
  reductions: [
    { name: 'ignored-deliveries', isApplied: true, bar: null, removed: null, orbits: null },
  ],
  ended: 'everything-seen',
  incomplete: null,
  notes: [],
  seconds: 2.5,
  workers: 1,
  peakMemoryBytes: 123_456_789,
  ...what,
})

const decided = report({
  verdict: 'violated',
  properties: [
    property('the regions never lose an order', {}),
    property('rahim and mita are told the same', {
      kind: 'never',
      verdict: 'violated',
      expected: 'violated',
      trace: await traceOf(storybook.delayedFromStart, 0),
    }),
    property('both can be told that it is confirmed', {
      kind: 'reachable',
      trace: await traceOf(storybook.healing, 2),
    }),
  ],
  notes: ['dhaka, ctg: never receives cancel', "property 'x' looks at nothing"],
})

const surprising = report({
  verdict: 'violated',
  asExpected: false,
  reductions: [],
  states: { distinct: 14, generated: 28, depth: 4, bytesPerState: 307_314 },
  properties: [
    property('the big jug never holds four gallons', {
      kind: 'never',
      verdict: 'violated',
      assumptions: machine,
      trace: await traceOf(storybook.jugs, 0),
    }),
    property('the small jug overflows', {
      kind: 'reachable',
      verdict: 'violated',
      assumptions: machine,
    }),
    property('a known mistake is still there', {
      expected: 'violated',
      assumptions: machine,
    }),
    property('something that should not be reachable', {
      kind: 'reachable',
      expected: 'violated',
      assumptions: [...machine, inWords({ kind: 'bound', isIntended: false })],
      trace: null,
    }),
  ],
})

const growth = [
  { component: 'state of counter, field count', fromDepth: 3, valuesByDepth: [4, 8, 16, 32, 1064] },
  { component: 'messages in flight to s1', fromDepth: 3, valuesByDepth: [1, 2, 3, 4, 5] },
]

const cutOff = report({
  verdict: 'incomplete',
  properties: [
    property('no two different values are chosen', { verdict: 'incomplete' }),
    property('a value can be chosen', { kind: 'reachable', verdict: 'incomplete' }),
  ],
  ended: 'states',
  incomplete: {
    kind: 'states',
    reason: 'the limit of 1194428 states was reached',
    growth,
    divergence: null,
  },
})

const bounded = report({
  verdict: 'incomplete',
  properties: [
    property('no two different values are chosen', { verdict: 'incomplete' }),
    property('a value can be chosen', { kind: 'reachable', verdict: 'incomplete' }),
  ],
  ended: 'bound',
  incomplete: {
    kind: 'bound',
    reason: 'the bound `within` cut off 12 steps',
    growth: [],
    divergence: null,
  },
})

const endless = report({
  verdict: 'incomplete',
  properties: [property('everything is well', { verdict: 'incomplete' })],
  ended: 'divergence',
  incomplete: {
    kind: 'divergence',
    reason:
      'there is no end of states: each time round a loop, one more hi from a to b and 2 more ho from b to a stay in flight',
    growth,
    divergence: {
      trace: { ...(await traceOf(storybook.deadlock, 0)), loopsTo: 2 },
      growth: [
        { from: 'a', to: 'b', message: { type: 'hi' }, count: 1 },
        { from: 'b', to: 'a', message: { type: 'ho' }, count: 2 },
      ],
    },
  },
})

const widest = (text: string): number =>
  Math.max(
    ...stripVTControlCharacters(text)
      .split('\n')
      .map((line) => line.length),
  )

const plain = { columns: 80, colour: false }

describe('the text of a report', () => {
  test.each([
    ['what came out as expected', decided, {}, 'as-expected'],
    ['witnesses in full, if asked for', decided, { witnesses: true }, 'witnesses'],
    ['what came out otherwise', surprising, {}, 'surprising'],
    ['a search that was cut off claims no more than it saw', cutOff, {}, 'cut-off'],
    ['a bound', bounded, {}, 'bounded'],
    ['a search without end', endless, {}, 'endless'],
    ['no properties', report({ parameters: {} }), {}, 'no-properties'],
    ['colour', decided, { colour: true }, 'as-expected.colour'],
  ])('%s', async (_, given, style, file) => {
    const text = renderReport(given, { ...plain, ...style })
    await expect(text).toMatchFileSnapshot(`../golden/report/${file}.txt`)
    expect(widest(text)).toBeLessThanOrEqual(80)
  })

  test('only a search that saw everything says so', () => {
    const claim = 'every one that is reachable'
    expect(renderReport(decided, plain)).toContain(`${claim} under the reduction`)
    expect(renderReport(cutOff, plain)).not.toContain(claim)
    expect(renderReport(bounded, plain)).not.toContain(claim)
    const decidedEarly = { ...decided, ended: 'everything-decided' } as const
    expect(renderReport(decidedEarly, plain)).not.toContain(claim)
  })

  test('a witness of what should not be reachable is told', () => {
    const [, , witness] = decided.properties
    const text = renderReport(
      report({ properties: [{ ...(witness as PropertyReport), expected: 'violated' }] }),
      plain,
    )
    expect(text).toContain('not expected: it should not be reachable; shortest witness')
    expect(text).toContain('Reachable, though the model expects otherwise. A shortest run')
  })

  test('liveness is not judged by half a search', () => {
    const open = property('everyone is answered', { kind: 'eventually', verdict: 'incomplete' })
    expect(renderReport({ ...cutOff, properties: [open] }, plain)).toContain('not judged')
    expect(renderReport({ ...bounded, properties: [open] }, plain)).toContain(
      'no run within the bound violates it; beyond it is open',
    )
  })

  test('what says nothing does not count as holding', () => {
    const vacuous = property('everyone is answered', { kind: 'leadsTo', verdict: 'vacuous' })
    const text = renderReport(
      report({ verdict: 'vacuous', asExpected: false, properties: [vacuous] }),
      plain,
    )
    expect(text).toContain('∅ vacuous     everyone is answered')
    expect(text).toContain('what it speaks of never happens')
    expect(text).toContain('Not as expected: 1 of 1 property')
  })

  test('what a property alone rests on is told apart', () => {
    const text = renderReport(
      report({
        properties: [
          property('safe', {}),
          property('live', { kind: 'eventually', assumptions: [...assumptions, weak] }),
        ],
      }),
      plain,
    )
    expect(text).toContain('and for “live”\n  fairness    weak for deliveries')
    expect(text).not.toContain('none needed')
  })
})

describe('a report as JSON', () => {
  test('has every field of the contract', async () => {
    const text = `${JSON.stringify(reportToJson(decided), null, 2)}\n`
    await expect(text).toMatchFileSnapshot('../golden/report/as-expected.json')
  })

  test('of an infinite run says where each promise is kept', async () => {
    const { properties } = await check(storybook.relay)
    expect(reportToJson(report({ properties }))).toMatchObject({
      properties: [
        {
          kind: 'everyRequestAnswered',
          trace: {
            loopsTo: 3,
            waiting: { node: 'rahim' },
            kept: [{ action: { kind: 'internal', node: 'clock', name: 'tick' }, takenInStep: 4 }],
          },
        },
        { trace: { loopsTo: null, refused: { node: 'mita' } } },
      ],
    })
  })

  test('keeps values that JSON lacks apart', async () => {
    const trace = await traceOf(storybook.collections, 0)
    const json = reportToJson(
      report({ properties: [property('cards', { verdict: 'violated', trace })] }),
    )
    expect(json).toMatchObject({
      properties: [
        {
          trace: {
            steps: [
              {
                changes: [
                  {
                    path: 'dealt',
                    before: { '#set': [] },
                    after: { '#set': [8] },
                    elements: { gained: [8], lost: [] },
                  },
                  { path: 'player1', before: { '#absent': true }, after: { '#set': [8] } },
                ],
              },
              {},
              {},
              {},
            ],
          },
        },
      ],
    })
    expect(structuredClone(json)).toEqual(JSON.parse(JSON.stringify(json)))
  })
})
