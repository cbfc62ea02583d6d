import { keyOf } from '../value/key.ts'
import { showName } from '../value/notation.ts'
import type { NodeSnapshot, Trace } from '../trace/trace.ts'
import type { Row } from './trace-page.ts'
import { cutOff, sentRows } from './trace-step.ts'
import { briefParts, namedMessage, sentWhen } from './trace-values.ts'
import { nameList, padTo, widthOf, type Ink } from './style.ts'

/** Names beyond this width do not widen the column of the others. */
const widestName = 20

/** How everything stands at the start: each node's state, alike nodes together, and what is sent. */
export const startRows = ({ initial, isMachine }: Trace, ink: Ink): readonly Row[] => {
  if (isMachine) return initial.nodes.map(({ state }) => ({ label: '', parts: briefParts(state) }))
  const bySender = new Map<string, typeof initial.inFlight>()
  for (const mail of initial.inFlight) {
    bySender.set(mail.from, [...(bySender.get(mail.from) ?? []), mail])
  }
  return [
    ...stateRows(initial.nodes, ink),
    ...initial.nodes.flatMap(({ node }) =>
      sentRows(
        {
          sent: bySender.get(node) ?? [],
          dropped: initial.dropped.filter(({ from }) => from === node),
        },
        0,
        ink,
        node,
      ),
    ),
  ]
}

/** How everything stands: each node's state, alike nodes together, and the messages in flight. */
export const standingRows = ({ final, isMachine }: Trace, ink: Ink): readonly Row[] => {
  if (isMachine) return final.nodes.map(({ state }) => ({ label: '', parts: briefParts(state) }))
  const mail = final.inFlight.map((sent): Row => {
    const mark = sent.isHeld ? cutOff('held back by the cut', ink) : ''
    const way = `from ${showName(sent.from)} to ${showName(sent.to)}`
    const what = ink.cyan(namedMessage(sent.message))
    return `in flight: ${what} ${way}${ink.dim(`, ${sentWhen(sent)}`)}${mark}`
  })
  const rows = [...stateRows(final.nodes, ink), ...mail]
  return mail.length === 0 ? [...rows, 'in flight: nothing'] : rows
}

/** Nodes with their states, alike nodes on one row. */
const stateRows = (nodes: readonly NodeSnapshot[], ink: Ink): readonly Row[] => {
  const groups = new Map<string, NodeSnapshot[]>()
  for (const snapshot of nodes) {
    const { node: _, ...rest } = snapshot
    const key = keyOf(rest)
    groups.set(key, [...(groups.get(key) ?? []), snapshot])
  }
  const rows = [...groups.values()].map((members) => ({
    names: nameList(members.map(({ node }) => node)),
    parts: describe(members[0]),
  }))
  const width = Math.max(
    0,
    ...rows.map(({ names }) => widthOf(names)).filter((width) => width <= widestName),
  )
  return rows.map(({ names, parts }) => ({ label: `${ink.bold(padTo(names, width))}  `, parts }))
}

const describe = (snapshot: NodeSnapshot | undefined): readonly string[] => {
  if (snapshot === undefined) return []
  const { up, state, timers } = snapshot
  const set = timers.map((timer) => `timer "${showName(timer)}" is set`)
  return [...briefParts(state), ...set, ...(up ? [] : ['down'])]
}
