import { describe, expect, test } from 'vitest'
import {
  check,
  machine,
  renderReport,
  replicas,
  role,
  system,
  type CheckOptions,
  type Kit,
  type Report,
  type System,
} from '../../src/index.ts'
import broadcast, { parameters } from '../../models/byzantine-broadcast.ts'
import { mistakeIn } from '../support/mistake-in.ts'

type Message = { type: 'put'; value: string }

interface Store {
  value: string | null
  all: Set<string>
}

const store = role<Store, Message>({
  initial: () => ({ value: null, all: new Set() }),
  receive: (state, { value }) => {
    state.value = value
    state.all.add(value)
  },
})

/** Puts two of some values. */
const writer = (values: readonly string[], begins: string | null = null) =>
  role<{ puts: number; last: string | null }, Message>({
    initial: () => ({ puts: 0, last: begins }),
    internal: {
      put: {
        when: ({ puts }) => puts < 2,
        do: (state, { choose, send }) => {
          state.puts += 1
          state.last = choose(values)
          send('store', { type: 'put', value: state.last })
        },
      },
    },
  })

interface AnyView {
  nodes: { store: Store }
}

const colours = ['red', 'green', 'blue']

const stores = ({
  writers = 1,
  role: written = writer(colours),
  interchangeable = [colours] as unknown,
  more = {},
}: {
  readonly writers?: number
  readonly role?: ReturnType<typeof writer>
  readonly interchangeable?: unknown
  readonly more?: object
} = {}): System =>
  system({
    name: 'store',
    nodes: { store, writer: replicas(writers, written) },
    interchangeable: interchangeable as string[][],
    properties: ({ always, reachable }) => ({
      'what is stored was put': always(
        ({ nodes }) => nodes.store.value === null || nodes.store.all.has(nodes.store.value),
      ),
      'two are put': reachable(({ nodes }) => nodes.store.all.size === 2),
    }),
    ...more,
  })

const symmetryIn = ({ reductions }: Report) => reductions.find(({ name }) => name === 'symmetry')

const outcomes = ({ properties, states }: Report): object => ({
  depth: states.depth,
  properties: properties.map(({ verdict, trace }) => [verdict, trace?.steps.length]),
})

/** What a check comes to, which has to be what it comes to without the reduction. */
const checked = async (model: System): Promise<Report> => {
  const report = await check(model, { exhaustive: true })
  const all = await check(model, { exhaustive: true, noReduction: ['symmetry'] })
  expect(outcomes(report)).toEqual(outcomes(all))
  expect(symmetryIn(report)?.orbits?.states ?? report.states.distinct).toBe(all.states.distinct)
  return report
}

describe('interchangeable values', () => {
  test('change places, with replicas and without', async () => {
    const alone = await checked(stores())
    expect(symmetryIn(alone)?.orbits).toMatchObject({ groups: [], values: [colours], apart: [] })
    expect(alone.states.distinct).toBeLessThan((symmetryIn(alone)?.orbits?.states ?? 0) / 3)
    const both = await checked(stores({ writers: 2 }))
    const { orbits } = symmetryIn(both) ?? {}
    expect(orbits).toMatchObject({ groups: [['writer1', 'writer2']], values: [colours] })
    expect(both.states.distinct).toBeLessThan((orbits?.states ?? 0) / 6)
    expect(renderReport(both).replace(/\s+/g, ' ')).toContain(
      'as writer1, writer2, or red, green, blue can change places',
    )
  })

  test('are two for those whom liars speak to', async () => {
    const report = await checked(
      broadcast({ ...parameters, nodes: 3, traitors: 1, sender: 'traitor' }),
    )
    expect(symmetryIn(report)?.orbits?.values).toEqual([['attack', 'retreat']])
  })

  test('may be one, or none: there is nothing to change', async () => {
    const report = await check(stores({ interchangeable: [['red'], []] }))
    expect(symmetryIn(report)?.bar).toEqual({ kind: 'no-replicas' })
  })
})

