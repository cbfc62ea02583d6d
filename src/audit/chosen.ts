import type { Pace } from '../pace/pace.ts'
import type { Audited } from './audited.ts'
import { Sample } from './sample.ts'

/** Of so many questions of a part all are asked once more. */
const few = 1 << 9
/** Of more than that all of the first so many are, and all of the last so many. */
const fullAtEnds = 1 << 7

/** Questions of a part that are asked once more, by their places: the last first. */
export interface Chosen {
  readonly part: Audited
  readonly places: readonly number[]
}

/**
 * Which questions of a part are asked once more: of few all; of many all at both ends and fewer towards the
 * middle, and for each piece of code the first and the last. Where code comes to answer otherwise, the
 * earliest answers differ from what it says now, and the latest from what another instance says.
 *
 * @throws Halt when the pace ends it
 */
export const choose = async (part: Audited, pace: Pace): Promise<Chosen> => {
  const { size } = part
  if (size <= few) {
    return { part, places: Array.from({ length: size }, (_, index) => size - 1 - index) }
  }
  const sample = new Sample(fullAtEnds)
  const chosen = new Set<number>()
  const latest = new Map<string, number>()
  for (let at = 0; at < size; at++) {
    if (pace.isDue()) await pace.turn()
    if (at < size / 2 && sample.takes()) chosen.add(at).add(size - 1 - at)
    const piece = part.pieceOf(at)
    if (!latest.has(piece)) chosen.add(at)
    latest.set(piece, at)
  }
  for (const at of latest.values()) chosen.add(at)
  return { part, places: [...chosen].toSorted((a, b) => b - a) }
}
