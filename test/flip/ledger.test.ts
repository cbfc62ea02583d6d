import { describe, expect, test } from 'vitest'
import ap from '../../models/cap/ap.ts'
import cp from '../../models/cap/cp.ts'
import { statusOf } from '../../src/cli/status.ts'
import { check, machine, role, system, unordered, type Fairness } from '../../src/index.ts'
import { fairnessGrounds } from '../../src/model/fair-grounds.ts'
import { ledgerOf, type Ground } from '../../src/model/ledger.ts'
import { inWords } from '../../src/render/ground-words.ts'
import { renderReport } from '../../src/render/report-text.ts'
import { alternatingBit, crashing } from './systems.ts'

const plain = { columns: 80, colour: false }

const linesOf = (grounds: readonly Ground[]): readonly string[] =>
  grounds.map(inWords).map(({ kind, text }) => `${kind}: ${text}`)

const lines = (fairness: Fairness): string =>
  linesOf(fairnessGrounds(alternatingBit, fairness)).join('\n')

/** A counter up to nine, of which a bound may leave out the rest from six on. */
const counter = (isBounded: boolean) =>
  machine({
    name: 'counter',
    initial: () => ({ count: 0 }),
    actions: {
      tick: { when: ({ count }) => count < 9, do: ({ count }) => ({ count: count + 1 }) },
    },
    ...(isBounded ? { within: ({ count }: { count: number }) => count <= 5 } : {}),
    properties: ({ eventually }) => ({
      'it gets to three': eventually(({ count }) => count === 3),
    }),
  })

const runs = async (partition: string): Promise<string> =>
  renderReport(await check(ap({ partition })), plain)

describe('what verdicts rest on', () => {
  test('names the sides of a cut, without the clients, and what is promised of it', () => {
    expect(linesOf(ledgerOf(cp({ partition: 'lasts' }), []))).toContain(
      'partitions: dhaka | ctg; 2 splits at most in a run, the first from the start; a cut may heal, ' +
        'which nobody promises; messages across a cut are delayed until it heals',
    )
  })

  test('counts cuts of which there are many, and tells those that never heal', () => {
    const idle = role<null>({ initial: () => null })
    const faults = { partitions: { split: 'any', times: 'unlimited', heals: 'never' } } as const
    const many = system({ name: 'many', nodes: { a: idle, b: idle, c: idle }, faults })
    expect(linesOf(ledgerOf(many, []))).toContain(
      'partitions: any of 4 splits; any number of splits in a run, at any moment; a cut never heals; ' +
        'messages across a cut are delayed for ever',
    )
    const oneWay = {
      partitions: { split: { from: ['a'], to: ['b'] }, messages: 'dropped' },
    } as const
    const one = system({ name: 'one', nodes: { a: idle, b: idle, c: idle }, faults: oneWay })
    expect(linesOf(ledgerOf(one, [])).join('\n')).toContain(
      'partitions: nothing from a to b; 1 split at most',
    )
    expect(linesOf(ledgerOf(one, [])).join('\n')).toContain('are dropped, in flight and later')
  })

  test('names who crashes', () => {
    expect(linesOf(ledgerOf(crashing, []))).toContain(
      'crashes: 1 crash at most in a run, of shop; it is promised that every crashed node restarts ' +
        'eventually',
    )
  })

  test('speaks of the fairness of such actions only as there are', () => {
    const weak = 'each happens some time if it stays possible from some point on'
    expect(lines('weak')).toBe(`fairness: weak for deliveries and timeouts: ${weak}`)
    expect(lines({ deliver: 'strong' })).toBe(
      'fairness: strong for deliveries: each happens some time if it is possible again and again; ' +
        `weak for timeouts: ${weak}`,
    )
    expect(lines('none')).toContain('none; any run counts')
    expect(linesOf(fairnessGrounds(crashing, 'none')).join('\n')).toContain(
      'not even for what is promised',
    )
    expect(lines(() => 'weak')).toBe('fairness: as the model says of each action')
  })

  test('says which steps are optional', () => {
    const lamp = machine({
      name: 'lamp',
      initial: () => ({ on: false }),
      actions: {
        press: { optional: true, do: (state) => ({ on: !state.on }) },
        rest: { when: ({ on }) => !on, do: () => undefined },
      },
    })
    expect(linesOf(fairnessGrounds(lamp, 'weak'))).toContain(
      'optional: "press"; may be left out for ever',
    )
  })

  test('is listed property by property, as data, each with its own fairness', async () => {
    const worker = role<{ done: boolean }>({
      initial: () => ({ done: false }),
      internal: { work: { when: ({ done }) => !done, do: () => ({ done: true }) } },
    })
    const report = await check(
      system({
        name: 'own',
        nodes: { worker },
        network: unordered(),
        properties: ({ always, eventually }) => ({
          safe: always(() => true),
          weak: eventually(({ nodes }) => nodes.worker.done),
          unfair: eventually(({ nodes }) => nodes.worker.done, {
            fairness: 'none',
            expected: 'violated',
          }),
        }),
      }),
    )
    const fairness = report.properties.map(({ assumptions }) =>
      assumptions.filter(({ kind }) => kind === 'fairness'),
    )
    expect(fairness).toEqual([
      [],
      [
        {
          kind: 'fairness',
          degrees: { none: [], weak: ['internal'], strong: [] },
          text: expect.stringContaining('weak for internal steps'),
        },
      ],
      [
        {
          kind: 'fairness',
          degrees: { none: ['internal'], weak: [], strong: [] },
          text: expect.stringContaining('none; any run counts'),
        },
      ],
    ])
    for (const { assumptions } of report.properties) {
      expect(assumptions.map(({ kind }) => kind).slice(0, 4)).toEqual([
        'network',
        'partitions',
        'crashes',
        'timers',
      ])
    }
    const text = renderReport(report, plain)
    expect(text).toMatch(/and for “weak”\n {2}fairness +weak for internal steps/)
    expect(text).toMatch(/and for “unfair”\n {2}fairness +none; any run counts/)
    expect(report.asExpected).toBe(true)
  })
})

