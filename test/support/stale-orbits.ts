import fc from 'fast-check'
import { expect } from 'vitest'
import { check, type Report, type System } from '../../src/index.ts'
import { worldOf } from '../../src/semantics/initial.ts'
import { explore, type ReferenceResult } from '../../src/semantics/reference.ts'
import type { Biting } from './biting.ts'
import { orbitKeys } from './orbit-keys.ts'
import { ages, isWrongStale, mattersAgain, nodeStates } from './stale-agreement.ts'
import { exploreSmall } from './too-large.ts'
import { expectVerdicts } from './symmetric-agreement.ts'
import {
  buildSymmetric,
  staleFlaws,
  symmetricSpec,
  type Deed,
  type SymmetricSpec,
} from './symmetric-system.ts'

/** Beyond this the reference explorer is too slow; such systems are passed over. */
const limit = 300

const quiet: Deed = { goTo: 0, sends: [], notes: 'nothing', leader: 'keep', timer: 'set' }

/** The same, and a message is sent that is old before long. */
const greeting = (deed: Deed | null): Deed => {
  const { sends, goTo, ...rest } = deed ?? quiet
  const greets = { to: 'any' as const, type: 0, who: 'self' as const, once: false }
  return { ...rest, goTo: Math.max(goTo - 1, 0), sends: [greets, ...sends], timer: 'set' }
}

/** By place what a timeout does: it makes a node older, at least. */
const ageing = (timeout: readonly (Deed | null)[]): (Deed | null)[] =>
  timeout.map((deed, place) => ({
    ...(deed ?? quiet),
    goTo: Math.min(place + 1, 2),
    timer: 'set',
  }))

/** The same, and all others are told. */
const asking = (deed: Deed | null): Deed => {
  const { sends, ...rest } = deed ?? quiet
  return { ...rest, sends: [{ to: 'others', type: 0, who: 'nobody', once: false }, ...sends] }
}

/** Random systems with replicas that give messages up, rightly or nearly so, and alike or nearly so. */
export const staleSymmetricSpec: fc.Arbitrary<SymmetricSpec> = fc
  .record({
    spec: symmetricSpec,
    age: ages,
    isPlain: fc.constantFrom(true, true, true, true, false),
    replicas: fc.constantFrom(2, 2, 3),
    flaw: fc.constantFrom(...staleFlaws, 'any' as const, 'any' as const, null, null, null),
  })
  .map(({ spec, age, isPlain, replicas, flaw }): SymmetricSpec => {
    const [server, ...others] = spec.scripts
    const [young = null, ...older] = ageing(server.timeout)
    const timeout = [server.recovers ? young : asking(young), ...older]
    const early = server.recovers && server.refuses % 2 > 0 ? server.receive[0] : timeout[0]
    const properties = spec.properties.filter(
      ({ kind: of, look }) => of !== 'noDeadlock' && look.about !== 'mail',
    )
    return {
      ...spec,
      ages: age,
      replicas,
      peers: 0,
      hasHub: spec.hasHub && !isPlain,
      cuts: isPlain && spec.crashes !== null ? 'none' : spec.cuts,
      flaw: flaw === 'any' ? spec.flaw : flaw,
      bound: spec.bound === 3 ? 6 : null,
      scripts: [
        {
          ...server,
          refuses: Math.max(server.refuses, 1),
          start: greeting(server.start),
          timeout,
          // Often nothing but the message in flight tells whether it came or was too late.
          receive: server.receive.with(0, early ?? quiet),
        },
        ...others,
      ],
      // Elsewhere messages stay in flight whether they were heeded or not.
      network: { ...spec.network, kind: isPlain ? 'unordered' : 'duplicating' },
      among: null,
      // Patient timers would ask whether what is sent is in flight already.
      timers: 'any',
      properties: properties.length > 0 ? properties : [asked],
    }
  })

const asked: SymmetricSpec['properties'][number] = {
  kind: 'reachable',
  look: { about: 'places', place: 2, count: 2 },
}

interface Compared {
  readonly flaw: SymmetricSpec['flaw']
  readonly outcome: 'refused' | 'told apart' | 'folded'
  /** Whether each of the two reductions left states out. */
  readonly bites: boolean
}

/**
 * Expects of a check with both reductions what the unreduced reference comes to: or that it refuses the
 * declaration, if and only if a message that was given up may matter again.
 *
 * @returns null where the system is too large to say
 */
export const compareStaleOrbits = async (spec: SymmetricSpec): Promise<Compared | null> => {
  const system = buildSymmetric(spec)
  const full = exploreSmall(system, limit)
  if (full === null) return null
  const { flaw } = spec
  const isWrong = mattersAgain(worldOf(system), [...full.states.values()])
  const report = await check(system, { exhaustive: true }).catch((error: unknown) => {
    if (!isWrongStale(error)) throw error
    return null
  })
  expect(report === null).toBe(isWrong)
  if (report === null) return { flaw, outcome: 'refused', bites: true }
  const [ignored, stale, symmetry] = report.reductions
  expect(stale?.isApplied).toBe(true)
  const leaveIgnored = ignored?.isApplied === true
  const reduced = explore(system, { leaveIgnored, removeStale: true })
  const withStale = explore(system, { leaveIgnored })
  if (reduced === null || withStale === null) return null
  expectVerdicts(report, full)
  expect(nodeStates(reduced.states.values())).toEqual(nodeStates(full.states.values()))
  const orbits = await expectStates(system, report, reduced)
  const outcome = symmetry?.bar?.kind === 'told-apart' ? 'told apart' : 'folded'
  return { flaw, outcome, bites: orbits && reduced.states.size < withStale.states.size }
}

/** Expects the orbits of the states without stale messages. @returns whether they are less */
const expectStates = async (
  system: System,
  report: Report,
  reduced: ReferenceResult,
): Promise<boolean> => {
  const [, stale, symmetry] = report.reductions
  expect(report.states.depth).toBe(reduced.depth)
  const { orbits = null } = symmetry ?? {}
  const { distinct } = report.states
  expect(orbits?.states ?? distinct).toBe(reduced.states.size)
  if (orbits === null) return false
  const keys = [...reduced.states.values()].map((it) => orbitKeys(system, orbits.groups, it))
  expect(distinct).toBe(new Set(keys).size)
  // As much is taken out, and looked at, as where each state counts.
  const each = await check(system, { exhaustive: true, noReduction: ['symmetry'] })
  expect(stale?.removed).toEqual(each.reductions[1]?.removed)
  return distinct < reduced.states.size
}

/** Expects of so many random systems that orbits without stale messages stand for all of their states. */
export const expectStaleOrbits = async (numRuns: number): Promise<Biting> => {
  const all: Compared[] = []
  await fc.assert(
    fc.asyncProperty(staleSymmetricSpec, async (spec) => {
      const compared = await compareStaleOrbits(spec)
      if (compared !== null) all.push(compared)
    }),
    { numRuns },
  )
  const count = (is: (each: Compared) => boolean): number => all.filter(is).length
  const folded = count(({ outcome }) => outcome === 'folded')
  expect(count(({ flaw, outcome }) => flaw === null && outcome === 'told apart')).toBe(0)
  expect(count(({ outcome }) => outcome === 'refused')).toBeGreaterThan(numRuns / 500)
  return { compared: folded, biting: count(({ outcome, bites }) => outcome === 'folded' && bites) }
}
