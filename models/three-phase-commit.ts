import { match } from 'ts-pattern'
import { oneOf, replicas, role, system } from 'netsplit'
import type { Context, Given, ReceiveContext } from 'netsplit'

/*
 * Three-phase commit: a phase between voting and committing, in which everybody learns that all have voted yes before
 * anybody commits. So whoever is left after crashes can decide without those who are down.
 *
 * Source: Dale Skeen, "Nonblocking Commit Protocols" (1981); the rules by which a new coordinator decides are those of
 * P. Bernstein, V. Hadzilacos and N. Goodman, "Concurrency Control and Recovery in Database Systems" (1987), 7.5.
 *
 * What to look at: time-outs are patient here, they never come early: who does not answer is down, and stays down. Then
 * nobody waits for ever and nobody decides otherwise (partition=false). Cut the network, and each side takes the other
 * for dead: one finds that all its members are uncertain and aborts, the other that one is prepared and commits
 * (partition=true). Nothing tells a cut from a crash; consensus, which needs a majority, is what helps.
 *
 * Why it holds: while somebody is uncertain nobody has committed. The coordinator, and whoever takes its place, commits
 * only after everybody who is up is prepared. So if all who are up are uncertain, to abort is safe; if one is prepared,
 * all have voted yes, and to commit is safe once the others are prepared, too: should the new coordinator crash
 * half-way, the next one finds nobody uncertain.
 *
 * A coordinator tells one participant after the other, and may crash in between: it reminds itself to go on by a
 * message, for which patient timers wait. bug: skips-preparing, where a new coordinator that finds somebody prepared commits
 * at once.
 */

type Message =
  | { type: 'vote?' } // coordinator -> participants
  | { type: 'yes' | 'no' } // participant -> coordinator
  | { type: 'how?' } // a new coordinator -> all: how do you stand?
  | { type: 'so'; standing: Standing } // and back
  | { type: 'be'; standing: Standing } // a coordinator -> all: be prepared, commit, abort
  | { type: 'am' } // and back, of who is prepared
  | { type: 'alive?' } // participant -> whom it takes for the coordinator
  | { type: 'alive' } // and back
  | { type: 'go on' } // a coordinator to itself

type Standing = 'working' | 'uncertain' | 'prepared' | 'committed' | 'aborted'

interface Node {
  standing: Standing
  /** Whom it takes for the coordinator: one after the other, as they fall silent. */
  coordinator: number
  /** Whether it has asked the coordinator if it is there, and has heard nothing since. */
  isAsking: boolean
  /** As a coordinator: what it asks the others for. */
  phase: 'none' | 'votes' | 'standings' | 'prepared'
  /** As a coordinator: who has answered in this phase, and how it stands. */
  answers: Map<string, Standing>
  /** As a coordinator: whom it has still to tell how it stands. */
  toTell: string[]
}

const idOf = (number: number): string => `n${number}`

const numberOf = (id: string): number => Number(id.slice(1))

const isDecided = ({ standing }: Node): boolean =>
  standing === 'committed' || standing === 'aborted'

type Do = Context<Message, 'silence'>
type Receiving = ReceiveContext<Message, 'silence'>

const tell = (state: Node, standing: Standing, { self, others, send }: Do): void => {
  Object.assign(state, { standing, toTell: [...others], answers: new Map() })
  state.phase = standing === 'prepared' ? 'prepared' : 'none'
  send(self, { type: 'go on' })
}
/** All have answered who ever will. */
const conclude = (state: Node, isComplete: boolean, context: Do, bug: string): void => {
  const all = [state.standing, ...state.answers.values()]
  if (state.phase === 'votes') tell(state, isComplete ? 'prepared' : 'aborted', context)
  else if (state.phase === 'prepared') tell(state, 'committed', context)
  else if (all.includes('aborted')) tell(state, 'aborted', context)
  else if (all.includes('committed')) tell(state, 'committed', context)
  else if (!all.includes('prepared')) tell(state, 'aborted', context)
  else tell(state, bug === 'skips-preparing' ? 'committed' : 'prepared', context)
}
const answer = (state: Node, standing: Standing, context: Receiving, bug: string): void => {
  state.answers.set(context.from, standing)
  if (state.answers.size === context.others.length) conclude(state, true, context, bug)
}
const takeOver = (state: Node, { self, others, send }: Do): void => {
  Object.assign(state, { coordinator: numberOf(self), phase: 'standings', isAsking: false })
  if (state.standing === 'working') state.standing = 'aborted'
  send(others, { type: 'how?' })
}

