import { atTheStart, type Arrow, type Diagram, type Happening } from '../../../diagram/layout.ts'
import { eventsOf, type Event } from '../../../impossibility/events.ts'
import type { Answer, Link, Proof, ProofStep, Task } from '../../../impossibility/index.ts'
import { inputsWords, listed } from '../../../impossibility/words.ts'

/** Something that a node sees or does in a world. */
export interface Label {
  readonly row: number
  readonly lane: number
  readonly text: string
  readonly isDecision: boolean
}

/** A run of a proof, laid out. */
export interface World {
  /** The run's number in the proof, from 1. */
  readonly run: number
  /** Who has an order. */
  readonly words: string
  /** What the proof makes of it, and by which conditions. */
  readonly moral: string
  /** Whether the proof ends here. */
  readonly isContradiction: boolean
  readonly diagram: Diagram
  readonly labels: readonly Label[]
  /** The lanes whose nodes see the same in a neighbouring world. */
  readonly same: readonly number[]
}

/** Two worlds that a node cannot tell apart: the world on the left and the next one. */
export interface Bridge {
  readonly node: string
}

/** The worlds of a proof in a row, and between each two the node that cannot tell them apart. */
export interface Worlds {
  readonly worlds: readonly World[]
  readonly bridges: readonly Bridge[]
}

/**
 * A proof that ends in a contradiction between two links, as three worlds in a row: in the middle the one that
 * contradicts itself, on each side one that a node cannot tell from it. Null where a proof is of another form.
 */
export const worldsOf = ({ task, proof }: Answer): Worlds | null => {
  if (proof === null || proof.argument.cases !== null) return null
  const { steps } = proof.argument
  const end = steps.find(({ concludes }) => concludes === null)
  const [left, right, ...more] = end?.links ?? []
  if (end === undefined || left === undefined || right === undefined || more.length > 0) return null
  const [first, last] = [left, right].map((link) => steps.find(({ id }) => id === link.step))
  if (first === undefined || last === undefined) return null
  const world = (step: ProofStep, links: readonly Link[]): World =>
    worldOf(
      task,
      proof,
      step,
      links.map(({ node }) => node),
    )
  return {
    worlds: [world(first, [left]), world(end, [left, right]), world(last, [right])],
    bridges: [{ node: left.node }, { node: right.node }],
  }
}

const worldOf = (
  task: Task,
  proof: Proof,
  { run: index, conditions, concludes }: ProofStep,
  same: readonly string[],
): World => {
  const run = proof.runs[index]
  if (run === undefined) throw new Error(`the proof has no run ${index}`)
  const laneOf = (node: string): number => task.nodes.indexOf(node)
  const labels = labelsOf(eventsOf(task, proof, index), task)
  const rows: readonly Happening[] = [
    atTheStart,
    ...labels.filter(isFirstOfRow).map(({ row, lane, text, isDecision }): Happening => ({
      row,
      steps: [row, row],
      lane,
      kind: isDecision ? 'internal' : 'deliver',
      text: `${task.nodes[lane] ?? ''}: ${text}`,
      changes: [],
      observed: [],
      time: null,
    })),
  ]
  return {
    run: index + 1,
    words: inputsWords(task, run),
    moral: `${concludes === null ? 'contradicts' : 'decided by'} ${listed(conditions)}`,
    isContradiction: concludes === null,
    labels,
    same: same.map(laneOf),
    diagram: {
      lanes: task.nodes,
      rows,
      arrows: arrowsOf(run.lost, labels, laneOf),
      walls:
        run.cut === null
          ? []
          : [{ afterLane: 0, fromRow: 0, toRow: rows.length - 1, isOneWay: false }],
      outages: [],
      loopsTo: null,
      seen: [],
    },
  }
}

const isFirstOfRow = ({ row }: Label, index: number, labels: readonly Label[]): boolean =>
  labels.findIndex((label) => label.row === row) === index

/** What nodes see, a row each, from 1; what they decide, below it in one row, since neither hears of the other. */
const labelsOf = (events: readonly Event[], task: Task): readonly Label[] => {
  const labels = events.flatMap((event) => (event.kind === 'label' ? [event] : []))
  const seen = labels.filter(({ own }) => !own.decision)
  return labels.map((label) => ({
    row: (label.own.decision ? seen.length : seen.indexOf(label)) + 1,
    lane: task.nodes.indexOf(label.node),
    text: label.text,
    isDecision: label.own.decision,
  }))
}

/** What is lost, from where its sender has sent it. */
const arrowsOf = (
  lost: readonly { readonly from: string; readonly to: string; readonly sent: number }[],
  labels: readonly Label[],
  laneOf: (node: string) => number,
): readonly Arrow[] =>
  lost.map(({ from, to, sent }, index) => {
    const own = labels.filter(({ lane, isDecision }) => lane === laneOf(from) && !isDecision)
    const row = own[sent - 1]?.row ?? 0
    return {
      id: index + 1,
      text: '',
      from: { lane: laneOf(from), row },
      to: { lane: laneOf(to), row },
      fate: 'dropped',
      isHeld: false,
    }
  })
