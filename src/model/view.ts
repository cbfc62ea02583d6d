import { didYouMean, ModelError } from '../value/model-error.ts'
import { groupsOf } from './nodes.ts'
import type { Envelope } from './property.ts'
import type { System } from './system.ts'

/** Where a view gets its content from, one component at a time: nodes are indices. */
export interface ViewReader {
  state(node: number): unknown
  up(node: number): boolean
  inFlight(): readonly Envelope[]
  partitioned(): boolean
}

/**
 * The view of a global state that predicates are handed: it asks the reader only for what a
 * predicate looks at, so that the reader can keep count of that. Names that do not exist are errors,
 * never `undefined`. A machine's view is its state.
 */
export const makeView = (system: System, reader: ViewReader): (() => unknown) => {
  if (system.isMachine) return () => reader.state(0)
  const nodes: Record<string, unknown> = {}
  const up: Record<string, unknown> = {}
  for (const [group, members] of groupsOf(system.nodes)) {
    const isArray = members.every(({ isReplica }) => isReplica)
    const all = <Content>(look: (node: number) => Content) =>
      isArray
        ? () => Object.freeze(members.map(({ index }) => look(index)))
        : () => look(members[0]?.index ?? 0)
    const state = all((node) => reader.state(node))
    Object.defineProperty(nodes, group, { get: state, enumerable: true })
    Object.defineProperty(up, group, { get: all((node) => reader.up(node)), enumerable: true })
  }
  const view = strict('view', {
    nodes: strict('nodes', Object.freeze(nodes)),
    up: strict('up', Object.freeze(up)),
    get inFlight() {
      return reader.inFlight()
    },
    get partitioned() {
      return reader.partitioned()
    },
  })
  return () => view
}

/** An object that refuses to be asked for what it does not have. */
const strict = <Content extends object>(name: string, content: Content): Content =>
  new Proxy(content, {
    get: (target, key) => {
      if (typeof key === 'symbol' || key in target || key === 'toJSON')
        return Reflect.get(target, key) as unknown
      throw new ModelError('unknown-node', {
        what: `There is no '${key}' in ${name}`,
        fix: `${didYouMean(key, Object.keys(target))}there are ${Object.keys(target).join(', ')}`,
      })
    },
    set: () => false,
  })