describe('what is no proof does not pass for one', () => {
  test('a property of what never happens is vacuous, and not as expected', async () => {
    const report = await check(
      machine({
        name: 'still',
        initial: () => ({ asked: false }),
        actions: { rest: () => undefined },
        properties: ({ leadsTo }) => ({
          'whoever asks is answered': leadsTo(
            ({ asked }) => asked,
            () => true,
          ),
        }),
      }),
    )
    expect(report).toMatchObject({ verdict: 'vacuous', asExpected: false })
    expect(statusOf(report)).toBe(1)
  })

  test('a bound leaves open what must happen in the end, and says so', async () => {
    expect((await check(counter(false))).verdict).toBe('holds')
    const report = await check(counter(true))
    expect(report).toMatchObject({
      verdict: 'incomplete',
      properties: [{ verdict: 'incomplete' }],
      incomplete: { kind: 'bound', reason: 'the bound `within` cut off 1 step' },
    })
    expect(statusOf(report)).toBe(3)
    expect(report.properties[0]?.assumptions).toContainEqual({
      kind: 'bound',
      isIntended: false,
      text: 'states beyond `within` of the model are left out',
    })
    expect(renderReport(report, plain)).toContain('no run within the bound violates it')
    expect(report.ended).toBe('bound')
  })
})

describe('why an infinite run counts', () => {
  test('what is possible and not promised is named', async () => {
    const text = await runs('lasts')
    expect(text).toContain('The run counts: nothing that is promised can happen any more')
    expect(text).toContain('the network heals: possible, but nobody promises it')
  })

  test('the report has it as data', async () => {
    const { properties } = await check(cp({ partition: 'lasts' }))
    const served = properties.find(({ kind }) => kind === 'everyRequestServed')
    expect(served?.trace).toMatchObject({
      kept: [],
      notPromised: [{ kind: 'heal' }],
      waiting: { node: expect.any(String) },
    })
  })
})