describe('values that are declared interchangeable, and are not, change no verdict:', () => {
  const sorted = role<Store, Message>({
    initial: () => ({ value: null, all: new Set() }),
    receive: (state, { value }) => {
      if (state.value === null || value < state.value) state.value = value
      state.all.add(value)
    },
  })
  const cases: Readonly<Record<string, readonly [System, string]>> = {
    'a step compares them': [
      stores({ more: { nodes: { store: sorted, writer: replicas(2, writer(colours)) } } }),
      'red, green are declared interchangeable, but store tells red from green, receiving put(value: "red") from writer2: its next state has "green" at value, where "red" was to be expected',
    ],
    'a node begins with one': [
      stores({ writers: 2, role: writer(colours, 'green') }),
      'red, green are declared interchangeable, but how writer1 begins tells red from green',
    ],
    'a property looks for one': [
      stores({
        writers: 2,
        more: {
          properties: ({ reachable }: Kit<AnyView>) => ({
            'blue is put': reachable(({ nodes }) => nodes.store.value === 'blue'),
          }),
        },
      }),
      'green, blue are declared interchangeable, but “blue is put” tells green from blue',
    ],
    'only some of them are used': [
      stores({ role: writer(['red', 'green']) }),
      'green, blue are declared interchangeable, but writer1 tells green from blue',
    ],
  }
  test.each(Object.entries(cases))('%s', async (_, [model, words]) => {
    const report = await checked(model)
    const { orbits = null, bar = null } = symmetryIn(report) ?? {}
    expect(orbits?.values ?? []).toEqual([])
    const apart = orbits?.apart ?? (bar?.kind === 'told-apart' ? bar.apart : [])
    expect(apart.map(({ group }) => group)).toEqual([null])
    expect(renderReport(report).replace(/\s+/g, ' ')).toContain(words)
  })

  test('only their set is left as it is', async () => {
    const model = stores({ writers: 2, interchangeable: [colours, ['up', 'down']] })
    const other = stores({
      writers: 2,
      role: writer([...colours, 'up'], 'up'),
      interchangeable: [colours, ['up', 'down']],
    })
    expect(symmetryIn(await check(model))?.orbits?.values).toEqual([colours, ['up', 'down']])
    const { orbits } = symmetryIn(await checked(other)) ?? {}
    expect(orbits).toMatchObject({ groups: [['writer1', 'writer2']], values: [colours] })
    expect(orbits?.apart).toMatchObject([{ nodes: ['up', 'down'], by: { kind: 'start' } }])
  })

  test('too many are left as they are', async () => {
    const many = Array.from({ length: 9 }, (_, at) => `v${at}`)
    const report = await check(stores({ writers: 2, interchangeable: [many] }))
    expect(symmetryIn(report)?.orbits).toMatchObject({ values: [] })
    expect(renderReport(report).replace(/\s+/g, ' ')).toContain(
      'v8 are declared interchangeable, but there are too many ways for them to change places',
    )
  })
})

describe('where no states are renamed, declared values are left as they are, and it is told', () => {
  const live = {
    properties: ({ eventually }: Kit<AnyView>) => ({
      'something is put': eventually(({ nodes }) => nodes.store.value !== null),
    }),
  }
  const cases: Readonly<Record<string, readonly [System, CheckOptions, string]>> = {
    'properties of runs': [stores({ more: live }), {}, 'properties'],
    time: [stores({ more: { time: { delay: { min: 1, max: 1 } } } }), {}, 'time'],
    'as it was asked': [stores(), { noReduction: ['symmetry'] }, 'asked'],
  }
  test.each(Object.entries(cases))('%s', async (_, [model, options, kind]) => {
    const report = await check(model, options)
    expect(symmetryIn(report)?.bar?.kind).toBe(kind)
    expect(renderReport(report)).toContain('symmetry is off: ')
  })
})

describe('declarations that cannot be meant are refused:', () => {
  const cases: Readonly<Record<string, readonly [unknown, string, string]>> = {
    'no list': ['red', '`interchangeable` cannot be "red"', 'interchangeable'],
    'no list of lists': [['red', 'green'], 'A set of values cannot be "red"', 'interchangeable[0]'],
    'no texts': [[[1, 2]], '1 is no text, and cannot be interchangeable', 'interchangeable[0]'],
    'a value twice': [
      [['red', 'red']],
      "'red' stands twice in a set of interchangeable values",
      'interchangeable[0]',
    ],
    'sets that overlap': [
      [
        ['red', 'green'],
        ['blue', 'green'],
      ],
      "'green' stands in two sets of interchangeable values",
      'interchangeable[0] and [1]',
    ],
    'a node': [
      [['red', 'writer1']],
      "'writer1' is the name of a node, and cannot be an interchangeable value, too",
      'interchangeable[0]',
    ],
  }
  test.each(Object.entries(cases))('%s', async (_, [interchangeable, what, where]) => {
    const [code, text = ''] = (await mistakeIn(() => stores({ interchangeable }))) ?? []
    expect(code).toBe('not-a-system')
    expect(text).toContain(what)
    expect(text).toContain(`where: ${where}`)
    expect(text).toMatch(/mend: {2}\w/)
  })

  test('those of a machine, which has no names to change', async () => {
    const settings = {
      name: 'counter',
      initial: () => 0,
      actions: { count: (state: number) => Math.min(state + 1, 2) },
      interchangeable: [['a', 'b']],
    }
    const mistake = await mistakeIn(() => machine(settings))
    expect(mistake?.[1]).toContain("There is no setting 'interchangeable'")
  })
})
