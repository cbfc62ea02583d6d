import { match } from 'ts-pattern'
import type { PathStep } from '../value/path.ts'
import type { Change, ElementChange } from '../trace/trace.ts'
import { Gap } from '../value/shorten.ts'
import type { Row } from './trace-page.ts'
import { brief } from './trace-values.ts'
import { counted, type Ink } from './style.ts'

/** More changes of a step than this are counted, not told. */
const mostChanges = 16
/** More elements of one change than this are counted, not told. */
const mostElements = 12

/** What a step changed, a row for each field. */
export const changeRows = (
  changes: readonly Change[],
  ink: Ink,
  remark: string,
): readonly Row[] => {
  const more = changes.length > mostChanges + 2 ? changes.length - mostChanges : 0
  const told = changes.slice(0, changes.length - more)
  const rows = told.map((change) => changeRow(change, ink, remark))
  return more === 0 ? rows : [...rows, ink.dim(`… and ${counted(more, 'more field')}`)]
}

const changeRow = (change: Change, ink: Ink, remark: string): Row => {
  const name = change.path === '' ? 'state' : change.path
  if (change.elements !== null)
    return `${name}: ${elementsOf(change.elements, ink)}${ink.dim(remark)}`
  const { before, after } = carriedOver(change)
  return [`${name}: ${ink.red(before)}`, `${ink.dim('→')} ${ink.green(after)}${ink.dim(remark)}`]
}

/** A value that was put around another is told without that one, and the other way round. */
const carriedOver = ({ before, after, carried }: Change): { before: string; after: string } => {
  if (carried === null) return { before: brief(before), after: brief(after) }
  return carried.in === 'after'
    ? { before: old.words, after: brief(withPart(after, carried.step, old)) }
    : { before: brief(withPart(before, carried.step, kept)), after: kept.words }
}

const old = new Gap(0, '(old)')
const kept = new Gap(0, '(kept)')

const withPart = (value: unknown, step: PathStep, part: Gap): unknown =>
  Array.isArray(value)
    ? value.with(Number(step), part)
    : { ...(value as object), [String(step)]: part }

const elementsOf = ({ gained, lost, place }: ElementChange, ink: Ink): string => {
  const where = match(place)
    .with(null, () => '')
    .with('end', () => (lost.length > 0 ? ' from the end' : ''))
    .with('front', () => (lost.length > 0 ? ' from the front' : ' at the front'))
    .otherwise((index) => ` at [${index}]`)
  return [...marked(lost, '−', ink.red), ...marked(gained, '+', ink.green)].join(', ') + where
}

const marked = (
  elements: readonly unknown[],
  mark: string,
  tone: (text: string) => string,
): readonly string[] => {
  const more = elements.length > mostElements + 2 ? elements.length - mostElements : 0
  const told = elements.slice(0, elements.length - more)
  const texts = told.map((element) => tone(`${mark} ${brief(element)}`))
  return more === 0 ? texts : [...texts, tone(`${mark} ${more} more`)]
}
