import { describe, expect, test } from 'vitest'
import cp from '../../models/cap/cp.ts'
import { flipCheck, type FlipOptions, type FlipReport, type System } from '../../src/index.ts'
import { renderFlips } from '../../src/render/flip-text.ts'
import { alternatingBit, counter, crashing, fragile } from './systems.ts'

/** The changes under which a property's verdict is another, with that verdict. */
const telling = (report: FlipReport, property: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    report.flips.flatMap(({ change, verdicts }) =>
      verdicts
        .filter((it) => it.property === property && it.isChanged)
        .map(({ verdict }) => [change, verdict]),
    ),
  )

const few: FlipOptions = { maxStates: 2_000 }

describe('what a verdict depends on', () => {
  test('requests under a cut: that it is promised to heal, and that nothing is lost', async () => {
    const report = await flipCheck(cp({ partition: 'heals' }))
    expect(telling(report, 'every request is served')).toEqual({
      'heals: eventually → never': 'violated',
      'heals: eventually → maybe': 'violated',
      'messages across the cut: delayed → dropped': 'violated',
      'loss: none → 1 message': 'violated',
      'loss: none → any number of messages': 'violated',
      'fairness: weak → none': 'violated',
    })
    const consistent = 'the users never see the order both confirmed and cancelled'
    expect(telling(report, consistent)).toEqual({})
  })

  test('a violation: with a promise it would hold', async () => {
    const report = await flipCheck(cp({ partition: 'lasts' }))
    expect(telling(report, 'every request is served')).toEqual({
      'partitions: 2 splits → none': 'holds',
      'heals: maybe → eventually': 'holds',
    })
  })

  test('a lossy link: strong fairness; in its safety nothing', async () => {
    const report = await flipCheck(alternatingBit, few)
    expect(telling(report, 'both words arrive')).toEqual({
      'fairness: strong → none': 'violated',
      'fairness: strong → weak': 'violated',
    })
    expect(telling(report, 'at most two words arrive')).toEqual({})
  })

  test('safety: that nothing is lost, and the order of messages', async () => {
    const report = await flipCheck(counter)
    expect(telling(report, 'stock is never below zero')).toEqual({
      'loss: none → 1 message': 'violated',
      'loss: none → any number of messages': 'violated',
      'duplication: none → 1 delivery': 'violated',
      'network: fifo → unordered': 'violated',
    })
  })

  test('a crash: that the node comes back', async () => {
    const report = await flipCheck(crashing)
    expect(report.properties[0]?.verdict).toBe('holds')
    expect(telling(report, 'Rahim gets an answer')).toEqual({
      'restarts: eventually → never': 'violated',
      'restarts: eventually → maybe': 'violated',
      'loss: none → 1 message': 'violated',
      'loss: none → any number of messages': 'violated',
      'fairness: weak → none': 'violated',
    })
  })
})

describe('what does not come to its end is open', () => {
  test('at a limit', async () => {
    const report = await flipCheck(alternatingBit, few)
    const any = report.flips.find(({ change }) => change === 'timers: patient → any')
    expect(any).toMatchObject({
      incomplete: { kind: 'states', reason: 'the limit of 2000 states was reached' },
      verdicts: [
        { verdict: 'incomplete', isChanged: null },
        { verdict: 'incomplete', isChanged: null },
      ],
    })
  })

  test('where the model itself fails', async () => {
    const { properties, flips } = await flipCheck(fragile)
    expect(properties[0]?.verdict).toBe('holds')
    expect(flips.find(({ assumption }) => assumption === 'duplication')).toMatchObject({
      incomplete: { kind: 'mistake', reason: expect.stringContaining('two orders') },
      verdicts: [{ verdict: 'incomplete', isChanged: null }],
    })
  })

  test('where it was interrupted: the rest is not tried', async () => {
    const controller = new AbortController()
    const seen: number[] = []
    const report = await flipCheck(counter, {
      signal: controller.signal,
      onResult: ({ flips }) => {
        const open = flips.filter(({ incomplete }) => incomplete?.kind === 'not-tried').length
        seen.push(open)
        if (seen.length === 2) controller.abort()
      },
    })
    expect(seen).toEqual([4, 3])
    expect(report.flips.map(({ incomplete }) => incomplete?.kind)).toEqual([
      undefined,
      'interrupted',
      'interrupted',
      'interrupted',
    ])
  })
})

describe('the text', () => {
  const plain = { columns: 80, colour: false }
  test.each<[string, System, FlipOptions]>([
    ['cap-cp-heals', cp({ partition: 'heals' }), {}],
    ['cap-cp-lasts', cp({ partition: 'lasts' }), {}],
    ['alternating-bit', alternatingBit, few],
    ['counter', counter, {}],
    ['open', counter, { maxStates: 4 }],
    ['fragile', fragile, {}],
  ])('%s', async (name, given, options) => {
    const text = renderFlips(await flipCheck(given, options), plain)
    await expect(text).toMatchFileSnapshot(`../golden/flip/${name}.txt`)
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  })
})
