import { showName } from '../value/notation.ts'
import type { Phase, Profile, ProfilePart, ProfileStep, Report } from '../report.ts'
import { coverageLines } from './coverage-text.ts'
import { stepName } from './step-words.ts'
import { duration, growthTable, size } from './report-summary.ts'
import { count, hang, padTo, widthOf, type Ink, type Style } from './style.ts'

/** More rows than this are counted. */
const mostRows = 16

/** The widest bar, in characters. */
const barWidth = 12

/** What else was asked for: where the states come from, where time and memory went, and what was never run. */
export const profileLines = (report: Report, style: Style, ink: Ink): readonly string[] => {
  const parts = [ofProfile(report, style, ink), coverageLines(report, style, ink)]
  return parts
    .filter((lines) => lines.length > 0)
    .flatMap((lines, at) => [...(at > 0 ? [''] : []), ...lines])
}

/** Where the states come from, and where time and memory went; nothing where that was not asked for. */
const ofProfile = (report: Report, style: Style, ink: Ink): readonly string[] => {
  const { profile } = report
  if (profile === undefined) return []
  return [
    ink.bold('Profile'),
    ...partLines(profile, report, style, ink),
    ...stepLines(profile, style, ink),
    // Of a search that was cut off this is told above.
    ...(profile.growth.length === 0 || (report.incomplete?.growth.length ?? 0) > 0
      ? []
      : growthTable(profile.growth, style, ink)),
    ...costLines(profile, style, ink),
  ]
}

const ofOrbits =
  'Under symmetry these stand for all states in which nodes change places, and nothing is told of one such node alone: --no-reduction symmetry counts each state.'

/** What multiplies the states: the longest bars first. */
const partLines = (
  { parts, countedOneIn, isWhole, areOrbits }: Profile,
  { states }: Report,
  style: Style,
  ink: Ink,
): readonly string[] => {
  const told = parts.filter(({ factor }) => factor >= 1.005)
  const left = isWhole ? [] : ['    … a limit came before the other parts were counted']
  if (told.length === 0) return left
  const isSample = countedOneIn > 1 ? `, from one in ${count(countedOneIn)}` : ''
  const factor = areOrbits ? 'By what factor, at least,' : 'By what factor'
  const head = `${factor} there were fewer than ${count(states.distinct)} states without a part of them${isSample}:`
  const most = Math.max(...told.map(({ factor }) => Math.log2(factor)))
  const row = ({ factor, part, values }: ProfilePart): Row => [
    bar(Math.log2(factor) / most),
    `× ${factor >= 100 ? count(Math.round(factor)) : factor.toFixed(2)}`,
    `${showName(part)} ${ink.dim(`(${count(values)} contents)`)}`,
  ]
  const orbits = areOrbits ? hang(style, '    ', '    ', ink.dim(ofOrbits)) : []
  return [...hang(style, '  ', '  ', head), ...rows(told, row, style, ink), ...left, ...orbits]
}

const stepLines = ({ steps }: Profile, style: Style, ink: Ink): readonly string[] => {
  const all = steps.reduce((sum, each) => sum + each.statesFound, 0)
  const most = Math.max(1, ...steps.map(({ statesFound }) => statesFound))
  const row = (step: ProfileStep): Row => [
    bar(step.statesFound / most),
    `${((100 * step.statesFound) / Math.max(1, all)).toFixed(1)} %`,
    `${stepName(step)} ${ink.dim(`(${count(step.statesFound)} of ${count(step.transitions)} steps)`)}`,
  ]
  const head = 'Which steps were the first to find a state:'
  return [...hang(style, '  ', '  ', head), ...rows(steps, row, style, ink)]
}

const phaseWords: Readonly<Record<Phase, string>> = {
  listing: 'listing initial states',
  searching: 'searching',
  judging: 'judging liveness',
  rebuilding: 'rebuilding runs',
  telling: 'telling runs',
  confirming: 'asking the model once more',
  profiling: 'counting for this profile',
}

/** What took time and memory. */
const costLines = (
  { evaluations, tables, phases }: Profile,
  style: Style,
  ink: Ink,
): readonly string[] => {
  const line = (label: string, items: readonly string[]): readonly string[] => {
    const shown = items.slice(0, mostRows)
    const more = items.length > shown.length ? [`${items.length - shown.length} more`] : []
    return hang(
      style,
      `  ${ink.dim(padTo(label, 9))}  `,
      ' '.repeat(13),
      [...shown, ...more].join(', '),
    )
  }
  return [
    ...line(
      'user code',
      evaluations.map(({ of, steps }) => `${showName(of)}: ${count(steps)}`),
    ),
    ...line(
      'tables',
      tables.map(({ table, bytes }) => `${table} ${size(bytes)}`),
    ),
    ...line(
      'time',
      phases.map(({ phase, seconds }) => `${phaseWords[phase]} ${duration(seconds)}`),
    ),
  ]
}

type Row = readonly [bar: string, amount: string, what: string]

/** Rows with bars, the first of many. */
const rows = <Item>(
  items: readonly Item[],
  toRow: (item: Item) => Row,
  style: Style,
  ink: Ink,
): readonly string[] => {
  const shown = items.slice(0, mostRows).map(toRow)
  const width = Math.max(0, ...shown.map(([, amount]) => widthOf(amount)))
  const left = items.length - shown.length
  return [
    ...shown.flatMap(([drawn, amount, what]) => {
      const first = `    ${ink.cyan(padTo(drawn, barWidth))}  ${' '.repeat(width - widthOf(amount))}${amount}  `
      return hang(style, first, ' '.repeat(barWidth + width + 10), what)
    }),
    ...(left > 0 ? [`    … and ${count(left)} more`] : []),
  ]
}

/** @param share of the longest bar */
const bar = (share: number): string =>
  share > 0 ? '█'.repeat(Math.max(1, Math.round(share * barWidth))) : ''
