import type { PropertyReport, Report, Source } from '../report.ts'
import { isWitnessed } from '../model/property-kinds.ts'
import { printable } from '../value/printable.ts'
import type { Checked } from './checked.ts'
import { counted } from './counted.ts'
import { renderTrace } from './trace-text.ts'

/** What tools for continuous integration are told: a property that did not come out as expected, or a mistake. */
export interface Finding {
  readonly rule: Rule
  /** The property, by its name; what is wrong where it is a mistake. */
  readonly title: string
  /** In a sentence, without the title. */
  readonly message: string
  /** The run as text, or where the mistake is and the way out. Lines without colour. */
  readonly detail: string
  /** Where it is in the source; null where that is not known. */
  readonly source: Source | null
}

/** What can be found, and what that means. */
export const rules = {
  violated: 'A property is violated that the model expects to hold',
  holds: 'A property holds that the model expects to be violated',
  vacuous: 'What a property speaks of never happens, so it says nothing',
  incomplete: 'A property is undecided: a limit, a bound or the user came first',
  mistake: 'The model, or the command, is wrong',
  'not-begun': 'A check was not begun: the command was interrupted',
} as const

export type Rule = keyof typeof rules

/** Whether nothing is known to be wrong: it was not found out. */
export const isOpen = (rule: Rule): boolean => rule === 'incomplete' || rule === 'not-begun'

/** What became of a property, where that is nothing to be told; else the finding. */
export const findingOf = (property: PropertyReport, report: Report): Finding | null => {
  const { name, verdict, expected, trace, source = null, ...context } = property
  if (verdict === expected) return null
  const isWalked = report.walks !== undefined
  const style = { columns: 100, colour: false }
  return {
    rule: verdict,
    title: printable(name),
    message: messageOf(property, report),
    detail:
      trace === null
        ? ''
        : renderTrace(trace, { ...context, name, verdict, expected, isWalked }, style).trimEnd(),
    source,
  }
}

const messageOf = ({ kind, verdict, trace }: PropertyReport, report: Report): string => {
  const isWanted = isWitnessed(kind)
  const run = trace === null ? '' : `: ${counted(trace.steps.length, 'step')}`
  switch (verdict) {
    case 'violated':
      return isWanted ? 'no reachable state is like that' : `violated${run}`
    case 'holds':
      return `not violated, as the model expects it to be${isWanted ? run : ''}`
    case 'vacuous':
      return 'vacuous: what it speaks of never happens'
    case 'incomplete':
      return `undecided: ${report.incomplete?.reason ?? 'the check did not come to its end'}`
  }
}

/** What is to be told of a check; empty where all came out as expected. What has no line of its own is at the first. */
export const findingsOf = (checked: Checked): readonly Finding[] => {
  const start = placeIn([`${checked.asked}:1`])
  return found(checked).map((it) => ({ ...it, source: it.source ?? start }))
}

const found = ({ asked, came }: Checked): readonly Finding[] => {
  switch (came.kind) {
    case 'not-begun':
      return [
        {
          rule: 'not-begun',
          title: printable(asked),
          message: rules['not-begun'],
          detail: '',
          source: null,
        },
      ]
    case 'mistake': {
      const { what, where, fix } = came.mistake
      const detail = [...where.map((place) => `where: ${place}`), `mend:  ${fix}`].join('\n')
      const source = placeIn(where)
      return [{ rule: 'mistake', title: printable(what), message: printable(fix), detail, source }]
    }
    case 'report': {
      const { report } = came
      const all = report.properties.flatMap((it) => findingOf(it, report) ?? [])
      const { incomplete, model } = report
      if (all.length > 0 || came.outcome !== 'open') return all
      const message = incomplete?.reason ?? 'something stayed open'
      return [{ rule: 'incomplete', title: model, message, detail: '', source: null }]
    }
  }
}

/** The innermost place of a mistake that is a line of a file. */
const placeIn = (where: readonly string[]): Source | null => {
  const found = where.map((place) => /^(.+?\.m?[jt]s):(\d+)(?::\d+)?$/.exec(place))
  const [, file, line] = found.findLast((it) => it !== null) ?? []
  return file === undefined ? null : { file: file.replace(/^\.\//, ''), line: Number(line) }
}
