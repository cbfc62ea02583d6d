import { eachCut } from '../trace/each-cut.ts'
import { brief } from '../render/trace-values.ts'
import { showMessage, showName } from '../value/notation.ts'
import { observedChanges } from '../trace/observed-nodes.ts'
import type {
  Change,
  RunMessage,
  Trace,
  TraceCut,
  TraceCutSides,
  TraceStep,
} from '../trace/trace.ts'
import { lanesOf } from './lanes.ts'

/** Where something is in a diagram: a node's lane, and a row: 0 is the start, then one for each step. */
export interface Spot {
  readonly lane: number
  readonly row: number
}

/** Something that happens in a row. */
export interface Happening {
  /** The row; 0 is the start. */
  readonly row: number
  /** The steps that the row tells: the first and the last; more than one where rounds are folded. */
  readonly steps: readonly [first: number, last: number]
  /** The lane of the node that acts; null for what the network does. */
  readonly lane: number | null
  readonly kind: TraceStep['kind'] | 'start' | 'fold'
  /** The step in words. */
  readonly text: string
  /** What it changes, a line each. */
  readonly changes: readonly string[]
  /** What it changes in what observers know, a line each. */
  readonly observed: readonly string[]
  /** Of a unit that passes the time then: how many have passed since the run began. Else null. */
  readonly time: number | null
}

/** How the way of a message ends: received, lost, swallowed by a cut, or not at all within the run. */
export type Fate = 'received' | 'lost' | 'dropped' | 'in flight'

/** The way of a message, once for each time it is received. */
export interface Arrow {
  /** The message's number in the run. */
  readonly id: number
  readonly text: string
  readonly from: Spot
  /** Where it ends; of one that is lost or still in flight the row in which that is known. */
  readonly to: Spot
  readonly fate: Fate
  /** Whether a cut held it back for a while. */
  readonly isHeld: boolean
}

/** A cut between two neighbouring lanes: it stands from the end of one row to the end of another. */
export interface Wall {
  /** It stands to the right of this lane. */
  readonly afterLane: number
  readonly fromRow: number
  readonly toRow: number
  readonly isOneWay: boolean
}

/** The rows in which a node is down. */
export interface Outage {
  readonly lane: number
  readonly fromRow: number
  readonly toRow: number
}

/** A run as a space-time diagram (Lamport 1978): a lane for each node, time goes down. */
export interface Diagram {
  /** The ids of the nodes, from left to right: the sides of a cut stand next to each other. */
  readonly lanes: readonly string[]
  readonly rows: readonly Happening[]
  readonly arrows: readonly Arrow[]
  readonly walls: readonly Wall[]
  readonly outages: readonly Outage[]
  /** Of an infinite run the row from whose end on it repeats; the last row itself where it rests there. */
  readonly loopsTo: number | null
  /** The lanes that the property looked at in the end. */
  readonly seen: readonly number[]
}

/** The first row, at the start of a run. */
export const atTheStart: Happening = {
  row: 0,
  steps: [0, 0],
  lane: null,
  kind: 'start',
  text: 'at the start',
  changes: [],
  observed: [],
  time: null,
}

/**
 * Lays a run out.
 *
 * @param lanes the nodes from left to right. Default: so that a cut stands between its sides
 */
