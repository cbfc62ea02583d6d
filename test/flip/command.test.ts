import { describe, expect, test } from 'vitest'
import { statusOf } from '../../src/cli/status.ts'
import { flipsCutShort } from '../../src/cli/engine-contract.ts'
import { engineHere } from '../../src/cli/engine-job.ts'
import { run } from '../../src/cli/run.ts'
import { flipCheck } from '../../src/flip.ts'
import { reportFromJson } from '../../src/render/report-json.ts'
import type { FlipReport } from '../../src/report.ts'
import { counter } from './systems.ts'

const check = async (
  ...args: readonly string[]
): Promise<{ status: number; text: string; errors: string }> => {
  let [text, errors] = ['', '']
  const status = await run(['check', ...args], {
    stdout: { write: (more) => (text += more) },
    stderr: { write: (more) => (errors += more) },
    cwd: process.cwd(),
    engine: engineHere,
    onInterrupt: () => () => undefined,
  })
  return { status, text, errors }
}

describe('netsplit check --flip', () => {
  test('prints the table and what each verdict depends on', async () => {
    const { status, text } = await check('cap-cp', '--set', 'partition=heals', '--flip')
    expect(status).toBe(0)
    expect(text).toContain('cap-cp  partition=heals')
    expect(text).toContain('heals: eventually → maybe')
    expect(text).toMatch(/- heals: eventually \(with 'never' or 'maybe' it is violated by a run/)
    expect(text).toContain('As expected: 8 properties.')
  })

  test('prints a JSON document', async () => {
    const { status, text } = await check('cap-cp', '--set', 'partition=heals', '--flip', '--json')
    expect(status).toBe(0)
    const report = reportFromJson(JSON.parse(text)) as FlipReport
    expect(report).toMatchObject({
      model: 'cap-cp',
      parameters: { partition: 'heals' },
      incomplete: null,
    })
    const served = 'every request is served'
    expect(report.properties).toContainEqual(
      expect.objectContaining({ name: served, verdict: 'holds' }),
    )
    expect(report.flips[0]).toMatchObject({
      change: 'partitions: 2 splits → none',
      assumption: 'partitions',
      was: '2 splits',
      becomes: 'none',
      incomplete: null,
    })
    const maybe = report.flips.find(({ change }) => change === 'heals: eventually → maybe')
    expect(maybe?.verdicts).toContainEqual(
      expect.objectContaining({ property: served, verdict: 'violated', isChanged: true }),
    )
  })

  test('ends with the status of the model as it stands', async () => {
    expect((await check('two-generals', '--flip')).status).toBe(0)
    const { status, text } = await check('paxos', '--flip', '--max-states', '50', '--json')
    expect(status).toBe(3)
    const report = reportFromJson(JSON.parse(text)) as FlipReport
    expect(report.properties.map(({ verdict }) => verdict)).toContain('incomplete')
    expect(report.incomplete).toMatchObject({ kind: 'states' })
    expect(report.flips).toContainEqual(
      expect.objectContaining({ incomplete: expect.objectContaining({ kind: 'states' }) }),
    )
  })

  test('shows the verdicts of a model in which nothing can be changed', async () => {
    const { status, text } = await check('dining-philosophers', '--flip')
    expect(status).toBe(0)
    expect(text).toContain('There is no assumption in this model that could be changed.')
    expect(text).toContain('✗ violated')
  })

  test.each(['--stop-at-first', '--witnesses', '--unfold'])(
    'does not go with %s',
    async (other) => {
      const { status, errors } = await check('cap-cp', '--flip', other)
      expect(status).toBe(2)
      expect(errors).toContain(`--flip and ${other} do not go together`)
    },
  )
})

test('an engine that ends early leaves open what it has not tried', async () => {
  const reports: Awaited<ReturnType<typeof flipCheck>>[] = []
  await flipCheck(counter, { onResult: (soFar) => reports.push(soFar) })
  const [, second] = reports
  if (second === undefined) throw new Error('there was no result')
  const { flips } = flipsCutShort(second, { kind: 'memory', reason: 'memory ran out' })
  expect(flips.map(({ incomplete }) => incomplete?.reason)).toEqual([
    undefined,
    'memory ran out',
    'memory ran out',
    'memory ran out',
  ])
})

test('changes that an interruption left untried leave the exit status at incomplete', async () => {
  const reports: FlipReport[] = []
  const whole = await flipCheck(counter, { onResult: (soFar) => reports.push(soFar) })
  const cut = reports.map((soFar) =>
    flipsCutShort(soFar, { kind: 'interrupted', reason: 'the check was interrupted' }),
  )
  expect(statusOf(whole)).toBe(0)
  expect(cut.map(statusOf)).toEqual([...reports.slice(1).map(() => 3), 0])
})
