import { showMessage, showName } from '../value/notation.ts'
import type { Trace, TraceCutSides, TraceStep } from '../trace/trace.ts'
import { lanesOf } from './lanes.ts'

/**
 * A run as a sequence diagram of Mermaid (mermaid.js.org), for documents that show these. An arrow stands
 * where its message is received; what is sent and not received within the run is a note.
 */
export const renderMermaid = (trace: Trace): string => {
  const lanes = lanesOf(trace)
  const idOf = (node: string): string => `n${lanes.indexOf(node)}`
  const last = lanes.length - 1
  const over = last === 0 ? 'n0' : `n0,n${last}`
  const stepLines = (step: TraceStep, index: number): readonly string[] => {
    const number = `${index + 1}.`
    const { envelope, kind, node } = step
    if (envelope !== null) {
      const message = `${number} ${showMessage(envelope.message)}`
      const arrow = kind === 'lose' ? '-x' : '-)'
      const arrives = `  ${idOf(envelope.from)}${arrow}${idOf(envelope.to)}: ${escape(message)}`
      return kind === 'crash' ? [arrives, note(idOf(envelope.to), step.action)] : [arrives]
    }
    const time = kind === 'tick' ? `: time ${step.time ?? 0}` : ''
    const text = `${number} ${kind === 'split' ? cutWords(step.whichCut ?? step.cut) : step.action}${time}`
    return [note(node === null ? over : idOf(node), text)]
  }
  const lines = trace.steps.map(stepLines)
  return [
    'sequenceDiagram',
    ...lanes.map((node) => `  participant ${idOf(node)} as ${escape(showName(node))}`),
    ...(trace.initial.cut === null
      ? []
      : [note(over, `from the start, ${cutWords(trace.initial.cut)}`)]),
    ...looped(trace, lines, note(over, 'nothing more happens, for ever')),
    ...trace.final.inFlight.map(({ from, to, message }) =>
      note(idOf(from), `in flight to ${showName(to)}: ${showMessage(message)}`),
    ),
    '',
  ].join('\n')
}

const note = (where: string, text: string): string => `  Note over ${where}: ${escape(text)}`

/** The lines of the steps, those that are repeated for ever in a loop. */
const looped = (
  { loopsTo }: Trace,
  lines: readonly (readonly string[])[],
  rest: string,
): readonly string[] => {
  if (loopsTo === null) return lines.flat()
  if (loopsTo === lines.length) return [...lines.flat(), rest]
  const inside = lines.slice(loopsTo).flat()
  return [
    ...lines.slice(0, loopsTo).flat(),
    '  loop for ever',
    ...inside.map((line) => `  ${line}`),
    '  end',
  ]
}

const cutWords = (cut: TraceCutSides | null): string => {
  const sides = (cut?.sides ?? []).map((side) => side.map(showName).join(', '))
  return cut?.isOneWay ? `${sides[0]} no longer reach ${sides[1]}` : `a cut: ${sides.join(' ╳ ')}`
}

/** Characters that mean something to Mermaid, as it wants them. */
const escape = (text: string): string =>
  text.replace(/[#;<>&%{}]/g, (character) => `#${character.charCodeAt(0)};`)
