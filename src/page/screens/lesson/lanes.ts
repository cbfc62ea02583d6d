import type { Trace } from '../../../trace/trace.ts'

/** Users beside the city that they are near: the same in every beat. */
const order = ['rahim', 'dhaka', 'ctg', 'mita']

/**
 * The nodes from left to right in the order of all beats, where a cut stands between its sides then and nobody
 * but the cities talks across it; else undefined: the picture finds its own order.
 */
export const familiarLanes = ({ initial, steps }: Trace): readonly string[] | undefined => {
  const cuts = [initial.cut, ...steps.map(({ cut }) => cut)]
  const isBetweenCities = cuts.every(
    (cut) => cut === null || cut.sides.every((side) => sameCity(side)),
  )
  const sent = [...initial.inFlight, ...steps.flatMap((step) => step.sent)]
  const isFar = sent.some(({ from, isHeld }) => isHeld && (from === 'rahim' || from === 'mita'))
  const nodes = initial.nodes.map(({ node }) => node)
  if (!isBetweenCities || isFar) return undefined
  return nodes.toSorted((a, b) => order.indexOf(a) - order.indexOf(b))
}

/** Whether a side of a cut is the left half of the order, or the right one. */
const sameCity = (side: readonly string[]): boolean =>
  new Set(side.map((node) => order.indexOf(node) < 2)).size === 1
