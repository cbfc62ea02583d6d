import type { Pace } from '../pace/pace.ts'
import type { Audited } from './audited.ts'

/** So many questions are asked at most, and of each part about so many times its size. */
const mostAsked = 1 << 11
const turnsOfEach = 4

/** The golden section: its multiples are spread evenly over a circle. */
const golden = (Math.sqrt(5) - 1) / 2

/**
 * Asks a question of each part in turn, and that again and again: answers that hold as long as one part
 * is asked by itself may change from one question to the next.
 *
 * @throws ModelError 'not-pure' when an answer differs
 * @throws Halt when the pace ends it
 */
export const askMixed = async (parts: readonly Audited[], pace: Pace): Promise<void> => {
  const asked = parts.filter(({ size }) => size > 0)
  const longest = asked.reduce((most, { size }) => Math.max(most, size), 0)
  const rounds = Math.min(Math.floor(mostAsked / asked.length), turnsOfEach * longest)
  for (let round = 1; round <= rounds; round++) {
    // Each is asked now before its neighbour, now after it.
    for (const part of round % 2 === 0 ? asked : asked.toReversed()) {
      if (pace.isDue()) await pace.turn()
      part.again(Math.floor(((round * golden) % 1) * part.size))
    }
  }
}
