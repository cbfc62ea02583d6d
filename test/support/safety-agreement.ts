import { expect } from 'vitest'
import { ProtocolSpace } from '../../src/compile/protocol-space.ts'
import { barOf } from '../../src/compile/reductions.ts'
import { unlimited } from '../../src/explore/limits.ts'
import type { Observer } from '../../src/explore/observer.ts'
import { Search } from '../../src/explore/search.ts'
import { anyBit, type StateSpace } from '../../src/explore/state-space.ts'
import type { System } from '../../src/index.ts'
import { kit, type NamedProperty } from '../../src/model/property.ts'
import { Monitors } from '../../src/property/monitors.ts'
import type { GlobalState } from '../../src/semantics/global-state.ts'
import { plainView } from '../../src/semantics/plain-view.ts'
import { explore } from '../../src/semantics/reference.ts'
import { keyOf } from '../../src/value/key.ts'
import { exploreWithEngine } from './engine-run.ts'
import { recorded } from './recorded.ts'
import { buildSystem, type SystemSpec } from './random-system.ts'

/** Beyond this the reference explorer is too slow; such systems are passed over. */
const limit = 250
/** Beyond this not even the reference explorer is asked. */
const farBeyond = 300

/**
 * The system with properties that are decided in certain states of its space, most of them deep in
 * it: properties made up blindly are decided at the start or not at all. Null if it is too large.
 */
export const withAims = (system: System, aims: readonly number[]): System | null => {
  const space = new ProtocolSpace(system, { leavesIgnored: false })
  const states: GlobalState[] = []
  const collector: Observer = {
    interest: anyBit,
    admits: new Monitors({ ...system, properties: [] }, space.facets).admits,
    onStep: null,
    onStuck: null,
    isDone: false,
    onForget: () => undefined,
    onLevel: () => undefined,
    onState: (state) => states.push(space.decode(state)),
  }
  const search = new Search(space, collector, { ...unlimited, maxStates: farBeyond })
  search.run()
  if (search.stop !== null) return null
  const found = aims.flatMap((aim, index): NamedProperty[] => {
    const target = states[Math.floor((1 - aim ** 2) * states.length)] ?? states.at(-1)
    if (target === undefined) return []
    const looks = lookOf(system, plainView(system, target))
    const isThere = (view: unknown): boolean => lookOf(system, view) === looks
    const property = [
      kit.always((view) => !isThere(view)),
      kit.reachable(isThere),
      kit.never(isThere),
    ][Math.floor(aim * 3)]
    return property === undefined ? [] : [{ name: `aim${index}`, property }]
  })
  return { ...system, properties: [...system.properties, ...found] }
}

/** What predicates see of a state, mail aside. */
export const lookOf = ({ nodes }: System, erased: unknown): string => {
  const view = erased as Record<'nodes' | 'up' | 'observed', Record<string, unknown>> & {
    partitioned: boolean
  }
  const looks = nodes.map(({ id }) => [view.nodes[id], view.up[id]])
  return keyOf([...looks, view.partitioned, Object.values(view.observed)])
}

interface Agreement {
  /** The lengths of the runs, null where nothing decides a property. */
  readonly lengths: readonly (number | null)[]
  /** Whether it was searched by levels, too. */
  readonly inLevels: boolean
  /** Whether a reduction left states out. */
  readonly isReduced: boolean
  /** Whether what observers know differs from state to state. */
  readonly isObserved: boolean
}

/**
 * Expects that engine and reference agree on a system: on all states and counts, on the shortest run
 * that decides each property, and on what handlers and guards are run for.
 *
 * @param spoil wraps the engine's state space, to break it on purpose
 * @returns null where the system is too large to say
 */
export const expectAgreement = async (
  spec: SystemSpec,
  spoil?: (space: StateSpace) => StateSpace,
): Promise<Agreement | null> => {
  const built = withAims(buildSystem(spec), spec.aims)
  if (built === null) return null
  const asked = new Set<string>()
  const system = recorded(built, asked)
  const readsMail = JSON.stringify([spec.properties, spec.within]).includes('"mail"')
  const full = explore(system, { limit })
  if (full === null) return null
  const asks = drain(asked)
  const mayReduce = barOf(system) === null && !readsMail
  let inLevels = false
  let smallest = full.states.size
  const reductions = mayReduce ? [false, true] : [false]
  for (const leaveIgnored of reductions) {
    const reference = leaveIgnored ? explore(system, { leaveIgnored }) : full
    if (reference === null) return null
    smallest = reference.states.size
    const enabled = leaveIgnored ? drain(asked) : asks
    const results = await exploreWithEngine(system, { leavesIgnored: leaveIgnored }, spoil)
    // User code is run for exactly the events that states enable.
    expect(drain(asked)).toEqual(enabled)
    for (const engine of results) {
      expect([...engine.keys].toSorted()).toEqual([...reference.states.keys()].toSorted())
      const counts = ({ generated, depth, cut }: typeof engine): object => ({
        generated,
        depth,
        cut,
      })
      expect(counts(engine)).toEqual(counts({ ...reference, keys: engine.keys }))
      // With the reduction too, every verdict and length is that of the full system.
      expect(Object.fromEntries(engine.shortest)).toEqual(Object.fromEntries(full.shortest))
    }
    inLevels ||= results.length > 1
  }
  const observed = new Set([...full.states.values()].map((state) => keyOf(state.observed)))
  return {
    lengths: [...full.shortest.values()],
    inLevels,
    isReduced: smallest < full.states.size,
    isObserved: observed.size > 1,
  }
}

/** What handlers were run for so far. */
const drain = (asked: Set<string>): readonly string[] => {
  const all = [...asked].toSorted()
  asked.clear()
  return all
}

/** What a run of comparisons has seen: agreement on next to nothing would mean nothing. */
export class Tally {
  compared = 0
  /** How many systems were searched by levels, too. */
  inLevels = 0
  /** Of how many a reduction left states out. */
  reduced = 0
  /** In how many what observers know differs from state to state. */
  observed = 0
  /** How many properties were decided, and how many of them by no run of less than four steps. */
  decided = 0
  deep = 0
  undecided = 0

  /** Whether neither answer is rare, nor are properties that are decided deep in the space. */
  get isBalanced(): boolean {
    const all = this.decided + this.undecided
    return this.decided > all / 10 && this.undecided > all / 10 && this.deep > this.decided / 50
  }

  /** Of how many systems a word of the language occurs. */
  readonly uses = new Map<string, number>()

  /** @param uses the words of the language that occur in the system */
  readonly count = (agreement: Agreement | null, uses: readonly string[] = []): void => {
    if (agreement === null) return
    for (const each of uses) this.uses.set(each, (this.uses.get(each) ?? 0) + 1)
    const { lengths, inLevels, isReduced, isObserved } = agreement
    if (isReduced) this.reduced += 1
    if (isObserved) this.observed += 1
    this.compared += 1
    if (inLevels) this.inLevels += 1
    for (const length of lengths) {
      if (length === null) this.undecided += 1
      else this.decided += 1
      if (length !== null && length >= 4) this.deep += 1
    }
  }
}
