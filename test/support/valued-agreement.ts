import { expect } from 'vitest'
import fc from 'fast-check'
import { ProtocolSpace } from '../../src/compile/protocol-space.ts'
import { unlimited } from '../../src/explore/limits.ts'
import { Search } from '../../src/explore/search.ts'
import { anyBit } from '../../src/explore/state-space.ts'
import { check, type Report, type System } from '../../src/index.ts'
import { explore } from '../../src/semantics/reference.ts'
import type { GlobalState } from '../../src/semantics/global-state.ts'
import { OrbitSpace } from '../../src/symmetry/orbit-space.ts'
import { isFoundOut } from './found-out.ts'
import { orbitKeys } from './orbit-keys.ts'
import { expectVerdicts } from './symmetric-agreement.ts'
import { exploreSmall } from './too-large.ts'
import { buildValued, flaws, valuedSpec, type ValuedSpec } from './valued-system.ts'

/** Beyond this the reference explorer is too slow; such systems are passed over. */
const limit = 300

type Orbits = NonNullable<Report['reductions'][number]['orbits']>

/** What came of a comparison. */
interface Compared {
  /** How many states there are for one that was found, where nodes alone change places as they do. */
  readonly factor: number
  /** Whether values were told apart. */
  readonly isToldApart: boolean
  readonly decided: number
}

/** Expects that a check with the reduction comes to what the naive reference comes to without. */
export const compareValues = async (spec: ValuedSpec): Promise<Compared | null> => {
  const system = buildValued(spec)
  const full = exploreSmall(system, limit)
  if (full === null) return null
  const report = await check(system, { exhaustive: true })
  expectVerdicts(report, full)
  const { orbits, apart } = symmetryIn(report)
  if (spec.flaw === null) expect(apart).toEqual([])
  const isToldApart = apart.length > 0
  const decided = [...full.shortest.values()].filter((length) => length !== null).length
  if (orbits === null) return { factor: 1, isToldApart, decided }
  const all = expectOrbits(system, orbits, report)
  if (spec.bound === null) expectStates(system, orbits, [...full.states.values()])
  return { factor: all / report.states.distinct, isToldApart, decided }
}

const symmetryIn = ({
  reductions,
}: Report): { readonly orbits: Orbits | null; readonly apart: Orbits['apart'] } => {
  const { orbits = null, bar = null } = reductions.find(({ name }) => name === 'symmetry') ?? {}
  const apart = orbits?.apart ?? (bar?.kind === 'told-apart' ? bar.apart : [])
  return { orbits, apart: apart.filter(({ group }) => group === null) }
}

const isApplied = ({ reductions }: Report, of: string): boolean =>
  reductions.some((each) => each.name === of && each.isApplied)

/**
 * Expects that the states found are as many as there are orbits, and stand for all that there are.
 *
 * @returns how many there are where nodes alone change places
 */
const expectOrbits = (
  system: System,
  { groups, values, states }: Orbits,
  report: Report,
): number => {
  const reference = explore(system, {
    leaveIgnored: isApplied(report, 'ignored-deliveries'),
    removeStale: isApplied(report, 'stale-messages'),
  })
  const all = [...(reference?.states.values() ?? [])]
  expect(report.states.depth).toBe(reference?.depth)
  expect(states).toBe(all.length)
  expect(report.states.distinct).toBe(keysOf(system, [...groups, ...values], all).size)
  return keysOf(system, groups, all).size
}

const keysOf = (
  system: System,
  groups: readonly (readonly string[])[],
  states: readonly GlobalState[],
): ReadonlySet<string> => new Set(states.map((state) => orbitKeys(system, groups, state)))

/** Expects that the states that are searched are those of the reference up to renaming, each once. */
const expectStates = (
  system: System,
  { groups, values }: Orbits,
  states: readonly GlobalState[],
): void => {
  const names = [...system.nodes.map(({ id }) => id), ...system.interchangeable.flat()]
  const points = (classes: Orbits['groups']): readonly (readonly number[])[] =>
    classes.map((members) => members.map((name) => names.indexOf(name)))
  const classes = { names, nodes: points(groups), values: points(values) }
  const inner = new ProtocolSpace(system, { leavesIgnored: false })
  const space = new OrbitSpace(inner, classes, () => new Error('told apart only now'))
  const found: string[] = []
  const observer = {
    interest: anyBit,
    admits: null,
    onStep: null,
    onStuck: null,
    isDone: false,
    onForget: () => {},
    onLevel: () => {},
    onState: (state: Int32Array) => {
      found.push(orbitKeys(system, [...groups, ...values], space.decode(state)))
    },
  }
  new Search(space, observer, unlimited).run()
  expect(found.toSorted()).toEqual([...keysOf(system, [...groups, ...values], states)].toSorted())
}

/** What came of many comparisons. */
interface Tally {
  readonly compared: number
  /** In how many of them values left states out. */
  readonly biting: number
  /** How many systems that tell values apart were found out to. */
  readonly toldApart: number
}

/** Expects of so many random systems that what is found stands for all of their states. */
export const expectValues = (numRuns: number): Promise<Tally> => expectOf(valuedSpec, numRuns)

/** The same of systems which have a flaw each. */
export const expectTold = (numRuns: number): Promise<Tally> => {
  const flawed = fc
    .tuple(valuedSpec, fc.constantFrom(...flaws))
    .map(([spec, flaw]) => ({ ...spec, flaw, isWatched: flaw === 'heard' || spec.isWatched }))
  return expectOf(flawed, numRuns)
}

const expectOf = async (specs: fc.Arbitrary<ValuedSpec>, numRuns: number): Promise<Tally> => {
  const all: Compared[] = []
  await fc.assert(
    fc.asyncProperty(specs, async (spec) => {
      const compared = await compareValues(spec)
      if (compared !== null) all.push(compared)
    }),
    { numRuns },
  )
  expect(all.filter(({ decided }) => decided > 0).length).toBeGreaterThan(all.length / 6)
  return {
    compared: all.length,
    biting: all.filter(({ factor }) => factor > 1.2).length,
    toldApart: all.filter(({ isToldApart }) => isToldApart).length,
  }
}

/** Whether some of these systems comes out otherwise than in the reference. */
export const areFoundOut = (specs: fc.Arbitrary<ValuedSpec>): Promise<boolean> =>
  isFoundOut(
    fc.asyncProperty(specs, async (spec) => {
      await compareValues(spec)
    }),
    3000,
  )
