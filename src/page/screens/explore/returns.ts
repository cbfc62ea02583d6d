import { momentsOf, type Moment } from '../../../trace/moments.ts'
import type { Trace } from '../../../trace/trace.ts'
import { showValue } from '../../../value/notation.ts'

/** Whether all that is shown at the end of a run is as it was after so many steps: ids of messages aside. */
export const returnsTo = (trace: Trace, steps: number): boolean => {
  const moments = momentsOf(trace)
  const [before, end] = [moments[steps], moments.at(-1)]
  return before !== undefined && end !== undefined && seenAt(before) === seenAt(end)
}

const seenAt = ({ nodes, inFlight, cut }: Moment): string =>
  showValue([
    nodes.map(({ node, up, state, timers }) => [node, up, state, timers]),
    inFlight.map(({ from, to, message }) => showValue([from, to, message])).toSorted(),
    cut,
  ])
