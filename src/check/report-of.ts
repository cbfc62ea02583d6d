import type { LivenessFinding } from '../check-liveness.ts'
import type { Explorer } from '../explore/explorer.ts'
import { fairnessGrounds } from '../model/fair-grounds.ts'
import { ledgerOf } from '../model/ledger.ts'
import { decidedVerdict, isLiveness } from '../model/property-kinds.ts'
import type { NamedProperty } from '../model/property.ts'
import { judge, overall, type Verdict } from '../property/verdicts.ts'
import { idleEntries } from '../property/idle-entries.ts'
import { inWords } from '../render/ground-words.ts'
import { schemaVersion, type Divergence, type PropertyReport, type Report } from '../report.ts'
import type { Trace } from '../trace/trace.ts'
import type { Course } from './course.ts'
import { endedOf, incompleteOf, limitOf } from './ended.ts'

/** What came of a search. */
export interface Explored {
  /** How many states there are, how deep, and at what cost. */
  readonly states: Report['states']
  /** How often user code ran. */
  readonly evaluated: number
  readonly stop: Explorer['stop']
  /** Steps that led outside the bound. */
  readonly cut: number
  /** Whether every state that was found was expanded, so that runs end where they seem to. */
  readonly isWhole: boolean
  /** Whether nothing was left out but what is beyond a bound that is intended. */
  readonly isComplete: boolean
}

/** What is known of a search that has ended: before runs are rebuilt, which may take its states. */
export const exploredBy = (course: Course, search: Explorer): Explored => {
  const { isBoundIntended } = course.system
  const { sized, evaluated } = course.space
  const bytes = search.bytes + sized.bytes
  course.watcher.peak = Math.max(course.watcher.peak, bytes)
  const { distinct, generated, depth, stop, cut } = search
  const isWhole = search.isAtEnd
  const bytesPerState = distinct === 0 ? 0 : Math.round(bytes / distinct)
  return {
    states: { distinct, generated, depth, bytesPerState },
    evaluated,
    stop,
    cut,
    isWhole,
    isComplete: isWhole && (cut === 0 || isBoundIntended),
  }
}

/** What the phases of a check found. */
export interface Results {
  readonly explored: Explored
  /** By property; null where liveness could not be judged. */
  readonly findings: ReadonlyMap<string, LivenessFinding> | null
  /** By safety property. */
  readonly traces: ReadonlyMap<string, Trace>
  /** Why there is no end of states, if that is known. */
  readonly divergence: Divergence | null
}

/** The report of a check. */
export const reportOf = (course: Course, results: Results): Report => {
  const { system, options, space } = course
  const { states, evaluated, isComplete } = results.explored
  const properties = system.properties.map((each) => {
    const own = propertyReport(course, results, each)
    return besideOf(course, own) ?? own
  })
  const isOpen =
    properties.length === 0 ? !isComplete : properties.some((it) => it.verdict === 'incomplete')
  const halt = haltOf(course)
  const ended = endedOf(results.explored, isOpen ? (halt?.kind ?? null) : null, isOpen)
  const isHalted = course.halts.length > 0
  const untold = properties.filter((it) => isHalted && isShown(it) && it.trace === null)
  return {
    schemaVersion,
    model: options.model ?? system.name,
    parameters: options.parameters ?? {},
    verdict: overall(properties, isComplete),
    asExpected: properties.every(({ verdict, expected }) => verdict === expected),
    properties,
    states,
    steps: { evaluated, sampled: course.isConfirmed ? course.audit.sampled : null },
    reductions: course.reductions,
    ended,
    incomplete: isOpen
      ? incompleteOf(ended, {
          maxStates: options.maxStates,
          maxSeconds: options.maxSeconds,
          phase: halt?.phase,
          cut: results.explored.cut,
          growth: () => space.growth(course.sizes),
          divergence: results.divergence,
        })
      : untoldOf(course, untold),
    notes: [
      ...engineNotes(course),
      ...blindNotes(course),
      ...untold.map(({ name }) => `the run to '${name}' is not told: a limit came first`),
      ...(isComplete ? space.notes : []),
      ...(isComplete && results.findings !== null ? idleEntries(system, space.meaning()) : []),
    ],
    seconds: course.watcher.seconds,
    workers: course.workers,
    peakMemoryBytes: course.watcher.peak,
    ...profileOf(course),
  }
}

