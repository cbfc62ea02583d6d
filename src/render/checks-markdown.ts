import type { Assumption, PropertyReport, Report } from '../report.ts'
import { printable } from '../value/printable.ts'
import { subjectOf, type Checked } from './checked.ts'
import { count } from './counted.ts'
import { findingsOf, type Finding } from './findings.ts'
import { groundsOf } from './grounds.ts'
import { duration } from './report-summary.ts'
import { markOf } from './report-text.ts'
import { sweepChart } from './sweep-chart.ts'

/** Checks as Markdown: a table, then of each check its properties, with what is long folded away. */
export const renderMarkdown = (all: readonly Checked[]): string =>
  [
    '| | check | properties | states | time |',
    '| --- | --- | --- | ---: | ---: |',
    ...all.map(rowOf),
    ...chartOf(all),
    ...all.flatMap(sectionOf),
    '',
  ].join('\n')

/** How states and time grow, of a sweep. */
const chartOf = (all: readonly Checked[]): readonly string[] => {
  const lines = sweepChart(all)
  return lines.length === 0 ? [] : ['', '```text', ...lines, '```']
}

const rowOf = (checked: Checked): string => {
  const { came } = checked
  const subject = plain(subjectOf(checked))
  if (came.kind === 'mistake') return `| ❗ | ${subject} | ${plain(came.mistake.what)} | | |`
  if (came.kind === 'not-begun') return `| · | ${subject} | not begun | | |`
  const { properties, states, seconds } = came.report
  const mark = { 'as expected': '✅', unexpected: '❌', open: '⚠️' }[came.outcome]
  const marks = properties.map(({ verdict }) => markOf(verdict)).join('')
  return `| ${mark} | ${subject} | ${marks} | ${count(states.distinct)} | ${duration(seconds)} |`
}

const sectionOf = (checked: Checked): readonly string[] => {
  const findings = findingsOf(checked)
  const head = ['', `### ${plain(subjectOf(checked))}`, '']
  if (checked.came.kind !== 'report') return [...head, ...findings.flatMap(folded)]
  const { report } = checked.came
  return [
    ...head,
    ...report.properties.map(lineOf),
    ...(report.leftOut ?? []).map((name) => `- ${plain(name)}: left out`),
    ...(report.incomplete === null ? [] : ['', `Incomplete: ${plain(report.incomplete.reason)}`]),
    ...findings.flatMap(folded),
    ...groundsIn(report),
  ]
}

const lineOf = ({ name, verdict, expected, source }: PropertyReport): string => {
  const wanted =
    verdict === expected ? (expected === 'violated' ? ', as expected' : '') : ', **not expected**'
  const place = source === undefined ? '' : ` (${plain(`${source.file}:${source.line}`)})`
  return `- ${markOf(verdict)} ${plain(name)}: ${verdict}${verdict === 'incomplete' ? '' : wanted}${place}`
}

/** A finding, its run folded away. */
const folded = ({ title, message, detail }: Finding): readonly string[] => {
  if (detail === '') return []
  const longest = Math.max(2, ...[...detail.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  const summary = inHtml(`${title}: ${message}`)
  return [
    '',
    `<details><summary>${summary}</summary>`,
    '',
    `${fence}text`,
    detail,
    fence,
    '',
    '</details>',
  ]
}

/** What the verdicts rest on is part of them. */
const groundsIn = (report: Report): readonly string[] => {
  if (report.properties.length === 0) return []
  const { common, own } = groundsOf(report)
  return [
    '',
    '<details><summary>The verdicts rest on</summary>',
    '',
    ...common.map(groundLine),
    ...own.flatMap(({ names, grounds }) => [
      '',
      `And for ${names.map((name) => `“${plain(name)}”`).join(', ')}:`,
      '',
      ...grounds.map(groundLine),
    ]),
    '',
    '</details>',
  ]
}

const groundLine = ({ kind, text }: Assumption): string => `- ${kind}: ${plain(text)}`

/** A text of the model's, which is no Markdown. */
const plain = (text: string): string =>
  printable(text.replaceAll(/\s+/g, ' ')).replaceAll(/[\\`*_{}[\]<>#|~&@]/g, String.raw`\$&`)

const inHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/\s+/g, ' ')
