import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { check, machine, ModelError, role, system, type Report, type System } from 'netsplit'
import { Loan } from '../../src/model/question.ts'
import { kit } from '../../src/model/property.ts'
import { isFoundOut } from '../support/found-out.ts'
import {
  predicatePlaces,
  withPredicates,
  type AnyPredicate,
  type PredicatePlace,
} from '../support/drift.ts'
import type { AnyView } from '../support/machine-of.ts'
import {
  buildFormula,
  leafOf,
  livenessSpec,
  type LivenessSpec,
} from '../support/random-liveness.ts'
import { buildSystem, systemSpec, type SystemSpec } from '../support/random-system.ts'

/*
 * User code that keeps what it is handed, and goes by it when it is asked about something else. Either
 * that is found out, and the function named; or it makes no difference to the verdict.
 */

/** A part of a view: how it is kept, and what a predicate sees who goes by a kept one. */
interface Way {
  readonly keep: (view: AnyView) => unknown
  readonly use: (kept: never, view: AnyView) => Partial<AnyView>
}

const ways: Record<string, Way> = {
  'the view': { keep: (view) => view, use: (kept: AnyView) => kept },
  nodes: { keep: ({ nodes }) => nodes, use: (nodes: AnyView['nodes']) => ({ nodes }) },
  up: { keep: ({ up }) => up, use: (up: AnyView['up']) => ({ up }) },
  'a getter': {
    keep: (view) => getterOf(view, 'nodes'),
    use: (get: () => AnyView['nodes']) => ({
      get nodes() {
        return get()
      },
    }),
  },
  'a getter of a node': {
    keep: ({ nodes }) => getterOf(nodes, 'n0'),
    use: (get: () => object, view) => ({ nodes: withFirst(view, get) }),
  },
  'a state': {
    keep: ({ nodes }) => nodes['n0'],
    use: (state: object, view) => ({ nodes: withFirst(view, () => state) }),
  },
  'messages in flight': {
    keep: ({ inFlight }) => inFlight,
    use: (inFlight: AnyView['inFlight']) => ({ inFlight }),
  },
  'an iterator': {
    keep: ({ inFlight }) => inFlight[Symbol.iterator](),
    use: (iterator: Iterable<unknown>) => ({ inFlight: [...iterator] }),
  },
}

/** A view in which some parts are others. Nothing is looked at that nobody asks for. */
const over = (view: AnyView, parts: Partial<AnyView>): AnyView =>
  new Proxy({} as AnyView, {
    get: (_, key) => (key in parts ? Reflect.get(parts, key) : (Reflect.get(view, key) as unknown)),
  })

const getterOf = (object: object, key: string): unknown =>
  Reflect.get(Object.getOwnPropertyDescriptor(object, key) ?? {}, 'get')

/** The nodes of a view, the first of them in another state. */
const withFirst = (view: AnyView, state: () => object): AnyView['nodes'] =>
  new Proxy({}, { get: (_, id) => (id === 'n0' ? state() : view.nodes[String(id)]) })

/** Counts calls, and what was kept and used. */
class Keeper {
  calls = 0
  readonly names = new Set<string>()
  readonly #way: Way
  readonly #holds: 'the first' | 'the last'
  readonly #after: number

  constructor(way: Way, holds: 'the first' | 'the last', after: number) {
    this.#way = way
    this.#holds = holds
    this.#after = after
  }

