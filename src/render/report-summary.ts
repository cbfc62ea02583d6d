import { showName } from '../value/notation.ts'
import type { Assumption, Report } from '../report.ts'
import { divergenceLines } from './divergence-text.ts'
import { groundsOf, noFairness } from './grounds.ts'
import { endWords, graphLines, reductionLine } from './search-words.ts'
import { count, counted, hang, padTo, widthOf, type Ink, type Style } from './style.ts'

/** A line of a two-column table. */
export type Line = readonly [label: string, text: string]

/** A table of two columns. */
export const table = (
  lines: readonly Line[],
  style: Style,
  ink: Ink,
  width = widestLabel(lines),
): readonly string[] => {
  const rest = ' '.repeat(width + 4)
  return lines.flatMap(([label, text]) =>
    hang(style, `  ${ink.dim(padTo(label, width))}  `, rest, text),
  )
}

/** Below so many states, what they share outweighs them: bytes per state would mislead. */
const manyStates = 10_000

const widestLabel = (lines: readonly Line[]): number =>
  lines.reduce((width, [label]) => Math.max(width, widthOf(label)), 0)

/** How much was explored, and what that cost. */
export const explored = (report: Report, style: Style, ink: Ink): readonly string[] => {
  const { states, steps, seconds, workers, peakMemoryBytes } = report
  const rate = seconds > 0 ? `, ${count(states.distinct / seconds)} states per second` : ''
  const perState =
    states.distinct < manyStates ? '' : `, ${counted(states.bytesPerState, 'byte')} per state`
  const several = workers > 1 ? `, ${workers} workers` : ''
  const { sampled } = steps
  const again =
    sampled === null
      ? ''
      : `; ${count(sampled.asked)} of ${counted(sampled.of, 'answer')} asked for once more`
  return [
    ink.bold('Explored'),
    ...table(
      [
        ['states', `${count(states.distinct)} distinct${endWords(report)}`],
        ...report.reductions.flatMap(reductionLine),
        ...graphLines(report),
        ['generated', `${count(states.generated)}, with those met again`],
        ['depth', count(states.depth)],
        ['user code', `${counted(steps.evaluated, 'distinct step')} evaluated${again}`],
        ['memory', `${size(peakMemoryBytes)} at most${perState}`],
        ['time', `${duration(seconds)}${rate}${several}`],
      ],
      style,
      ink,
    ),
  ]
}

/** An amount of memory. */
export const size = (bytes: number): string => {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB']
  const power = bytes < 1024 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10))
  const value = bytes / 1024 ** power
  return `${value >= 100 || power === 0 ? count(value) : value.toFixed(1)} ${units[power]}`
}

/** How long something took. */
export const duration = (seconds: number): string => {
  if (seconds < 60) return `${seconds.toFixed(seconds < 1 ? 2 : 1)} s`
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  return hours > 0
    ? `${hours} h ${minutes % 60} min`
    : `${minutes} min ${Math.round(seconds % 60)} s`
}

/** Why the search did not see everything, and what was still growing. */
export const growthLines = (report: Report, style: Style, ink: Ink): readonly string[] => {
  const { incomplete } = report
  if (incomplete === null) return []
  const { reason, growth, divergence } = incomplete
  const head = hang(style, '', '  ', `${ink.bold(ink.yellow('Incomplete'))}: ${showName(reason)}`)
  if (divergence !== null) return [...head, ...divergenceLines(report, style)]
  if (growth.length === 0) return head
  return [
    ...head,
    ...growthTable(growth, style, ink),
    ...hang(
      style,
      '  ',
      '  ',
      ink.dim('If one of them never stops, bound it in the model, or state a bound with `within`.'),
    ),
  ]
}

/** What kept taking new values. */
export const growthTable = (
  growth: NonNullable<Report['incomplete']>['growth'],
  style: Style,
  ink: Ink,
): readonly string[] => {
  const shown = growth.slice(0, 6)
  const head = 'What kept taking new values, and how many it had had by each depth:'
  return [
    ...hang(style, '  ', '  ', head),
    ...shown.flatMap(({ component, fromDepth, valuesByDepth }) => [
      ...hang(style, '  ', '    ', ink.bold(showName(component))),
      ...hang(
        style,
        '    ',
        '    ',
        `${ink.dim(`from depth ${fromDepth}:`)} ${valuesByDepth.map(count).join(' → ')}`,
      ),
    ]),
    ...(growth.length > shown.length ? [`  … and ${growth.length - shown.length} more`] : []),
  ]
}

/** What the verdicts rest on. */
export const restsOn = (report: Report, style: Style, ink: Ink): readonly string[] => {
  if (report.properties.length === 0) return []
  const { common, own, needsNoFairness } = groundsOf(report)
  const lines = [...ledger(common), ...(needsNoFairness ? [['fairness', noFairness] as const] : [])]
  const others = own.map(({ names, grounds }) => ({ names, lines: ledger(grounds) }))
  const width = widestLabel([...lines, ...others.flatMap((each) => each.lines)])
  return [
    ink.bold('The verdicts rest on'),
    ...table(lines, style, ink, width),
    ...others.flatMap((each) => [
      ...hang(style, '  and for ', '    ', listOf(each.names)),
      ...table(each.lines, style, ink, width),
    ]),
  ]
}

/** More names than this are counted. */
const mostNames = 12

const listOf = (names: readonly string[]): string => {
  const shown = names.slice(0, mostNames).map((name) => `“${showName(name)}”`)
  const more = names.length - shown.length
  return more > 0 ? `${shown.join(', ')} and ${count(more)} more` : shown.join(', ')
}

const ledger = (assumptions: readonly Assumption[]): readonly Line[] =>
  assumptions.map(({ kind, text }): Line => [kind, showName(text)])

/** The last line: whether all came out as the model expects; before it, what was not asked for. */
export const conclusion = (report: Report, style: Style, ink: Ink): readonly string[] => {
  const { leftOut = [] } = report
  if (leftOut.length === 0) return judgement(report, style, ink)
  const words = `${counted(leftOut.length, 'property', 'properties')}: ${listOf(leftOut)}`
  return [...hang(style, '', '  ', `Left out: ${words}`), ...judgement(report, style, ink)]
}

const judgement = (report: Report, style: Style, ink: Ink): readonly string[] => {
  const { properties, asExpected, incomplete } = report
  if (properties.length === 0) {
    return incomplete === null ? [] : [ink.yellow('Incomplete: not every state was seen.')]
  }
  const surprising = properties.filter(
    ({ verdict, expected }) => verdict !== 'incomplete' && verdict !== expected,
  )
  const open = properties.filter(({ verdict }) => verdict === 'incomplete')
  const total = counted(properties.length, 'property', 'properties')
  if (surprising.length > 0) {
    const text = `Not as expected: ${surprising.length} of ${total} did not come out as the model expects.`
    return hang(style, '', '', ink.red(ink.bold(text)))
  }
  if (open.length > 0) {
    return hang(
      style,
      '',
      '',
      ink.yellow(ink.bold(`Incomplete: ${open.length} of ${total} left open.`)),
    )
  }
  return asExpected ? [ink.green(ink.bold(`As expected: ${total}.`))] : []
}
