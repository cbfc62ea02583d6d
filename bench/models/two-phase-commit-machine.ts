import { machine, type Action } from 'netsplit'

/*
 * Two-phase commit as one state, as L. Lamport wrote it in TLA+ (tlaplus/Examples, specifications/
 * transaction_commit, TwoPhase): messages are a set that only grows. It has the states of the bundled
 * model, whose nodes and messages netsplit knows of.
 */

interface Commit {
  participants: ('working' | 'prepared' | 'committed' | 'aborted')[]
  coordinator: 'waiting' | 'committed' | 'aborted'
  /** Whose vote the coordinator has. */
  votes: boolean[]
  /** The messages that were sent: who is prepared, and what the coordinator has decided. */
  sent: { prepared: boolean[]; commit: boolean; abort: boolean }
}

const stepsOf = (it: number): readonly [string, Action<Commit>][] => [
  [
    `the coordinator hears ${it}`,
    {
      when: ({ coordinator, sent }) => coordinator === 'waiting' && sent.prepared[it] === true,
      do: ({ votes }) => {
        votes[it] = true
      },
    },
  ],
  [
    `${it} prepares`,
    {
      when: ({ participants }) => participants[it] === 'working',
      do: ({ participants, sent }) => {
        participants[it] = 'prepared'
        sent.prepared[it] = true
      },
    },
  ],
  [
    `${it} aborts`,
    {
      when: ({ participants }) => participants[it] === 'working',
      do: ({ participants }) => {
        participants[it] = 'aborted'
      },
    },
  ],
  [
    `${it} hears that all commit`,
    {
      when: ({ sent }) => sent.commit,
      do: ({ participants }) => {
        participants[it] = 'committed'
      },
    },
  ],
  [
    `${it} hears that all abort`,
    {
      when: ({ sent }) => sent.abort,
      do: ({ participants }) => {
        participants[it] = 'aborted'
      },
    },
  ],
]

export const parameters = { participants: 3 }

export default ({ participants: count }: typeof parameters) => {
  const all = Array.from({ length: count }, (_, index) => index)

  return machine<Commit>({
    name: 'two-phase-commit-machine',
    initial: () => ({
      participants: all.map(() => 'working'),
      coordinator: 'waiting',
      votes: all.map(() => false),
      sent: { prepared: all.map(() => false), commit: false, abort: false },
    }),
    actions: {
      'the coordinator commits': {
        when: ({ coordinator, votes }) => coordinator === 'waiting' && votes.every((vote) => vote),
        do: (state) => {
          state.coordinator = 'committed'
          state.sent.commit = true
        },
      },
      'the coordinator aborts': {
        when: ({ coordinator }) => coordinator === 'waiting',
        do: (state) => {
          state.coordinator = 'aborted'
          state.sent.abort = true
        },
      },
      ...Object.fromEntries(all.flatMap(stepsOf)),
    },
    properties: ({ never }) => ({
      'nobody commits while somebody aborts': never(
        ({ participants }) =>
          participants.includes('committed') && participants.includes('aborted'),
      ),
    }),
  })
}
