import fc from 'fast-check'
import { expect, test } from 'vitest'
import { check, client, replicas, role, system, unordered, type System } from 'netsplit'
import {
  casRegister,
  counter,
  eventuallyConsistent,
  haveConverged,
  map,
  queue,
  register,
  set,
  type SeenUpdates,
  type Specification,
  type ToldCall,
} from 'netsplit/history'
import { nameObservers, type NamedObserver, type Told } from '../../src/model/observer.ts'
import { ModelError } from '../../src/value/model-error.ts'
import { textOf } from '../../src/history/equal.ts'
import { initialStates, worldOf } from '../../src/semantics/initial.ts'
import { firstState, hear } from '../../src/semantics/observers.ts'
import { explore } from '../../src/semantics/reference.ts'
import { fairGraph, isFormulaViolated } from '../../src/semantics/reference-liveness.ts'

type Message =
  | { type: 'update'; value: number }
  | { type: 'copy'; value: number; rank: number }
  | { type: 'done' }
  | { type: 'no' }

/** How two replicas keep an object, and what is asked of them. */
interface Shape {
  readonly isCounter: boolean
  /** What becomes of what another replica says: it is added, taken, taken if its rank is higher, or left alone. */
  readonly merges: 'adds' | 'takes' | 'ranks' | 'never'
  readonly refuses: boolean
  readonly losses: number
  readonly scripts: readonly (readonly number[])[]
}

const shape: fc.Arbitrary<Shape> = fc.record({
  isCounter: fc.boolean(),
  merges: fc.constantFrom('adds', 'takes', 'ranks', 'never'),
  refuses: fc.boolean(),
  losses: fc.nat(1),
  scripts: fc.array(fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 1, maxLength: 1 }), {
    minLength: 2,
    maxLength: 2,
  }),
})

interface Replica {
  value: number
  rank: number
}

const replica = ({ isCounter, merges, refuses }: Shape) =>
  role<Replica, Message>({
    initial: () => ({ value: 0, rank: 0 }),
    receive: (state, message, { self, from, others, send }) => {
      if (message.type === 'update') {
        if (refuses && state.rank > 0) return send(from, { type: 'no' })
        state.value = isCounter ? state.value + message.value : message.value
        // Two at a time: the second replica's counts for more.
        state.rank = 2 * state.rank + (self === 'replica2' ? 2 : 1)
        send(others, { type: 'copy', value: message.value, rank: state.rank })
        send(from, { type: 'done' })
      }
      if (message.type !== 'copy' || merges === 'never') return
      if (merges === 'adds') state.value += message.value
      else if (merges === 'takes' || message.rank > state.rank) state.value = message.value
      state.rank = Math.max(state.rank, message.rank)
    },
  })

const build = (given: Shape): System =>
  system({
    name: 'replicas',
    nodes: {
      replica: replicas(2, replica(given)),
      user: replicas(2, (number) =>
        client<Message>({
          ask: (given.scripts[number - 1] ?? []).map((value) => ({
            send: { type: 'update', value } as const,
            to: `replica${number}`,
          })),
          refused: ({ type }) => type === 'no',
        }),
      ),
    },
    network: unordered({ loss: given.losses }),
    observers: {
      store: eventuallyConsistent<Message>(given.isCounter ? counter() : register(0), {
        operation: ({ request }) =>
          request?.type === 'update'
            ? { f: given.isCounter ? 'add' : 'write', value: request.value }
            : null,
      }),
    },
    properties: ({ eventuallyAlways }) => ({
      converges: eventuallyAlways(({ nodes, observed }) =>
        haveConverged(
          observed.store,
          nodes.replica.map(({ value }) => value),
        ),
      ),
    }),
  })

/** What the reference says, with the object judged by hand: all agree on what the acknowledged updates give. */
const naive = (given: Shape): boolean => {
  const model = build(given)
  const reached = explore(model)
  if (reached === null) throw new Error('the reference explorer gave up')
  const world = worldOf(model)
  const graph = fairGraph(world, reached.states, initialStates(world), model.fairness)
  const all = given.scripts.flat()
  const converged = (view: unknown): boolean => {
    const { nodes } = view as {
      nodes: { replica: Replica[]; user: { answers: Message[] }[] }
    }
    const values = nodes.replica.map(({ value }) => value)
    if (values[0] !== values[1]) return false
    const done = all.filter((_, at) => nodes.user[at]?.answers[0]?.type === 'done')
    const open = all.filter((_, at) => nodes.user[at]?.answers.length === 0)
    const sums = subsets(open).map((some) => [...done, ...some])
    return sums.some((some) =>
      given.isCounter
        ? some.reduce((sum, value) => sum + value, 0) === values[0]
        : some.includes(values[0] ?? 0) || (some.length === 0 && values[0] === 0),
    )
  }
  const is = { op: 'is', predicate: converged } as never
  return !isFormulaViolated(world, graph, { op: 'eventually', of: { op: 'always', of: is } })
}

const subsets = (all: readonly number[]): readonly (readonly number[])[] =>
  all.reduce<readonly (readonly number[])[]>(
    (sets, each) => [...sets, ...sets.map((set) => [...set, each])],
    [[]],
  )

