import type { Trace, TraceStep } from '../trace/trace.ts'
import { showName } from '../value/notation.ts'
import { isFormula, type TraceContext } from './trace-context.ts'
import { endOf } from './trace-end.ts'
import { foldRows } from './trace-fold.ts'
import { planOf, type Item } from './trace-plan.ts'
import { TracePage } from './trace-page.ts'
import { startRows } from './trace-start.ts'
import { headOf, rowsOf, type Scene } from './trace-step.ts'
import { tableRows } from './trace-table.ts'
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
  const { steps, loopsTo, initial, isMachine } = trace
  const page = new TracePage(style, ink, loopsTo !== null)
  const { items, isTold } = planOf(trace, style.unfold ?? false)
  const scene = { ink, isMachine, isTold }
  page.head(null, ink.dim('At the start'))
  for (const row of startRows(trace, scene)) page.row(row)
  page.gap()
  if (initial.cut !== null) page.split(null, initial.cut)
  for (const item of items) tell(page, item, trace, scene)
  if (loopsTo !== null) page.closeLoop(loopWords(loopsTo, steps.length, context.kind === null))
  page.finish()
  const lines = [
    ...titleOf(trace, context, style, ink),
    '',
    ...page.lines,
    ...endOf(trace, context, style, scene),
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
  { kind, name, verdict, expected, isWalked = false }: TraceContext,
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
    verdict === expected
      ? isGood
        ? ''
        : ', as the model expects'
      : isGood
        ? ', though the model expects otherwise'
        : ''
  return [
    ...hang(style, `${isGood ? ink.green('✓') : ink.red('✗')} `, '  ', ink.bold(showName(name))),
    ...hang(
      style,
      '  ',
      '  ',
      ink.dim(
        `${word}${surprise}. ${sizeOf(trace, { isGood, isShortest: !isWalked && !isFormula(kind) })}`,
      ),
    ),
  ]
}

/** How long the run is, as a sentence. Only of finite runs is it known that none is shorter. */
const sizeOf = (
  { steps, loopsTo }: Trace,
  { isGood, isShortest }: { readonly isGood: boolean; readonly isShortest: boolean },
): string => {
  const { length } = steps
  if (loopsTo === null) {
    return length === 0
      ? `The initial state ${isGood ? 'is one' : 'violates it'} already.`
      : `${isShortest ? 'A shortest' : 'A'} run ${isGood ? 'to such a state' : 'that violates it'}: ${counted(length, 'step')}.`
  }
  if (length === 0) return 'A run that violates it: nothing ever happens.'
  const cycle = length - loopsTo
  const end = cycle === 0 ? 'nothing more' : `${counted(cycle, 'step')} again and again`
  const stem = loopsTo === 0 ? '' : `${counted(loopsTo, 'step')}, then `
  return `A run that violates it: ${stem}${end}, for ever.`
}

const tell = (page: TracePage, item: Item, trace: Trace, scene: Scene): void => {
  switch (item.kind) {
    case 'step':
      if (item.number - 1 === trace.loopsTo) page.openLoop()
      return tellStep(page, item.step, item.number, scene)
    case 'units': {
      if (item.from - 1 === trace.loopsTo) page.openLoop()
      const passed = item.to - item.from + 1
      const which = passed === 1 ? '' : ` (steps ${item.from} to ${item.to})`
      const head = passed === 1 ? 'a unit passes' : `${passed} units pass${which}`
      return page.head(item.to, scene.ink.dim(`${head}: time ${item.time}`))
    }
    case 'fold': {
      const { head, rows } = foldRows(item.fold, trace, scene.ink)
      page.fold(head)
      for (const row of rows) page.row(row)
      return
    }
    case 'standing':
      page.gap()
      page.head(null, scene.ink.dim(`After step ${item.standing.afterStep}`))
      for (const row of tableRows(item.standing, trace, page.room, scene)) page.row(row)
      page.gap()
  }
}

const tellStep = (page: TracePage, step: TraceStep, number: number, scene: Scene): void => {
  if (step.kind === 'heal') page.heal(number, step.whichCut)
  else if (step.kind === 'split' && step.cut !== null) page.split(number, step.whichCut ?? step.cut)
  else page.head(number, headOf(step, scene))
  for (const row of rowsOf(step, number, scene)) page.row(row)
}
