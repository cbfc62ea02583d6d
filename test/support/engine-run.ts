import { ProtocolSpace } from '../../src/compile/protocol-space.ts'
import type { Observer } from '../../src/explore/observer.ts'
import { unlimited } from '../../src/explore/limits.ts'
import { Search } from '../../src/explore/search.ts'
import { anyBit, type StateSpace } from '../../src/explore/state-space.ts'
import { Monitors } from '../../src/property/monitors.ts'
import { keyOf } from '../../src/value/key.ts'
import type { System } from '../../src/index.ts'

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

/**
 * Explores a system with the engine, to its end.
 *
 * @param spoil wraps the state space, to break it on purpose
 */
export const exploreWithEngine = (
  system: System,
  leavesIgnored: boolean,
  spoil: (space: StateSpace) => StateSpace = (space) => space,
): EngineResult => {
  const space = new ProtocolSpace(system, { leavesIgnored })
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
  const search = new Search(spoil(space), recorder, limits, 'few parents', words)
  search.run()

  // Verdicts come from a run of their own, in which states are reported only if they matter.
  const judged = new ProtocolSpace(system, { leavesIgnored })
  // Predicates soon read states as a whole in one half of the systems, and go by fields in the other.
  const weighAfter = system.nodes.length % 2 === 0 ? 8 : Infinity
  const monitors = new Monitors(system, judged.facets, { onOpaque, weighAfter })
  const judging = new Search(spoil(judged), monitors, limits, 'few parents', 5 - words)
  judging.run()
  for (const [name, { index, states }] of monitors.decisions) {
    const end = [...(judging.history.runTo(index) ?? [])].at(-1)
    if (end?.join() !== states[0]?.join()) throw new Error(`the run to '${name}' goes astray`)
  }
  return {
    keys,
    generated: search.generated,
    depth: search.depth,
    cut: search.cut,
    shortest: new Map(
      system.properties.map(({ name }) => [name, monitors.decisions.get(name)?.length ?? null]),
    ),
  }
}