test('replicas converge in the random systems in which they do by the reference', async () => {
  const counts = { holds: 0, violated: 0 }
  await fc.assert(
    fc.asyncProperty(shape, async (given) => {
      const { properties } = await check(build(given))
      const verdict = properties[0]?.verdict
      expect(verdict).toBe(naive(given) ? 'holds' : 'violated')
      counts[verdict === 'holds' ? 'holds' : 'violated'] += 1
    }),
    { numRuns: 50 },
  )
  expect(counts.holds).toBeGreaterThan(1)
  expect(counts.violated).toBeGreaterThan(10)
})

const permutations = <Each>(all: readonly Each[]): readonly (readonly Each[])[] =>
  all.length === 0
    ? [[]]
    : all.flatMap((first, at) => permutations(all.toSpliced(at, 1)).map((rest) => [first, ...rest]))

const watching = (spec: Specification): NamedObserver =>
  nameObservers(
    { store: eventuallyConsistent<ToldCall>(spec, { operation: ({ request }) => request }) },
    [],
  )[0] as NamedObserver

/** An update, and how it ends: well, refused, or never. */
type Ended = readonly [call: ToldCall, end: 'done' | 'refused' | 'open' | 'lost']

/** What is known after updates, told one after the other. */
const knownAfter = (spec: Specification, updates: readonly Ended[]): SeenUpdates => {
  const observer = watching(spec)
  let known = firstState(observer)
  const tell = (told: Told): void => void (known = hear(observer, known, told))
  for (const [at, [call, end]] of updates.entries()) {
    const name = { node: end === 'lost' ? 'lost' : `client${at}`, operation: '#0' } as const
    tell({ kind: 'invoke', ...name, request: call })
    if (end === 'open' || end === 'lost') continue
    tell({ kind: 'return', ...name, request: call, reply: call, isRefusal: end === 'refused' })
  }
  return known as SeenUpdates
}

/** What all orders of those that are done, and of any of those that may be, come to. */
const naiveOutcomes = (spec: Specification, updates: readonly Ended[]): readonly string[] => {
  const calls = (ends: readonly string[]): readonly ToldCall[] =>
    updates.filter(([, end]) => ends.includes(end)).map(([call]) => call)
  const some = calls(['open', 'lost']).reduce<readonly (readonly ToldCall[])[]>(
    (sets, each) => [...sets, ...sets.map((others) => [...others, each])],
    [[]],
  )
  const all = some.flatMap((may) =>
    permutations([...calls(['done']), ...may]).flatMap((order) =>
      order.reduce<readonly unknown[]>(
        (states, { f, value = null }) =>
          states.flatMap((state) =>
            spec.apply(state, { f, key: null, argument: value }).map((outcome) => outcome.state),
          ),
        [spec.initial],
      ),
    ),
  )
  return [...new Set(all.map(textOf))].toSorted()
}

const number = fc.nat(2)

test.each<readonly [string, Specification, fc.Arbitrary<ToldCall>]>([
  ['register', register(0), number.map((value) => ({ f: 'write', value }))],
  [
    'register with cas',
    casRegister(0),
    fc.oneof(
      number.map((value) => ({ f: 'write', value })),
      fc.tuple(number, number).map((value) => ({ f: 'cas', value })),
    ),
  ],
  ['counter', counter(), number.map((value) => ({ f: 'add', value: value + 1 }))],
  ['set', set(), fc.record({ f: fc.constantFrom('add', 'remove'), value: number })],
  ['queue', queue(), fc.record({ f: fc.constantFrom('enqueue', 'dequeue'), value: number })],
])('what updates of a %s come to is what all their orders come to', (_, spec, call) => {
  const end = fc.constantFrom<Ended[1]>('done', 'done', 'refused', 'open', 'lost')
  let several = 0
  fc.assert(
    fc.property(fc.array(fc.tuple(call, end), { maxLength: 4 }), (updates) => {
      const known = knownAfter(spec, updates)
      const expected = naiveOutcomes(spec, updates)
      expect(known.outcomes.map(textOf).toSorted()).toEqual(expected)
      if (expected.length > 1) several += 1
      for (const outcome of known.outcomes) {
        expect(haveConverged(known, [outcome, outcome])).toBe(true)
        expect(haveConverged(known, [outcome, 'another'])).toBe(false)
      }
      expect(haveConverged(known, ['another', 'another'])).toBe(false)
    }),
    { numRuns: 300 },
  )
  expect(several).toBeGreaterThan(40)
})

const afterWrites = (...values: readonly number[]): SeenUpdates =>
  knownAfter(register(0), [
    ...values.map((value): Ended => [{ f: 'write', value }, 'done']),
    [{ f: 'read' }, 'done'],
  ])

test('reads change nothing, and neither does who updates, or when', () => {
  expect(afterWrites(1, 2)).toEqual(afterWrites(2, 1))
  expect(afterWrites(1, 2)).toMatchObject({
    done: [{ argument: 1 }, { argument: 2 }],
    outcomes: [1, 2],
  })
})

test('a map is watched key by key', () => {
  expect(() => watching(map())).toThrow(ModelError)
  expect(() => watching(map())).toThrow('A map has entries, which converge one by one')
})