export const layOut = (trace: Trace, lanes: readonly string[] = lanesOf(trace)): Diagram => {
  const laneOf = (node: string): number => lanes.indexOf(node)
  return {
    lanes,
    rows: [
      atTheStart,
      ...trace.steps.map((step, index) => ({
        row: index + 1,
        steps: [index + 1, index + 1] as const,
        lane: step.node === null ? null : laneOf(step.node),
        kind: step.kind,
        text: step.action,
        changes: step.changes.map(({ path, ...change }) => changed(path, change)),
        observed: observedChanges(step).map(({ node, path, ...change }) =>
          changed(/^(\[|$)/.test(path) ? node + path : `${node}.${path}`, change),
        ),
        time: step.kind === 'tick' ? step.time : null,
      })),
    ],
    arrows: arrowsOf(trace, laneOf),
    walls: wallsOf(trace, lanes),
    outages: outagesOf(trace, laneOf),
    loopsTo: trace.loopsTo,
    seen: lanes.flatMap((node, lane) => (looksAt(trace, node) ? [lane] : [])),
  }
}

const looksAt = ({ observations }: Trace, node: string): boolean =>
  observations.some(
    ({ path }) => path === node || (/^[.[]/.test(path.slice(node.length)) && path.startsWith(node)),
  )

/** What has changed, in a line. @param path where; empty for all of a state */
const changed = (
  path: string,
  { before, after, elements }: Omit<Change, 'node' | 'path'>,
): string => {
  const name = path === '' ? '' : `${path}: `
  if (elements === null) return `${name}${brief(before)} → ${brief(after)}`
  const gained = elements.gained.map((element) => `+ ${brief(element)}`)
  const lost = elements.lost.map((element) => `− ${brief(element)}`)
  return name + [...lost, ...gained].join(', ')
}

/** What is known of a message on its way. */
interface Underway {
  readonly message: RunMessage
  isHeld: boolean
}

const arrowsOf = (trace: Trace, laneOf: (node: string) => number): readonly Arrow[] => {
  const arrows: Arrow[] = []
  const underway = new Map<number, Underway>()
  const hasEnded = new Set<number>()
  const send = (message: RunMessage, isHeld: boolean): void => {
    if (!underway.has(message.id)) underway.set(message.id, { message, isHeld })
  }
  const end = (message: RunMessage, row: number, fate: Fate): void => {
    hasEnded.add(message.id)
    arrows.push({
      id: message.id,
      text: showMessage(message.message),
      from: { lane: laneOf(message.from), row: message.sentInStep },
      to: { lane: laneOf(message.to), row },
      fate,
      isHeld: underway.get(message.id)?.isHeld ?? false,
    })
  }
  for (const message of trace.initial.inFlight) send(message, message.isHeld)
  for (const message of trace.initial.dropped) end(message, 0, 'dropped')
  trace.steps.forEach((step, index) => {
    const row = index + 1
    if (step.envelope !== null) {
      end(step.envelope, row, step.kind === 'lose' ? 'lost' : 'received')
    }
    for (const { id } of step.kind === 'split' ? step.held : []) {
      const held = underway.get(id)
      if (held !== undefined) held.isHeld = true
    }
    for (const message of step.sent) send(message, message.isHeld)
    for (const message of step.dropped) end(message, row, 'dropped')
  })
  for (const message of trace.final.inFlight) {
    // What stays in flight after it was received has been drawn.
    if (!hasEnded.has(message.id)) end(message, trace.steps.length, 'in flight')
  }
  return arrows.toSorted((a, b) => a.id - b.id || a.to.row - b.to.row)
}

/** What cuts are in place after each row. */
const cutsOf = ({ initial, steps }: Trace): readonly (TraceCut | null)[] => [
  initial.cut,
  ...steps.map(({ cut }) => cut),
]

const wallsOf = (trace: Trace, lanes: readonly string[]): readonly Wall[] => {
  const cuts = cutsOf(trace)
  return lanes.slice(1).flatMap((right, afterLane): readonly Wall[] => {
    const left = lanes[afterLane] ?? ''
    const walls: Wall[] = []
    let [fromRow, isOneWay]: [number | null, boolean] = [null, false]
    cuts.forEach((cut, row) => {
      const between = eachCut(cut).filter((each) => separates(each, left, right))
      const isOneWayNow = areOneWay(between, left)
      const isOver = between.length === 0 || isOneWayNow !== isOneWay
      if (fromRow !== null && isOver) {
        walls.push({ afterLane, fromRow, toRow: row, isOneWay })
        fromRow = null
      }
      if (between.length === 0) return
      fromRow ??= row
      isOneWay = isOneWayNow
      if (row === cuts.length - 1) walls.push({ afterLane, fromRow, toRow: row, isOneWay })
    })
    return walls
  })
}

/** Whether messages pass one way between a node and those on the other side of cuts. */
const areOneWay = (cuts: readonly TraceCutSides[], node: string): boolean => {
  const senders = cuts.map(({ sides }) => sides[0]?.includes(node) === true)
  return cuts.every(({ isOneWay }) => isOneWay) && new Set(senders).size < 2
}

/** Whether two nodes are on different sides of a cut. A client is on the side of its node. */
const separates = ({ sides }: TraceCutSides, a: string, b: string): boolean => {
  const sideOf = (node: string): number => sides.findIndex((side) => side.includes(node))
  return sideOf(a) >= 0 && sideOf(b) >= 0 && sideOf(a) !== sideOf(b)
}

const outagesOf = (trace: Trace, laneOf: (node: string) => number): readonly Outage[] => {
  const outages: Outage[] = []
  const downSince = new Map<string, number>()
  trace.steps.forEach(({ kind, node }, index) => {
    if (node === null) return
    if (kind === 'crash') downSince.set(node, index + 1)
    const fromRow = downSince.get(node)
    if (kind !== 'restart' || fromRow === undefined) return
    outages.push({ lane: laneOf(node), fromRow, toRow: index + 1 })
    downSince.delete(node)
  })
  for (const [node, fromRow] of downSince) {
    outages.push({ lane: laneOf(node), fromRow, toRow: trace.steps.length })
  }
  return outages
}

/** The name of a lane, for people. */
export const laneName = (node: string): string => showName(node)
