import type { Pace } from '../pace/pace.ts'
import type { Audited } from './audited.ts'

/** So many questions are asked at most. */
const mostAsked = 1 << 10
/** Each question of a part is asked about so often, and a small part so often at least. */
const turnsOfEach = 4
const leastTurns = 16

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
  const turns = asked.map(({ size }) => Math.max(leastTurns, turnsOfEach * size))
  const rounds = Math.min(Math.floor(mostAsked / asked.length), Math.max(0, ...turns))
  for (let round = 1; round <= rounds; round++) {
    const due = asked.filter((_, index) =>
      isDue(Math.min(rounds, turns[index] ?? 0), round, rounds),
    )
    // Each is asked now before its neighbour, now after it.
    for (const part of round % 2 === 0 ? due : due.toReversed()) {
      if (pace.isDue()) await pace.turn()
      part.again(Math.floor(((round * golden) % 1) * part.size))
    }
  }
}

/** Whether one of so many turns, spread over the rounds, is in this one. */
const isDue = (turns: number, round: number, rounds: number): boolean =>
  Math.floor((round * turns) / rounds) > Math.floor(((round - 1) * turns) / rounds)
