import { isWitnessed } from '../model/property-kinds.ts'
import type { FoundRun, PropertyReport, Report, TakenSteps, Walks } from '../report.ts'
import { showName } from '../value/notation.ts'
import { stepName } from './step-words.ts'
import { duration, size, table, type Line } from './report-summary.ts'
import { count, counted, type Ink, type Style } from './style.ts'

/** More kinds of steps than this are counted. */
const mostKinds = 24

/** What walks came by, and how they went. */
export const walked = (report: Report, walks: Walks, style: Style, ink: Ink): readonly string[] => {
  const { states, seconds, workers, peakMemoryBytes } = report
  const { standardError, priorities } = walks
  const rate = seconds > 0 ? `, ${count(walks.steps / seconds)} steps per second` : ''
  const several = workers > 1 ? `, ${workers} workers` : ''
  const error = `${(100 * standardError).toFixed(1)} %`
  const memory: readonly Line[] =
    peakMemoryBytes === 0 ? [] : [['memory', `${size(peakMemoryBytes)} at most`]]
  return [
    ink.bold('Walked'),
    ...table(
      [
        ['walks', walksWords(walks)],
        ['steps', stepsWords(walks)],
        [
          'states',
          `about ${count(states.distinct)} distinct (HyperLogLog, standard error ${error})`,
        ],
        ...(priorities === null ? [] : [['pct', promiseWords(priorities)] as const]),
        ...walks.found.map((found): Line => ['found', foundWords(found)]),
        ...memory,
        ['time', `${duration(seconds)}${rate}${several}`],
      ],
      style,
      ink,
    ),
    ...takenLines(walks.taken, style, ink),
  ]
}

const walksWords = ({ runs, maxSteps, seed, strategies }: Walks): string => {
  const each = strategies.map(({ strategy, runs: own }) => `${count(own)} ${strategy}`).join(', ')
  return `${count(runs)} of ${counted(maxSteps, 'step')} at most, from seed ${seed}: ${each}`
}

const stepsWords = ({ steps, longest, ended }: Walks): string => {
  const early =
    ended === 0 ? '' : `; ${counted(ended, 'walk')} ended where nothing more was possible`
  return `${count(steps)} taken, ${count(longest)} by the longest walk${early}`
}

const promiseWords = ({ depth, actors, lengths }: NonNullable<Walks['priorities']>): string => {
  const longest = lengths.at(-1) ?? 1
  return `${counted(actors, 'node, link or fault', 'nodes, links and faults')} by priorities: a walk that drew a depth d up to ${depth} and a length k up to ${count(longest)} finds a bug of that depth within k steps with a probability of 1/(${count(actors)}·k^(d−1)) at least, where none of them ever has more than one step to choose from`
}

const foundWords = ({
  property,
  run,
  strategy,
  walked: whole,
  told,
  isMinimal,
}: FoundRun): string => {
  const left =
    told < whole
      ? `${counted(whole, 'step')}, of which ${count(told)} are told`
      : counted(told, 'step')
  const open = isMinimal ? '' : '; there was no time to see whether more can be left out'
  return `“${showName(property)}” in walk ${run} (${strategy}): ${left}${open}; --run ${run} walks it again`
}

const takenLines = (taken: readonly TakenSteps[], style: Style, ink: Ink): readonly string[] => {
  if (taken.length === 0) return []
  const rows = taken.slice(0, mostKinds).map((each): Line => [count(each.taken), kindWords(each)])
  const more = taken.length - rows.length
  return [
    ink.bold('Steps taken'),
    ...table(rows, style, ink),
    ...(more > 0 ? [`  … and ${counted(more, 'kind')} more`] : []),
  ]
}

const kindWords = ({ who, ...step }: TakenSteps): string =>
  `${who === '' ? '' : `${showName(who)}: `}${stepName(step)}`

/** What may be said of a property that no walk decides. */
export const openInWalks = (kind: PropertyReport['kind']): string =>
  isWitnessed(kind) ? 'no walk got there' : 'no walk came by a violation'
