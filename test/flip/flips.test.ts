import { describe, expect, test } from 'vitest'
import cp from '../../models/cap/cp.ts'
import diningPhilosophers, { parameters as dining } from '../../models/dining-philosophers.ts'
import { duplicating, role, system, unordered, type System } from '../../src/index.ts'
import { planNetwork } from '../../src/model/network-plan.ts'
import { flips } from '../../src/flip.ts'
import { alternatingBit, counter, crashing, lonely } from './systems.ts'

const changes = (of: System): readonly string[] => flips(of).map(({ change }) => change)

/** Of what a system's changes speak. */
const about = (of: System): readonly string[] => [
  ...new Set(flips(of).map(({ assumption }) => assumption)),
]

describe('the changes of a system', () => {
  test('are those of its partitions, its network and its fairness', () => {
    expect(changes(cp({ partition: 'heals' }))).toEqual([
      'partitions: 2 splits → none',
      'partitions: 2 splits → 1 split',
      'partitions: 2 splits → 3 splits',
      'heals: eventually → never',
      'heals: eventually → maybe',
      'split: from the start → at any moment',
      'messages across the cut: delayed → dropped',
      'loss: none → 1 message',
      'loss: none → any number of messages',
      'duplication: none → 1 delivery',
      'network: unordered → fifo',
      'fairness: weak → none',
      'fairness: weak → strong',
    ])
  })

  test('are those of its crashes', () => {
    expect(changes(crashing).slice(0, 4)).toEqual([
      'crashes: 1 crash → none',
      'crashes: 1 crash → 2 crashes',
      'restarts: eventually → never',
      'restarts: eventually → maybe',
    ])
  })

  test('are those of its timers and its losses', () => {
    expect(changes(alternatingBit)).toEqual([
      'loss: any number of messages → none',
      'loss: any number of messages → 1 message',
      'duplication: none → 1 delivery',
      'network: fifo → unordered',
      'timers: patient → any',
      'fairness: strong → none',
      'fairness: strong → weak',
    ])
  })

  test('leave everything else as it is', () => {
    const base = cp({ partition: 'heals' })
    for (const { change, assumption, was, becomes, system: changed } of flips(base)) {
      expect(change).toBe(`${assumption}: ${was} → ${becomes}`)
      const fields = ['network', 'faults', 'timers', 'fairness'] as const
      const differing = fields.filter((field) => {
        return JSON.stringify(base[field]) !== JSON.stringify(changed[field])
      })
      expect(differing).toHaveLength(1)
      expect(changed.nodes).toBe(base.nodes)
    }
  })
})

describe('changes that make no difference are left out:', () => {
  test('partitions and crashes that a system has not', () => {
    expect(about(counter)).toEqual(['loss', 'duplication', 'network'])
  })

  test('what becomes of messages, where nobody receives any', () => {
    expect(about(lonely)).toEqual(['fairness'])
  })

  test('fairness, and what is promised, where no property speaks of for ever', () => {
    const base = cp({ partition: 'heals' })
    const properties = base.properties.filter(({ property }) => property.kind === 'reachable')
    const heals = flips({ ...base, properties }).filter(({ assumption }) => assumption === 'heals')
    expect(heals.map(({ becomes }) => becomes)).toEqual(['never'])
    expect(about({ ...base, properties })).not.toContain('fairness')
  })

  test('more splits than a cut that never heals leaves room for', () => {
    const { faults, ...rest } = cp({ partition: 'heals' })
    const never: System = { ...rest, faults: { ...faults, splits: 1, heals: 'never' } }
    expect(changes(never).filter((it) => it.startsWith('partitions'))).toEqual([
      'partitions: 1 split → none',
    ])
  })

  test('more crashes than there are nodes that never restart', () => {
    const never: System = { ...crashing, faults: { ...crashing.faults, restarts: 'never' } }
    expect(changes(never).filter((it) => it.startsWith('crashes'))).toEqual([
      'crashes: 1 crash → none',
    ])
  })

  test('a budget for duplicates, where all messages stay', () => {
    const changed = about({ ...counter, network: planNetwork(duplicating(), counter.nodes) })
    expect(changed).toEqual(['loss', 'network'])
  })

  test('everything, in a machine without properties of infinite runs', () => {
    expect(flips(diningPhilosophers(dining))).toEqual([])
  })
})

/** Two properties of infinite runs, one of which may have a fairness of its own. */
const withFairness = (own: 'strong' | undefined): System =>
  system({
    name: 'two',
    nodes: { it: role<null>({ initial: () => null }) },
    network: unordered(),
    properties: ({ eventually }) => ({
      first: eventually(() => true, own === undefined ? {} : { fairness: own }),
      second: eventually(() => true),
    }),
  })

describe('fairness', () => {
  test('that properties have of their own is changed with the others', () => {
    const all = flips(withFairness('strong'))
    expect(all.map(({ change }) => change)).toEqual([
      'fairness: as stated → none',
      'fairness: as stated → weak',
      'fairness: as stated → strong',
    ])
    expect(all[1]?.system.properties.map(({ property }) => property)).toMatchObject([
      { fairness: null },
      { fairness: null },
    ])
  })

  test('by kind counts as one where all kinds have the same', () => {
    const base = withFairness(undefined)
    expect(changes({ ...base, fairness: { deliver: 'weak' } })).toEqual(changes(base))
    expect(changes({ ...base, fairness: { deliver: 'strong' } })).toHaveLength(3)
    expect(changes({ ...base, fairness: () => 'weak' })).toHaveLength(3)
  })
})
