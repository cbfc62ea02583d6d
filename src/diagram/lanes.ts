import { eachCut } from '../trace/each-cut.ts'
import type { Trace, TraceCutSides } from '../trace/trace.ts'

/**
 * The order of the nodes from left to right: the sides of the cut that stands longest stand next to each
 * other, and within a side those that have to do with the other side are next to the wall.
 */
export const lanesOf = (trace: Trace): readonly string[] => {
  const nodes = trace.initial.nodes.map(({ node }) => node)
  const cut = longestCut(trace)
  if (cut === null) return nodes
  const sideOf = (node: string): number => cut.sides.findIndex((side) => side.includes(node))
  const across = crossing(trace, sideOf)
  /** From the outside to the wall, and behind the wall the other way round. */
  const rank = (node: string): number => {
    const isNear = across.has(node)
    return sideOf(node) === 0 ? Number(isNear) : Number(!isNear)
  }
  const last = cut.sides.length
  const placeOf = (node: string): number => (sideOf(node) < 0 ? last : sideOf(node))
  return nodes.toSorted((a, b) => placeOf(a) - placeOf(b) || rank(a) - rank(b))
}

/** The two-sided cut that stands in most rows, if there is one; else a one-way cut. */
const longestCut = ({ initial, steps }: Trace): TraceCutSides | null => {
  const rows = new Map<string, { cut: TraceCutSides; count: number }>()
  for (const cut of [initial.cut, ...steps.map((step) => step.cut)].flatMap(eachCut)) {
    const key = JSON.stringify(cut)
    const known = rows.get(key) ?? { cut, count: 0 }
    known.count += 1
    rows.set(key, known)
  }
  const [longest] = [...rows.values()].toSorted(
    (a, b) => Number(a.cut.isOneWay) - Number(b.cut.isOneWay) || b.count - a.count,
  )
  return longest?.cut ?? null
}

/** The nodes that send to another side, or are sent something from there. */
const crossing = (trace: Trace, sideOf: (node: string) => number): ReadonlySet<string> => {
  const { initial, steps } = trace
  const messages = [
    ...initial.inFlight,
    ...initial.dropped,
    ...steps.flatMap(({ sent, dropped }) => [...sent, ...dropped]),
  ]
  return new Set(
    messages.flatMap(({ from, to }) => (sideOf(from) === sideOf(to) ? [] : [from, to])),
  )
}
