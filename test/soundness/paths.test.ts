import fc from 'fast-check'
import { expect, test } from 'vitest'
import { check, role, system } from '../../src/index.ts'

/*
 * What a predicate answered is remembered by what it read on the way (src/property/paths.ts). Here predicates
 * look at one thing or another by what they have seen, and remember parts of states, by object or by
 * content; compared with the same predicates over all states there are.
 */

interface Part {
  v: number
}
interface Grid {
  a: Part
  b: Part
  c: number
}
type Both = readonly [Grid, Grid]

/** A program that looks at one place after the other, or says something. */
type Program = { readonly says: boolean } | Look

interface Look {
  readonly node: 0 | 1
  readonly field: keyof Grid
  readonly least: number
  readonly ifSo: Program
  readonly otherwise: Program
  /** How what is seen is remembered. */
  readonly keeps: 'nothing' | 'by object' | 'by content'
}

const program = fc.letrec<{ program: Program }>((tie) => ({
  program: fc.oneof(
    { maxDepth: 6, depthSize: 'max' },
    { weight: 1, arbitrary: fc.boolean().map((says) => ({ says })) },
    {
      weight: 8,
      arbitrary: fc.record({
        node: fc.constantFrom<0 | 1>(0, 1),
        field: fc.constantFrom<keyof Grid>('a', 'b', 'c'),
        least: fc.integer({ min: 1, max: 2 }),
        ifSo: tie('program'),
        otherwise: tie('program'),
        keeps: fc.constantFrom('nothing' as const, 'by object' as const, 'by content' as const),
      }),
    },
  ),
})).program

/** What to run: it may remember whether a part, and what comes after it, came to something. */
const runner = (whole: Program): ((both: Both) => boolean) => {
  const byObject = new WeakMap<object, Map<Look, number>>()
  const byContent = new Map<string, number>()
  const seen = (it: Look, both: Both): number => {
    const state = both[it.node]
    const look = (): number => {
      const { [it.field]: place } = state
      return typeof place === 'number' ? place : place.v
    }
    if (it.keeps === 'nothing') return look()
    if (it.keeps === 'by object') {
      const known = byObject.get(state) ?? new Map<Look, number>()
      byObject.set(state, known)
      const value = known.get(it) ?? look()
      known.set(it, value)
      return value
    }
    const name = JSON.stringify([it.field, state[it.field]])
    const value = byContent.get(name) ?? look()
    byContent.set(name, value)
    return value
  }
  return (both) => {
    let at = whole
    while (!('says' in at)) at = seen(at, both) >= at.least ? at.ifSo : at.otherwise
    return at.says
  }
}

/**
 * Looks at the first node only if the second has gone on, and says so if both have gone far. Who hands out an object
 * for the second time does not see that the first node is looked at: it is remembered, and no path went there before.
 */
const remembering = (keeps: Look['keeps']): Program => {
  const isFar = { node: 1, field: 'b', least: 2, ifSo: { says: true } } as const
  const far = { ...isFar, otherwise: { says: false }, keeps: 'nothing' } as const
  const first = { node: 0, field: 'a', least: 1, ifSo: far, otherwise: { says: false } } as const
  const isOn = { node: 1, field: 'b', least: 1, otherwise: { says: false } } as const
  return { ...isOn, ifSo: { ...first, keeps }, keeps: 'nothing' }
}

const values = [0, 1, 2]
const grids = values.flatMap((a) =>
  values.flatMap((b) => values.map((c): Grid => ({ a: { v: a }, b: { v: b }, c }))),
)
const sumOf = ({ a, b, c }: Grid): number => a.v + b.v + c

/** How long the shortest run to a state is for which the program says so; null if there is none. */
const shortest = (run: (both: Both) => boolean, wanted: boolean): number | null => {
  const lengths = grids.flatMap((one) =>
    grids.filter((other) => run([one, other]) === wanted).map((other) => sumOf(one) + sumOf(other)),
  )
  return lengths.length === 0 ? null : Math.min(...lengths)
}

const walker = role<Grid>({
  initial: () => ({ a: { v: 0 }, b: { v: 0 }, c: 0 }),
  internal: {
    a: { when: ({ a }) => a.v < 2, do: ({ a }) => void a.v++ },
    b: { when: ({ b }) => b.v < 2, do: ({ b }) => void b.v++ },
    c: { when: ({ c }) => c < 2, do: (state) => void state.c++ },
  },
})

test('predicates that look here or there by what they have seen are judged rightly', async () => {
  let asked = 0
  const programs = [
    ...fc.sample(program, { numRuns: 120, seed: 20_261_127 }),
    ...(['nothing', 'by object', 'by content'] as const).map(remembering),
  ]
  const model = system({
    name: 'paths',
    nodes: { one: walker, other: walker },
    properties: ({ always, reachable }) =>
      Object.fromEntries(
        programs.flatMap((each, index) => {
          const run = runner(each)
          const predicate = ({ nodes }: { nodes: { one: Grid; other: Grid } }): boolean => {
            asked += 1
            return run([nodes.one, nodes.other])
          }
          return [
            [`always ${index}`, always(predicate)],
            [`reachable ${index}`, reachable(predicate)],
          ]
        }),
      ),
  })
  const { properties } = await check(model, { keepGoing: true })
  const lengths = properties.map((each) => ('trace' in each ? each.trace?.steps.length : undefined))
  const wanted = programs.flatMap((each) =>
    [false, true].map((says) => shortest(runner(each), says) ?? undefined),
  )
  expect(lengths).toEqual(wanted)
  // Each has 729 states to be asked about, and some thirty paths.
  expect(asked / properties.length).toBeLessThan(250)
})

/** What tells a disguise from the object that it stands for. */
const tells: Readonly<Record<string, (part: object) => boolean>> = {
  'that it is frozen': Object.isFrozen,
  'that it can be cloned': (part) => {
    try {
      return structuredClone(part) !== null
    } catch {
      return false
    }
  },
}

const counter = (top: number) =>
  role<{ n: number }>({
    initial: () => ({ n: 0 }),
    internal: { on: { when: ({ n }) => n < top, do: (state) => void (state.n += 1) } },
  })

test.each(Object.entries(tells))(
  'a way that is first met late, and where a predicate goes by %s, is not remembered wrongly',
  async (_, isPlain) => {
    // The predicate has been asked hundreds of times when it first looks at the second node.
    const late = system({
      name: 'late',
      nodes: { many: counter(260), few: counter(9) },
      properties: ({ always }) => ({
        small: always(({ nodes: { many, few } }) => many.n < 257 || (isPlain(few) ? few.n : 0) < 5),
      }),
    })
    const [property] = (await check(late)).properties
    expect([property?.verdict, property?.trace?.steps.length]).toEqual(['violated', 262])
  },
)
