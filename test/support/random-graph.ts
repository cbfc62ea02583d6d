import fc from 'fast-check'
import { role, system, type System } from 'netsplit'
import { degree, formulaOver, refutableOver, type FormulaSpec } from './random-liveness.ts'

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
const somePoints = fc.uniqueArray(point, { maxLength: points })

export const graphSpec: fc.Arbitrary<GraphSpec> = fc.record({
  starts: fc.uniqueArray(point, { minLength: 1, maxLength: 2 }),
  arrows: fc.array(fc.record({ from: point, to: point, action: fc.nat(actions - 1) }), {
    minLength: 3,
    maxLength: 16,
  }),
  degrees: fc.array(degree, { minLength: actions, maxLength: actions }),
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
  return system({
    name: 'graph',
    nodes: { node },
    fairness: (action) =>
      action.kind === 'internal' ? (spec.degrees[Number(action.name.slice(-1))] ?? 'weak') : 'weak',
    ...(spec.outside.length === 0
      ? {}
      : { within: ({ nodes }) => !spec.outside.includes((nodes as { node: At }).node.at) }),
  })
}

/** Whether the graph is at a point that bears a mark. */
export const markOf =
  (spec: GraphSpec) =>
  (mark: number) =>
  (view: unknown): boolean =>
    spec.marks[mark]?.includes((view as { nodes: { node: At } }).nodes.node.at) ?? false
