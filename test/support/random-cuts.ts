import fc from 'fast-check'
import { explore } from '../../src/semantics/reference.ts'
import type { Biting } from './biting.ts'
import { buildSystem, systemSpec, type SystemSpec } from './random-system.ts'
import { expectAgreement, Tally } from './safety-agreement.ts'
import { symmetricSpec, type SymmetricSpec } from './symmetric-system.ts'

const promise = fc.constantFrom('never' as const, 'maybe' as const, 'eventually' as const)

/** Small random systems in which several cuts may stand at the same time; in some of them other things go wrong, too. */
export const cutsSpec: fc.Arbitrary<SystemSpec> = fc
  .record({
    spec: systemSpec,
    split: fc.constantFrom('list' as const, 'three' as const),
    atOnce: fc.constantFrom(2, 2, 3),
    times: fc.constantFrom<(number | 'unlimited')[]>(2, 3, 'unlimited'),
    atStart: fc.boolean(),
    heals: promise,
    messages: fc.constantFrom('delayed' as const, 'dropped' as const),
    isAlone: fc.constantFrom(true, true, false),
  })
  .map(({ spec, split, atOnce: most, times: given, isAlone, ...rest }) => {
    const atOnce = split === 'list' ? 2 : most
    const times = given === 'unlimited' ? given : Math.max(given, atOnce)
    const network = isAlone ? { ...spec.network, loss: 0, duplication: 0, links: [] } : spec.network
    return {
      ...spec,
      nodes: isAlone || spec.nodes.length === 1 ? [0, 1] : spec.nodes,
      network,
      crashes: isAlone ? null : spec.crashes,
      budgets: isAlone ? null : (spec.budgets ?? null),
      clients: isAlone ? [] : spec.clients,
      mostSent: 1,
      partitions: { split, atOnce, times, ...rest },
    }
  })

/** Whether in some state of such a system several cuts stand. */
const bites = (spec: SystemSpec): boolean => {
  const system = buildSystem(spec)
  const states = [...(explore(system, { limit: 600 })?.states.values() ?? [])]
  return states.some(
    ({ environment }) => (system.faults.standings[environment.cut]?.cuts.length ?? 0) > 1,
  )
}

/** Expects of so many of them that engine and reference agree; biting are those in which several cuts stand. */
export const expectWithCuts = async (numRuns: number): Promise<Biting> => {
  const tally = new Tally()
  let biting = 0
  await fc.assert(
    fc.asyncProperty(cutsSpec, async (spec) => {
      const found = await expectAgreement(spec)
      tally.count(found)
      if (found !== null && bites(spec)) biting += 1
    }),
    { numRuns },
  )
  return { compared: tally.compared, biting }
}

/** Systems with nodes that may change places, and several cuts at once. */
export const symmetricCutsSpec: fc.Arbitrary<SymmetricSpec> = symmetricSpec.map((spec) => ({
  ...spec,
  flaw: null,
  peers: 0,
  hasHub: false,
  crashes: null,
  network: { ...spec.network, loss: 0, duplication: 0 },
  replicas: 3,
  cuts: spec.cuts === 'none' ? ('any' as const) : spec.cuts,
  cutsAtOnce: 2,
}))

/** Such systems with next to nothing besides. */
export const fewCutsSpec: fc.Arbitrary<SystemSpec> = cutsSpec.map((spec) => ({
  ...spec,
  network: { ...spec.network, loss: 0, duplication: 0, links: [] },
  crashes: null,
  budgets: null,
  clients: [],
  mostSent: 1,
}))
