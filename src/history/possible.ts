import { canonical } from '../value/canonical.ts'
import { Effort } from './effort.ts'
import { equal, textOf } from './equal.ts'
import type { Call, Outcome, Specification } from './specification.ts'

/*
 * Linearizability as it happens. Instead of the past, all that it can have led to is kept: the object, and
 * which of the operations that are open have taken effect on it. An operation takes effect as late as it may,
 * at its own return or at that of another, which loses nothing (Lowe, Testing for linearizability, 2017). So
 * pasts after which the same can happen are one.
 */

/** An operation that has begun and may take effect: what it is, and no more, since runs show it. */
export interface OpenOperation {
  /** The operation: `read`, `write`, … */
  readonly f: string
  /** What it was given; absent if nothing. */
  readonly argument?: unknown
  /** That nobody will be told how it ends; absent where somebody will. */
  readonly isLost?: true
}

/** What an operation gave; nothing where that tells nothing. */
type Given = readonly [] | readonly [unknown]

/** One way in which it may have gone so far. */
export interface Way {
  /** The object. */
  readonly object: unknown
  /** Those of the open operations that have taken effect, and what each gave: `[value]`, or `[]`. */
  readonly done: ReadonlyMap<string, Given>
}

/** All that is known of one object and of the operations on it. */
export interface Possible {
  /** The operations that are open, by name. */
  readonly open: ReadonlyMap<string, OpenOperation>
  /** The ways in which it may have gone so far: none where it is not linearizable. */
  readonly ways: readonly Way[]
}

/** Before anything has happened. */
export const atFirst = (spec: Specification): Possible => ({
  open: new Map(),
  ways: [{ object: canonical(spec.initial), done: new Map() }],
})

/** An operation begins, of a name under which none is open. */
export const begun = ({ open, ways }: Possible, name: string, { f, argument }: Call): Possible => {
  const operation = argument === null ? { f } : { f, argument }
  return { open: new Map([...open, [name, operation]]), ways }
}

/** Nobody will be told how an operation ends: it may take effect at any time, or never. */
export const lost = (spec: Specification, { open, ways }: Possible, name: string): Possible => {
  const operation = open.get(name)
  if (operation === undefined) return { open, ways }
  if (spec.operations[operation.f]?.isReadOnly === true)
    return settled(spec, closed(open, ways, name))
  let other = `${name}, lost`
  while (open.has(other)) other = `${other}, lost`
  const renamed = <Value>(map: ReadonlyMap<string, Value>): Map<string, Value> =>
    new Map([...map].map(([key, value]) => [key === name ? other : key, value]))
  const names = renamed(open).set(other, { ...operation, isLost: true })
  const now = ways.map(({ object, done }) => ({ object, done: renamed(done) }))
  return settled(spec, { open: names, ways: now })
}

/** An operation has not happened, and never will. */
export const failed = (spec: Specification, { open, ways }: Possible, name: string): Possible => {
  const without = ways.filter(({ done }) => !done.has(name))
  return settled(spec, closed(open, without, name))
}

/**
 * An operation is over, and gave something: undefined where that tells nothing.
 *
 * @throws ModelError 'too-large' where too many are open
 */
export const ended = (
  spec: Specification,
  { open, ways }: Possible,
  name: string,
  result: unknown,
): Possible => {
  const operation = open.get(name)
  if (operation === undefined) return { open, ways }
  const given =
    result === undefined ? undefined : (spec.resultOf?.(callOf(operation), result) ?? result)
  const fitting: Way[] = []
  const seen = new Set<string>()
  const effort = new Effort()
  const waiting = [...ways]
  for (let way = waiting.pop(); way !== undefined; way = waiting.pop()) {
    const text = textOf(way)
    if (seen.has(text)) continue
    seen.add(text)
    effort.spend()
    if (!way.done.has(name)) waiting.push(...furtherOf(spec, open, way))
    else if (given === undefined || fits(way.done.get(name), given)) fitting.push(way)
  }
  return settled(spec, closed(open, fitting, name))
}

/** What an operation gave fits what it returned with, or tells nothing. */
const fits = (gave: Given | undefined, given: unknown): boolean =>
  gave === undefined || gave.length === 0 || equal(gave[0], given)

/** The ways in which it may go on without anything returning: one more operation takes effect. */
const furtherOf = (
  spec: Specification,
  open: Possible['open'],
  { object, done }: Way,
): readonly Way[] =>
  [...open]
    .filter(([name]) => !done.has(name))
    .flatMap(([name, operation]) =>
      outcomesOf(spec, object, operation).map(({ state, result }) => ({
        object: canonical(state),
        done: new Map([...done, [name, givenBy(result)]]),
      })),
    )

/** What an operation gave, as it is kept. */
export const givenBy = (result: unknown): Given => (result === undefined ? [] : [canonical(result)])

/** An operation as its object takes it: an entry need not know of which key it is. */
const callOf = ({ f, argument = null }: OpenOperation): Call => ({ f, key: null, argument })

const outcomesOf = (
  spec: Specification,
  object: unknown,
  operation: OpenOperation,
): readonly Outcome<unknown>[] => spec.apply(object, callOf(operation))

/** An operation that is no longer open. */
const closed = (open: Possible['open'], ways: readonly Way[], name: string): Possible => ({
  open: without(open, name),
  ways: ways.map(({ object, done }) => ({ object, done: without(done, name) })),
})

const without = <Value>(map: ReadonlyMap<string, Value>, name: string): Map<string, Value> => {
  const rest = new Map(map)
  rest.delete(name)
  return rest
}

/**
 * The ways in order, each once, without those from which no more can come than from another of them: one in which
 * nothing but a lost operation has happened besides, or what could still happen with the same result.
 */
const settled = (spec: Specification, { open, ways }: Possible): Possible => {
  const byText = new Map(ways.map((way) => [textOf(way), way]))
  const isCovered = ({ object, done }: Way): boolean =>
    [...done].some(([name, gave]) => {
      const operation = open.get(name)
      if (operation === undefined) return false
      if (!byText.has(textOf({ object, done: without(done, name) }))) return false
      return operation.isLost === true || canFollow(spec, object, operation, gave)
    })
  const left = [...byText].filter(([, way]) => !isCovered(way))
  if (left.length === 0) return { open: new Map(), ways: [] }
  const inOrder = left.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, way]) => way)
  return withoutPast({ open, ways: inOrder })
}

/** Without lost operations that have taken effect in all ways: nothing more comes of them. */
const withoutPast = (possible: Possible): Possible => {
  const { open, ways } = possible
  const isPast = ([name, { isLost }]: readonly [string, OpenOperation]): boolean =>
    isLost === true && ways.every(({ done }) => done.has(name))
  return [...open]
    .filter(isPast)
    .reduce<Possible>((rest, [name]) => closed(rest.open, rest.ways, name), possible)
}

/** Whether an operation may take effect with a result and leave the object as it is. */
const canFollow = (
  spec: Specification,
  object: unknown,
  operation: OpenOperation,
  gave: Given,
): boolean =>
  outcomesOf(spec, object, operation).some(
    ({ state, result }) => equal(state, object) && equal(givenBy(result), gave),
  )
