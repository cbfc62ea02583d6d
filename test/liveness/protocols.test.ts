import { describe, expect, test } from 'vitest'
import { check } from '../../src/index.ts'
import { runOf, verdictsOf } from '../support/lasso.ts'
import { alternatingBit } from './models/alternating-bit.ts'
import { changRoberts } from './models/chang-roberts.ts'
import { ewd840 } from './models/ewd840.ts'
import { alternation, dekker, overpolite, peterson, stubborn } from './models/mutual-exclusion.ts'
import { philosophers } from './models/philosophers.ts'

describe('the alternating-bit protocol over a link that loses anything', () => {
  const safe = 'items arrive once each and in order'
  const first = 'item 0 arrives again and again'
  const second = 'item 1 arrives again and again'

  test('delivers for ever where deliveries are strongly fair', async () => {
    const report = await check(alternatingBit({ deliver: 'strong' }))
    expect(verdictsOf(report)).toEqual({ [safe]: 'holds', [first]: 'holds', [second]: 'holds' })
  })

  test('does not where they are weakly fair: everything may be lost', async () => {
    const report = await check(alternatingBit('weak'))
    const verdicts = { [safe]: 'holds', [first]: 'violated', [second]: 'violated' }
    expect(verdictsOf(report)).toEqual(verdicts)
    expect(runOf(report, first)).toEqual({
      stem: [],
      cycle: [expect.stringContaining('loses data'), expect.stringContaining('again')],
    })
  })

  test('does not where only the items are strongly fair: every acknowledgement may be lost', async () => {
    const report = await check(
      alternatingBit((action) =>
        action.kind === 'deliver' && action.to === 'receiver' ? 'strong' : 'weak',
      ),
    )
    expect(verdictsOf(report)).toMatchObject({ [safe]: 'holds', [second]: 'violated' })
    const { stem, cycle } = runOf(report, second)
    // The item arrives; then its acknowledgement is lost, and it comes again, for ever.
    expect([stem.length, cycle.length]).toEqual([1, 3])
  })
})

describe('mutual exclusion', () => {
  const none = { 'both are never in': 'holds', 'nothing gets stuck': 'holds' }

  test.each([peterson, dekker])('$name is free of starvation', async (algorithm) => {
    expect(verdictsOf(await check(algorithm))).toEqual({
      ...none,
      'process 0 gets in': 'holds',
      'process 1 gets in': 'holds',
    })
  })

  test.each([peterson, dekker])('$name starves where steps are not fair', async (algorithm) => {
    const report = await check({ ...algorithm, fairness: 'none' })
    expect(verdictsOf(report)).toMatchObject({ ...none, 'process 0 gets in': 'violated' })
    // It wants in, and that is the end of it.
    expect(runOf(report, 'process 0 gets in')).toEqual({
      stem: ['process 0 wants in'],
      cycle: [],
    })
  })

  test('with stubborn flags both get stuck', async () => {
    const report = await check(stubborn)
    expect(verdictsOf(report)).toEqual({
      'both are never in': 'holds',
      'nothing gets stuck': 'violated',
      'process 0 gets in': 'violated',
      'process 1 gets in': 'violated',
    })
    const { stem, cycle } = runOf(report, 'process 0 gets in')
    expect([stem.length, cycle.length]).toEqual([4, 0])
  })

  test('with overpolite flags both go round for ever, one after the other', async () => {
    const report = await check(overpolite)
    expect(verdictsOf(report)).toEqual({
      ...none,
      'process 0 gets in': 'violated',
      'process 1 gets in': 'violated',
    })
    const { stem, cycle } = runOf(report, 'process 0 gets in')
    // Each raises its flag, sees the other's and lowers its own.
    expect([stem.length, cycle.length]).toEqual([2, 6])
  })

  test('in strict alternation one starves when the other does not come', async () => {
    const report = await check(alternation)
    expect(verdictsOf(report)).toMatchObject({ ...none, 'process 0 gets in': 'violated' })
    const { stem, cycle } = runOf(report, 'process 1 gets in')
    expect([stem, cycle]).toEqual([['process 1 wants in'], []])
  })
})

