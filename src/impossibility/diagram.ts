import { element } from './entry.ts'
import { eventsOf } from './events.ts'
import type { Event } from './events.ts'
import type { Link, Proof, ProofStep } from './proof.ts'
import type { Task } from './task.ts'

/** Two runs side by side, as lines of text. Lines that the deciding node sees in both carry the mark. */
export interface Diagram {
  /** The node that cannot tell the two runs apart. */
  readonly node: string
  /** Indexes into the proof's runs. */
  readonly runs: readonly [number, number]
  /** The drawing, line by line, no line wider than was asked for. */
  readonly lines: readonly string[]
}

/** The sign between two steps that the deciding node cannot tell apart. */
export const sameMark = '≡'

/**
 * The links of the contradiction, each drawn as two worlds: on the left the run in which a node's
 * decision is forced, on the right the run which that node cannot tell from it.
 *
 * A proof by cases has no one pair of worlds, so there is none for it.
 *
 * @param columns how wide the drawing may be; with too few for the nodes' names there is none.
 */
export function diagramsOf(task: Task, proof: Proof, columns: number): Diagram[] {
  if (proof.argument.cases !== null) return []
  const { steps } = proof.argument
  const ends = steps.filter((step) => step.concludes === null)
  return ends.flatMap((end) =>
    end.links.flatMap((link) => {
      const source = steps.find((step) => step.id === link.step)
      if (source === undefined || source.run === end.run) return []
      return twoWorlds(task, proof, { source, end, link }, columns)
    }),
  )
}

interface Pair {
  readonly source: ProofStep
  readonly end: ProofStep
  readonly link: Link
}

function twoWorlds(
  task: Task,
  proof: Proof,
  { source, end, link }: Pair,
  columns: number,
): Diagram[] {
  const { node, at } = link
  const lanes = new Lanes(task.nodes, Math.floor((columns - 5) / 2))
  if (!lanes.fits) return []
  const left = eventsOf(task, proof, source.run)
  const right = eventsOf(task, proof, end.run)
  const own = (event: Event): boolean =>
    'own' in event && event.own.node === node && event.own.at <= at
  const lines = aligned(left, right, own).map(([one, other]) => {
    const same = one !== null && other !== null && own(one) && own(other)
    return `${lanes.draw(one)}  ${same ? sameMark : ' '}  ${lanes.draw(other)}`.trimEnd()
  })
  const title = (index: number): string => centred(`RUN ${index + 1}`, lanes.width)
  const head = [
    `${title(source.run)}     ${title(end.run)}`.trimEnd(),
    `${lanes.names()}     ${lanes.names()}`.trimEnd(),
  ]
  return [{ node, runs: [source.run, end.run], lines: [...head, ...lines] }]
}

type Row = readonly [Event | null, Event | null]

/**
 * Pair the lines of two worlds, in order: those of the deciding node always with each other, and of
 * the rest as many as possible with their like (the longest common subsequence, weighted).
 */
function aligned(
  left: readonly Event[],
  right: readonly Event[],
  own: (event: Event) => boolean,
): Row[] {
  const likeness = (one: Event, other: Event): number => {
    if (keyOf(one) !== keyOf(other) || own(one) !== own(other)) return 0
    return own(one) ? left.length + right.length : 1
  }
  const best = Array.from({ length: left.length + 1 }, () =>
    Array<number>(right.length + 1).fill(0),
  )
  const score = (i: number, j: number): number => best[i]?.[j] ?? 0
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      const like = likeness(element(left, i), element(right, j))
      const paired = like > 0 ? like + score(i + 1, j + 1) : 0
      element(best, i)[j] = Math.max(paired, score(i + 1, j), score(i, j + 1))
    }
  }
  const rows: Row[] = []
  let [i, j] = [0, 0]
  while (i < left.length || j < right.length) {
    const [one = null, other = null] = [left[i], right[j]]
    const like = one !== null && other !== null ? likeness(one, other) : 0
    if (like > 0 && score(i, j) === like + score(i + 1, j + 1)) {
      rows.push([one, other])
      i++
      j++
    } else if (one !== null && score(i, j) === score(i + 1, j)) {
      rows.push([one, null])
      i++
    } else {
      rows.push([null, other])
      j++
    }
  }
  return rows
}

/** Lines with the same key may stand side by side. */
function keyOf(event: Event): string {
  switch (event.kind) {
    case 'label':
      return `${event.node} ${event.own.at} ${event.own.decision}`
    case 'network':
      return event.text.replace(/ reaches .*/, '')
    case 'arrives':
    case 'lost':
      return `${event.kind} ${event.message.from} ${event.message.to} ${event.message.sent}`
  }
}

/** The lifelines of one world, drawn in a fixed width. */
class Lanes {
  readonly width: number
  readonly fits: boolean
  readonly #nodes: readonly string[]
  readonly #lane: number

  constructor(nodes: readonly string[], width: number) {
    this.#nodes = nodes
    this.#lane = Math.floor(width / nodes.length)
    this.width = this.#lane * nodes.length
    this.fits = this.#lane >= 11 && nodes.every((node) => node.length < this.#lane)
  }

  names(): string {
    return this.#nodes.map((node) => centred(node, this.#lane)).join('')
  }

  draw(event: Event | null): string {
    if (event === null) return this.#lines().join('')
    switch (event.kind) {
      case 'label':
        return this.#nodes
          .map((node) => centred(node === event.node ? event.text : '│', this.#lane))
          .join('')
      case 'network':
        return centred(` ${event.text} `, this.width, '╌')
      case 'arrives':
        return this.#arrow(event.message.from, event.message.to, false)
      case 'lost':
        return this.#arrow(event.message.from, event.message.to, true)
    }
  }

  #lines(): string[] {
    return this.#nodes.flatMap(() => Array.from(centred('│', this.#lane)))
  }

  #centre(node: string): number {
    return this.#nodes.indexOf(node) * this.#lane + Math.floor((this.#lane - 1) / 2)
  }

  #arrow(from: string, to: string, lost: boolean): string {
    const cells = this.#lines()
    const [start, goal] = [this.#centre(from), this.#centre(to)]
    const step = Math.sign(goal - start)
    const middle = Math.floor((start + goal) / 2)
    for (let at = start + step; at !== goal; at += step) {
      const tip = lost ? at === middle : at === goal - step
      cells[at] = tip ? (lost ? '╳' : step > 0 ? '▶' : '◀') : '─'
      if (lost && tip) break
    }
    return cells.join('')
  }
}

function centred(text: string, width: number, fill = ' '): string {
  const short = text.slice(0, width)
  const left = Math.floor((width - short.length) / 2)
  return short.padStart(left + short.length, fill).padEnd(width, fill)
}
