import fc from 'fast-check'
import { expect } from 'vitest'
import type { ProtocolSpace } from '../../src/compile/protocol-space.ts'
import { barOf, staleBarOf } from '../../src/compile/reductions.ts'
import type { StaleCheck } from '../../src/compile/stale-check.ts'
import { check, ModelError, type System } from '../../src/index.ts'
import { accepts, transitions, type World } from '../../src/semantics/actions.ts'
import type { GlobalState, Mail } from '../../src/semantics/global-state.ts'
import { initialStates, worldOf } from '../../src/semantics/initial.ts'
import type { Place } from '../../src/semantics/place.ts'
import { explore } from '../../src/semantics/reference.ts'
import { settleStep } from '../../src/semantics/run-step.ts'
import { isStale } from '../../src/semantics/stale.ts'
import { equal } from '../../src/value/compare.ts'
import { keyOf } from '../../src/value/key.ts'
import type { Biting } from './biting.ts'
import { exploreWithEngine } from './engine-run.ts'
import { buildSystem, systemSpec, type Ageing, type SystemSpec } from './random-system.ts'
import { withAims } from './safety-agreement.ts'

/** The properties of steps that allow nothing to change. */
const allowsRest: ReadonlySet<string> = new Set(['up', 'calm'])

/** Beyond this the reference explorer is too slow. */
const limit = 250

export const ages: fc.Arbitrary<Ageing> = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Ageing>('always') },
  ...(['too soon', 'goes back', 'turns back', 'forgets', 'heeds'] as const).map((each) => ({
    weight: 1,
    arbitrary: fc.constant<Ageing>(each),
  })),
)

type Effect = NonNullable<SystemSpec['roles'][number]['start']>[number]

const quiet: Effect = { goTo: 0, sends: [], timers: [{ name: 0, isSet: true }], replies: false }

/** The same, and a message is sent that is old before long. */
const greeting = (effect: Effect): Effect => ({
  ...effect,
  sends: [{ to: 1, message: 0 }, ...effect.sends],
})

/** Whether some handler, or a client, may send a message once. */
const sendsOnce = (spec: SystemSpec): boolean =>
  JSON.stringify([spec.roles, spec.clients]).match(/"(once|retries)":true/) !== null

/** Random systems whose nodes give messages up, rightly or nearly so, and in which nothing else forbids it. */
export const staleSpec: fc.Arbitrary<SystemSpec> = fc
  .tuple(systemSpec, ages, fc.constantFrom('unordered' as const, 'duplicating' as const))
  .map(([spec, age, kind]) => ({
    ...spec,
    // A lost disk would bring a node back, and with half-steps nothing is given up.
    crashes: spec.crashes && { ...spec.crashes, losesDisk: 0, midStep: false },
    ages: age,
    // Where nothing is sent, nothing is given up.
    roles: spec.roles.map((role) => ({ ...role, start: (role.start ?? [quiet]).map(greeting) })),
    network: {
      ...spec.network,
      kind,
      // On a queue nothing is given up.
      links: (spec.network.links ?? []).map((each) =>
        each.kind === 'fifo' ? { ...each, kind: 'unordered' as const } : each,
      ),
    },
    // What is in flight already would tell patient timers what to wait for.
    timers:
      [kind, ...(spec.network.links ?? []).map((each) => each.kind)].includes('duplicating') ||
      sendsOnce(spec)
        ? ('any' as const)
        : spec.timers,
    observers: (spec.observers ?? [])
      .map((ears) => ears.filter((ear) => ear.kind !== 'deliver' && ear.kind !== 'lose'))
      .filter((ears) => ears.length > 0),
    within: spec.within?.about === 'mail' ? null : spec.within,
    properties: spec.properties.filter(
      (each) =>
        each.kind === 'stepwise' || (each.kind !== 'noDeadlock' && each.of.about !== 'mail'),
    ),
  }))

/** What came of one comparison. */
export interface StaleAgreement {
  /** Whether the declaration was refused. */
  readonly isRefused: boolean
  /** Whether messages were taken out of flight. */
  readonly bites: boolean
}

/**
 * Expects that a system is refused exactly if a message that a node gives up may matter again, and that
 * otherwise the reduction finds what the unreduced reference does: the states of the nodes, and the shortest
 * run to each property.
 *
 * @param checkOf what checks the declaration, to break it on purpose
 * @returns null where the system is too large to say
 */
export const expectStaleAgreement = async (
  spec: SystemSpec,
  checkOf?: (space: ProtocolSpace) => Pick<StaleCheck, 'run'>,
): Promise<StaleAgreement | null> => {
  const system = withAims(buildSystem(spec), spec.aims)
  const full = system === null ? null : explore(system, { limit })
  if (system === null || full === null) return null
  expect(staleBarOf(system)).toBe(null)
  /** What forbids steps from a state to itself is judged without the reduction. */
  const others = (lengths: ReadonlyMap<string, number | null>): object =>
    Object.fromEntries(
      [...lengths].filter(([name]) => {
        const each = spec.properties[Number(name.slice(1))]
        return name.startsWith('aim') || each?.kind !== 'stepwise' || allowsRest.has(each.rule)
      }),
    )
  const isWrong = mattersAgain(worldOf(system), [...full.states.values()])
  for (const leavesIgnored of barOf(system) === null ? [false, true] : [false]) {
    const reductions = { leavesIgnored, removesStale: true, ...(checkOf && { checkOf }) }
    const results = await exploreWithEngine(system, reductions).catch((error: unknown) => {
      if (!isWrongStale(error)) throw error
      return null
    })
    expect(results === null).toBe(isWrong)
    if (results === null) continue
    const reduced = explore(system, { leaveIgnored: leavesIgnored, removeStale: true })
    if (reduced === null) return null
    expect(nodeStates(reduced.states.values())).toEqual(nodeStates(full.states.values()))
    for (const { keys, generated, depth, cut, shortest } of results) {
      expect([...keys].toSorted()).toEqual([...reduced.states.keys()].toSorted())
      expect({ generated, depth, cut }).toEqual({
        generated: reduced.generated,
        depth: reduced.depth,
        cut: reduced.cut,
      })
      expect(others(shortest)).toEqual(others(full.shortest))
    }
  }
  const bites = checkOf === undefined && (await expectReport(system, full.shortest, isWrong))
  return { isRefused: isWrong, bites }
}

