import type { Trace, TraceStep } from '../trace/trace.ts'
import { showName } from '../value/notation.ts'
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
  const { steps, loopsTo, initial } = trace
  const page = new TracePage(style, ink, loopsTo !== null)
  page.head(null, ink.dim('At the start'))
  for (const row of startRows(trace, ink)) page.row(row)
  page.gap()
  if (initial.cut !== null) page.split(null, initial.cut)
  steps.forEach((step, index) => {
    if (index === loopsTo) page.openLoop()
    tell(page, step, index + 1, trace, ink)
  })
  if (loopsTo !== null) page.closeLoop(loopWords(loopsTo, steps.length, context.kind === null))
  page.finish()
  const lines = [
    ...titleOf(trace, context, style, ink),
    '',
    ...page.lines,
    ...endOf(trace, context, style, ink),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

/** @param isProof whether the run shows that the loop is possible again and again, and no more */
const loopWords = (loopsTo: number, length: number, isProof: boolean): string => {
  if (length === 0) return 'nothing ever happens'
  if (loopsTo === length) return 'nothing more happens, for ever'
  const isOne = loopsTo + 1 === length
  const which = isOne ? `step ${length}` : `steps ${loopsTo + 1} to ${length}`
  if (isProof) return `${which} can be repeated for ever`
  return `${which} ${isOne ? 'is' : 'are'} repeated for ever`
}

const titleOf = (
  trace: Trace,
  { kind, name, verdict, expected }: TraceContext,
  style: Style,
  ink: Ink,
): readonly string[] => {
  const { length } = trace.steps
  if (kind === null) {
    const size = length === 0 ? 'the initial state' : counted(length, 'step')
    return hang(style, '', '', ink.bold(`${showName(name)}: ${size}`))
  }
  const isGood = verdict === 'holds'
  const word = isGood ? 'Reachable' : 'Violated'
  const surprise =
    verdict === expected ? (isGood ? '' : ', as expected') : isGood ? ', though not expected' : ''
  return [
    ...hang(style, `${isGood ? ink.green('✓') : ink.red('✗')} `, '  ', ink.bold(showName(name))),
    ...hang(style, '  ', '  ', ink.dim(`${word}${surprise}. ${sizeOf(trace, isGood)}`)),
  ]
}

/** How long the run is, as a sentence. Only of finite runs is it known that none is shorter. */
const sizeOf = ({ steps, loopsTo }: Trace, isGood: boolean): string => {
  const { length } = steps
  if (loopsTo === null) {
    return length === 0
      ? `The initial state ${isGood ? 'is one' : 'violates it'} already.`
      : `A shortest run ${isGood ? 'to such a state' : 'that violates it'}: ${counted(length, 'step')}.`
  }
  if (length === 0) return 'A run that violates it: nothing ever happens.'
  const cycle = length - loopsTo
  const end = cycle === 0 ? 'nothing more' : `${counted(cycle, 'step')} again and again`
  const stem = loopsTo === 0 ? '' : `${counted(loopsTo, 'step')}, then `
  return `A run that violates it: ${stem}${end}, for ever.`
}

const tell = (page: TracePage, step: TraceStep, number: number, trace: Trace, ink: Ink): void => {
  if (step.kind === 'heal') page.heal(number)
  else if (step.kind === 'split' && step.cut !== null) page.split(number, step.cut)
  else page.head(number, headOf(step, trace.isMachine, ink))
  for (const row of rowsOf(step, number, ink)) page.row(row)
}
