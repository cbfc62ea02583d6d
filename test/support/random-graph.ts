import fc from 'fast-check'
import { duplicating, role, system, type FairAction, type System } from 'netsplit'
import {
  buildEntry,
  degree,
  entriesOver,
  formulaOver,
  refutableOver,
  type EntrySpec,
  type FormulaSpec,
} from './random-liveness.ts'

/*
 * Random graphs: one node that moves from point to point by named actions. Small spaces full of
 * cycles, in which fairness, bounds and requests decide much more often than in random protocols.
 */

/** A graph, its fairness and a formula, as plain data. Points, actions and marks are numbers. */
export interface GraphSpec {
  starts: number[]
  arrows: { from: number; to: number; action: number }[]
  /** For each action what is promised of it. */
  degrees: ('none' | 'weak' | 'strong')[]
  /** The fairness as a list, if there is one: then `degrees` are of no account. */
  entries?: EntrySpec[]
  /** The actions that may be left out for ever. */
  optional: number[]
  /** The points out of the bound. */
  outside: number[]
  /** For each mark the points that bear it. */
  marks: number[][]
  /** The points in which each of two requests waits. */
  waits: number[][]
  formula: FormulaSpec<number>
}

const points = 7
const actions = 5
const marks = 4

const point = fc.nat(points - 1)
const action = fc.nat(actions - 1)
const inPlace = <Arrow extends { from: number }>(arrow: Arrow): Arrow & { to: number } => ({
  ...arrow,
  to: arrow.from,
})
const somePoints = fc.uniqueArray(point, { maxLength: points })

export const graphSpec: fc.Arbitrary<GraphSpec> = fc.record({
  starts: fc.uniqueArray(point, { minLength: 1, maxLength: 2 }),
  arrows: fc.array(
    fc.oneof(
      { weight: 3, arbitrary: fc.record({ from: point, to: point, action }) },
      { weight: 1, arbitrary: fc.record({ from: point, action }).map(inPlace) },
    ),
    { minLength: 3, maxLength: 16 },
  ),
  degrees: fc.array(degree, { minLength: actions, maxLength: actions }),
  entries: fc.oneof(
    fc.constant<EntrySpec[]>([]),
    entriesOver(['action1', 'action2', 'action*', '*3', 'a*0', 'internal']),
  ),
  optional: fc.uniqueArray(fc.nat(actions - 1), { maxLength: 1 }),
  outside: fc.oneof(
    { weight: 1, arbitrary: fc.uniqueArray(point, { maxLength: 0 }) },
    { weight: 1, arbitrary: fc.uniqueArray(point, { maxLength: 2 }) },
  ),
  marks: fc.array(somePoints, { minLength: marks, maxLength: marks }),
  waits: fc.array(somePoints, { minLength: 2, maxLength: 2 }),
  formula: formulaOver(fc.nat(marks - 1)),
})

/** Graphs with a formula of which many are false after some finite run. */
export const refutableSpec: fc.Arbitrary<GraphSpec> = fc
  .tuple(graphSpec, refutableOver(fc.nat(marks - 1)))
  .map(([spec, formula]) => ({ ...spec, formula }))

const few = fc.nat(3)
const mostly = fc.constantFrom(true, true, true, false)
const lively = fc.constantFrom('weak' as const, 'strong' as const)

/**
 * Graphs in which it matters whether a step from a point to itself counts for what is promised: most actions lead on
 * as well as nowhere, and of most of them something is promised, by a list.
 */
export const movingSpec: fc.Arbitrary<GraphSpec> = fc
  .record({
    base: graphSpec,
    arrows: fc.array(
      fc.record({ from: few, to: few, action: fc.nat(2), isAlsoStill: fc.boolean() }),
      { minLength: 4, maxLength: 8 },
    ),
    still: fc.array(fc.record({ from: few, action: fc.nat(2) }), { maxLength: 3 }),
    special: fc.array(
      fc.record({ of: fc.constantFrom('action0', '*1', 'a*2'), degree: lively, moves: mostly }),
      { maxLength: 2 },
    ),
    general: fc.record({ of: fc.constantFrom('act*', 'internal'), degree: lively, moves: mostly }),
    marks: fc.array(fc.uniqueArray(few, { minLength: 1, maxLength: 2 }), {
      minLength: marks,
      maxLength: marks,
    }),
    waits: fc.array(fc.uniqueArray(few, { minLength: 1, maxLength: 2 }), {
      minLength: 2,
      maxLength: 2,
    }),
    goal: fc.tuple(fc.nat(marks - 1), fc.nat(marks - 1), fc.constantFrom(0, 1, 2)),
  })
  .map(({ base, arrows, still, special, general, goal, ...own }) => ({
    ...base,
    ...own,
    entries: [...special, general],
    starts: [0],
    optional: [],
    outside: [],
    arrows: [
      ...arrows.map(({ from, to, action: by }) => ({ from, to, action: by })),
      ...arrows.filter(({ isAlsoStill }) => isAlsoStill).map(inPlace),
      ...still.map(inPlace),
    ].map(({ from, to, action: by }) => ({ from, to, action: by })),
    formula: goalOf(goal, base.formula),
  }))

