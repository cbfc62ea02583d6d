import { equal, textOf } from './equal.ts'
import type { Call, OperationKind, Specification } from './specification.ts'

type Elements = readonly unknown[]

const put: OperationKind = { takes: 'value', gives: 'nothing' }
const take: OperationKind = { takes: 'nothing', gives: 'value' }

/** The element that an operation puts in, or took out; a look at an empty object is about none. */
const elementOf = ({ argument }: Call, result: unknown): unknown => argument ?? result ?? null

/** First in, first out: `enqueue` puts a value in, `dequeue` gives the oldest, or null where there is none. */
export const queue = (): Specification => ({
  name: 'queue',
  initial: [],
  operations: { enqueue: put, dequeue: take },
  apply: (state, { f, argument }) => {
    const elements = state as Elements
    if (f === 'enqueue') return [{ state: [...elements, argument] }]
    if (elements.length === 0) return [{ state, result: null }]
    return [{ state: elements.slice(1), result: elements[0] }]
  },
  elementOf,
})

/** Last in, first out: `push` puts a value in, `pop` gives the newest, or null where there is none. */
export const stack = (): Specification => ({
  name: 'stack',
  initial: [],
  operations: { push: put, pop: take },
  apply: (state, { f, argument }) => {
    const elements = state as Elements
    if (f === 'push') return [{ state: [...elements, argument] }]
    if (elements.length === 0) return [{ state, result: null }]
    return [{ state: elements.slice(0, -1), result: elements.at(-1) }]
  },
  elementOf,
})

/**
 * A set: `add` puts a value in, `remove` takes it out, `contains` gives whether it is there, `read` gives all
 * of them, as an array or a Set. Without `read` each element is checked by itself.
 */
export const set = (): Specification => ({
  name: 'set',
  initial: [],
  operations: {
    add: put,
    remove: put,
    contains: { takes: 'value', gives: 'success', isReadOnly: true },
    read: { takes: 'nothing', gives: 'value', isReadOnly: true },
  },
  apply: (state, { f, argument }) => {
    const elements = state as Elements
    const isThere = elements.some((element) => equal(element, argument))
    switch (f) {
      case 'add':
        return [{ state: isThere ? state : sorted([...elements, argument]) }]
      case 'remove':
        return [{ state: elements.filter((element) => !equal(element, argument)) }]
      case 'contains':
        return [{ state, result: isThere }]
      default:
        return [{ state, result: elements }]
    }
  },
  partOf: ({ f, argument }) => (f === 'read' ? null : argument),
  resultOf: (call, result) => (call.f === 'read' ? sorted(asList(result)) : result),
})

const asList = (value: unknown): Elements => {
  if (Array.isArray(value)) return value
  return value instanceof Set ? [...value] : [value]
}

const sorted = (elements: Elements): Elements =>
  elements
    .map((element) => ({ element, text: textOf(element) }))
    .toSorted((a, b) => (a.text < b.text ? -1 : 1))
    .map(({ element }) => element)
