import { outputOf } from '../task.ts'
import type { Task } from '../task.ts'

const generals = ['West', 'East'] as const

/**
 * Coordinated attack with a timetable of messengers that go to and fro. Akkoyunlu, Ekanadham and
 * Huber, SOSP 1975; Gray, "Notes on data base operating systems", 1978; Lynch, *Distributed
 * Algorithms*, 1996, section 5.1.
 *
 * @param messengers how many set out, alternately, West's first
 * @param losses how many of them may be lost
 */
export function twoGenerals(
  name: string,
  messengers: number,
  losses: number,
  expected: 'possible' | 'impossible',
): Task {
  const count = messengers === 1 ? '1 messenger' : `${messengers} messengers`
  const risk =
    losses === 0
      ? 'none is lost'
      : losses >= messengers
        ? 'any may be lost'
        : `at most ${losses} lost`
  const [west, east] = generals
  return {
    name,
    title: `two generals, ${messengers === 0 ? 'no messenger' : `${count}, ${risk}`}`,
    story:
      'Two generals camp on two hills, West and East. They win if both attack, and whoever ' +
      'attacks alone is beaten. Each would rather attack or rather stay, and they talk only by ' +
      'messengers, one at a time, to and fro, at fixed hours. In the end each attacks or stays.',
    nodes: generals,
    inputs: { West: ['stay', 'attack'], East: ['stay', 'attack'] },
    outputs: { West: ['attack'], East: ['attack'] },
    conditions: [
      {
        name: 'agreement',
        text: 'No general attacks alone.',
        holds: (outcome) => {
          const attack = generals.filter((general) => outputOf(outcome, general) === 'attack')
          return attack.length !== 1
        },
      },
      {
        name: 'restraint',
        text: 'If both would rather stay, no one attacks.',
        holds: (outcome) =>
          generals.some((general) => outcome.run.inputs[general] === 'attack') ||
          generals.every((general) => outputOf(outcome, general) !== 'attack'),
      },
      {
        name: 'validity',
        text: 'If both would rather attack and no messenger is lost, both attack.',
        holds: (outcome) =>
          outcome.run.lost.length > 0 ||
          generals.some((general) => outcome.run.inputs[general] === 'stay') ||
          generals.every((general) => outputOf(outcome, general) === 'attack'),
      },
    ],
    faults: {
      kind: 'lossy link',
      timetable: Array.from({ length: messengers }, (_, index) =>
        index % 2 === 0 ? { from: west, to: east } : { from: east, to: west },
      ),
      losses,
    },
    vocabulary: {
      input: (input) => `would rather ${input ?? ''}`,
      output: (output) => `${output}s`,
      undecided: 'does not attack',
      inputLabel: (input) => input ?? '',
    },
    expected,
  }
}