/** The states of the nodes, with the cut, that there are. */
export const nodeStates = (of: Iterable<GlobalState>): readonly string[] =>
  [...new Set([...of].map(({ nodes, environment }) => keyOf([nodes, environment.cut])))].toSorted()

export const isWrongStale = (error: unknown): boolean =>
  error instanceof ModelError && error.code === 'wrong-stale'

/**
 * Expects of a whole check what is known of the system: the runs that it shows are replayed in it.
 *
 * @returns whether messages were taken out of flight
 */
const expectReport = async (
  system: System,
  shortest: ReadonlyMap<string, number | null>,
  isWrong: boolean,
): Promise<boolean> => {
  const checked = check(system, { exhaustive: true })
  const report = await checked.catch((error: unknown) => {
    if (isWrong && isWrongStale(error)) return null
    throw error
  })
  if (report === null) return true
  const { properties, reductions } = report
  expect(reductions[1]?.name).toBe('stale-messages')
  if (reductions[1]?.isApplied === true) expect(isWrong).toBe(false)
  else expect(reductions[1]?.bar?.kind).toBe('properties')
  for (const { name, trace } of properties) {
    expect(trace?.steps.length ?? null).toBe(shortest.get(name) ?? null)
  }
  return (reductions[1]?.removed?.messages ?? 0) > 0
}

interface Local {
  readonly up: boolean
  readonly state: unknown
}

/**
 * Whether a message that is given up in some state may have an effect there, or is not given up in a state
 * that can follow: naively, by the definition.
 */
export const mattersAgain = (world: World, states: readonly GlobalState[]): boolean => {
  // A step may lead out of the bound.
  const after = states.flatMap((state) => transitions(world, state).map(({ next }) => next))
  const found = [...initialStates(world), ...after]
  return world.places.some((place) => {
    const steps = stepsOf(world, states, place.index)
    const open: [Local, Mail][] = found.flatMap(({ nodes, inFlight }) =>
      inFlight
        .filter(({ to }) => to === place.index)
        .map((mail): [Local, Mail] => [localOf(nodes[place.index]), mail])
        .filter(([{ state }, mail]) => saysStale(world, place, state, mail)),
    )
    const seen = new Set<string>()
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const [local, mail] = next
      const key = keyOf(next)
      if (seen.has(key)) continue
      seen.add(key)
      if (!saysStale(world, place, local.state, mail)) return true
      if (local.up && hasEffect(world, place, local.state, mail)) return true
      for (const after of steps.get(keyOf(local)) ?? []) open.push([after, mail])
    }
    return false
  })
}

const localOf = (node: Local | undefined): Local => ({
  up: node?.up ?? false,
  state: node?.state,
})

/** Where a node can go from each of its states in one step. */
const stepsOf = (
  world: World,
  states: readonly GlobalState[],
  node: number,
): ReadonlyMap<string, readonly Local[]> => {
  const steps = new Map<string, Local[]>()
  for (const state of states) {
    const before = localOf(state.nodes[node])
    const key = keyOf(before)
    for (const { next } of transitions(world, state)) {
      const after = localOf(next.nodes[node])
      if (!equal(before, after)) steps.set(key, [...(steps.get(key) ?? []), after])
    }
  }
  return steps
}

const deliveryOf = ({ places }: World, { from, message }: Mail) => ({
  kind: 'receive' as const,
  from: places[from]?.id ?? '',
  message,
})

const saysStale = (world: World, place: Place, state: unknown, mail: Mail): boolean =>
  isStale(place, state, deliveryOf(world, mail))

const hasEffect = (world: World, place: Place, state: unknown, mail: Mail): boolean => {
  const event = deliveryOf(world, mail)
  if (!accepts(place, state, event)) return false
  return settleStep(place, state, event).some(
    (outcome) =>
      outcome.sends.length > 0 || outcome.timers.size > 0 || !equal(outcome.state, state),
  )
}

/** Expects of so many random systems that they come out the same without stale messages, or are refused. */
export const expectWithoutStale = async (numRuns: number): Promise<Biting> => {
  const seen = { compared: 0, refused: 0, biting: 0 }
  await fc.assert(
    fc.asyncProperty(staleSpec, async (spec) => {
      const agreement = await expectStaleAgreement(spec)
      if (agreement === null) return
      if (agreement.isRefused) seen.refused += 1
      else {
        seen.compared += 1
        if (agreement.bites) seen.biting += 1
      }
    }),
    { numRuns },
  )
  expect(seen.refused).toBeGreaterThan(numRuns / 300)
  return seen
}