  spoil(name: string, predicate: AnyPredicate): AnyPredicate {
    const slots: { kept: unknown }[] = []
    return (...views) => {
      this.calls += 1
      if (this.calls <= this.#after) return predicate(...views)
      this.names.add(name)
      return predicate(
        ...views.map((it, at) => {
          const view = it as AnyView
          const slot = (slots[at] ??= { kept: this.#way.keep(view) })
          const { kept } = slot
          if (this.#holds === 'the last') slot.kept = this.#way.keep(view)
          return over(view, this.#way.use(kept as never, view))
        }),
      )
    }
  }
}

interface Case {
  readonly spec: SystemSpec
  readonly liveness: LivenessSpec | null
  readonly place: PredicatePlace
  readonly way: string
  readonly holds: 'the first' | 'the last'
  /** When it begins to keep, as a part of all its calls in a check. */
  readonly when: number
}

const withPlace = (spec: SystemSpec, place: PredicatePlace): SystemSpec => {
  const unless = { about: 'answers' as const, most: 1 }
  if (place === 'unless') {
    return { ...spec, properties: [...spec.properties, { kind: 'noDeadlock', unless }] }
  }
  return place === 'stepwise'
    ? { ...spec, properties: [...spec.properties, { kind: 'stepwise', node: 0, rule: 'up' }] }
    : spec
}

const cases: fc.Arbitrary<Case> = fc.constantFrom(...predicatePlaces).chain((place) =>
  fc.record({
    spec: systemSpec.map((spec) => withPlace(spec, place)),
    liveness: place === 'formula' ? livenessSpec : fc.option(livenessSpec, { freq: 2 }),
    place: fc.constant(place),
    way: fc.constantFrom(...Object.keys(ways)),
    holds: fc.constantFrom('the first' as const, 'the last' as const),
    when: fc.oneof(
      fc.constant(0),
      fc.noBias(fc.nat(1000)).map((part) => part / 1000),
    ),
  }),
)

const buildCase = ({ spec, liveness }: Case): System => {
  const base = buildSystem(spec)
  if (liveness === null) return base
  const live = kit.ltl((all) => buildFormula(liveness.formula, all, leafOf(spec)))
  return { ...base, properties: [...base.properties, { name: 'live', property: live }] }
}

const verdictsOf = ({ properties }: Report): readonly unknown[] =>
  properties.map(({ name, verdict, trace }) => [name, verdict, trace?.steps.length, trace?.loopsTo])

const options = { maxStates: 200, noReduction: ['ignored-deliveries'] }

const expectNoWrongVerdict = async (kept: Case): Promise<'not there' | 'caught' | 'harmless'> => {
  const spoil = (keeper: Keeper): System | null =>
    withPredicates(buildCase(kept), kept.place, (name, predicate) => keeper.spoil(name, predicate))
  const way = ways[kept.way] as Way
  const never = new Keeper(way, kept.holds, Infinity)
  const sound = spoil(never)
  if (sound === null) return 'not there'
  const right = verdictsOf(await check(sound, options))
  const keeper = new Keeper(way, kept.holds, Math.ceil(kept.when * never.calls))
  const keeping = spoil(keeper) ?? sound
  let result: readonly unknown[]
  try {
    result = verdictsOf(await check(keeping, options))
  } catch (error) {
    expect(error).toMatchObject({ code: 'not-pure' })
    const where = error instanceof ModelError ? error.where.join('\n') : ''
    expect([...keeper.names].filter((name) => where.includes(name))).not.toEqual([])
    return 'caught'
  }
  // It made no difference, or it did from the beginning: by what it kept it is a function like any other.
  const settled = await check(keeping, options).then(verdictsOf, () => null)
  expect([right, settled]).toContainEqual(result)
  return 'harmless'
}

describe('a predicate that keeps a part of a view', () => {
  test('gets no wrong verdict, whichever part and whenever', async () => {
    const caught = new Map<string, number>(Object.keys(ways).map((way) => [way, 0]))
    await fc.assert(
      fc.asyncProperty(cases, async (kept) => {
        if ((await expectNoWrongVerdict(kept)) !== 'caught') return
        caught.set(kept.way, (caught.get(kept.way) ?? 0) + 1)
      }),
      { numRuns: 250 },
    )
    const counts = [...caught.values()]
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(15)
    // Few predicates ask who is up.
    expect(counts.filter((count) => count === 0).length).toBeLessThanOrEqual(1)
  })
})

describe('the comparison', () => {
  afterEach(() => vi.restoreAllMocks())

  test('catches views that outlive their question', async () => {
    vi.spyOn(Loan.prototype, 'insist').mockReturnValue(undefined)
    const isFound = await isFoundOut(
      fc.asyncProperty(cases, async (kept) => void (await expectNoWrongVerdict(kept))),
      2000,
    )
    expect(isFound).toBe(true)
  })
})

interface State {
  n: number
  list: number[]
}

/** Two counters, one of which sends what it counts to the other. */
const counters = (spoilt: {
  readonly step?: (state: State, context: { send: (to: string, message: number) => void }) => void
  readonly receive?: (state: State) => void
  readonly look?: (view: { nodes: { one: State; two: State } }) => boolean
}): System => {
  const { step, receive, look } = spoilt
  const counter = (id: 'one' | 'two') =>
    role<State, number>({
      initial: () => ({ n: 0, list: [0] }),
      receive: (state, message) => {
        receive?.(state)
        state.n = Math.max(state.n, message)
      },
      internal: {
        count: {
          when: ({ n }) => n < 3,
          do: (state, context) => {
            step?.(state, context)
            state.n += 1
            context.send(id === 'one' ? 'two' : 'one', state.n)
          },
        },
      },
    })
  return system({
    name: 'counters',
    nodes: { one: counter('one'), two: counter('two') },
    properties: ({ always }) => ({
      few: always(({ nodes }) => look?.({ nodes }) ?? (nodes.one.n < 9 && nodes.two.n < 9)),
    }),
  })
}

/** A function that hands on what it was given first. */
const keepFirst = <Kept>(): ((own: Kept) => Kept) => {
  const all: Kept[] = []
  return (own) => all[all.push(own) - all.length] as Kept
}

const [draft, list, context] = [
  keepFirst<State>(),
  keepFirst<number[]>(),
  keepFirst<{ send: (to: string, message: number) => void }>(),
]

describe('a handler that keeps', () => {
  test.each([
    ['its draft', counters({ step: (state) => (draft(state).n += 1) })],
    ['a part of its draft', counters({ step: (state) => list(state.list).push(1) })],
    ['its context', counters({ step: (_, own) => context(own).send('one', 1) })],
  ])('%s and goes by it later is refused, and named', async (_, model) => {
    const error: unknown = await check(model).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ModelError)
    expect((error as ModelError).message).toMatch(/node '(one|two)', its step 'count'/)
  })

  test('nothing, but looks at a view that a predicate kept, is refused, and named', async () => {
    let view: { readonly nodes: { readonly one: State } } | null = null
    const model = counters({
      look: (own) => {
        view = own
        return own.nodes.one.n < 9
      },
      receive: (state) => {
        state.n = Math.max(state.n, view?.nodes.one.n ?? 0)
      },
    })
    const error: unknown = await check(model).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'not-pure' })
    expect((error as ModelError).message).toContain('receiving')
  })
})

test('a predicate that looks at the first state only, and goes by that, is refused', async () => {
  let kept: State | null = null
  const model = counters({
    look: ({ nodes }) => {
      kept ??= nodes.one
      return kept.n === 0
    },
  })
  const error: unknown = await check(model).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'not-pure' })
  expect((error as ModelError).where.join()).toContain("property 'few',it looked at")
})

test('a machine whose predicate goes by the state that it saw before is refused', async () => {
  let kept: { n: number } | null = null
  const model = machine({
    name: 'kept',
    initial: () => ({ n: 0 }),
    actions: {
      count: {
        when: ({ n }) => n < 3,
        do: (state) => {
          state.n += 1
        },
      },
    },
    properties: ({ always }) => ({
      zero: always((state) => {
        const before = kept
        kept = state
        return (before ?? state).n === 0
      }),
    }),
  })
  await expect(check(model)).rejects.toMatchObject({ code: 'not-pure' })
})
