import { oneOf, replicas, role, system, unordered, type Given } from 'netsplit'

/*
 * Replicas that never wait for each other: each changes what it has, tells the others all of it, and merges what
 * it is told. Whatever the order and however often, those that were told the same have the same.
 *
 * Source: Marc Shapiro, Nuno Preguiça, Carlos Baquero and Marek Zawirski, "A Comprehensive Study of Convergent
 * and Commutative Replicated Data Types" (2011): the counter that only grows, the last-writer-wins register, and
 * the sets of section 3.3.
 *
 * What to look at: a merge has to be commutative, associative and idempotent. type=counter counts for each
 * replica apart and takes the larger of two counts: with bug=adds it takes the sum, and what is told twice
 * counts twice. type=or-set gives each addition a name of its own, and a removal takes away those that it
 * has seen: with bug=two-phase all additions have one name, and what was removed can never be added again.
 * type=register keeps the write with the latest stamp. Its replicas agree, too; but of two writes that did not
 * know of each other one is lost. That is no mistake in it: it is what "the last writer wins" means.
 */

interface Write {
  time: number
  by: string
  /** The writes that its writer had seen, itself included. */
  seen: Set<string>
}

interface State {
  /** counter: how often each replica has counted. */
  counts: Map<string, number>
  /** or-set: the names of all additions, and of those that were removed. */
  added: Set<string>
  removed: Set<string>
  /** register: the write that is kept. */
  write: Write
}

interface Replica {
  state: State
  /** How many changes it has made. */
  changes: number
  /** Whether an addition had no effect, or a write was dropped for one that had not seen it. */
  isLost: boolean
}

type Type = 'counter' | 'or-set' | 'register'

const isLater = (a: Write, b: Write): boolean =>
  a.time > b.time || (a.time === b.time && a.by > b.by)

const isIn = ({ added, removed }: State): boolean => [...added].some((name) => !removed.has(name))

/** What a reader sees. */
const valueOf = (state: State, type: Type): string | number | boolean => {
  switch (type) {
    case 'counter':
      return [...state.counts.values()].reduce((sum, count) => sum + count, 0)
    case 'or-set':
      return isIn(state)
    case 'register':
      return `${state.write.time} ${state.write.by}`
  }
}

const merge = (mine: State, theirs: State, bug: string): void => {
  for (const [replica, count] of theirs.counts) {
    const own = mine.counts.get(replica) ?? 0
    mine.counts.set(replica, bug === 'adds' ? own + count : Math.max(own, count))
  }
  mine.added = new Set([...mine.added, ...theirs.added])
  mine.removed = new Set([...mine.removed, ...theirs.removed])
  if (isLater(theirs.write, mine.write)) mine.write = theirs.write
}

const replica = (type: Type, bug: string) =>
  role<Replica, State, string, 'changes'>({
    initial: () => ({
      state: {
        counts: new Map(),
        added: new Set(),
        removed: new Set(),
        write: { time: 0, by: '', seen: new Set() },
      },
      changes: 0,
      isLost: false,
    }),
    internal: {
      change: {
        budget: 'changes',
        do: (replica, { self, others, choose, send }) => {
          const { state } = replica
          replica.changes += 1
          const name = `${self}'s ${replica.changes}`
          switch (type) {
            case 'counter':
              state.counts.set(self, (state.counts.get(self) ?? 0) + 1)
              break
            case 'or-set':
              if (choose(['add', 'remove']) === 'add') {
                state.added.add(bug === 'two-phase' ? 'the only one' : name)
                replica.isLost ||= !isIn(state)
              } else state.removed = new Set(state.added)
              break
            case 'register': {
              const { time, seen } = state.write
              state.write = { time: time + 1, by: self, seen: new Set([...seen, name]) }
            }
          }
          send(others, state)
        },
      },
    },
    receive: (replica, theirs) => {
      const { write } = replica.state
      const [first, last] = isLater(theirs.write, write)
        ? [write, theirs.write]
        : [theirs.write, write]
      replica.isLost ||= [...first.seen].some((name) => !last.seen.has(name))
      merge(replica.state, theirs, bug)
    },
  })

export const parameters = {
  replicas: 2,
  changes: 3,
  type: oneOf('counter', 'or-set', 'register'),
  bug: oneOf('none', 'adds', 'two-phase'),
}

export default ({ replicas: count, changes, type, bug }: Given<typeof parameters>) => {
  const isCountWrong = type === 'counter' && bug === 'adds'
  const isLossy = type === 'register' || isCountWrong || (type === 'or-set' && bug === 'two-phase')
  return system({
    name: 'crdt',
    about: 'data that merges: a counter, a set, and a register that loses writes',
    nodes: { r: replicas(count, replica(type, bug)) },
    network: unordered({ duplication: 1 }),
    budgets: { changes },
    properties: ({ always, eventuallyAlways, reachable }) => ({
      'once everything has arrived, the replicas agree': always(
        ({ nodes, inFlight }) =>
          inFlight.length > 0 ||
          new Set(nodes.r.map(({ state }) => valueOf(state, type))).size === 1,
        { expected: isCountWrong ? 'violated' : 'holds' },
      ),
      'no change is lost, and none counts twice': always(
        ({ nodes, inFlight }) => {
          if (type !== 'counter') return nodes.r.every(({ isLost }) => !isLost)
          const made = nodes.r.reduce((sum, each) => sum + each.changes, 0)
          return inFlight.length > 0 || nodes.r.every(({ state }) => valueOf(state, type) === made)
        },
        { expected: isLossy ? 'violated' : 'holds' },
      ),
      'in the end the replicas agree': eventuallyAlways(
        ({ nodes }) => new Set(nodes.r.map(({ state }) => valueOf(state, type))).size === 1,
        { expected: isCountWrong ? 'violated' : 'holds' },
      ),
      'replicas can differ for a while': reachable(
        ({ nodes }) => new Set(nodes.r.map(({ state }) => valueOf(state, type))).size > 1,
      ),
    }),
  })
}
