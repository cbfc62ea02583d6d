import { didYouMean, ModelError } from '../value/model-error.ts'
import { Unchangeable } from '../value/unchangeable.ts'
import { groupsOf } from './nodes.ts'
import type { Envelope } from './property.ts'
import { Loan } from './question.ts'
import type { System } from './system.ts'

/** Where a view gets its content from, one component at a time: nodes are indices. */
export interface ViewReader {
  state(node: number): unknown
  up(node: number): boolean
  inFlight(): readonly Envelope[]
  partitioned(): boolean
  /** What an observer knows, by its index. */
  observed(observer: number): unknown
}

/**
 * Makes views of a global state, as predicates are handed them: a new one each time, so that whoever
 * remembers something about a view does not take it for another. A view asks the reader only for what a
 * predicate looks at, so that the reader can keep count of that. It is lent for one question
 * ({@link Loan}): the reader may turn to another state after it. Names that do not exist are errors,
 * never `undefined`. A machine's view is its state.
 */
export const makeView = (system: System, reader: ViewReader): (() => unknown) => {
  if (system.isMachine) return () => reader.state(0)
  /** How many views there were. */
  let count = 0
  /** Looks once in each view: predicates ask for the replicas again for each of them. */
  const once = (look: () => unknown): (() => unknown) => {
    let [seen, at] = [undefined as unknown, -1]
    return () => {
      if (at === count) return seen
      seen = look()
      at = count
      return seen
    }
  }
  const nodes: Record<string, unknown> = {}
  const up: Record<string, unknown> = {}
  for (const [group, members] of groupsOf(system.nodes)) {
    const isArray = members.every(({ isReplica }) => isReplica)
    const all = (look: (node: number) => unknown): (() => unknown) =>
      isArray
        ? once(() => Object.freeze(members.map(({ index }) => look(index))))
        : () => look(members[0]?.index ?? 0)
    const shown = { enumerable: true, configurable: true }
    Object.defineProperty(nodes, group, { get: all((node) => reader.state(node)), ...shown })
    Object.defineProperty(up, group, { get: all((node) => reader.up(node)), ...shown })
  }
  const observed: Record<string, unknown> = {}
  system.observers.forEach(({ name }, index) => {
    const get = (): unknown => reader.observed(index)
    Object.defineProperty(observed, name, { get, enumerable: true, configurable: true })
  })
  let ownNodes: object | null = null
  let ownUp: object | null = null
  let ownObserved: object | null = null
  const content = {
    get nodes() {
      return (ownNodes ??= new Proxy(nodes, new Guard('nodes')))
    },
    get up() {
      return (ownUp ??= new Proxy(up, new Guard('up')))
    },
    get inFlight() {
      return reader.inFlight()
    },
    get partitioned() {
      return reader.partitioned()
    },
    get observed() {
      return (ownObserved ??= new Proxy(observed, new Guard('observed')))
    },
  }
  return () => {
    count += 1
    ownNodes = null
    ownUp = null
    ownObserved = null
    return new Proxy(content, new Guard('view'))
  }
}

/** Refuses to be asked for what an object does not have, and to be asked when the question is over. */
class Guard extends Unchangeable implements ProxyHandler<object> {
  readonly #loan = new Loan()
  readonly #name: string

  constructor(name: string) {
    super()
    this.#name = name
  }

  get(target: object, key: PropertyKey): unknown {
    this.#loan.insist()
    if (key in target || typeof key === 'symbol' || key === 'toJSON') {
      return (target as Readonly<Record<PropertyKey, unknown>>)[key]
    }
    throw new ModelError('unknown-node', {
      what: `There is no '${String(key)}' in ${this.#name}`,
      fix: `${didYouMean(String(key), Object.keys(target))}there are ${Object.keys(target).join(', ')}`,
    })
  }

  /** What is handed out must not get past the question either: not the getter itself. */
  getOwnPropertyDescriptor(target: object, key: PropertyKey): PropertyDescriptor | undefined {
    const own = Reflect.getOwnPropertyDescriptor(target, key)
    return own && { get: () => this.get(target, key), enumerable: true, configurable: true }
  }
}
