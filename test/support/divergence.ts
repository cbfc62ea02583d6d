import { DivergenceWatch, type Divergence } from '../../src/compile/divergence-watch.ts'
import { ProtocolSpace } from '../../src/compile/protocol-space.ts'
import { barOf } from '../../src/compile/reductions.ts'
import { unlimited } from '../../src/explore/limits.ts'
import { Search } from '../../src/explore/search.ts'
import type { System } from '../../src/index.ts'
import { Monitors } from '../../src/property/monitors.ts'
import { transitions, type World } from '../../src/semantics/actions.ts'
import { provesDivergence } from '../../src/semantics/divergence.ts'
import type { GlobalState, Mail } from '../../src/semantics/global-state.ts'
import { initialStates, worldOf } from '../../src/semantics/initial.ts'
import { plainView } from '../../src/semantics/plain-view.ts'
import { keyOf } from '../../src/value/key.ts'

/** What a search for divergence came to. */
export interface WatchedSearch {
  readonly isComplete: boolean
  /** The claim, on plain objects. */
  readonly found: { readonly run: readonly GlobalState[]; readonly loopsTo: number } | null
  readonly growth: readonly Mail[]
}

/** Searches a system for up to so many states, watched for divergence. */
export const searchForDivergence = (
  system: System,
  maxStates: number,
  proves?: typeof provesDivergence,
): WatchedSearch => {
  const space = new ProtocolSpace(system, { leavesIgnored: barOf(system) === null })
  const watch = new DivergenceWatch(
    space,
    new Monitors({ ...system, properties: [] }, space.facets),
    proves === undefined ? {} : { proves },
  )
  const search = new Search(space, watch, { ...unlimited, maxStates })
  watch.attach(search)
  search.run()
  const plain = (divergence: Divergence): WatchedSearch['found'] => ({
    run: divergence.run.map((state) => space.decode(state)),
    loopsTo: divergence.loopsTo,
  })
  return {
    isComplete: search.stop === null && search.frontier.length === 0,
    found: watch.found === null ? null : plain(watch.found),
    growth: watch.found?.growth ?? [],
  }
}

/**
 * Goes round the loop of a claim a few times, in the plainest way: a state after each step, reached by
 * any transition that changes nodes and environment as the loop does.
 *
 * @returns how many rounds were possible, up to `rounds`, in each of which the same messages, and at
 *   least one, were added, all within the bound
 */
export const roundsPossible = (
  system: System,
  { run, loopsTo }: NonNullable<WatchedSearch['found']>,
  growth: readonly Mail[],
  rounds: number,
): number => {
  const world = worldOf(system)
  const starts = new Set(initialStates(world).map(keyOf))
  if (!starts.has(keyOf(run[0]))) return 0
  for (const [index, state] of run.entries()) {
    const next = run[index + 1]
    if (next === undefined) break
    if (!transitions(world, state).some((it) => keyOf(it.next) === keyOf(next))) return 0
  }
  const loop = run.slice(loopsTo)
  let level: readonly GlobalState[] = [loop[0] as GlobalState]
  for (let round = 0; round < rounds; round++) {
    const total = (loop[0]?.inFlight.length ?? 0) + (round + 1) * growth.length
    for (const wanted of loop.slice(1)) level = stepsTo(world, level, wanted)
    level = level.filter(({ inFlight }) => inFlight.length === total && hasAll(inFlight, growth))
    if (growth.length === 0 || level.length === 0) return round
  }
  return rounds
}

const localKey = ({ nodes, environment }: GlobalState): string => keyOf([nodes, environment])

/** Every state within the bound that one transition leads to and that is as wanted, mail aside. */
const stepsTo = (
  world: ReturnType<typeof worldOf>,
  states: readonly GlobalState[],
  wanted: GlobalState,
): readonly GlobalState[] => {
  const next = states
    .flatMap((state) => transitions(world, state).map((it) => it.next))
    .filter((state) => localKey(state) === localKey(wanted))
    .filter((state) => world.system.within?.(plainView(world.system, state)) ?? true)
  return [...new Map(next.map((state) => [keyOf(state), state])).values()]
}

const hasAll = (inFlight: readonly Mail[], some: readonly Mail[]): boolean =>
  some.every((mail) => countOf(inFlight, mail) >= countOf(some, mail))

const countOf = (list: readonly Mail[], mail: Mail): number =>
  list.filter((other) => keyOf(other) === keyOf(mail)).length

/** Sees the world with something changed in its system. */
const blindTo =
  (change: (subject: System) => Partial<System>): typeof provesDivergence =>
  (world: World, loop) =>
    provesDivergence({ ...world, system: { ...world.system, ...change(world.system) } }, loop)

export const asIfAny = blindTo(() => ({ timers: 'any' }))
export const asIfBags = blindTo(({ network }) => ({
  network: {
    ...network,
    kinds: network.kinds.map((each) => ({
      ...each,
      network: { ...each.network, kind: 'unordered' as const },
    })),
  },
}))
export const asIfUnbounded = blindTo(() => ({ within: null }))
