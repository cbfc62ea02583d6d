import { match } from 'ts-pattern'
import { client, oneOf, replicas, role, system, unordered, type Given } from 'netsplit'
import {
  serializable,
  snapshotIsolation,
  transactions,
  type TransactionStep,
} from 'netsplit/history'

/*
 * Two-phase locking over shards: a transaction locks each key before it reads or writes it, and unlocks none
 * before it has locked all. So transactions are serializable.
 *
 * Source: Kapali Eswaran, Jim Gray, Raymond Lorie and Irving Traiger, "The Notions of Consistency and Predicate
 * Locks in a Database System" (1976); transaction managers and data managers are those of P. Bernstein, V. Hadzilacos and
 * N. Goodman, "Concurrency Control and Recovery in Database Systems" (1987), chapter 3.
 *
 * What to look at: two people share the accounts x and y. Each looks at both, and takes money from one. Who meets a
 * lock aborts, so that nobody waits for another in a circle; bug=waits lets it wait, and both may wait for ever.
 *
 * Why it holds: of two transactions that conflict, the one that locks the key later does so after the other has begun
 * to unlock. So the moments at which each has all its locks order them.
 *
 * bug: no-read-locks, where reads lock nothing: each takes from one account and has not seen the other take (write
 * skew), which snapshot isolation would allow, too; with batch=true, where a third client sets both accounts, it does worse. unlocks-early, where a lock is
 * held for its step alone.
 *
 * The properties are Adya's PL-3 and snapshot isolation, by observers of what the clients see (docs/consistency.md).
 */

type Mode = 'shared' | 'exclusive'
type Step = TransactionStep

type Message =
  | { type: 'run'; steps: readonly Step[] } // client -> its manager
  | { type: 'committed'; steps: readonly Step[] } // and back
  | { type: 'aborted' }
  | { type: 'lock'; mode: Mode } // manager -> shard
  | { type: 'locked'; value: number } // and back
  | { type: 'busy' }
  | { type: 'unlock'; value: number | null } // manager -> shard: what it writes, if anything

/** One key, with who may read it and who may write it. */
interface Shard {
  value: number
  shared: Set<string>
  exclusive: string | null
  /** Who waits for a lock. */
  queue: { manager: string; mode: Mode }[]
}

const shard = (bug: string) =>
  role<Shard, Message>({
    initial: () => ({ value: 0, shared: new Set(), exclusive: null, queue: [] }),
    receive: (state, message, { from, send }) => {
      const isFree = (manager: string, mode: Mode): boolean => {
        const readers = [...state.shared].filter((each) => each !== manager)
        const isHeld = state.exclusive !== null && state.exclusive !== manager
        return !isHeld && (mode === 'shared' || readers.length === 0)
      }
      const grant = (manager: string, mode: Mode): void => {
        if (mode === 'exclusive') state.exclusive = manager
        else if (bug !== 'no-read-locks') state.shared.add(manager)
        send(manager, { type: 'locked', value: state.value })
      }

      match(message)
        .with({ type: 'lock' }, ({ mode }) => {
          if (isFree(from, mode)) grant(from, mode)
          else if (bug === 'waits') state.queue.push({ manager: from, mode })
          else send(from, { type: 'busy' })
        })
        .with({ type: 'unlock' }, ({ value }) => {
          if (value !== null) state.value = value
          state.shared.delete(from)
          if (state.exclusive === from) state.exclusive = null
          const next = state.queue.find(({ manager, mode }) => isFree(manager, mode))
          if (next === undefined) return
          state.queue = state.queue.filter((each) => each !== next)
          grant(next.manager, next.mode)
        })
        .otherwise(() => {})
    },
  })

interface Manager {
  client: string | null
  steps: readonly Step[]
  /** The steps that are done, with what was read. */
  done: Step[]
}

