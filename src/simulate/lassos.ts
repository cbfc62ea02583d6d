import { Audit } from '../audit/audit.ts'
import type { Grounds, LivenessFinding } from '../check-liveness.ts'
import type { SystemSpace } from '../compile/system-space.ts'
import type { Observer } from '../explore/observer.ts'
import { runToEnd } from '../explore/run-to-end.ts'
import { Search } from '../explore/search.ts'
import type { StateSpace } from '../explore/state-space.ts'
import type { System } from '../model/system.ts'
import { Halt, type Pace } from '../pace/pace.ts'
import { Steps } from './steps.ts'
import type { Prints } from './prints.ts'

/** Where walks have been. */
export interface Visited {
  readonly begun: readonly Int32Array[]
  /** The states by name: see {@link Steps}. */
  readonly states: ReadonlySet<number>
}

/**
 * Searches the states that walks have been in, with all steps between them; steps that lead elsewhere are kept as
 * possible and not taken. What is fair there is fair in the whole system, and what is violated is violated.
 *
 * @throws Halt when the pace ends it
 */
export const searchVisited = async (
  space: SystemSpace,
  prints: Prints,
  visited: Visited,
  pace: Pace,
): Promise<Search> => {
  const steps = new Steps(space, prints)
  const within: StateSpace = {
    width: space.width,
    sizes: space.sizes,
    get revision() {
      return space.revision
    },
    initial: () => visited.begun,
    successors: (state, out, due) => space.successors(state, out, due),
  }
  const observer: Observer = {
    interest: 0,
    admits: (state) => visited.states.has(steps.nameOfState(state)),
    onState: () => undefined,
    onStep: null,
    onStuck: null,
    onForget: () => undefined,
    onLevel: () => undefined,
    isDone: false,
  }
  const search = new Search(within, observer, { maxStates: Infinity, pace }, 'graph')
  await runToEnd(search)
  const kind = search.stop?.kind
  if (kind === 'seconds' || kind === 'aborted' || kind === 'memory') throw new Halt(kind)
  search.release(true)
  return search
}

/** Judges the properties of runs of a system where walks have been. @param tell tells a run, or leaves it untold */
export const judgeVisited = async (
  { system, space, prints }: { system: System; space: SystemSpace; prints: Prints },
  visited: Visited,
  pace: Pace,
  tell: Grounds['tell'],
): Promise<ReadonlyMap<string, LivenessFinding>> => {
  const search = await searchVisited(space, prints, visited, pace)
  const findings = new Map<string, LivenessFinding>()
  const audit = new Audit()
  audit.add(space.audited)
  // Loaded when it is needed, as by a check.
  const { checkLiveness } = await import('../check-liveness.ts')
  await checkLiveness({ system, space, search, pace, tell, audit, from: null }, findings)
  return findings
}
