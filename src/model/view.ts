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
 * Makes views of a global state, as predicates are handed them: a new one each time, so that whoever
 * remembers something about a view does not take it for another. A view asks the reader only for what a
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
  let ownNodes: object | null = null
  let ownUp: object | null = null
  const content = {
    get nodes() {
      return (ownNodes ??= new Proxy(Object.freeze(nodes), guards.nodes))
    },
    get up() {
      return (ownUp ??= new Proxy(Object.freeze(up), guards.up))
    },
    get inFlight() {
      return reader.inFlight()
    },
    get partitioned() {
      return reader.partitioned()
    },
  }
  return () => {
    ownNodes = null
    ownUp = null
    return new Proxy(content, guards.view)
  }
}

/** Refuses to be asked for what an object does not have. */
const guardOf = (name: string): ProxyHandler<object> => ({
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

const guards = { view: guardOf('view'), nodes: guardOf('nodes'), up: guardOf('up') }
