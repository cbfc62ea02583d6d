import type { AlwaysSame, NeverRun, Report } from '../report.ts'
import { printable } from '../value/printable.ts'
import { nameOf, notAll, notedWords, notFoundWords, share, totalOf } from './coverage-words.ts'
import { counted, hang, padTo, widthOf, type Ink, type Style } from './style.ts'

/** What of a model's source the check ran; nothing where that was not asked for. */
export const coverageLines = (report: Report, style: Style, ink: Ink): readonly string[] => {
  const { coverage } = report
  if (coverage === undefined) return []
  const { parts, isWhole, notFound } = coverage
  const { run, all } = totalOf(parts)
  const head = `  ${share(run, all)} of ${counted(all, 'place')} in the source were run`
  const width = Math.max(0, ...parts.map((part) => widthOf(nameOf(part))))
  return [
    ink.bold('Coverage'),
    head,
    ...parts.flatMap((part) => [
      `    ${padTo(nameOf(part), width)}  ${share(part.run, part.all).padStart(6)}  ${part.run} of ${part.all}`,
      ...[...part.never, ...part.always]
        .toSorted((a, b) => a.line - b.line || a.column - b.column)
        .flatMap((it) => hang(style, '      ', '        ', told(it))),
    ]),
    ...(notFound.length === 0 ? [] : hang(style, '  ', '  ', notFoundWords(notFound))),
    ...(isWhole ? [] : hang(style, '  ', '  ', notAll(report))),
  ]
}

const told = (it: NeverRun | AlwaysSame): string =>
  printable(`${it.file}:${it.line}  ${notedWords(it)}: ${it.text}`)
