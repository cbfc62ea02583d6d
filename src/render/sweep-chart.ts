import { showName } from '../value/notation.ts'
import type { FlipReport, Report } from '../report.ts'
import type { Checked } from './checked.ts'
import { duration } from './report-summary.ts'
import { count, padTo, widthOf } from './style.ts'

/** Fewer checks than this show no course. */
const fewest = 3
/** The length of the longest bar, in characters. */
const longest = 40

/**
 * A chart of how states and time grow with the parameters of one model: bars on logarithmic scales, so that equal
 * steps are equal factors. Empty where checks are of several models, or few.
 */
export const sweepChart = (all: readonly Checked[]): readonly string[] => {
  const reports = all.flatMap(({ came }) => (came.kind === 'report' ? [came.report] : []))
  const [first] = reports
  if (first === undefined || reports.length < fewest) return []
  if (all.length > reports.length && all.some(({ asked }) => asked !== all[0]?.asked)) return []
  if (reports.some(({ model }) => model !== first.model)) return []
  const names = Object.keys(first.parameters).filter(
    (name) => new Set(reports.map(({ parameters }) => String(parameters[name]))).size > 1,
  )
  if (names.length === 0) return []
  const labels = reports.map(({ parameters }) =>
    showName(names.map((name) => `${name}=${String(parameters[name])}`).join(' ')),
  )
  const seen = reports.map((report) => report.states.distinct)
  const seconds = reports.map((report) => report.seconds)
  return [
    'States, on a logarithmic scale',
    ...bars(labels, seen, (value, at) => `${sign(reports[at])}${count(value)}`),
    'Time, likewise',
    ...bars(labels, seconds, duration),
  ]
}

/** A search that ended before it had seen everything, be it at a violation, knows of so many states at least. */
const sign = (report: Report | FlipReport | undefined): string =>
  report?.ended === 'everything-seen' ? '' : '≥ '

/** A bar for each value. The smallest one has a length, too: the scale begins at half of it. */
const bars = (
  labels: readonly string[],
  values: readonly number[],
  say: (value: number, at: number) => string,
): readonly string[] => {
  const width = Math.max(...labels.map(widthOf))
  const least = Math.min(...values.map((value) => Math.max(value, tiny)))
  const most = Math.max(...values, tiny)
  const scale = longest / Math.log2((2 * most) / least)
  return values.map((value, at) => {
    const length = Math.round(scale * Math.log2((2 * Math.max(value, tiny)) / least))
    return `  ${padTo(labels[at] ?? '', width)}  ${'▇'.repeat(length)} ${say(value, at)}`
  })
}

/** What takes no time, and has no states, is on the scale as well. */
const tiny = 0.001