/** What ended a phase that leaves properties open; a profile leaves none, but little time for the rest. */
const haltOf = ({ halts }: Course): Course['halts'][number] | undefined => {
  const closing = ['rebuilding', 'telling']
  const ends = halts.filter(({ phase }) => !closing.includes(phase))
  return ends.every(({ phase }) => phase === 'profiling') ? undefined : ends[0]
}

const propertyReport = (
  { system, reductions, monitors, isConfirmed }: Course,
  { explored: { isComplete }, findings, traces }: Results,
  { name, property }: NamedProperty,
): PropertyReport => {
  const { kind, expected } = property
  const applied = reductions.filter(({ isApplied }) => isApplied).map(({ name }) => name)
  const ledger = ledgerOf(system, applied).map(inWords)
  /** A verdict stands on a run that was replayed, or on answers that were all confirmed. */
  const standing = (verdict: Verdict, trace: Trace | null): Verdict =>
    isConfirmed || trace !== null ? verdict : 'incomplete'
  if (!isLiveness(property)) {
    const trace = traces.get(name) ?? null
    const judged = judge(property, monitors.decisions.has(name), isComplete)
    const verdict = standing(judged, trace)
    return { name, kind, verdict, expected, assumptions: ledger, trace }
  }
  const finding = findings?.get(name) ?? { verdict: 'incomplete', trace: null }
  // Where a bound cut the space, only a run that was found says something.
  const isOpen = finding.verdict !== 'violated' && !isComplete
  const promised = property.fairness ?? system.fairness
  const fairness = fairnessGrounds(system, promised).map(inWords)
  return {
    name,
    kind,
    verdict: isOpen ? 'incomplete' : standing(finding.verdict, finding.trace),
    expected,
    assumptions: [...ledger, ...fairness],
    trace: finding.trace,
  }
}

/** What a smaller graph says of a property, unless this one says more. */
const besideOf = ({ beside, monitors }: Course, own: PropertyReport): PropertyReport | null => {
  const found = beside?.properties.find(({ name }) => name === own.name) ?? null
  // What was decided there was asked here no more.
  const isAskedHere = found?.verdict === 'incomplete' || monitors.decisions.has(own.name)
  return isAskedHere && own.verdict !== 'incomplete' ? null : found
}

const profileOf = ({ profiler, space, sizes, watcher }: Course): Pick<Report, 'profile'> =>
  profiler === null
    ? {}
    : { profile: profiler.profile({ growth: space.growth(sizes), phases: watcher.spent }) }

/** Whether a verdict is shown by a run. */
const isShown = ({ kind, verdict }: PropertyReport): boolean => verdict === decidedVerdict(kind)

/** Why runs to what was decided are not told. */
const untoldOf = (
  { options: { maxSeconds = 0 }, halts }: Course,
  untold: readonly PropertyReport[],
): Report['incomplete'] => {
  // Once a check is interrupted, what ends the rest of it is only that its moment is over.
  const halt = halts.find(({ kind }) => kind !== 'memory') ?? halts.at(-1)
  if (halt === undefined || untold.length === 0) return null
  return { ...limitOf(halt.kind, maxSeconds, halt.phase), growth: [], divergence: null }
}

/** Where was searched, if that was to be somewhere else. */
const engineNotes = ({ engine, wentOnFrom }: Course): readonly string[] => {
  if (engine === null) return []
  const count = (wentOnFrom ?? engine.from).toLocaleString('en-US')
  return [
    wentOnFrom === null
      ? `searched in memory: a search goes on in ${engine.name} after the level on which it has ${count} states`
      : `from ${count} states on, the search went on in ${engine.name}`,
  ]
}

const blindNotes = ({ monitors }: Course): readonly string[] =>
  monitors.blind.map((name) => `property '${name}' looks at nothing: it cannot tell states apart`)
