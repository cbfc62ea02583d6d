import { keyOf } from '../value/key.ts'
import { showName, showState } from '../trace/notation.ts'
import type { NodeSnapshot, Trace } from '../trace/trace.ts'
import { clip, sentRows } from './trace-step.ts'
import { nameList, padTo, widthOf, type Ink } from './style.ts'

/** Names beyond this width do not widen the column of the others. */
const widestName = 20

/** How everything stands at the start: each node's state, alike nodes together, and what is sent. */
export const startRows = ({ initial, isMachine }: Trace, ink: Ink): readonly string[] => {
  if (isMachine) return initial.nodes.map(({ state }) => clip(showState(state)))
  const bySender = new Map<string, typeof initial.inFlight>()
  for (const mail of initial.inFlight) {
    bySender.set(mail.from, [...(bySender.get(mail.from) ?? []), mail])
  }
  return [
    ...stateRows(initial.nodes, ink),
    ...initial.nodes.flatMap(({ node }) =>
      sentRows(
        bySender.get(node) ?? [],
        initial.dropped.filter(({ from }) => from === node),
        ink,
      ).map((row) => `${ink.bold(node)} ${row}`),
    ),
  ]
}

/** Nodes with their states, alike nodes on one row. */
const stateRows = (nodes: readonly NodeSnapshot[], ink: Ink): readonly string[] => {
  const groups = new Map<string, NodeSnapshot[]>()
  for (const snapshot of nodes) {
    const { node: _, ...rest } = snapshot
    const key = keyOf(rest)
    groups.set(key, [...(groups.get(key) ?? []), snapshot])
  }
  const rows = [...groups.values()].map((members) => ({
    names: nameList(members.map(({ node }) => showName(node))),
    text: describe(members[0]),
  }))
  const width = Math.max(
    0,
    ...rows.map(({ names }) => widthOf(names)).filter((width) => width <= widestName),
  )
  return rows.map(({ names, text }) => `${ink.bold(padTo(names, width))}  ${text}`)
}

const describe = (snapshot: NodeSnapshot | undefined): string => {
  if (snapshot === undefined) return ''
  const { up, state, timers } = snapshot
  const set = timers.length === 0 ? '' : `  (timer set: ${timers.map(showName).join(', ')})`
  return `${clip(showState(state))}${set}${up ? '' : '  (down)'}`
}
