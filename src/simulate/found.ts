import type { SystemSpace } from '../compile/system-space.ts'
import { pinRun } from '../compile/pin-run.ts'
import { sameState } from '../explore/find-runs.ts'
import type { Observer } from '../explore/observer.ts'
import { isLiveness } from '../model/property-kinds.ts'
import type { LivenessProperty, NamedProperty, SafetyProperty } from '../model/property.ts'
import type { System } from '../model/system.ts'
import { unpaced, type Pace } from '../pace/pace.ts'
import { evaluateWatch } from '../property/ask.ts'
import type { LivenessResult } from '../property/liveness.ts'
import { watchFor } from '../property/watch-of.ts'
import { replay } from '../trace/replay.ts'
import type { Trace } from '../trace/trace.ts'
import { judgeVisited, searchVisited, type Visited } from './lassos.ts'
import { minimise } from './minimise.ts'
import { replaySchedule, type Replayed } from './plain-replay.ts'
import type { Prints } from './prints.ts'
import { Steps } from './steps.ts'
import type { Taken } from './taken.ts'

/** A run that decides a property, as it is told. */
export interface ToldRun {
  readonly trace: Trace
  /** The steps that it had before what could be left out was left out. */
  readonly walked: number
  /** Whether none of its steps can be left out; else there was no time left to see. */
  readonly isMinimal: boolean
}

/** What tells runs: one space, in which they are taken again. */
export interface Telling {
  readonly system: System
  readonly space: SystemSpace
  readonly prints: Prints
  /** The bound. */
  readonly admits: Observer['admits']
  /** What leaving out steps is paced by: it ends that, and nothing else. */
  readonly pace: Pace
}

/** The steps of a walk from its first state on. */
export interface Walked {
  readonly first: Int32Array
  readonly schedule: readonly Taken[]
}

/**
 * Leaves out of a walk what can be left out, and tells the rest; null where the walk does not decide the property.
 */
export const tellWalk = (
  telling: Telling,
  { name, property }: NamedProperty,
  walked: Walked,
): Promise<ToldRun | null> =>
  isLiveness(property)
    ? tellInfinite(telling, name, property, walked)
    : tellFinite(telling, name, property, walked)

const tellFinite = async (
  telling: Telling,
  name: string,
  property: SafetyProperty,
  { first, schedule }: Walked,
): Promise<ToldRun | null> => {
  const { system, space, prints, pace } = telling
  const steps = new Steps(space, prints)
  const isDecided = deciderOf(telling, name, property, steps)
  const attempt = async (part: readonly Taken[]): Promise<Replayed | null> => {
    if (pace.isDue()) await pace.turn()
    const replayed = replaySchedule({ ...telling, steps }, first, part, isDecided)
    return replayed.isDone ? replayed : null
  }
  const whole = replaySchedule({ ...telling, steps }, first, schedule, isDecided)
  if (!whole.isDone) return null
  const { schedule: left, isMinimal } = await minimise(
    whole.taken,
    async (part) => (await attempt(part))?.taken ?? null,
  )
  const { states } = replaySchedule({ ...telling, steps }, first, left, isDecided)
  await pinRun(space, states, unpaced)
  const plain = [...space.told(states)]
  const trace = await replay(system, plain, unpaced, { property })
  return { trace, walked: whole.taken.length, isMinimal }
}

/** Whether a state, or the step to it, decides a property. */
const deciderOf = (
  { system, space }: Telling,
  name: string,
  property: SafetyProperty,
  steps: Steps,
): ((state: Int32Array, before: Int32Array | null) => boolean) => {
  const watch = watchFor(system, space.facets, property, {})
  const ask = (state: Int32Array, after: Int32Array | null): boolean => {
    const known = watch.recall(state, after, -1)
    return known >= 0 ? known === 1 : evaluateWatch(watch, `property '${name}'`, state, after)
  }
  switch (property.kind) {
    case 'always':
      return (state) => !ask(state, null)
    case 'never':
    case 'reachable':
      return (state) => ask(state, null)
    case 'stepwise':
      return (state, before) => before !== null && !ask(before, state)
    case 'noDeadlock':
      return (state) => steps.isStuck && !ask(state, null)
  }
}

