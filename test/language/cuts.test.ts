import { describe, expect, test } from 'vitest'
import { check, client, renderReport, role, system, type Faults } from '../../src/index.ts'
import { mistakeIn } from '../support/mistake-in.ts'
import partialPartition from './models/partial-partition.ts'

const verdictsOf = async (split: Parameters<typeof partialPartition>[0]) => {
  const { properties } = await check(partialPartition(split))
  return properties.map(({ verdict }) => verdict)
}

const links = [
  ['old', 'a'],
  ['b', 'old'],
] as const

const cutting = (given: unknown) => () =>
  system({
    name: 'cutting',
    nodes: {
      a: role<null, string>({ initial: () => null, receive: () => undefined }),
      b: role<null, string>({ initial: () => null, receive: () => undefined }),
      c: role<null, string>({ initial: () => null, receive: () => undefined }),
      user: client<string>({ near: 'a', ask: [{ send: 'x' }] }),
    },
    faults: { partitions: { split: { links: given } } } as Faults<never>,
  })

describe('a cut of single links', () => {
  test('leaves a bridge between its sides, which reaches all', async () => {
    // a does not hear the old leader, the bridge does, and with it there are three votes.
    expect(await verdictsOf({ links })).toEqual(['violated', 'holds', 'violated'])
    expect(await verdictsOf([['old'], ['a', 'b', 'bridge']])).toEqual([
      'violated',
      'violated',
      'violated',
    ])
    expect(
      await verdictsOf([
        ['old', 'bridge'],
        ['a', 'b'],
      ]),
    ).toEqual(['violated', 'holds', 'holds'])
  })

  test('is named by its sides', async () => {
    const report = await check(partialPartition({ links }))
    expect(renderReport(report, { columns: 200 })).toContain('old | a, b; 1 split at most')
  })

  test('takes clients with the nodes that they are near', () => {
    const { cuts } = cutting([['a', 'b']])().faults
    expect(cuts[0]?.sides).toEqual([['a', 'user'], ['b']])
    expect(cuts[0]?.blocks).toEqual([
      [false, true, false, false],
      [true, false, false, true],
      [false, false, false, false],
      [false, true, false, false],
    ])
  })

  test.each([
    ['of unknown nodes', [['a', 'bee']], "no node 'bee'"],
    ['of clients that go with a node', [['user', 'b']], "Client 'user' is near 'a'"],
    ['of a node with itself', [['a', 'a']], 'is no link'],
    ['of three nodes', [['a', 'b', 'c']], 'is no link'],
    ['of none', [], 'No link is cut'],
    [
      'of all links among three nodes',
      [
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'a'],
      ],
      'not those between two sides',
    ],
    ['that are no list', 'a', 'is no list of links'],
  ])('is refused %s', async (_, given, saying) => {
    expect(await mistakeIn(cutting(given))).toEqual([
      expect.stringMatching('not-a-system|unknown-node'),
      expect.stringContaining(saying),
    ])
  })
})