describe('termination detection, EWD840', () => {
  test('has the published verdicts', async () => {
    expect(verdictsOf(await check(ewd840(3)))).toEqual({
      TerminationDetection: 'holds',
      Liveness: 'holds',
      FalseLiveness: 'violated',
    })
  })

  // As TLC counts: tlaplus/Examples, specifications/ewd840/manifest.json.
  test.each([
    [3, 302],
    [4, 1566],
  ])('of %i nodes has the published number of states, %i', async (nodes, distinct) => {
    const { states } = await check({ ...ewd840(nodes), properties: [] })
    expect(states).toMatchObject({ distinct })
  })

  test('detects too much where nodes that send do not turn black', async () => {
    const verdicts = verdictsOf(await check(ewd840(3, false)))
    expect(verdicts).toMatchObject({ TerminationDetection: 'violated', Liveness: 'holds' })
  })

  test('detects nothing where the token need not move', async () => {
    const report = await check({ ...ewd840(3), fairness: 'none' })
    expect(verdictsOf(report)).toMatchObject({ Liveness: 'violated' })
    expect(runOf(report, 'Liveness')).toEqual({ stem: [], cycle: [] })
  })
})

describe("Chang and Roberts' election", () => {
  const elects = {
    'at most one leads': 'holds',
    'nobody leads but the highest': 'holds',
    'somebody leads some time': 'holds',
    'then for ever': 'holds',
  }

  test.each([
    [[1, 2, 3], true],
    [[3, 1, 2], false],
    [[2, 4, 1, 3], false],
    [[5, 5 - 4, 3, 2, 4], true],
  ])(
    'elects the highest of %j, whether messages keep their order or not',
    async (numbers, keepsOrder) => {
      const report = await check(changRoberts(numbers, { keepsOrder }))
      expect(verdictsOf(report)).toMatchObject(elects)
    },
  )

  test('takes n (n + 1) / 2 messages where the numbers fall', async () => {
    const verdicts = verdictsOf(await check(changRoberts([4, 3, 2, 1])))
    expect(verdicts).toMatchObject({ ...elects, 'worst count of messages': 'holds' })
    expect(verdicts).toMatchObject({ 'best count of messages in the end': 'violated' })
  })

  test('takes 2 n - 1 messages where they rise', async () => {
    const verdicts = verdictsOf(await check(changRoberts([1, 2, 3, 4])))
    expect(verdicts).toMatchObject({ ...elects, 'worst count of messages': 'violated' })
    expect(verdicts).toMatchObject({ 'best count of messages in the end': 'holds' })
  })

  test('elects nobody when the wrong message is lost', async () => {
    const report = await check(changRoberts([1, 2, 3], { loss: 1 }))
    expect(verdictsOf(report)).toMatchObject({
      'at most one leads': 'holds',
      'somebody leads some time': 'violated',
    })
    // The highest number is lost; the others end where they meet a higher one.
    const { stem, cycle } = runOf(report, 'somebody leads some time')
    expect([stem.length, cycle.length]).toEqual([3, 0])
  })
})

describe('dining philosophers', () => {
  const safe = { 'neighbours never eat at once': 'holds' }

  test.each([3, 4])('a fair waiter feeds %i, under weak fairness', async (count) => {
    const verdicts = verdictsOf(await check(philosophers(count, 'fair')))
    expect(verdicts).toEqual({ ...safe, 'the hungry eat': 'holds' })
  })

  test('an unfair waiter starves one of three under weak fairness, not under strong', async () => {
    const weak = await check(philosophers(3, 'unfair'))
    expect(verdictsOf(weak)).toEqual({ ...safe, 'the hungry eat': 'violated' })
    const { stem, cycle } = runOf(weak, 'the hungry eat')
    // A neighbour gets hungry, is served and has eaten, again and again.
    expect([stem.length, cycle.length]).toEqual([1, 3])
    const strong = verdictsOf(await check(philosophers(3, 'unfair', 'strong')))
    expect(strong).toEqual({ ...safe, 'the hungry eat': 'holds' })
  })

  test('an unfair waiter starves one of four even under strong fairness', async () => {
    const report = await check(philosophers(4, 'unfair', 'strong'))
    expect(verdictsOf(report)).toEqual({ ...safe, 'the hungry eat': 'violated' })
    // Its two neighbours take turns so that one of them always eats.
    const { cycle } = runOf(report, 'the hungry eat')
    expect(cycle).toHaveLength(6)
  })
})
