import { expect } from 'vitest'
import { spaceOf } from '../../src/check/space-of.ts'
import type { SystemSpace } from '../../src/compile/system-space.ts'
import { unlimited } from '../../src/explore/limits.ts'
import type { Observer } from '../../src/explore/observer.ts'
import { Search } from '../../src/explore/search.ts'
import { anyBit, type StateSpace } from '../../src/explore/state-space.ts'
import type { System } from '../../src/index.ts'
import { anyMachine } from '../../src/machine/machine-ways.ts'
import type { DecisionTree, Path } from '../../src/parts/decision-tree.ts'
import { Monitors } from '../../src/property/monitors.ts'
import { explore } from '../../src/semantics/reference.ts'
import { keyOf } from '../../src/value/key.ts'
import { StartAfresh, type Ways } from '../../src/ways.ts'
import { buildMachine, type MachineSpec } from './random-machine.ts'

/** Beyond this the reference explorer is too slow; such machines are passed over. */
const limit = 400

/** Damages a state space on purpose. */
export type Damage = (space: SystemSpace) => StateSpace

/** Runs something in such ways, and in others when these turn out to be wrong. */
const inMachineWays = <Result>(run: (ways: Ways) => Result): Result => {
  let ways: Ways = {
    bar: null,
    staleBar: null,
    apart: [],
    readWhole: new Set(),
    machine: anyMachine,
  }
  for (;;) {
    try {
      return run(ways)
    } catch (error) {
      if (!(error instanceof StartAfresh)) throw error
      ways = { ...ways, ...error.ways }
    }
  }
}

/** What the engine finds out of a machine. */
const exploreMachine = (system: System, spoil: Damage): ReturnType<typeof explore> & object =>
  inMachineWays((ways) => {
    const space = spaceOf(system, { leavesIgnored: false, removesStale: false, from: null, ways })
    const states = new Map()
    const opaque = new Set(ways.readWhole)
    const monitors = new Monitors(system, space.facets, {
      isExhaustive: true,
      readWhole: ways.readWhole,
      onOpaque: (name) => opaque.add(name),
    })
    const observer: Observer = {
      get interest() {
        return anyBit
      },
      get admits() {
        return monitors.admits
      },
      get onStep() {
        return monitors.onStep
      },
      get onStuck() {
        return monitors.onStuck
      },
      isDone: false,
      onLevel: () => undefined,
      onForget: () => undefined,
      onState: (state, depth, index, touched) => {
        const plain = space.decode(state)
        states.set(keyOf(plain), plain)
        const isOfInterest = touched === -1 || (touched & monitors.interest) !== 0
        if (isOfInterest) monitors.onState(state, depth, index, touched)
      },
    }
    const search = new Search(spoil(space), observer, { ...unlimited, maxStates: 3 * limit })
    search.run()
    if (opaque.size > ways.readWhole.size) throw new StartAfresh({ readWhole: opaque })
    for (const [name, { index, states: ends }] of monitors.decisions) {
      const end = [...(search.history.runTo(index) ?? [])].at(-1)
      if (end?.join() !== ends[0]?.join()) throw new Error(`the run to '${name}' goes astray`)
    }
    const shortest = system.properties.map(({ name }): [string, number | null] => [
      name,
      monitors.decisions.get(name)?.length ?? null,
    ])
    const { generated, depth, cut } = search
    return { states, generated, depth, cut, shortest: new Map(shortest) }
  })

/**
 * Expects that engine and reference agree on a machine: on all states and counts, and on the shortest run
 * that decides each property.
 *
 * @returns how many states there are, and how many properties were decided; null where it is too large
 */
export const expectMachineAgreement = (
  spec: MachineSpec,
  spoil: Damage = (space) => space,
): { readonly states: number; readonly decided: number } | null => {
  const system = buildMachine(spec)
  const reference = explore(system, { limit })
  if (reference === null) return null
  const engine = exploreMachine(system, spoil)
  expect([...engine.states.keys()].toSorted()).toEqual([...reference.states.keys()].toSorted())
  const counts = ({ generated, depth, cut }: typeof engine): object => ({ generated, depth, cut })
  expect(counts(engine)).toEqual(counts(reference))
  expect(Object.fromEntries(engine.shortest)).toEqual(Object.fromEntries(reference.shortest))
  const decided = [...reference.shortest.values()].filter((length) => length !== null).length
  return { states: reference.states.size, decided }
}

/** What is learned of a machine is damaged, and nobody compares it with user code later. */
export const learning =
  (damage: (path: Path, leaf: readonly number[]) => readonly [Path, readonly number[]]): Damage =>
  (space: SystemSpace) => {
    const tree = space.facets.parts?.tree as DecisionTree
    const add = tree.add.bind(tree)
    tree.add = (slot, state, path, leaf, source) => {
      const at = add(slot, state, ...damage(path, leaf), source)
      if (at !== 0) tree.words.data[at + 1] = 1 << 30
      return at
    }
    return space
  }
