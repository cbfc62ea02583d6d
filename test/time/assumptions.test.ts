import { describe, expect, test } from 'vitest'
import { check, flipCheck, replicas, role, system } from '../../src/index.ts'
import fischer, { parameters } from '../../models/fischer.ts'
import heartbeat, { parameters as beats } from '../../models/heartbeat.ts'
import { flips } from '../../src/model/flips.ts'

describe('what is assumed of time', () => {
  test('is said with each verdict', async () => {
    const { properties } = await check(fischer({ ...parameters, max: 2, wait: 6 }))
    const texts = properties[0]?.assumptions.map(({ kind, text }) => `${kind}: ${text}`)
    expect(texts).toContain(
      'time: a message takes from 1 to 2 units; all clocks go alike; no node pauses',
    )
    expect(texts).toContain(
      'timers: a timer fires when it has run for as long as it was set for, by the clock of its node',
    )
  })

  test('is varied one by one', () => {
    const changes = flips(fischer({ ...parameters, max: 2, wait: 6 })).map(({ change }) => change)
    expect(changes.filter((change) => /delay|drift|pauses|timers/.test(change))).toEqual([
      'longest delay: 2 units → 1 unit',
      'longest delay: 2 units → 3 units',
      'longest delay: 2 units → any number of units',
      'drift: none → 1 unit',
      'pauses: none → 1 pause',
    ])
  })

  test('but for clocks that drift where there are more of them than may drift', () => {
    const ticking = role({
      initial: () => ({}),
      start: (_, { setTimer }) => setTimer('bell', 1),
      timeout: { bell: () => undefined },
    })
    const many = system({
      name: 'bells',
      nodes: { bell: replicas(9, ticking) },
      time: { delay: { min: 1, max: 1 } },
    })
    const changes = flips(many).map(({ change }) => change)
    expect(changes).toContain('pauses: none → 1 pause')
    expect(changes.filter((change) => change.startsWith('drift'))).toEqual([])
  })

  test('and what a verdict rests on comes out', async () => {
    const { flips: outcomes } = await flipCheck(heartbeat(beats), { maxStates: 20_000 })
    const violated = outcomes
      .filter(({ verdicts }) => verdicts[0]?.verdict === 'violated')
      .map(({ change }) => change)
    expect(violated).toEqual(
      expect.arrayContaining([
        'longest delay: 2 units → 3 units',
        'longest delay: 2 units → any number of units',
        'drift: none → 1 unit',
        'pauses: none → 1 pause',
      ]),
    )
    expect(violated).not.toContain('longest delay: 2 units → 1 unit')
  })
})
