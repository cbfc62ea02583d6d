import { describe, expect, test } from 'vitest'
import {
  machine,
  replicas,
  role,
  system,
  type Kit,
  type System,
  type View,
} from '../../src/index.ts'
import type { SafetyProperty } from '../../src/model/property.ts'
import { initialStates, worldOf } from '../../src/semantics/initial.ts'
import { unpaced } from '../../src/pace/pace.ts'
import { replay } from '../../src/trace/replay.ts'

interface State {
  orders: Record<string, { status: string; by: string[] }>
  tags: Set<string>
  votes: Map<string, { ballot: number }>
  log: number[]
  leader: string | null
}

const shop = role<State>({
  initial: () => ({
    orders: { o1: { status: 'confirmed', by: ['rahim', 'mita'] }, o2: { status: 'open', by: [] } },
    tags: new Set(['new']),
    votes: new Map([['s1', { ballot: 3 }]]),
    log: [1, 2, 3],
    leader: null,
  }),
})
const counter = role<number>({ initial: () => 5 })
const nodes = { dhaka: shop, branch: replicas(2, shop), counter: replicas(2, counter) }
type ShopView = View<typeof nodes>

const observed = (predicate: (view: ShopView) => unknown): Promise<Record<string, unknown>> => {
  const given: System = system({
    name: 'shop',
    nodes,
    properties: ({ reachable }: Kit<ShopView>) => ({
      seen: reachable((view) => (predicate(view), true)),
    }),
  })
  return observations(given)
}

const observations = async (given: System): Promise<Record<string, unknown>> => {
  const run = initialStates(worldOf(given)).slice(0, 1)
  const property = given.properties[0]?.property as SafetyProperty
  const trace = await replay(given, run, unpaced, { property })
  return Object.fromEntries(trace.observations.map(({ path, value }) => [path, value]))
}

describe('what a predicate looked at', () => {
  test.each<[string, (view: ShopView) => unknown, Record<string, unknown>]>([
    ['a field', ({ nodes: n }) => n.dhaka.leader, { 'dhaka.leader': null }],
    [
      'a field deep inside',
      ({ nodes: n }) => n.dhaka.orders['o1']?.status,
      { 'dhaka.orders.o1.status': 'confirmed' },
    ],
    [
      'a field that is not there',
      ({ nodes: n }) => n.dhaka.orders['o9'],
      { 'dhaka.orders.o9': undefined },
    ],
    ['in', ({ nodes: n }) => 'o9' in n.dhaka.orders, { 'dhaka.orders.o9': undefined }],
    [
      'every item up to the one that decides',
      ({ nodes: n }) => n.dhaka.log.every((entry) => entry < 2),
      { 'dhaka.log[0]': 1, 'dhaka.log[1]': 2 },
    ],
    [
      'all of a short list: the list',
      ({ nodes: n }) => n.dhaka.log.includes(9),
      { 'dhaka.log': [1, 2, 3] },
    ],
    ['find', ({ nodes: n }) => n.dhaka.log.find((entry) => entry === 1), { 'dhaka.log[0]': 1 }],
    ['a length', ({ nodes: n }) => n.dhaka.log.length === 3, { 'dhaka.log': [1, 2, 3] }],
    ['the last item', ({ nodes: n }) => n.dhaka.log.at(-1), { 'dhaka.log[2]': 3 }],
    [
      'values of a record',
      ({ nodes: n }) => Object.values(n.dhaka.orders).some(({ status }) => status === 'open'),
      { 'dhaka.orders.o1.status': 'confirmed', 'dhaka.orders.o2.status': 'open' },
    ],
    ['a copy', ({ nodes: n }) => [...n.dhaka.log].join(), { 'dhaka.log': [1, 2, 3] }],
    ['a Set', ({ nodes: n }) => n.dhaka.tags.has('new'), { 'dhaka.tags': new Set(['new']) }],
    [
      'a Set made of a Set',
      ({ nodes: n }) => new Set(n.dhaka.tags).size,
      { 'dhaka.tags': new Set(['new']) },
    ],
    [
      'an entry of a Map',
      ({ nodes: n }) => n.dhaka.votes.get('s1')?.ballot,
      { 'dhaka.votes.s1.ballot': 3 },
    ],
    [
      'a Map without an entry',
      ({ nodes: n }) => n.dhaka.votes.has('s9'),
      { 'dhaka.votes.s9': undefined },
    ],
    [
      'a loop over a Map',
      ({ nodes: n }) => [...n.dhaka.votes].map(([, { ballot }]) => ballot),
      { 'dhaka.votes.s1.ballot': 3 },
    ],
    ['one of the replicas', ({ nodes: n }) => n.branch[1]?.leader, { 'branch2.leader': null }],
    ['replicas of scalars', ({ nodes: n }) => n.counter.includes(7), { counter1: 5, counter2: 5 }],
    [
      'the faults',
      ({ partitioned, up }) => partitioned || up.dhaka,
      { partitioned: false, 'up.dhaka': true },
    ],
    ['the mail', ({ inFlight }) => inFlight.length, { inFlight: [] }],
  ])('%s', async (_, predicate, expected) => {
    expect(await observed(predicate)).toEqual(expected)
  })

  test('what is too much is shown less deep', async () => {
    const wide = machine({
      name: 'wide',
      initial: () => ({
        rows: Array.from({ length: 4 }, (_, row) => ({
          cells: Array.from({ length: 30 }, () => row),
        })),
        other: 1,
      }),
      actions: {},
      properties: ({ reachable }) => ({
        seen: reachable(({ rows }) => rows.every(({ cells }) => cells.every((cell) => cell >= 0))),
      }),
    })
    expect(Object.keys(await observations(wide))).toEqual([
      'rows[0].cells',
      'rows[1].cells',
      'rows[2].cells',
      'rows[3].cells',
    ])
  })

  test('a predicate that does not bear to be watched is shown everything', async () => {
    const whole = Object.keys(await observed((view) => structuredClone(view.nodes.dhaka)))
    expect(whole).toEqual(['dhaka', 'branch1', 'branch2', 'counter1', 'counter2'])
  })

  test('a predicate that looks at nothing, too', async () => {
    expect(Object.keys(await observed(() => 1))).toContain('branch2')
  })

  test('a predicate that answers otherwise when watched changes no verdict', async () => {
    let asked = 0
    const given = machine({
      name: 'fickle',
      initial: () => ({ a: 1, b: 2 }),
      actions: {},
      // The first answer settles it; the second is the watched one.
      properties: ({ reachable }) => ({ seen: reachable(({ a }) => a === 1 && ++asked !== 2) }),
    })
    expect(await observations(given)).toEqual({ a: 1, b: 2 })
  })

  test('of a step, before and after', async () => {
    const given = machine({
      name: 'step',
      initial: () => ({ count: 3, other: 0 }),
      actions: { drop: (state) => void (state.count -= 1) },
      properties: ({ stepwise }) => ({
        grows: stepwise((before, after) => after.count >= before.count),
      }),
    })
    const [first] = initialStates(worldOf(given))
    const states =
      first === undefined
        ? []
        : [first, { ...first, nodes: [{ up: true, state: { count: 2, other: 0 }, timers: [] }] }]
    const trace = await replay(given, states, unpaced, {
      property: given.properties[0]?.property as SafetyProperty,
    })
    expect(trace.observations).toEqual([{ path: 'count', before: 3, value: 2 }])
  })
})
