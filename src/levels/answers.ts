import type { Pace } from '../pace/pace.ts'
import type { Answer, Team } from './team.ts'

/**
 * Waits for an answer of each member of a team. Yields when something else is to have its turn.
 *
 * @throws Error where a member has died
 */
export function* answersOf<Kind extends Answer['kind']>(
  team: Team,
  kind: Kind,
  pace: Pick<Pace, 'isDue'>,
): Generator<void, readonly Extract<Answer, { kind: Kind }>[], void> {
  const answers: Extract<Answer, { kind: Kind }>[] = []
  while (answers.length < team.size) {
    const answer = team.take(answers.length)
    if (answer === null) {
      team.wait()
      if (pace.isDue()) yield
    } else if (answer.kind === kind) {
      answers.push(answer as Extract<Answer, { kind: Kind }>)
    } else throw new Error(`a worker answered '${answer.kind}' where '${kind}' was asked for`)
  }
  return answers
}
