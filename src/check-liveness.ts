import type { ProtocolSpace } from './compile/protocol-space.ts'
import { meaningOf } from './compile/meaning.ts'
import type { Search } from './explore/search.ts'
import { isLiveness, type LivenessProperty } from './model/property.ts'
import type { System } from './model/system.ts'
import { LivenessJudge, type Lasso, type LivenessResult } from './property/liveness.ts'
import { rest } from './property/product.ts'
import type { Verdict } from './property/verdicts.ts'
import { checkLasso } from './trace/lasso-check.ts'
import { replay } from './trace/replay.ts'
import type { Trace } from './trace/trace.ts'

/** What became of a liveness property, with the run that shows it. */
export interface LivenessFinding {
  readonly verdict: Verdict
  readonly trace: Trace | null
}

/**
 * Judges the liveness properties of a system on the graph of a search that has come to its end. Each
 * infinite run that is found is checked by code that shares nothing with the search.
 *
 * @returns by the property's name
 */
export const checkLiveness = (
  system: System,
  space: ProtocolSpace,
  search: Search,
): ReadonlyMap<string, LivenessFinding> => {
  const { graph } = search
  if (graph === null) return new Map()
  graph.finish(search.distinct)
  const judge = new LivenessJudge(system, space.facets, meaningOf(space.tables), {
    graph,
    states: search.distinct,
    initial: search.initial,
    width: space.width,
    read: (index, into) => search.frontier.read(index, into),
    depthOf: (index) => search.ancestry?.depthOf(index) ?? 0,
  })
  const findings = new Map<string, LivenessFinding>()
  for (const { name, property } of system.properties) {
    if (!isLiveness(property)) continue
    const result = judge.judge(name, property)
    findings.set(name, {
      verdict: result.verdict,
      trace: traceOf(system, space, search, property, result),
    })
  }
  return findings
}

const traceOf = (
  system: System,
  space: ProtocolSpace,
  search: Search,
  property: LivenessProperty,
  result: LivenessResult,
): Trace | null => {
  if (result.verdict !== 'violated') return null
  if ('lasso' in result) return lassoTrace(system, space, search, property, result.lasso)
  const states = (search.runTo(result.refusedIn) ?? []).map((each) => space.decode(each))
  return { ...replay(system, states), refused: result.refused }
}

/** The run of a lasso, checked by itself, then told without the moments in which it rests. */
const lassoTrace = (
  system: System,
  space: ProtocolSpace,
  search: Search,
  property: LivenessProperty,
  { stem, cycle, labels, waiting }: Lasso,
): Trace => {
  const state = new Int32Array(space.width)
  const plain = (index: number): ReturnType<ProtocolSpace['decode']> => {
    search.frontier.read(index, state)
    return space.decode(state)
  }
  const before =
    'to' in stem ? (search.runTo(stem.to) ?? []).map((each) => space.decode(each)) : stem.map(plain)
  const meaning = meaningOf(space.tables)
  const actions = labels.map((label) => (label === rest ? null : meaning.actionOf(label)))
  const round = cycle.map(plain)
  // The stem ends, and the cycle ends, with the cycle's first state.
  const loopsTo = before.length - 1
  const { kept, unpromised } = checkLasso(system, property, {
    states: [...before, ...round.slice(1, -1)],
    loopsTo,
    taken: actions,
    waiting,
  })
  const moves = labels.flatMap((label, at) => (label === rest ? [] : [at]))
  const told = [...before, ...moves.map((at) => round[at + 1] ?? round[0])]
  const trace = replay(
    system,
    told.filter((each) => each !== undefined),
    {
      loopsTo,
      actions: [...before.slice(1).map(() => null), ...moves.map((at) => actions[at] ?? null)],
    },
  )
  // Moments of rest are not told: the steps of the loop are counted without them.
  const toldAs = (at: number | null): number | null =>
    at === null ? null : loopsTo + moves.filter((move) => move < at - loopsTo).length
  return {
    ...trace,
    kept: kept.map((it) => ({
      ...it,
      takenIn: toldAs(it.takenIn),
      disabledAt: toldAs(it.disabledAt),
    })),
    unpromised,
    waiting,
  }
}
