import { fairnessGrounds } from '../model/fair-grounds.ts'
import { ledgerOf } from '../model/ledger.ts'
import { decidedVerdict, isLiveness } from '../model/property-kinds.ts'
import type { NamedProperty } from '../model/property.ts'
import type { System } from '../model/system.ts'
import type { Halt } from '../pace/pace.ts'
import { inWords } from '../render/ground-words.ts'
import { schemaVersion, type PropertyReport, type Report } from '../report.ts'
import { neverMet } from './kinds.ts'
import { runsByStrategy } from './batches.ts'
import { sketchError } from './sketch.ts'
import { deepest, lengthsUpTo } from './strategies.ts'
import type { ToldRun } from './found.ts'
import type { Totals } from './totals.ts'
import { hasGoneBack, strategyOfRun, type Plan } from './plan.ts'

/** What a simulation came to. */
export interface Simulated {
  readonly totals: Totals
  readonly evaluated: number
  readonly halt: Halt['kind'] | null
  /** By property. */
  readonly told: ReadonlyMap<string, ToldRun>
  readonly seconds: number
  readonly workers: number
  readonly peakMemoryBytes: number
}

/** The report of a simulation: nothing in it is proved but what a run shows. */
export const simulationReport = (
  system: System,
  plan: Plan,
  named: Pick<Report, 'model' | 'parameters'>,
  maxSeconds: number,
  simulated: Simulated,
): Report => {
  const { totals, told, halt } = simulated
  const properties = system.properties.map((each) => propertyReport(system, each, told))
  const isOpen =
    properties.length === 0 || properties.some(({ verdict }) => verdict === 'incomplete')
  const ended = isOpen ? endOf(halt) : 'everything-decided'
  const isViolated = properties.some(({ verdict }) => verdict === 'violated')
  return {
    schemaVersion,
    ...named,
    verdict: isViolated ? 'violated' : 'incomplete',
    asExpected: properties.every(({ verdict, expected }) => verdict === expected),
    properties,
    states: {
      distinct: totals.states,
      generated: totals.steps + totals.runs,
      depth: totals.runs === 0 ? 0 : totals.longest + 1,
      bytesPerState: 0,
    },
    steps: { evaluated: simulated.evaluated, sampled: null },
    reductions: [],
    ended,
    incomplete:
      ended === 'everything-decided'
        ? null
        : {
            kind: ended,
            reason: reasonOf(ended, maxSeconds, hasGoneBack(plan, totals.runs)),
            growth: [],
            divergence: null,
          },
    notes: totals.runs === 0 ? [] : [...initialNotes(totals), ...neverMet(system, totals.kinds)],
    seconds: simulated.seconds,
    workers: simulated.workers,
    peakMemoryBytes: simulated.peakMemoryBytes,
    walks: walksOf(system, plan, totals, told),
  }
}

type End = 'walks' | 'seconds' | 'memory' | 'interrupted'

const endOf = (halt: Halt['kind'] | null): End => {
  switch (halt) {
    case 'aborted':
      return 'interrupted'
    case 'seconds':
    case 'memory':
      return halt
    case 'disk':
    case null:
      return 'walks'
  }
}

const reasonOf = (end: End, maxSeconds: number, isDeep: boolean): string => {
  switch (end) {
    case 'walks':
      return `walks see some runs and never all: what they do not find may be there${
        isDeep ? '' : '; the strategy returning goes deeper'
      }`
    case 'seconds':
      return `the limit of ${maxSeconds} ${maxSeconds === 1 ? 'second' : 'seconds'} was reached`
    case 'memory':
      return 'the memory limit was reached'
    case 'interrupted':
      return 'the walks were interrupted'
  }
}

const initialNotes = ({ hasMoreInitial, states }: Totals): readonly string[] => {
  if (states === 0) return ['no initial state is within the bound: no walk could begin']
  return hasMoreInitial
    ? ['there are more initial states than walks begin in: the first 10,000']
    : []
}

const propertyReport = (
  system: System,
  { name, property }: NamedProperty,
  told: ReadonlyMap<string, ToldRun>,
): PropertyReport => {
  const { kind, expected } = property
  const trace = told.get(name)?.trace ?? null
  const ledger = ledgerOf(system, []).map(inWords)
  const fairness = isLiveness(property)
    ? fairnessGrounds(system, property.fairness ?? system.fairness).map(inWords)
    : []
  return {
    name,
    kind,
    verdict: trace === null ? 'incomplete' : decidedVerdict(kind),
    expected,
    assumptions: [...ledger, ...fairness],
    trace,
  }
}

const walksOf = (
  system: System,
  plan: Plan,
  totals: Totals,
  told: ReadonlyMap<string, ToldRun>,
): NonNullable<Report['walks']> => {
  const { seed, maxSteps, strategy } = plan
  const { runs, steps, longest, ended, actors, kinds, found } = totals
  const counts = runsByStrategy(plan, runs)
  return {
    seed,
    runs,
    maxSteps,
    strategy,
    strategies: [...counts].map(([name, count]) => ({ strategy: name, runs: count })),
    steps,
    longest,
    ended,
    standardError: sketchError,
    priorities:
      counts.has('pct') && actors.size > 0
        ? { depth: deepest, lengths: lengthsUpTo(maxSteps), actors: actors.size }
        : null,
    found: system.properties.flatMap(({ name }) => {
      const [run, own] = [found.get(name), told.get(name)]
      if (run === undefined || own === undefined) return []
      const { walked, isMinimal, trace } = own
      const how = strategyOfRun(plan, run)
      return { property: name, run, strategy: how, walked, told: trace.steps.length, isMinimal }
    }),
    taken: kinds,
  }
}
