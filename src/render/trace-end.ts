import type { Envelope } from '../model/property.ts'
import { showMessage, showName, showValue } from '../trace/notation.ts'
import type { Observation, Trace } from '../trace/trace.ts'
import { clip, rowLines } from './trace-page.ts'
import { standingRows } from './trace-start.ts'
import type { TraceContext } from './trace-context.ts'
import { hang, padTo, widthOf, type Ink, type Style } from './style.ts'

/** Paths beyond this width do not widen the column of the others. */
const widestPath = 32

/** The moment at which the property is decided, and what it sees there. */
export const endOf = (
  trace: Trace,
  { kind }: TraceContext,
  style: Style,
  ink: Ink,
): readonly string[] => {
  if (kind === null) return []
  const mark = kind === 'reachable' ? ink.green('✓') : ink.red('✗')
  const isStanding = kind === 'noDeadlock' || trace.loopsTo !== null
  return [
    ...hang(style, `  ${mark} `, '    ', ink.bold(momentOf(trace, kind))),
    ...(isStanding
      ? standingRows(trace, ink).flatMap((row) => rowLines(style, ink, row, '      ', '      '))
      : seen(trace.observations, style, ink)),
  ]
}

const momentOf = (
  { steps: { length }, loopsTo }: Trace,
  kind: NonNullable<TraceContext['kind']>,
): string => {
  if (loopsTo !== null) {
    const what = loopsTo === length ? 'So it stays' : 'So it goes on'
    return `${what} for ever, and the property is violated. How everything stands:`
  }
  const after = length === 0 ? 'At the start' : `After step ${length}`
  switch (kind) {
    case 'reachable':
      return `${after} it is reached. What the property sees:`
    case 'stepwise':
      return `Step ${length} violates the property. What it sees, before → after:`
    case 'noDeadlock':
      return `${after} nothing more can happen, faults aside. How everything stands:`
    default:
      return `${after} the property is violated. What it sees:`
  }
}

const seen = (observations: readonly Observation[], style: Style, ink: Ink): readonly string[] => {
  const width = Math.max(
    0,
    ...observations.map(({ path }) => widthOf(path)).filter((width) => width <= widestPath),
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
  if (path !== 'inFlight' || !Array.isArray(value)) return clip(showValue(value))
  const mail = (value as readonly Envelope[]).map(
    ({ from, to, message }) => `${showMessage(message)} from ${from} to ${to}`,
  )
  return mail.length === 0 ? 'nothing' : clip(mail.join('; '))
}
