import type { Formula, Property, System } from '../../src/index.ts'
import { noCuts } from '../../src/model/fault-plan.ts'
import type { GuardContext } from '../../src/model/context.ts'

/** A handler, erased. */
export type Handler = (
  state: unknown,
  context: {
    readonly self: string
    readonly from?: string
    readonly choose: (options: readonly unknown[]) => unknown
  },
) => unknown

/** An internal step with its guard. */
export interface Full {
  readonly when: (state: unknown, context: GuardContext) => unknown
  readonly do: Handler
}

/** The same, one for each of some items. */
interface Family extends Pick<Full, 'when'> {
  readonly each: (state: unknown, context: GuardContext) => Iterable<unknown>
  readonly doEach: (state: unknown, item: unknown, context: Parameters<Handler>[1]) => unknown
}

/** What predicates see of a system of `random-system.ts`. */
export interface AnyView {
  readonly nodes: Readonly<Record<string, object>>
  readonly up: Readonly<Record<string, boolean>>
  readonly inFlight: readonly unknown[]
  readonly partitioned: boolean
  readonly observed: Readonly<Record<string, object>>
}

/** A system's first node as a machine: what it does by itself. */
export const asMachine = (system: System): System => {
  const [node] = system.nodes
  if (node === undefined) return system
  const { initial, internal = {} } = node.role.handlers
  const nothing = { send: () => undefined, setTimer: () => undefined, clearTimer: () => undefined }
  const actions = Object.entries(internal as Readonly<Record<string, Full | Family>>).map(
    ([name, step]): [string, Full | Family] => {
      if (!('each' in step)) {
        const { when, do: run } = step
        return [name, { when, do: (state, context) => run(state, { ...context, ...nothing }) }]
      }
      const { each, when, doEach: run } = step
      return [
        name,
        {
          each,
          when,
          doEach: (state, item, context) => run(state, item, { ...context, ...nothing }),
        },
      ]
    },
  )
  const adapt =
    (predicate: (...views: readonly unknown[]) => boolean) =>
    (...states: readonly unknown[]): boolean =>
      predicate(...states.map((state) => viewOf(system, state)))
  const adaptFormula = (formula: Formula): Formula =>
    mapFormula(formula, (predicate) => adapt(predicate))
  const adaptProperty = (property: Property): Property => {
    if ('formula' in property) return { ...property, formula: adaptFormula(property.formula) }
    if ('predicate' in property) {
      return { ...property, predicate: adapt(property.predicate) }
    }
    if (property.kind !== 'noDeadlock') return property
    return { ...property, unless: property.unless && adapt(property.unless) }
  }
  return {
    ...system,
    isMachine: true,
    nodes: [
      {
        ...node,
        role: {
          ...node.role,
          handlers: { initial, internal: Object.fromEntries(actions) as never },
        },
      },
    ],
    network: { ...system.network, loss: 0, duplication: 0 },
    observers: [],
    budgets: [],
    time: null,
    faults: { ...system.faults, ...noCuts, crashes: 0 },
    within: system.within && adapt(system.within),
    properties: system.properties.map(({ name, property }) => ({
      name,
      property: adaptProperty(property),
    })),
  }
}

/** What predicates of a system would see of a machine's state, whatever their nodes are called. */
const viewOf = ({ nodes }: System, state: unknown): AnyView => ({
  nodes: Object.fromEntries(nodes.map(({ id }) => [id, state as object])),
  up: Object.fromEntries(nodes.map(({ id }) => [id, true])),
  inFlight: [],
  partitioned: false,
  observed: {},
})

/** A formula over other predicates. */
export const mapFormula = (
  formula: Formula,
  change: (predicate: (view: unknown) => boolean) => (view: unknown) => boolean,
): Formula => {
  const each = (inner: Formula): Formula => mapFormula(inner, change)
  switch (formula.op) {
    case 'is':
      return { ...formula, predicate: change(formula.predicate) }
    case 'not':
    case 'next':
    case 'always':
    case 'eventually':
      return { ...formula, of: each(formula.of) }
    case 'and':
    case 'or':
      return { ...formula, parts: formula.parts.map(each) }
    case 'until':
    case 'release':
      return { ...formula, left: each(formula.left), right: each(formula.right) }
  }
}
