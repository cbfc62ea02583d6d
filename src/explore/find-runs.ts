import { Astray } from '../audit/astray.ts'
import { collect } from '../pace/collect.ts'
import type { Limits } from './limits.ts'
import type { Observer } from './observer.ts'
import { anyBit, type StateSpace } from './state-space.ts'
import { runToEnd } from './run-to-end.ts'
import { Search } from './search.ts'

/**
 * A shortest run to each of some states: the search is done once more, this time keeping the state
 * from which each was found. It ends as soon as the last target is found. Within a level its order may
 * differ from that of a search in which steps were judged, which takes all of them.
 *
 * @param admits the bound of the first search
 * @param limits.maxDepth how deep the first search was when it met the last of them
 * @param follow is told of the search
 * @returns for each target the states of the run, from an initial state to the target; null where a
 *   limit ended the search before it was found
 * @throws Astray where there is no such state any more
 */
export const findRuns = async (
  space: StateSpace,
  targets: readonly Int32Array[],
  admits: Observer['admits'],
  limits: Limits & { readonly maxDepth: number },
  follow: (search: Search) => void,
): Promise<readonly (readonly Int32Array[] | null)[]> => {
  const found = new Map<Int32Array, number>()
  let isBeyond = false
  const observer: Observer = {
    interest: anyBit,
    admits: admits === null ? null : lenient(admits),
    onStep: null,
    onStuck: null,
    onLevel: () => undefined,
    onForget: () => undefined,
    onState: (state, depth, index) => {
      isBeyond ||= depth > limits.maxDepth
      for (const target of targets) {
        if (!found.has(target) && sameState(state, target)) found.set(target, index)
      }
    },
    get isDone() {
      return isBeyond || found.size === targets.length
    },
  }
  if (targets.length === 0) return []
  const search = new Search(space, observer, limits, 'parents')
  follow(search)
  await runToEnd(search)
  if (search.stop === null && found.size < targets.length) {
    throw new Astray('searched once more, it does not have a state that it had before')
  }
  search.release()
  const runs: (readonly Int32Array[] | null)[] = []
  for (const target of targets) {
    const index = found.get(target)
    const run = index === undefined ? null : search.history.runTo(index)
    runs.push(run === null ? null : await collect(run, limits.pace))
  }
  return runs
}

/** The bound, for a search that may be after the very state at which the bound throws. */
const lenient =
  (admits: NonNullable<Observer['admits']>): NonNullable<Observer['admits']> =>
  (state, touched) => {
    try {
      return admits(state, touched)
    } catch {
      return true
    }
  }

export const sameState = (a: Int32Array, b: Int32Array): boolean => {
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false
  return true
}