const receive = (state: Node, message: Message, context: Receiving, bug: string): void => {
  const { self, from, choose, send, clearTimer } = context
  match(message)
    .with({ type: 'vote?' }, () => {
      if (state.standing !== 'working') return
      const vote = choose(['yes', 'no'] as const)
      state.standing = vote === 'yes' ? 'uncertain' : 'aborted'
      send(from, { type: vote })
    })
    .with({ type: 'yes' }, () => {
      if (state.phase === 'votes') answer(state, 'uncertain', context, bug)
    })
    .with({ type: 'no' }, () => {
      if (state.phase === 'votes') tell(state, 'aborted', context)
    })
    .with({ type: 'be' }, ({ standing }) => {
      if (isDecided(state)) return
      Object.assign(state, { standing, coordinator: numberOf(from), isAsking: false })
      if (standing === 'prepared') send(from, { type: 'am' })
      else clearTimer('silence')
    })
    .with({ type: 'am' }, () => {
      if (state.phase === 'prepared') answer(state, 'prepared', context, bug)
    })
    .with({ type: 'how?' }, () => {
      Object.assign(state, { coordinator: numberOf(from), isAsking: false })
      if (state.standing === 'working') state.standing = 'aborted'
      send(from, { type: 'so', standing: state.standing })
    })
    .with({ type: 'so' }, ({ standing }) => {
      if (state.phase === 'standings') answer(state, standing, context, bug)
    })
    .with({ type: 'alive?' }, () => {
      send(from, { type: 'alive' })
      if (isDecided(state)) send(from, { type: 'be', standing: state.standing })
      else if (state.phase === 'none') takeOver(state, context)
    })
    .with({ type: 'alive' }, () => {
      state.isAsking = false
    })
    .with({ type: 'go on' }, () => {
      const [next = '', ...rest] = state.toTell
      send(next, { type: 'be', standing: state.standing })
      state.toTell = rest
      if (rest.length > 0) send(self, { type: 'go on' })
    })
    .exhaustive()
}

const node = (bug: string) =>
  role<Node, Message, 'silence'>({
    initial: ({ self }) => ({
      standing: 'working',
      coordinator: 1,
      isAsking: false,
      phase: self === idOf(1) ? 'votes' : 'none',
      answers: new Map(),
      toTell: [],
    }),
    start: (_, { self, others, send, setTimer }) => {
      if (self === idOf(1)) send(others, { type: 'vote?' })
      setTimer('silence')
    },
    receive: (state, message, context) => receive(state, message, context, bug),
    timeout: {
      silence: (state, context) => {
        if (isDecided(state)) return
        const { self, others, send, setTimer } = context
        setTimer('silence')
        if (state.phase !== 'none') return conclude(state, false, context, bug)
        if (state.isAsking) state.coordinator = (state.coordinator % (others.length + 1)) + 1
        if (idOf(state.coordinator) === self) return takeOver(state, context)
        state.isAsking = true
        send(idOf(state.coordinator), { type: 'alive?' })
      },
    },
    durable: (state) => state,
  })

export const parameters = {
  nodes: 3,
  crashes: 2,
  partition: false,
  bug: oneOf('none', 'skips-preparing'),
}

export default ({ nodes: count, crashes, partition, bug }: Given<typeof parameters>) => {
  const isSafe = !partition && (bug === 'none' || crashes < 2)
  return system({
    name: 'three-phase-commit',
    about: 'Skeen: nobody waits for who has crashed; but a cut looks like a crash',
    nodes: { n: replicas(count, node(bug)) },
    timers: 'patient',
    faults: {
      crashes: { times: crashes, restarts: 'never' },
      ...(partition ? { partitions: { split: [['n1', 'n2']], times: 1, heals: 'never' } } : {}),
    },
    properties: ({ always, reachable, eventually }) => ({
      'no two nodes decide differently': always(
        ({ nodes }) => {
          const all = nodes.n.map(({ standing }) => standing)
          return !(all.includes('committed') && all.includes('aborted'))
        },
        { expected: isSafe ? 'holds' : 'violated' },
      ),
      'nobody is uncertain when one has committed': always(
        ({ nodes, up }) => {
          const isCommitted = nodes.n.some(({ standing }) => standing === 'committed')
          return !(isCommitted && nodes.n.some((it, at) => up.n[at] && it.standing === 'uncertain'))
        },
        { expected: isSafe ? 'holds' : 'violated' },
      ),
      'everybody who stays up decides': eventually(
        ({ nodes, up }) => nodes.n.every((it, at) => isDecided(it) || !up.n[at]),
        { fairness: { timeout: 'strong' } },
      ),
      'all can commit': reachable(({ nodes }) =>
        nodes.n.every(({ standing }) => standing === 'committed'),
      ),
    }),
  })
}
