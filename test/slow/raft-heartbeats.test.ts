import { expect, test } from 'vitest'
import { check, renderReport } from '../../src/index.ts'
import raft, { parameters } from './models/raft-heartbeats.ts'

const counts = async (changes: Partial<Parameters<typeof raft>[0]>) => {
  const report = await check(raft({ ...preset, ...changes }))
  const { distinct } = report.states
  return { report, distinct, verdicts: report.properties.map(({ verdict }) => verdict) }
}

const preset = { ...parameters, bug: 'none' as const }

test('a Raft that says things again over a bag comes to an end, and says what that rests on', async () => {
  const { report, distinct, verdicts } = await counts({})
  expect(verdicts).toEqual(['holds', 'holds', 'holds'])
  expect(distinct).toBe(1_489_643)
  const text = renderReport(report, { columns: 300 })
  expect(text).toContain('1 crash at most in a run, of any node, also in the middle of a step')
  expect(text).toContain('elections: 2 times at most in a run, spent by "election" of server')
  expect(text).toContain('unordered, messages may overtake each other')
})

test('so does one with an entry in its log', async () => {
  const { distinct, verdicts } = await counts({ elections: 1, log: 1 })
  expect(verdicts).toEqual(['holds', 'holds', 'holds'])
  expect(distinct).toBe(1_164_665)
})

test('a vote that is sent before it is saved makes two leaders', async () => {
  const { properties, ...system } = raft({ ...preset, bug: 'send-first' })
  const report = await check({ ...system, properties: properties.slice(0, 1) })
  expect(report.properties[0]?.verdict).toBe('violated')
  expect(report.properties[0]?.trace?.steps).toHaveLength(7)
  expect(report.properties[0]?.trace?.steps.filter(({ middle }) => middle)).toHaveLength(1)
})

test('what is sent though it is in flight piles up', async () => {
  const { report } = await counts({ bug: 'piles-up' })
  expect(report.incomplete?.kind).toBe('divergence')
})
