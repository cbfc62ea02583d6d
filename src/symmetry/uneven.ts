import { isImpure } from '../value/model-error.ts'
import type { Orbits } from './orbits.ts'
import type { Swap } from './swap.ts'

/** What a predicate says of a state, or of a step. */
type Ask = (state: Int32Array, after: Int32Array | null) => boolean

/**
 * For each class whose members a predicate tells apart in some state of an orbit, two neighbours that it does: all
 * others may go on to change places. As swaps of neighbours make up all ways to do so, there is one where the
 * predicate does not say the same of the whole orbit.
 *
 * @param after the state after a step; null for a predicate that is asked about states
 */
export const unevenSwaps = (
  orbits: Orbits,
  state: Int32Array,
  after: Int32Array | null,
  ask: Ask,
): readonly Swap[] => {
  const found = new Set<Swap>()
  const compare = (here: Int32Array, then: Int32Array | null): boolean => {
    const answer = answerOf(ask, here, then)
    for (const swap of orbits.generators) {
      if (found.has(swap)) continue
      const [image, next] = [here.slice(), then?.slice() ?? null]
      swap.apply(image)
      if (next !== null) swap.apply(next)
      if (answerOf(ask, image, next) !== answer) found.add(swap)
    }
    return true
  }
  if (after === null) orbits.forEach(state, (here) => compare(here.slice(), null))
  else orbits.forEachPair(state, after, (here, then) => compare(here.slice(), then.slice()))
  return orbits.classes.flatMap((members) => {
    const own = orbits.generators.filter(({ first }) => members.includes(first))
    // What answers otherwise from now on told all of them apart.
    const first = own.find((swap) => found.size === 0 || found.has(swap))
    return first === undefined ? [] : [first]
  })
}

/** The answer; null where there is none. */
const answerOf = (ask: Ask, state: Int32Array, after: Int32Array | null): boolean | null => {
  try {
    return ask(state, after)
  } catch (error) {
    if (isImpure(error)) throw error
    return null
  }
}
