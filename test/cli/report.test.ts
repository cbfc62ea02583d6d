import { describe, expect, test } from 'vitest'
import { statusOf } from '../../src/cli/status.ts'
import { cutShort } from '../../src/cli/engine-contract.ts'
import { engineHere } from '../../src/cli/engine-job.ts'
import { run } from '../../src/cli/run.ts'
import type { PropertyReport, Report, Verdict } from '../../src/index.ts'

const check = async (...args: readonly string[]): Promise<{ status: number; text: string }> => {
  let text = ''
  const status = await run(['check', ...args], {
    stdout: { write: (more) => (text += more) },
    stderr: { write: () => true },
    cwd: process.cwd(),
    engine: engineHere,
    onInterrupt: () => () => undefined,
  })
  return { status, text }
}

const json = async (...args: readonly string[]): Promise<Record<string, unknown>> =>
  JSON.parse((await check(...args, '--json')).text) as Record<string, unknown>

/** Without what differs from run to run. */
const stable = (text: string): string =>
  text.replaceAll(/"(seconds|peakMemoryBytes)": [\d.]+/g, '"$1": 0')

describe('the JSON document', () => {
  test('has the fields that scripts rely on', async () => {
    const report = await json('two-phase-commit', '--set', 'participants=2')
    expect(report).toMatchObject({
      model: 'two-phase-commit',
      parameters: { participants: 2 },
      verdict: 'holds',
      asExpected: true,
      states: {
        distinct: expect.any(Number),
        generated: expect.any(Number),
        depth: expect.any(Number),
        bytesPerState: expect.any(Number),
      },
      steps: { evaluated: expect.any(Number), sampled: null },
      schemaVersion: 1,
      ended: 'everything-seen',
      reductions: [
        { name: 'ignored-deliveries', isApplied: false, bar: { kind: 'network' } },
        { name: 'stale-messages', isApplied: false, bar: { kind: 'none-declared' } },
        { name: 'symmetry', isApplied: false, bar: { kind: 'told-apart' } },
      ],
      incomplete: null,
      seconds: expect.any(Number),
      workers: 1,
      peakMemoryBytes: expect.any(Number),
    })
    expect(report['properties']).toContainEqual({
      name: 'no two participants decide differently',
      kind: 'always',
      verdict: 'holds',
      expected: 'holds',
      assumptions: expect.any(Array),
      trace: null,
    })
  })

  test('tells a run step by step', async () => {
    const report = await json('cap-ap')
    const [first] = report['properties'] as { trace: { steps: object[]; loopsTo: unknown } }[]
    expect(first?.trace.loopsTo).toBeNull()
    expect(first?.trace.steps).toHaveLength(4)
    expect(first?.trace.steps[0]).toMatchObject({
      action: expect.any(String),
      kind: 'deliver',
      node: expect.any(String),
      changes: expect.any(Array),
    })
  })

  test.each(['paxos', 'cap-ap', 'die-hard', 'dining-philosophers'])(
    'is the same on every run, apart from time and memory: %s',
    async (model) => {
      const [first, second] = [await check(model, '--json'), await check(model, '--json')]
      expect(stable(first.text)).toBe(stable(second.text))
    },
  )
})

describe('the exit status', () => {
  test('is 0 when everything came out as expected, counterexamples included', async () => {
    expect((await check('two-phase-commit')).status).toBe(0)
    expect((await check('cap-ap')).status).toBe(0)
  })

  test('is 3 when a limit ended the search', async () => {
    const { status, text } = await check('paxos', '--max-states', '100')
    expect(status).toBe(3)
    expect(text).toContain('the limit of 100 states was reached')
  })

  type Came = readonly [verdict: Verdict, expected: PropertyReport['expected']]
  const report = (...properties: readonly Came[]): Report => {
    const outline = { model: 'm', parameters: {}, properties: [] }
    const cut = cutShort(outline, null, { kind: 'interrupted', reason: 'it was interrupted' })
    const isOpen =
      properties.length === 0 || properties.some(([verdict]) => verdict === 'incomplete')
    return {
      ...cut,
      incomplete: isOpen ? cut.incomplete : null,
      properties: properties.map(([verdict, expected], index) => ({
        name: String(index),
        kind: 'always',
        verdict,
        expected,
        assumptions: [],
        trace: null,
      })),
    }
  }

  test.each<{ came: readonly Came[]; status: number }>([
    { came: [['holds', 'holds']], status: 0 },
    { came: [['violated', 'violated']], status: 0 },
    { came: [['violated', 'holds']], status: 1 },
    { came: [['holds', 'violated']], status: 1 },
    { came: [['incomplete', 'holds']], status: 3 },
    {
      came: [
        ['incomplete', 'holds'],
        ['violated', 'holds'],
      ],
      status: 1,
    },
    {
      came: [
        ['incomplete', 'holds'],
        ['violated', 'violated'],
      ],
      status: 3,
    },
    { came: [], status: 3 },
  ])('$came gives $status', ({ came, status }) => {
    expect(statusOf(report(...came))).toBe(status)
  })

  test('is 3 where a limit came before every run was told', () => {
    const { incomplete } = report()
    expect(statusOf({ ...report(['violated', 'violated']), incomplete })).toBe(3)
    expect(statusOf({ ...report(['violated', 'holds']), incomplete })).toBe(1)
  })
})
