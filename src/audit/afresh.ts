import type { Pace } from '../pace/pace.ts'
import type { Audited } from './audited.ts'
import type { Chosen } from './chosen.ts'
import type { Instance } from './instance.ts'
import { Sample } from './sample.ts'

/** So many instances are loaded at most: each takes some milliseconds, and stays in memory. */
const mostInstances = 8
/** Pieces of code are told apart up to so many. */
const mostPieces = 256
/** Of what a piece of code was asked, all of the last so many are asked of another instance, then fewer. */
const sampled = 1 << 6

/** What one piece of the model's code was asked, the last things first. */
interface Piece {
  readonly sample: Sample
  readonly questions: { readonly part: Audited; readonly places: number[] }[]
}

/**
 * Asks instances of the model's code that have answered nothing yet. Each piece of code is asked before
 * those that were asked before it in the check: what was set for good by another one's first run is not
 * set there yet. Where there are not too many pieces, each has an instance of its own.
 *
 * @throws ModelError 'not-pure' when an answer differs, or another instance cannot be had
 * @throws Halt when the pace ends it
 */
export const askAfresh = async (
  chosen: readonly Chosen[],
  load: () => Promise<Instance>,
  pace: Pace,
): Promise<void> => {
  const pieces = await piecesOf(chosen, pace)
  const instances = Math.min(mostInstances, pieces.length)
  for (let first = 0; first < instances; first++) {
    const own = pieces.filter((_, index) => index % instances === first)
    // One after the other: what is over ends this between them.
    // oxlint-disable-next-line no-await-in-loop
    await askPieces(own, load, pace)
  }
}

const askPieces = async (
  pieces: readonly Piece[],
  load: () => Promise<Instance>,
  pace: Pace,
): Promise<void> => {
  if (pace.isDue()) await pace.turn()
  const instance = await load()
  for (const { part, places } of pieces.flatMap(({ questions }) => questions)) {
    for (const at of places) {
      if (pace.isDue()) await pace.turn()
      part.again(at, instance)
    }
  }
}

const piecesOf = async (chosen: readonly Chosen[], pace: Pace): Promise<readonly Piece[]> => {
  const pieces = new Map<string, Piece>()
  for (const { part, places } of chosen) {
    for (const at of places) {
      if (pace.isDue()) await pace.turn()
      const told = part.pieceOf(at)
      const name = pieces.size < mostPieces || pieces.has(told) ? told : ''
      let piece = pieces.get(name)
      if (piece === undefined)
        pieces.set(name, (piece = { sample: new Sample(sampled), questions: [] }))
      const isTaken = piece.sample.takes()
      const last = piece.questions.at(-1)
      // The first of each part must come: it may be all that a predicate was asked.
      if (last?.part !== part) piece.questions.push({ part, places: [at] })
      else if (isTaken) last.places.push(at)
    }
  }
  return [...pieces.values()]
}
