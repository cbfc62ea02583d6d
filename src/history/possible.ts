import { canonical } from '../value/canonical.ts'
import { eachOf, knownOf, withoutOne, withOne, type OperationName } from './by-operation.ts'
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
  /** Those of the open operations that have taken effect, by node and name, and what each gave: `[value]`, or `[]`. */
  readonly done: ReadonlyMap<string, ReadonlyMap<string, Given>>
}

/** All that is known of one object and of the operations on it. */
export interface Possible {
  /** The operations that are open, by node and name. */
  readonly open: ReadonlyMap<string, ReadonlyMap<string, OpenOperation>>
  /** The ways in which it may have gone so far: none where it is not linearizable. */
  readonly ways: ReadonlySet<Way>
}

/** Before anything has happened. */
export const atFirst = (spec: Specification): Possible => ({
  open: new Map(),
  ways: new Set([{ object: canonical(spec.initial), done: new Map() }]),
})

/** An operation begins, of a name under which none is open. */
export const begun = (
  { open, ways }: Possible,
  name: OperationName,
  { f, argument }: Call,
): Possible => ({ open: withOne(open, name, argument === null ? { f } : { f, argument }), ways })

/** Nobody will be told how an operation ends: it may take effect at any time, or never. */
export const lost = (
  spec: Specification,
  { open, ways }: Possible,
  name: OperationName,
): Possible => {
  const operation = knownOf(open, name)
  if (operation === undefined) return { open, ways }
  if (spec.operations[operation.f]?.isReadOnly === true) return closed(spec, open, ways, name)
  let other = name
  while (knownOf(open, other) !== undefined)
    other = { node: name.node, operation: `${other.operation}, lost` }
  const now = [...ways].map(({ object, done }) => {
    const gave = knownOf(done, name)
    const rest = withoutOne(done, name)
    return { object, done: gave === undefined ? rest : withOne(rest, other, gave) }
  })
  const names = withOne(withoutOne(open, name), other, { ...operation, isLost: true })
  return settled(spec, names, now)
}

/** An operation has not happened, and never will. */
export const failed = (
  spec: Specification,
  { open, ways }: Possible,
  name: OperationName,
): Possible => {
  const left = [...ways].filter(({ done }) => knownOf(done, name) === undefined)
  return closed(spec, open, left, name)
}

/**
 * An operation is over, and gave something: undefined where that tells nothing.
 *
 * @throws ModelError 'too-large' where too many are open
 */
export const ended = (
  spec: Specification,
  { open, ways }: Possible,
  name: OperationName,
  result: unknown,
): Possible => {
  const operation = knownOf(open, name)
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
    const gave = knownOf(way.done, name)
    if (gave === undefined) waiting.push(...furtherOf(spec, open, way))
    else if (given === undefined || fits(gave, given)) fitting.push(way)
  }
  return closed(spec, open, fitting, name)
}

/** What an operation gave fits what it returned with, or tells nothing. */
const fits = (gave: Given, given: unknown): boolean => gave.length === 0 || equal(gave[0], given)

/** The ways in which it may go on without anything returning: one more operation takes effect. */
const furtherOf = (
  spec: Specification,
  open: Possible['open'],
  { object, done }: Way,
): readonly Way[] =>
  eachOf(open)
    .filter(([name]) => knownOf(done, name) === undefined)
    .flatMap(([name, operation]) =>
      outcomesOf(spec, object, operation).map(({ state, result }) => ({
        object: canonical(state),
        done: withOne(done, name, givenBy(result)),
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

/** What is left when an operation is no longer open. */
const closed = (
  spec: Specification,
  open: Possible['open'],
  ways: Iterable<Way>,
  name: OperationName,
): Possible => settled(spec, withoutOne(open, name), without(ways, name))

const without = (ways: Iterable<Way>, name: OperationName): readonly Way[] =>
  [...ways].map(({ object, done }) => ({ object, done: withoutOne(done, name) }))

/**
 * The ways, each once, without those from which no more can come than from another of them: one in which
 * nothing but a lost operation has happened besides, or what could still happen with the same result.
 */
const settled = (spec: Specification, open: Possible['open'], ways: readonly Way[]): Possible => {
  const byText = new Map(ways.map((way) => [textOf(way), way]))
  const isCovered = ({ object, done }: Way): boolean =>
    eachOf<Given>(done).some(([name, gave]) => {
      const operation = knownOf(open, name)
      if (operation === undefined) return false
      if (!byText.has(textOf({ object, done: withoutOne(done, name) }))) return false
      return operation.isLost === true || canFollow(spec, object, operation, gave)
    })
  const left = [...byText.values()].filter((way) => !isCovered(way))
  return left.length === 0 ? { open: new Map(), ways: new Set() } : withoutPast(open, left)
}

/** Without lost operations that have taken effect in all ways: nothing more comes of them. */
const withoutPast = (open: Possible['open'], ways: readonly Way[]): Possible => {
  const past = eachOf<OpenOperation>(open)
    .filter(([, { isLost }]) => isLost === true)
    .map(([name]) => name)
    .filter((name) => ways.every(({ done }) => knownOf(done, name) !== undefined))
  return {
    open: past.reduce<Possible['open']>(withoutOne, open),
    ways: new Set(past.reduce<readonly Way[]>(without, ways)),
  }
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
