import type { Trace, TraceStep } from '../trace/trace.ts'
import { showName } from '../trace/notation.ts'
import type { TraceContext } from './trace-context.ts'
import { endOf } from './trace-end.ts'
import { TracePage } from './trace-page.ts'
import { startRows } from './trace-start.ts'
import { headOf, rowsOf } from './trace-step.ts'
import { counted, hang, inkOf, type Ink, type Style } from './style.ts'

export type { TraceContext } from './trace-context.ts'

/**
 * A run as text: what it shows, how everything stands at the start, who does what in each step and
 * what that changes, when the network is cut, and what the property sees in the end.
 *
 * @returns lines, the last one ended; no line is wider than `style.columns` if that is at all possible
 */
export const renderTrace = (trace: Trace, context: TraceContext, style: Style): string => {
  const ink = inkOf(style)
  const page = new TracePage(style, ink)
  const lines = [...titleOf(trace, context, style, ink), '']
  page.head(null, ink.dim('At the start'))
  for (const row of startRows(trace, ink)) page.row(row)
  page.gap()
  if (trace.initial.cut !== null) page.split(null, trace.initial.cut)
  trace.steps.forEach((step, index) => tell(page, step, index + 1, trace, ink))
  if (trace.loopsTo !== null) {
    page.row(ink.magenta(`↺ and so on for ever: again from step ${trace.loopsTo + 1}`))
  }
  page.finish()
  return `${[...lines, ...page.lines, ...endOf(trace, context, style, ink)].join('\n')}\n`
}

const titleOf = (
  { steps }: Trace,
  { kind, name, verdict, expected }: TraceContext,
  style: Style,
  ink: Ink,
): readonly string[] => {
  const length = steps.length === 0 ? 'The initial state' : counted(steps.length, 'step')
  if (kind === null) return hang(style, '', '', ink.bold(`${showName(name)}: ${length}`))
  const isGood = verdict === 'holds'
  const mark = isGood ? ink.green('✓') : ink.red('✗')
  const surprise =
    verdict === expected ? (isGood ? '' : ', as expected') : isGood ? ', though not expected' : ''
  const word = isGood ? 'Reachable' : 'Violated'
  const run =
    steps.length === 0
      ? `The initial state ${isGood ? 'is one' : 'violates it'} already.`
      : `A shortest run ${isGood ? 'to such a state' : 'that violates it'}: ${length}.`
  return [
    ...hang(style, `${mark} `, '  ', ink.bold(showName(name))),
    ...hang(style, '  ', '  ', ink.dim(`${word}${surprise}. ${run}`)),
  ]
}

const tell = (page: TracePage, step: TraceStep, number: number, trace: Trace, ink: Ink): void => {
  if (step.kind === 'heal') page.heal(number)
  else if (step.kind === 'split' && step.cut !== null) page.split(number, step.cut)
  else page.head(number, headOf(step, trace.isMachine, ink))
  for (const row of rowsOf(step, ink)) page.row(row)
}