const tellInfinite = async (
  telling: Telling,
  name: string,
  property: LivenessProperty,
  { first, schedule }: Walked,
): Promise<ToldRun | null> => {
  const { space, prints, pace } = telling
  const system = { ...telling.system, properties: [{ name, property }] }
  const steps = new Steps(space, prints)
  const visit = (part: readonly Taken[]): { visited: Visited; taken: readonly Taken[] } => {
    const { taken, states } = replaySchedule({ ...telling, steps }, first, part, () => false)
    const names = new Set(states.map((state) => steps.nameOfState(state)))
    return { visited: { begun: [first], states: names }, taken }
  }
  const judge = (visited: Visited, tell: boolean, by: Pace): Promise<Trace | null | undefined> =>
    judgeVisited({ system, space, prints }, visited, by, (run) =>
      tell ? run(unpaced) : Promise.resolve(),
    ).then((findings) => {
      const found = findings.get(name)
      return found?.verdict === 'violated' ? found.trace : undefined
    })
  const { schedule: left, isMinimal } = await minimise(schedule, async (part) => {
    const { visited, taken } = visit(part)
    return (await judge(visited, false, pace)) === undefined ? null : taken
  })
  const trace = await judge(visit(left).visited, true, unpaced)
  return trace ? { trace, walked: schedule.length, isMinimal } : null
}

/** The way that a violation takes where walks have been, as a schedule; null where there is none. */
export const wayWithin = async (
  telling: Telling,
  { name, property }: NamedProperty & { readonly property: LivenessProperty },
  visited: Visited,
): Promise<Walked | null> => {
  const { space, prints } = telling
  const system = { ...telling.system, properties: [{ name, property }] }
  const search = await searchVisited(space, prints, visited, unpaced)
  const { graph, ancestry } = search.history
  if (graph === null) return null
  graph.finish(search.distinct)
  const read = (index: number, into: Int32Array): void => {
    search.frontier.read(index, into)
  }
  const explored = {
    graph,
    states: search.distinct,
    initial: search.initial,
    isWhole: true,
    width: space.width,
    read,
    depthOf: (index: number) => ancestry?.depthOf(index) ?? 0,
  }
  // Loaded when it is needed, as by a check.
  const { LivenessJudge } = await import('../property/liveness.ts')
  const result = await new LivenessJudge(
    system,
    space.facets,
    space.meaning(),
    explored,
    unpaced,
  ).judge(name, property)
  const vector = (index: number): Int32Array => {
    const state = new Int32Array(space.width)
    read(index, state)
    return state
  }
  const runTo = (index: number): readonly Int32Array[] => [...(search.history.runTo(index) ?? [])]
  const states = statesOf(result, vector, runTo)
  return states === null ? null : scheduleOf(new Steps(space, prints), states)
}

const statesOf = (
  result: LivenessResult,
  vector: (index: number) => Int32Array,
  runTo: (index: number) => readonly Int32Array[],
): readonly Int32Array[] | null => {
  if (result.verdict !== 'violated') return null
  if ('prefix' in result) return result.prefix.map(vector)
  if ('refusedIn' in result) return runTo(result.refusedIn)
  const { stem, cycle } = result.lasso
  const before = 'to' in stem ? runTo(stem.to) : stem.map(vector)
  return [...before, ...cycle.slice(1).map(vector)]
}

/** The steps that lead from state to state; where one stays as it is, none. */
const scheduleOf = (steps: Steps, states: readonly Int32Array[]): Walked | null => {
  const [first] = states
  if (first === undefined) return null
  const schedule: Taken[] = []
  const after = first.slice()
  states.forEach((state, at) => {
    const next = states[at + 1]
    if (next === undefined || sameState(state, next)) return
    steps.look(state)
    for (let step = 0; step < steps.count; step++) {
      steps.take(step, after)
      if (!sameState(after, next)) continue
      schedule.push({ label: steps.labelOf(step), ordinal: steps.ordinalOf(step) })
      return
    }
  })
  return { first, schedule }
}
