import { expect } from 'vitest'
import { ProtocolSpace } from '../../src/compile/protocol-space.ts'
import type { StaleCheck } from '../../src/compile/stale-check.ts'
import type { Observer } from '../../src/explore/observer.ts'
import { unlimited } from '../../src/explore/limits.ts'
import { Search } from '../../src/explore/search.ts'
import { anyBit, type StateSpace } from '../../src/explore/state-space.ts'
import { unpaced } from '../../src/pace/pace.ts'
import type { Decision } from '../../src/property/monitor.ts'
import { Monitors } from '../../src/property/monitors.ts'
import { keyOf } from '../../src/value/key.ts'
import type { System } from '../../src/index.ts'
import { searchInLevels } from './in-levels.ts'
import { TeamHere } from './team-here.ts'

/** What the engine finds out of a system: to be compared with the reference explorer's result. */
export interface EngineResult {
  /** The key of every state found. */
  readonly keys: ReadonlySet<string>
  readonly generated: number
  readonly depth: number
  readonly cut: number
  readonly shortest: ReadonlyMap<string, number | null>
}

/** A broken engine may find states without end: far more than any system compared has. */
const limits = { ...unlimited, maxStates: 3000 }

const onOpaque = (): never => {
  throw new Error('a predicate notices that it is watched field by field')
}

/** How the states of a space are searched. */
type Way = (space: StateSpace, observer: Observer, words: number) => Searched | null

interface Searched {
  readonly generated: number
  readonly depth: number
  readonly cut: number
  /** The last state of the run to what was decided. */
  readonly endOf: (decision: Decision) => Promise<Int32Array | undefined>
}

const inTable: Way = (space, observer, words) => {
  const search = new Search(space, observer, limits, 'few parents', words)
  search.run()
  const { generated, depth, cut } = search
  const endOf = ({ index }: Decision): Promise<Int32Array | undefined> =>
    Promise.resolve([...(search.history.runTo(index) ?? [])].at(-1))
  return { generated, depth, cut, endOf }
}

/**
 * By levels, of which a few rows are sorted at a time, with fields in few words or in many.
 *
 * @param size of the team that does it; 0 for this thread alone
 */
const inLevels =
  (mostRows: number, size = 0): Way =>
  (space, observer, words) => {
    const small = { mostRows, wordBits: words === 2 ? 32 : 5 }
    // Where a space was broken on purpose, nobody has a copy of it.
    if (size > 0 && (!(space instanceof ProtocolSpace) || space.news === null)) return null
    const team = size === 0 ? null : new TeamHere(size)
    const search = searchInLevels(space, observer, small, limits.maxStates, team)
    if (search === null) return null
    const { generated, depth, cut } = search
    const endOf = async (decision: Decision): Promise<Int32Array | undefined> => {
      const { index, states, length } = decision
      const known = search.history.runTo(index)
      const [state = new Int32Array(0)] = states
      const run = known === null ? await search.backFrom(state, unpaced) : [...known]
      expect(run.length).toBe(length + 2 - states.length)
      return run.at(-1)
    }
    return { generated, depth, cut, endOf }
  }

/** The reductions in force. */
interface Reductions {
  readonly leavesIgnored: boolean
  readonly removesStale?: boolean
  /** What checks that nothing was taken out of flight that matters again. Default: the space's own check. */
  readonly checkOf?: (space: ProtocolSpace) => Pick<StaleCheck, 'run'>
}

/**
 * Explores a system with the engine, to its end: with a table, and by levels where it goes that way.
 *
 * @param spoil wraps the state space, to break it on purpose
 */
export const exploreWithEngine = async (
  system: System,
  reductions: Reductions,
  spoil: (space: StateSpace) => StateSpace = (space) => space,
): Promise<readonly EngineResult[]> => {
  const ways = [inTable, inLevels(1 << 12), inLevels(5), inLevels(5, 2)]
  const results = await Promise.all(ways.map((way) => exploreIn(way, system, reductions, spoil)))
  return results.filter((result) => result !== null)
}

const exploreIn = async (
  way: Way,
  system: System,
  reductions: Reductions,
  spoil: (space: StateSpace) => StateSpace,
): Promise<EngineResult | null> => {
  const space = new ProtocolSpace(system, reductions)
  const keys = new Set<string>()
  const bound = new Monitors({ ...system, properties: [] }, space.facets, { onOpaque })
  const recorder: Observer = {
    interest: anyBit,
    admits: bound.admits,
    onStep: null,
    onStuck: null,
    isDone: false,
    onLevel: () => undefined,
    onForget: () => undefined,
    onState: (state) => keys.add(keyOf(space.decode(state))),
  }
  // States of two words have a path of their own: each search takes one, in turn.
  const words = 2 + (system.properties.length % 2)
  const search = way(spoil(space), recorder, words)

  // Verdicts come from a run of their own, in which states are reported only if they matter.
  const judged = new ProtocolSpace(system, reductions)
  // Predicates soon read states as a whole in one half of the systems, and go by fields in the other.
  const weighAfter = system.nodes.length % 2 === 0 ? 8 : Infinity
  // Where steps from a state to itself are forbidden, a check does without the reduction.
  const onStutter = reductions.removesStale === true ? (): void => undefined : undefined
  const monitors = new Monitors(system, judged.facets, { onOpaque, weighAfter, onStutter })
  const judging = way(spoil(judged), monitors, 5 - words)
  if (search === null || judging === null) return null
  const { checkOf = ({ stale }) => stale } = reductions
  await checkOf(space).run(unpaced)
  await checkOf(judged).run(unpaced)
  for (const [name, decision] of monitors.decisions) {
    const end = await judging.endOf(decision)
    if (end?.join() !== decision.states[0]?.join()) {
      throw new Error(`the run to '${name}' goes astray`)
    }
  }
  const { generated, depth, cut } = search
  return {
    keys,
    generated,
    depth,
    cut,
    shortest: new Map(
      system.properties.map(({ name }) => [name, monitors.decisions.get(name)?.length ?? null]),
    ),
  }
}
