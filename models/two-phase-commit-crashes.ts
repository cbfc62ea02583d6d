import { match } from 'ts-pattern'
import { oneOf, replicas, role, system, type Given } from 'netsplit'

/*
 * Two-phase commit among nodes that crash and wake up: what is logged, what a time-out may decide, and
 * why those who have voted yes may have to wait.
 *
 * Source: P. Bernstein, V. Hadzilacos and N. Goodman, "Concurrency Control and Recovery in Database
 * Systems" (1987), sections 7.3 and 7.4, with the cooperative termination protocol.
 *
 * What to look at: who has not voted may abort when nothing comes; so may the coordinator before it has
 * decided, and when it wakes up and finds no decision in its log. Who has voted yes is uncertain: it has
 * given away its right to abort, and cannot know whether the others have committed. It asks all of them.
 * If all that answer are uncertain, too, and the coordinator is down, they wait: two-phase commit blocks.
 * With restarts=eventually the coordinator comes back, and nobody waits for ever.
 *
 * Why nobody decides otherwise: there is one decision, that of the coordinator's log. To commit takes all
 * votes, and who has voted yes aborts only when told. Who aborts on its own has not voted, and never will.
 *
 * bug: times-out-to-commit, where an uncertain participant takes a silence for a yes; volatile-vote,
 * where it does not log its vote, and believes after a crash that it may still abort.
 */

type Message =
  | { type: 'vote?' } // coordinator -> participants
  | { type: 'yes' } // participant -> coordinator
  | { type: 'no' } // participant -> coordinator
  | { type: 'decision?' } // participant -> all
  | { type: 'commit' } // who knows -> participants
  | { type: 'abort' } // who knows -> participants

type Decision = 'none' | 'commit' | 'abort'

interface Coordinator {
  /** In the log. */
  decision: Decision
  yes: Set<string>
}

const coordinator = role<Coordinator, Message, 'votes'>({
  initial: () => ({ decision: 'none', yes: new Set() }),
  start: (_, { group, send, setTimer }) => {
    send(group('participant'), { type: 'vote?' })
    setTimer('votes')
  },
  receive: (state, message, { from, group, send, clearTimer }) => {
    const decide = (decision: 'commit' | 'abort'): void => {
      state.decision = decision
      clearTimer('votes')
      send(group('participant'), { type: decision })
    }
    if (state.decision !== 'none') {
      if (message.type === 'decision?') send(from, { type: state.decision }, { once: true })
      return
    }
    if (message.type === 'no') decide('abort')
    if (message.type === 'yes') {
      state.yes.add(from)
      if (state.yes.size === group('participant').length) decide('commit')
    }
  },
  timeout: {
    votes: (state, { group, send }) => {
      state.decision = 'abort'
      send(group('participant'), { type: 'abort' })
    },
  },
  durable: ({ decision }) => ({ decision }),
  // No decision in the log: none was told to anybody.
  recover: (state, { group, send }) => {
    if (state.decision === 'none') state.decision = 'abort'
    send(group('participant'), { type: state.decision }, { once: true })
  },
})

interface Participant {
  vote: 'none' | 'yes' | 'no'
  decision: Decision
}

const participant = (bug: string) =>
  role<Participant, Message, 'silence'>({
    initial: () => ({ vote: 'none', decision: 'none' }),
    start: (_, { setTimer }) => setTimer('silence'),
    receive: (state, message, { from, choose, send, clearTimer }) => {
      match(message)
        .with({ type: 'vote?' }, () => {
          if (state.vote !== 'none') return
          state.vote = choose(['yes', 'no'])
          if (state.vote === 'no') state.decision = 'abort'
          send('coordinator', { type: state.vote })
        })
        .with({ type: 'commit' }, { type: 'abort' }, ({ type }) => {
          if (state.decision !== 'none') return
          state.decision = type
          clearTimer('silence')
        })
        .with({ type: 'decision?' }, () => {
          // Who is asked before it has voted can still abort.
          if (state.vote === 'none') Object.assign(state, { vote: 'no', decision: 'abort' })
          if (state.decision !== 'none') send(from, { type: state.decision }, { once: true })
        })
        .with({ type: 'yes' }, { type: 'no' }, () => {})
        .exhaustive()
    },
    timeout: {
      silence: (state, { others, send, setTimer }) => {
        if (state.vote === 'none') Object.assign(state, { vote: 'no', decision: 'abort' })
        else if (bug === 'times-out-to-commit' && state.vote === 'yes') state.decision = 'commit'
        if (state.decision !== 'none') return
        send(['coordinator', ...others], { type: 'decision?' }, { once: true })
        setTimer('silence')
      },
    },
    durable: ({ vote, decision }) => (bug === 'volatile-vote' ? { decision } : { vote, decision }),
    recover: (state, { setTimer }) => {
      if (state.decision === 'none') setTimer('silence')
    },
  })

export const parameters = {
  participants: 2,
  crashes: 1,
  restarts: oneOf('maybe', 'eventually'),
  bug: oneOf('none', 'times-out-to-commit', 'volatile-vote'),
}

export default ({ participants, crashes, restarts, bug }: Given<typeof parameters>) => {
  const isSafe = bug === 'none' || (bug === 'volatile-vote' && crashes === 0)
  return system({
    name: 'two-phase-commit-crashes',
    about: 'two-phase commit with a log: safe, and blocks while the coordinator is down',
    nodes: { coordinator, participant: replicas(participants, participant(bug)) },
    faults: { crashes: { times: crashes, restarts } },
    properties: ({ always, reachable, eventually }) => ({
      'no two nodes decide differently': always(
        ({ nodes }) => {
          const all = [nodes.coordinator, ...nodes.participant].map(({ decision }) => decision)
          return !(all.includes('commit') && all.includes('abort'))
        },
        { expected: isSafe ? 'holds' : 'violated' },
      ),
      'all have voted yes if one commits': always(
        ({ nodes }) =>
          nodes.participant.every(({ decision }) => decision !== 'commit') ||
          nodes.participant.every(({ vote }) => vote === 'yes'),
        { expected: isSafe ? 'holds' : 'violated' },
      ),
      'every participant that stays up decides': eventually(
        ({ nodes, up }) =>
          nodes.participant.every(({ decision }, at) => decision !== 'none' || !up.participant[at]),
        {
          expected:
            crashes > 0 && restarts === 'maybe' && bug !== 'times-out-to-commit'
              ? 'violated'
              : 'holds',
        },
      ),
      'all can commit': reachable(({ nodes }) =>
        nodes.participant.every(({ decision }) => decision === 'commit'),
      ),
    }),
  })
}
