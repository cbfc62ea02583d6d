import { describe, expect, test } from 'vitest'
import { check, renderReport, reportFromJson, reportToJson, type Report } from '../../src/index.ts'
import { kit } from '../../src/model/property.ts'
import type { System } from '../../src/model/system.ts'
import { expectMixed } from '../support/mixed-agreement.ts'
import raft, { parameters } from '../support/raft-in-full.ts'

describe('properties that are judged in several graphs', () => {
  test('come out as each does alone, and as the reference says', async () => {
    const { compared, biting } = await expectMixed(250)
    expect(compared).toBeGreaterThan(50)
    expect(biting).toBeGreaterThan(compared / 6)
  })
})

/** Raft, and a formula that no reduction is sound for. */
const mixedRaft = (): System => {
  const system = raft({ ...parameters, terms: 2, crashes: 1 })
  const eventually = kit.eventually((view) =>
    (view as { nodes: { s: readonly { term: number }[] } }).nodes.s.some(({ term }) => term > 0),
  )
  return {
    ...system,
    properties: [...system.properties, { name: 'somebody stands', property: eventually }],
  }
}

const verdictsIn = ({ properties }: Report): readonly (readonly [string, string])[] =>
  properties.map(({ name, verdict }) => [name, verdict])

describe('a property that needs a large graph', () => {
  test('does not take the verdicts of the others away', async () => {
    const system = mixedRaft()
    const report = await check(system, { maxStates: 50_000 })
    const others = system.properties.slice(0, -1)
    expect(verdictsIn(report)).toEqual([
      ...others.map(({ name }) => [name, 'holds']),
      ['somebody stands', 'incomplete'],
    ])
    expect(report.incomplete?.kind).toBe('states')
    expect(report.states.distinct).toBe(50_000)
    expect(report.graphs).toMatchObject([
      {
        reductions: ['ignored-deliveries', 'stale-messages', 'symmetry'],
        states: { distinct: 4656 },
        ended: 'everything-seen',
      },
      { reductions: [], states: { distinct: 50_000 }, ended: 'states' },
    ])
    expect(reportFromJson(JSON.parse(JSON.stringify(reportToJson(report))))).toEqual(report)
    const text = renderReport(report, { columns: 1000, colour: false })
    expect(text).toContain(
      'in a graph of 4,656 states (ignored-deliveries, stale-messages, symmetry)',
    )
    expect(text).toContain('in a graph of more than 50,000 states, more than 11 times as many')
  })

  test('leaves the report as it is where the large graph is small, or the small one is not smaller', async () => {
    const system = raft({ ...parameters, terms: 1 })
    const deadlock = kit.noDeadlock({ unless: () => true })
    const properties = [...system.properties, { name: 'goes on', property: deadlock }]
    expect((await check({ ...system, properties })).graphs).toBe(undefined)
  })
})
