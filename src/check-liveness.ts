import type { Audit } from './audit/audit.ts'
import { insist } from './check/confirm.ts'
import type { From } from './check/from.ts'
import { pinRun } from './compile/pin-run.ts'
import type { SystemSpace } from './compile/system-space.ts'
import type { Search } from './explore/search.ts'
import { isLiveness } from './model/property-kinds.ts'
import type { LivenessProperty } from './model/property.ts'
import { collect, collectEach } from './pace/collect.ts'
import type { Pace } from './pace/pace.ts'
import type { System } from './model/system.ts'
import type { Lasso } from './property/lasso.ts'
import { LivenessJudge, type LivenessResult } from './property/liveness.ts'
import { rest } from './property/product.ts'
import type { Verdict } from './property/verdicts.ts'
import type { GlobalState } from './semantics/global-state.ts'
import { keptPromises } from './trace/kept-promises.ts'
import { checkLasso } from './trace/lasso-check.ts'
import { replay } from './trace/replay.ts'
import type { Trace } from './trace/trace.ts'
import { requestOf } from './trace/traced-request.ts'

/** What became of a liveness property, with the run that shows it. */
export interface LivenessFinding {
  readonly verdict: Verdict
  readonly trace: Trace | null
}

/** What liveness is judged on. */
export interface Grounds {
  readonly system: System
  readonly space: SystemSpace
  /** A search that has ended, with its graph. */
  readonly search: Search
  readonly pace: Pace
  /** Does something to tell a run, at a pace of its own; may give it up. */
  readonly tell: (run: (pace: Pace) => Promise<void>) => Promise<void>
  /** Where what user code is asked is kept. */
  readonly audit: Audit
  /** The run that the search went on from, if any. */
  readonly from: From | null
}

/**
 * Judges the liveness properties of a system on the graph of a search. Where it was stopped before its
 * end, only finite runs that violate them are looked for. Each run that is found is checked by code
 * that shares nothing with the search.
 *
 * @param findings what is found goes there, by the property's name: it stays when the pace ends this
 * @throws Halt when the pace ends it
 */
export const checkLiveness = async (
  grounds: Grounds,
  findings: Map<string, LivenessFinding>,
): Promise<void> => {
  const { system, space, search, pace } = grounds
  const { graph, ancestry } = search.history
  if (graph === null) return
  graph.finish(search.distinct)
  const explored = {
    graph,
    states: search.distinct,
    initial: search.initial,
    isWhole: search.isAtEnd,
    width: space.width,
    read: (index: number, into: Int32Array) => search.frontier.read(index, into),
    depthOf: (index: number) => ancestry?.depthOf(index) ?? 0,
  }
  const judge = new LivenessJudge(system, space.facets, space.meaning(), explored, pace)
  grounds.audit.add(judge.audited)
  for (const { name, property } of system.properties) {
    if (!isLiveness(property)) continue
    const result = await judge.judge(name, property)
    findings.set(name, { verdict: result.verdict, trace: null })
    if (result.verdict !== 'violated') continue
    const whole = grounds.from?.whole.get(name) ?? property
    await grounds.tell(async (telling) => {
      const own = { ...grounds, pace: telling }
      const trace = await insist(own, () => traceOf(own, whole, result))
      findings.set(name, { verdict: result.verdict, trace })
    })
  }
}

const traceOf = async (
  grounds: Grounds,
  property: LivenessProperty,
  result: Extract<LivenessResult, { verdict: 'violated' }>,
): Promise<Trace> => {
  if ('lasso' in result) return lassoTrace(grounds, property, result.lasso)
  if ('prefix' in result) {
    const run = result.prefix.map(stateReader(grounds))
    await pinRun(grounds.space, run, grounds.pace)
    const states = run.map((state) => grounds.space.decode(state))
    const formula = 'formula' in property ? property : result.property
    return replay(grounds.system, wholeOf(grounds, states), grounds.pace, {
      property: formula,
      begun: begunIn(grounds),
    })
  }
  const states = await plainRunTo(grounds, result.refusedIn)
  const trace = await replay(grounds.system, states, grounds.pace, { begun: begunIn(grounds) })
  return { ...trace, refused: requestOf(grounds.system, result.refused) }
}

/** The states of a run from the start on, given those that the search went through. */
const wholeOf = ({ from }: Grounds, run: readonly GlobalState[]): readonly GlobalState[] =>
  from === null ? run : [...from.before, ...run]

/** The transitions that the first steps of such a run take. */
const begunIn = ({ from }: Grounds): readonly number[] => from?.taken ?? []

/** The run that found a state, on plain objects. */
const plainRunTo = async (grounds: Grounds, index: number): Promise<readonly GlobalState[]> => {
  const { space, search, pace } = grounds
  const run = await collect(search.history.runTo(index) ?? [], pace)
  await pinRun(space, run, pace)
  return wholeOf(grounds, await collectEach(run, (state) => space.decode(state), pace))
}

/** Reads states by their index. */
const stateReader =
  ({ space, search }: Grounds): ((index: number) => Int32Array) =>
  (index) => {
    const state = new Int32Array(space.width)
    search.frontier.read(index, state)
    return state
  }

/** The run of a lasso, checked by itself, then told without the moments in which it rests. */
const lassoTrace = async (
  grounds: Grounds,
  property: LivenessProperty,
  { stem, cycle, labels, waiting }: Lasso,
): Promise<Trace> => {
  const { system, space, pace } = grounds
  const read = stateReader(grounds)
  const plain = (index: number): GlobalState => space.decode(read(index))
  const shown = 'to' in stem ? cycle : [...stem, ...cycle.slice(1)]
  await pinRun(space, shown.map(read), pace)
  const before =
    'to' in stem ? await plainRunTo(grounds, stem.to) : wholeOf(grounds, stem.map(plain))
  const meaning = space.meaning()
  const actions = labels.map((label) => (label === rest ? null : meaning.actionOf(label)))
  const round = cycle.map(plain)
  // The stem ends, and the cycle ends, with the cycle's first state.
  const loopsTo = before.length - 1
  const states = [...before, ...round.slice(1, -1)]
  const lasso = { states, loopsTo, taken: actions, waiting }
  const { kept, notPromised } = await checkLasso(system, property, lasso, pace)
  const moves = labels.flatMap((label, at) => (label === rest ? [] : [at]))
  const told = [...before, ...moves.map((at) => round[at + 1] ?? round[0])]
  const trace = await replay(
    system,
    told.filter((each) => each !== undefined),
    pace,
    {
      loopsTo,
      begun: begunIn(grounds),
      actions: [...before.slice(1).map(() => null), ...moves.map((at) => actions[at] ?? null)],
    },
  )
  // Moments of rest are not told: the steps of the loop are counted without them.
  const toldAs = (at: number): number =>
    loopsTo + moves.filter((move) => move < at - loopsTo).length
  return {
    ...trace,
    kept: keptPromises(kept, toldAs),
    notPromised,
    waiting: waiting === null ? null : requestOf(system, waiting),
  }
}
