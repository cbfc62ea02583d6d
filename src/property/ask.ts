import type { Audited } from '../audit/audited.ts'
import type { Facets } from '../explore/facets.ts'
import type { System } from '../model/system.ts'
import { ModelError } from '../value/model-error.ts'
import { describeThrown, isInstance } from '../value/thrown.ts'
import { watchOf } from './watch-of.ts'
import type { Watching } from './watching.ts'
import type { WatchAuditOptions } from './watch-audit.ts'

/** Thrown when a predicate threw: carries the state at which it did. */
export class PredicateFailure extends Error {
  readonly error: ModelError
  readonly states: readonly Int32Array[]

  constructor(error: ModelError, states: readonly Int32Array[]) {
    super(error.message)
    this.error = error
    this.states = states.map((state) => state.slice())
  }
}

/** A predicate over state vectors. */
export type Asked = (state: Int32Array) => boolean

/**
 * A watched predicate over state vectors. What it throws comes out with the state.
 *
 * @param audited what it is asked goes there, to be asked once more
 */
export const askOf = (
  system: System,
  facets: Facets,
  predicate: (view: unknown) => boolean,
  audit: WatchAuditOptions,
  audited: Audited[],
): Asked => {
  const watch = watchOf(system, facets, predicate, { audit })
  if (watch.audit !== null) audited.push(watch.audit)
  return (state) => {
    const known = watch.recall(state, null, -1)
    return known >= 0 ? known === 1 : evaluateWatch(watch, audit.place, state, null)
  }
}

/** Asks a predicate; what it throws comes out with the state at which it did. */
export const evaluateWatch = (
  watch: Watching,
  place: string,
  state: Int32Array,
  after: Int32Array | null,
): boolean => {
  try {
    return watch.evaluate(state, after)
  } catch (error) {
    const states = after === null ? [state] : [state, after]
    if (isInstance(error, ModelError)) throw new PredicateFailure(error.at(place), states)
    const story = { what: `A predicate threw ${describeThrown(error)}`, where: [place] }
    const fix = 'make the predicate answer true or false for every reachable state'
    throw new PredicateFailure(
      new ModelError('property-threw', { ...story, fix, cause: error }),
      states,
    )
  }
}