const goalOf = (
  [one, other, shape]: readonly [number, number, number],
  any: GraphSpec['formula'],
): GraphSpec['formula'] => {
  const reached = { op: 'eventually', of: { op: 'is', of: one } } as const
  if (shape === 0) return reached
  if (shape === 1) return any
  return { op: 'always', of: { op: 'implies', left: { op: 'is', of: other }, right: reached } }
}

interface At {
  at: number
}

/** The system that a specification stands for. */
export const buildGraph = (spec: GraphSpec): System => {
  const names = [...new Set(spec.arrows.map(({ action }) => action))]
  const node = role<At>({
    initial: ({ choose }) => ({ at: choose(spec.starts) }),
    internal: Object.fromEntries(
      names.map((action) => {
        const from = ({ at }: At) =>
          spec.arrows.filter((arrow) => arrow.action === action && arrow.from === at)
        return [
          `action${action}`,
          {
            when: (state: At) => from(state).length > 0,
            do: (state, { choose }) => {
              state.at = choose(from(state)).to
            },
            optional: spec.optional.includes(action),
          },
        ]
      }),
    ),
    operations: ({ at }) => ({
      waiting: spec.waits.flatMap((waits, name) => (waits.includes(at) ? [`request ${name}`] : [])),
    }),
  })
  const { entries = [] } = spec
  const degreeOf = (of: FairAction): 'none' | 'weak' | 'strong' =>
    of.kind === 'internal' ? (spec.degrees[Number(of.name.slice(-1))] ?? 'weak') : 'weak'
  const base = system({
    name: 'graph',
    nodes: { node },
    ...(spec.outside.length === 0
      ? {}
      : { within: ({ nodes }) => !spec.outside.includes((nodes as { node: At }).node.at) }),
  })
  // Not every pattern fits, nor does every entry decide.
  return { ...base, fairness: entries.length > 0 ? entries.map(buildEntry) : degreeOf }
}

/**
 * A graph of three actions in which the first is an internal step, the second a message that stays in flight, and the
 * third a timer that is always set: it is ignored where the graph has no arrow for it.
 */
export const buildMail = (spec: GraphSpec): System => {
  const arrows = (by: number, at: number): readonly number[] =>
    spec.arrows.filter(({ action: own, from }) => own === by && from === at).map(({ to }) => to)
  interface Moving {
    choose: <Option>(options: readonly Option[]) => Option
  }
  const move = (by: number, state: At, { choose }: Moving): void => {
    const targets = arrows(by, state.at)
    if (targets.length > 0) state.at = choose(targets)
  }
  const node = role<At, { by: number }>({
    initial: ({ choose }) => ({ at: choose(spec.starts) }),
    start: (_, { send, setTimer }) => {
      send('node', { by: 1 })
      setTimer('action2')
    },
    accepts: ({ at }, { by }) => arrows(by, at).length > 0,
    receive: (state, { by }, context) => move(by, state, context),
    timeout: {
      action2: (state, context) => {
        context.setTimer('action2')
        move(2, state, context)
      },
    },
    internal: {
      action0: {
        when: ({ at }) => arrows(0, at).length > 0,
        do: (state, context) => move(0, state, context),
      },
    },
    operations: ({ at }) => ({
      waiting: spec.waits.flatMap((waits, name) => (waits.includes(at) ? [`request ${name}`] : [])),
    }),
  })
  const base = system({ name: 'mail', nodes: { node }, network: duplicating() })
  const entries = (spec.entries ?? []).map((each) =>
    buildEntry(each.of === '*1' ? { ...each, of: 'deliver' } : each),
  )
  return { ...base, fairness: entries }
}

/** Whether the graph is at a point that bears a mark. */
export const markOf =
  (spec: GraphSpec) =>
  (mark: number) =>
  (view: unknown): boolean =>
    spec.marks[mark]?.includes((view as { nodes: { node: At } }).nodes.node.at) ?? false
