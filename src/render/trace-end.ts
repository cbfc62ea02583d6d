import { isWitnessed, subjectOf } from '../model/property-kinds.ts'
import type { Span } from '../model/explanation.ts'
import type { Envelope } from '../model/property.ts'
import { reasonLines, timeLine } from './time-line.ts'
import { showName } from '../value/notation.ts'
import type { Observation, Trace, TracedRequest } from '../trace/trace.ts'
import { fairActionWords, whyItCounts, whyKept } from './fair-words.ts'
import { rowLines } from './trace-page.ts'
import { standingRows } from './trace-start.ts'
import type { Scene } from './trace-step.ts'
import { tableRows } from './trace-table.ts'
import type { TraceContext } from './trace-context.ts'
import { brief, briefMessage, clip } from './trace-values.ts'
import { hang, padTo, widthOf, type Ink, type Style } from './style.ts'

/** Paths beyond this width do not widen the column of the others. */
const widestPath = 32
/** More promises than this are counted, not told. */
const mostPromises = 10

/** The moment at which the property is decided, what it sees there, and how everything stands. */
export const endOf = (
  trace: Trace,
  { kind }: TraceContext,
  style: Style,
  scene: Scene,
): readonly string[] => {
  const { ink } = scene
  const isLong = trace.standings.length > 0
  const table = (): readonly string[] => {
    const rows = isLong
      ? tableRows(trace.final, trace, style.columns - indent.length, scene)
      : standingRows(trace.final, scene)
    return rows.flatMap((row) => rowLines(style, ink, row, indent, indent))
  }
  const isStanding = kind === 'noDeadlock' || trace.loopsTo !== null
  const after = isLong
    ? [...hang(style, '    ', '    ', ink.bold('How everything stands:')), ...table()]
    : []
  if (kind === null) return after
  const mark = isWitnessed(kind) ? ink.green('✓') : ink.red('✗')
  return [
    ...hang(style, `  ${mark} `, '    ', ink.bold(momentOf(trace, kind))),
    ...(isStanding ? table() : [...seen(trace.observations, style, ink), ...after]),
    ...explained(trace, style),
    ...promises(trace, style, ink),
  ]
}

/** Why observers say so. */
const explained = ({ explanations = [] }: Trace, style: Style): readonly string[] =>
  explanations.flatMap(({ title, spans, reasons }) => [
    '',
    ...hang(style, '    ', '    ', title),
    ...timeLine(
      spans.map((span) => ({ ...span, who: showName(span.node), place: stepsOf(span) })),
      style,
      indent,
    ),
    ...reasonLines(reasons, style, '    '),
  ])

const stepsOf = ({ from, to }: Span): string => {
  if (to === null) return from === 0 ? 'from the start' : `from step ${from}`
  return from === 0 ? `start to step ${to}` : `steps ${from}-${to}`
}

const indent = '      '

const momentOf = (
  { steps: { length }, loopsTo, waiting, refused }: Trace,
  kind: NonNullable<TraceContext['kind']>,
): string => {
  if (waiting !== null) {
    const request = requestOf(waiting)
    return `${request[0]?.toUpperCase()}${request.slice(1)} waits for ever. How everything stands:`
  }
  if (loopsTo !== null) {
    const what = loopsTo === length ? 'So it stays' : 'So it goes on'
    return `${what} for ever, and the property is violated. How everything stands:`
  }
  const after = length === 0 ? 'At the start' : `After step ${length}`
  if (refused !== null) return `${after} ${requestOf(refused)} is refused.`
  switch (subjectOf(kind)) {
    case 'states':
      return isWitnessed(kind)
        ? `${after} it is reached. What the property sees:`
        : `${after} the property is violated. What it sees:`
    case 'steps':
      return `Step ${length} violates the property. What it sees, before → after:`
    case 'ends':
      return `${after} nothing more can happen, faults aside. How everything stands:`
    case 'runs':
      return `${after} the property can no longer become true, whatever comes later. What it sees:`
  }
}

const requestOf = ({ node, operation }: TracedRequest): string => {
  const name = typeof operation === 'number' ? `request ${operation}` : `“${showName(operation)}”`
  return `${name} of ${showName(node)}`
}

/** Why an infinite run counts: nothing that the fairness promises is left out for ever. */
const promises = (trace: Trace, style: Style, ink: Ink): readonly string[] => {
  const { kept, notPromised, loopsTo, steps, isMachine } = trace
  if (kept === null) return []
  const rows = kept.map(
    (each) => `${fairActionWords(each.action, isMachine, ink.cyan)}: ${ink.dim(whyKept(each))}`,
  )
  const open = (notPromised ?? []).map(
    (action) =>
      `${fairActionWords(action, isMachine, ink.cyan)}: ${ink.dim('possible, but nobody promises it')}`,
  )
  // An action is taken whatever it chooses.
  const chosen = steps.slice(loopsTo ?? steps.length).flatMap(({ choices }, at) => {
    if (choices.length === 0) return []
    const what = choices.map((choice) => ink.cyan(brief(choice))).join(', ')
    const step = (loopsTo ?? 0) + at + 1
    return [`step ${step} chooses ${what}: ${ink.dim('nobody promises what is chosen')}`]
  })
  return [
    ...hang(style, '    ', '    ', ink.bold(`The run counts: ${whyItCounts(trace)}`)),
    ...firstOf(rows, style),
    ...firstOf(open, style),
    ...firstOf(chosen, style),
  ]
}

/** The first of the rows, and how many there are besides. */
const firstOf = (rows: readonly string[], style: Style): readonly string[] => {
  const more = rows.length - mostPromises
  return [
    ...rows.slice(0, mostPromises).flatMap((row) => hang(style, '      ', '          ', row)),
    ...(more > 0 ? [`      … and ${more} more`] : []),
  ]
}

const seen = (observations: readonly Observation[], style: Style, ink: Ink): readonly string[] => {
  const width = Math.max(
    0,
    ...observations
      .map(({ path }) => widthOf(showName(path)))
      .filter((width) => width <= widestPath),
  )
  return observations.flatMap((each) => {
    const name = `      ${padTo(showName(each.path), width)} = `
    const rest = ' '.repeat(Math.min(widthOf(name), widestPath) + 1)
    const value = ink.bold(valueOf(each.path, each.value))
    if (!('before' in each)) return hang(style, name, rest, value)
    const before = valueOf(each.path, each.before)
    return hang(style, name, rest, `${before} ${ink.dim('→')} ${value}`)
  })
}

const valueOf = (path: string, value: unknown): string => {
  if (path !== 'inFlight' || !Array.isArray(value)) return brief(value)
  const mail = (value as readonly Envelope[]).map(
    ({ from, to, message }) => `${briefMessage(message)} from ${showName(from)} to ${showName(to)}`,
  )
  return mail.length === 0 ? 'nothing' : clip(mail.join('; '))
}
