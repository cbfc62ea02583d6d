import { eachCut } from '../trace/each-cut.ts'
import type { NodeSnapshot, Standing } from '../trace/trace.ts'
import { showMessage, showName, showState } from '../value/notation.ts'
import type { GraphState, StateGraph } from '../trace/state-graph.ts'

/**
 * A state graph in the language of Graphviz (graphviz.org). Initial states have a double border, states that
 * violate a property a thick red one and its name, witnesses a thick green one; faults and repairs are dashed.
 */
export const renderDot = ({ isMachine, states, steps }: StateGraph, title: string): string =>
  [
    `digraph ${quoted(title)} {`,
    `  label=${quoted(title)}`,
    '  node [shape=box, style=rounded, fontname="sans-serif", fontsize=10]',
    '  edge [fontname="sans-serif", fontsize=9]',
    ...states.map((state, index) => `  s${index} [${attributes(stateLook(state, isMachine))}]`),
    ...steps.map(({ from, to, action, kind }) => {
      const look = { label: action, ...(fromOutside.has(kind) ? { style: 'dashed' } : {}) }
      return `  s${from} -> s${to} [${attributes(look)}]`
    }),
    '}',
    '',
  ].join('\n')

const fromOutside: ReadonlySet<string> = new Set(['crash', 'restart', 'lose', 'split', 'heal'])

const stateLook = (state: GraphState, isMachine: boolean): Readonly<Record<string, string>> => {
  const { standing, isInitial, violates, witnesses } = state
  const lines = [
    ...standingLines(standing, isMachine),
    ...violates.map((name) => `✗ ${showName(name)}`),
    ...witnesses.map((name) => `✓ ${showName(name)}`),
  ]
  return {
    label: lines.join('\n'),
    ...(isInitial ? { peripheries: '2' } : {}),
    ...(violates.length > 0
      ? { color: '#b3261e', penwidth: '2' }
      : witnesses.length > 0
        ? { color: '#1b6e3c', penwidth: '2' }
        : {}),
  }
}

const standingLines = (
  { nodes, inFlight, cut }: Standing,
  isMachine: boolean,
): readonly string[] => [
  ...nodes.map((node) => nodeLine(node, isMachine)),
  ...inFlight.map(
    ({ from, to, message }) => `${showName(from)} → ${showName(to)}: ${showMessage(message)}`,
  ),
  ...eachCut(cut).map(
    ({ sides }) => `cut: ${sides.map((side) => side.map(showName).join(', ')).join(' | ')}`,
  ),
]

const nodeLine = ({ node, up, state, timers }: NodeSnapshot, isMachine: boolean): string => {
  const own = up ? showState(state) : 'crashed'
  const set = timers.length === 0 ? '' : `, timers: ${timers.map(showName).join(', ')}`
  return `${isMachine ? '' : `${showName(node)}: `}${own}${set}`
}

const attributes = (look: Readonly<Record<string, string>>): string =>
  Object.entries(look)
    .map(([name, value]) => `${name}=${quoted(value)}`)
    .join(', ')

/** A text of DOT, every line set to the left. A backslash means something there, even before a letter. */
const quoted = (text: string): string =>
  `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\l')}${text.includes('\n') ? '\\l' : ''}"`
