import type { CoveredPart, NeverRun, Report } from '../report.ts'
import { printable } from '../value/printable.ts'
import { counted, hang, padTo, widthOf, type Ink, type Style } from './style.ts'

/** What of a model's source the check ran; nothing where that was not asked for. */
export const coverageLines = (report: Report, style: Style, ink: Ink): readonly string[] => {
  const { coverage } = report
  if (coverage === undefined) return []
  const { parts, isWhole } = coverage
  const run = parts.reduce((sum, part) => sum + part.run, 0)
  const all = parts.reduce((sum, part) => sum + part.all, 0)
  const head = `  ${share(run, all)} of ${counted(all, 'place')} in the source were run`
  const width = Math.max(0, ...parts.map((part) => widthOf(nameOf(part))))
  return [
    ink.bold('Coverage'),
    head,
    ...parts.flatMap((part) => [
      `    ${padTo(nameOf(part), width)}  ${share(part.run, part.all).padStart(6)}  ${part.run} of ${part.all}`,
      ...part.never.flatMap((it) => hang(style, '      ', '        ', told(it))),
    ]),
    ...(isWhole ? [] : hang(style, '  ', '  ', notAll(report))),
  ]
}

const share = (run: number, all: number): string =>
  all === 0 ? '–' : `${((100 * run) / all).toFixed(1)} %`

const nameOf = ({ kind, name }: CoveredPart): string => {
  switch (kind) {
    case 'role':
      return printable(name)
    case 'property':
      return `“${printable(name)}”`
    case 'rest':
      return `the rest of ${printable(name)}`
    default:
      return kind satisfies never
  }
}

const told = ({ file, line, kind, text }: NeverRun): string => {
  const what = { function: 'never called', statement: 'never run', part: 'never asked for' }[kind]
  return printable(`${file}:${line}  ${what}: ${text}`)
}

const notAll = ({ ended }: Report): string =>
  ended === 'everything-decided'
    ? 'The search ended when every property was decided, so that something may not have had its turn: --exhaustive sees everything.'
    : 'The check ended early, so that something may not have had its turn.'
