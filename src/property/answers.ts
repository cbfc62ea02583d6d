import { isMailFacet, sourceOf, stateFacet, upFacet, type Facets } from '../explore/facets.ts'
import type { System } from '../model/system.ts'
import { thrown } from '../value/brief.ts'
import { ModelError } from '../value/model-error.ts'

/** One run of a predicate. */
export interface Answer {
  readonly value: unknown
  readonly error: unknown
  readonly hasThrown: boolean
  /** The facets that it read, each once, in order; null where nobody wanted to know. */
  readonly reads: readonly number[] | null
}

/** Whether two runs answered alike. */
export const isSame = (a: Answer, b: Answer): boolean =>
  a.hasThrown === b.hasThrown && isSameAnswer(a.value, b.value)

/** Whether runs in disguise answer as one on plain objects, and read alike. */
export const areAlike = (
  { fields }: Facets,
  plain: Answer,
  first: Answer,
  second: Answer,
): boolean => {
  if (!isSame(first, plain) || !isSame(second, plain)) return false
  const reads = first.reads ?? []
  // Which fields are read on plain objects nobody knows.
  const shells = reads.filter((facet) => fields?.isField(facet) !== true)
  return areEqual(reads, second.reads ?? []) && areEqual(shells, plain.reads ?? [])
}

const areEqual = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((each, index) => each === b[index])

/** What is neither true nor false is refused, whatever it is. */
const isSameAnswer = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a !== 'boolean' && typeof b !== 'boolean')

/** What a run came to, in words. */
const said = ({ value, error, hasThrown }: Answer): string => {
  if (hasThrown) return `threw ${thrown(error)}`
  return typeof value === 'boolean' ? `said ${value}` : 'said neither true nor false'
}

/**
 * Requires that two runs on the same states, handed out alike, come to the same and look at the same:
 * a predicate that looks only once has kept what it saw, and goes by it in other states.
 *
 * @throws ModelError 'not-pure'
 */
export const insistOnSame = (
  system: System,
  facets: Facets,
  first: Answer,
  second: Answer,
): void => {
  insistOnSameAnswer(first, second)
  const [before, now] = [first.reads ?? second.reads ?? [], second.reads ?? []]
  const odd = before.find((read) => !now.includes(read)) ?? now.find((it) => !before.includes(it))
  if (odd === undefined) return
  const time = before.includes(odd) ? 'first' : 'second'
  throw new ModelError('not-pure', {
    what: 'A predicate is not pure: asked twice about the same state, it looked at different things',
    where: [`it looked at ${placeOf(system, facets, odd)} the ${time} time only`],
    fix: 'let it keep nothing of what it sees: what it goes by, it has to look up in each view',
  })
}

/**
 * Requires that two runs on the same states come to the same.
 *
 * @throws ModelError 'not-pure'
 */
export const insistOnSameAnswer = (first: Answer, second: Answer): void => {
  if (isSame(first, second)) return
  throw new ModelError('not-pure', {
    what: 'A predicate is not pure: asked twice about the same state, it gave two answers',
    where: [`it ${said(first)}, then ${said(second)}`],
    fix: pureFix,
  })
}

/** What a facet shows, in words. */
const placeOf = (system: System, facets: Facets, facet: number): string => {
  const { component } = sourceOf(facets, facet)
  const { id } = system.nodes[component] ?? {}
  if (id === undefined) {
    const { name } = system.observers[component - facets.nodes - 1] ?? {}
    return name === undefined ? 'whether there is a partition' : `what observer ${name} knows`
  }
  if (facet === upFacet(component)) return `whether ${id} is up`
  if (isMailFacet(facet, facets.nodes)) return `the messages to ${id}`
  return facet === stateFacet(component) ? `the state of ${id}` : `a part of the state of ${id}`
}

/** What to do about a predicate that is not pure. */
export const pureFix =
  'let it look at nothing but the view: no clock, no Math.random, no outside variable'

/** The error for an answer that is none. */
export const neither = (answer: unknown): ModelError => {
  const isObject = typeof answer === 'object' && answer !== null
  const kind = answer instanceof Promise ? 'a promise' : isObject ? 'an object' : String(answer)
  return new ModelError('property-threw', {
    what: `A predicate answered ${kind}, which is neither true nor false`,
    fix: 'let it return true or false; a body in braces needs `return`',
  })
}
