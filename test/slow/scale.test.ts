import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { nodeBaseline, runOwn } from '../../bench/own.ts'

/* What the engine promises at scale. Needs the built program: `npm run build`. */

test('ten million states take at most 40 bytes each, the whole process included', () => {
  const run = runOwn('two-phase-commit', { participants: 9 })
  expect(run.distinct).toBe(10_340_352)
  expect(run.transitions).toBe(123_558_402)
  expect(run.verdicts).toEqual(['holds', 'holds', 'holds'])
  expect((run.peakMemoryBytes - nodeBaseline()) / run.distinct).toBeLessThanOrEqual(40)
})

test('two million states of 64 fields fit in 3 GiB and the default heap', () => {
  const script = fileURLToPath(new URL('../support/wide-machine.mjs', import.meta.url))
  const child = spawnSync(process.execPath, [script, '1415'], { encoding: 'utf8' })
  expect(child.stderr).toBe('')
  const run = JSON.parse(child.stdout) as {
    distinct: number
    verdicts: string[]
    peakMemoryBytes: number
  }
  expect(run).toMatchObject({ distinct: 1415 ** 2, verdicts: ['holds'] })
  expect(run.peakMemoryBytes).toBeLessThan(3 * 2 ** 30)
})

test('Paxos with three clients has the published number of states', () => {
  const run = runOwn('paxos', { clients: 3 })
  expect(run.distinct).toBe(1_194_428)
  expect(run.transitions).toBe(2_420_477)
})