const manager = (bug: string) =>
  role<Manager, Message>({
    initial: () => ({ client: null, steps: [], done: [] }),
    receive: (state, message, { from, send }) => {
      const lockNext = (): void => {
        const [f, key] = state.steps[state.done.length] as Step
        send(String(key), { type: 'lock', mode: f === 'r' ? 'shared' : 'exclusive' })
      }
      /** What the transaction has written to a key so far; null if nothing. */
      const written = (key: unknown): number | null => {
        const write = state.done.findLast(([f, other]) => f === 'w' && other === key)
        return write === undefined ? null : Number(write[2])
      }
      const unlockAll = (isCommitted: boolean): void => {
        for (const key of new Set(state.done.map(([, each]) => each))) {
          send(String(key), { type: 'unlock', value: isCommitted ? written(key) : null })
        }
      }

      match(message)
        .with({ type: 'run' }, ({ steps }) => {
          Object.assign(state, { client: from, steps, done: [] })
          lockNext()
        })
        .with({ type: 'locked' }, ({ value }) => {
          const step = state.steps[state.done.length] as Step
          const [f, key] = step
          state.done.push(f === 'r' ? [f, key, written(key) ?? value] : step)
          if (bug === 'unlocks-early')
            send(from, { type: 'unlock', value: f === 'r' ? null : written(key) })
          if (state.done.length < state.steps.length) return lockNext()
          if (bug !== 'unlocks-early') unlockAll(true)
          send(state.client as string, { type: 'committed', steps: state.done })
        })
        .with({ type: 'busy' }, () => {
          unlockAll(false)
          send(state.client as string, { type: 'aborted' })
        })
        .otherwise(() => {})
    },
  })

const r = (key: string): Step => ['r', key]
const w = (key: string, value: number): Step => ['w', key, value]

/** Each of two looks at both accounts and takes from one; a third sets both. */
const scripts: readonly (readonly Step[])[] = [
  [r('x'), r('y'), w('x', 1)],
  [r('y'), r('x'), w('y', 2)],
  [w('x', 3), w('y', 3)],
]

const user = (number: number) =>
  client<Message>({
    ask: [{ send: { type: 'run', steps: scripts[number - 1] ?? [] }, to: `manager${number}` }],
    refused: ({ type }) => type === 'aborted',
  })

const reading = {
  operation: ({ request }: { request: Message | null }) =>
    request?.type === 'run' ? { f: 'txn', value: request.steps } : null,
  result: ({ reply }: { reply: Message | null }) =>
    reply?.type === 'committed' ? reply.steps : null,
}

export const parameters = {
  batch: false,
  bug: oneOf('none', 'no-read-locks', 'unlocks-early', 'waits'),
}

export default ({ batch, bug }: Given<typeof parameters>) => {
  const clients = batch ? 3 : 2
  const isTwoPhase = bug === 'none' || bug === 'waits'
  return system({
    name: 'two-phase-locking',
    about: 'transactions that lock each key, and unlock none before they have all locks',
    nodes: {
      x: shard(bug),
      y: shard(bug),
      manager: replicas(clients, manager(bug)),
      client: replicas(clients, user),
    },
    network: unordered(),
    observers: {
      serial: serializable<Message>(transactions(0), reading),
      snapshot: snapshotIsolation<Message>(transactions(0), reading),
    },
    properties: ({ always, everyRequestAnswered, reachable }) => ({
      'transactions are serializable': always(({ observed }) => observed.serial.isConsistent, {
        expected: isTwoPhase ? 'holds' : 'violated',
      }),
      'transactions read a snapshot': always(({ observed }) => observed.snapshot.isConsistent, {
        expected: isTwoPhase || !batch ? 'holds' : 'violated',
      }),
      'every transaction comes to an end': everyRequestAnswered({
        expected: bug === 'waits' ? 'violated' : 'holds',
      }),
      'all can commit': reachable(({ nodes }) =>
        nodes.client.every(({ answers }) => answers[0]?.type === 'committed'),
      ),
    }),
  })
}
