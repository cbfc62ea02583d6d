import { showName } from '../value/notation.ts'
import { withObservers } from '../trace/observed-nodes.ts'
import type { SentMessage, Standing, Trace } from '../trace/trace.ts'
import type { Row } from './trace-page.ts'
import { initialRows, stateRows } from './trace-states.ts'
import { cutOff, passingRow, sentRows, type Scene } from './trace-step.ts'
import { briefParts } from './trace-values.ts'

/** How everything stands at the start: each node's state, alike nodes together, and what is sent. */
export const startRows = (trace: Trace, { ink }: Scene): readonly Row[] => {
  const { initial, isMachine } = trace
  if (isMachine) return initial.nodes.map(({ state }) => ({ label: '', parts: briefParts(state) }))
  const bySender = new Map<string, typeof initial.inFlight>()
  for (const mail of initial.inFlight) {
    bySender.set(mail.from, [...(bySender.get(mail.from) ?? []), mail])
  }
  return [
    ...initialRows(trace, ink),
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
export const standingRows = (standing: Standing, scene: Scene): readonly Row[] => {
  const { nodes, inFlight } = standing
  if (scene.isMachine) return nodes.map(({ state }) => ({ label: '', parts: briefParts(state) }))
  return [
    ...stateRows(withObservers(standing), scene.ink),
    ...inFlightRows(inFlight, Infinity, scene),
  ]
}

/** The messages in flight, the first `most` of them one by one. */
export const inFlightRows = (
  inFlight: readonly SentMessage[],
  most: number,
  scene: Scene,
): readonly Row[] => {
  const { ink } = scene
  if (inFlight.length === 0) return ['in flight: nothing']
  const rows = inFlight.slice(0, most).map((sent) => {
    const tail = sent.isHeld ? cutOff('held back by the cut', ink) : ''
    return passingRow('in flight:', sent, { to: showName(sent.to), tail }, scene)
  })
  const more = inFlight.length - rows.length
  return more > 0 ? [...rows, ink.dim(`in flight: … and ${more} more`)] : rows
}
