import { match } from 'ts-pattern'
import { client, oneOf, replicas, role, system, unordered, type Given } from 'netsplit'
import { linearizable, register } from 'netsplit/history'
import { everything } from './everything.ts'
import { get, put, valueOf, type PutGet } from './parts/put-get.ts'

/*
 * A register that is atomic although it is kept by several servers, any minority of which may fall silent:
 * both reading and writing ask a majority twice.
 *
 * Source: Hagit Attiya, Amotz Bar-Noy and Danny Dolev, "Sharing Memory Robustly in Message-Passing Systems"
 * (1995); with several writers as in Nancy Lynch and Alexander Shvartsman, "Robust Emulation of Shared
 * Memory Using Dynamic Quorum-Acknowledged Broadcasts" (1997).
 *
 * What to look at: why a read writes. It may see a value that only one server has yet. If it just returned
 * that, a later read could ask the others, and go back in time: bug=no-write-back. So it first makes sure
 * that a majority has what it is going to return. What is broken is atomicity alone: the value was written,
 * and each read overlaps the write.
 *
 * Why it holds: when an operation is over, a majority has its tag or a higher one, and a tag never goes
 * down at a server. An operation that begins later asks a majority, so at least one of those. Hence tags order
 * the operations in a way that respects time: Lynch, "Distributed Algorithms" (1996), lemma 13.16.
 *
 * The property is linearizability itself, by an observer of what the clients see (docs/consistency.md).
 *
 * With roles=apart one client puts, and the others get, twice: that is what tells an atomic register from a
 * regular one. With roles=both each client puts a value of its own and gets from the next server, as in
 * Jonathan Nadal's example in Stateright; with history=true all that was ever asked and answered is part of the
 * state, as there, and its published count is met.
 */

/** Tags order the values: by number, then by the server that made them. */
interface Tag {
  number: number
  by: string
}

type Message =
  | PutGet // client -> server, and back
  | { type: 'query'; work: number } // server -> servers
  | { type: 'queried'; work: number; version: Version } // and back
  | { type: 'record'; work: number; version: Version } // server -> servers
  | { type: 'recorded'; work: number } // and back

/** What a server does for a client. */
interface Work {
  request: number
  client: string
  /** What is to be written; null: it is a read. */
  put: string | null
  /** First phase: what a majority has, by server. */
  found: Map<string, Version>
  /** Second phase: what is recorded, and who has it. */
  record: { version: Version; by: Set<string> } | null
}

interface Version {
  tag: Tag
  value: string
}

interface Server {
  version: Version
  work: Work | null
  /** How much work there has been: answers to what is over are not heeded. */
  works: number
}

const isLower = (a: Tag, b: Tag): boolean =>
  a.number < b.number || (a.number === b.number && a.by < b.by)

const latest = (all: readonly Version[]): Version =>
  all.reduce((best, it) => (isLower(best.tag, it.tag) ? it : best))

const server = (bug: string) =>
  role<Server, Message>({
    initial: () => ({ version: { tag: { number: 0, by: '' }, value: '' }, work: null, works: 0 }),

    stale: ({ work, works }, message) => {
      if (message.type !== 'queried' && message.type !== 'recorded') return false
      return (
        message.work < works ||
        work === null ||
        (message.type === 'queried' && work.record !== null)
      )
    },

    receive: (state, message, { self, from, others, send }) => {
      const majority = Math.floor((others.length + 1) / 2) + 1
      const begin = (request: number, put: string | null): void => {
        if (state.work !== null) return
        const found = new Map([[self, state.version]])
        state.work = { request, client: from, put, found, record: null }
        state.works += 1
        send(others, { type: 'query', work: state.works })
      }
      const finish = ({ request, client, put }: Work, { value }: Version): void => {
        state.work = null
        if (put === null) send(client, { type: 'got', request, value })
        else send(client, { type: 'put done', request })
      }

      match(message)
        .with({ type: 'put' }, ({ request, value }) => begin(request, value))
        .with({ type: 'get' }, ({ request }) => begin(request, null))
        .with({ type: 'query' }, ({ work }) => {
          send(from, { type: 'queried', work, version: state.version })
        })
        // A majority has said what it has: go on with the latest, or with what is to be written after it.
        .with({ type: 'queried' }, ({ work: number, version: theirs }) => {
          const { work, works } = state
          if (work === null || number < works || work.record !== null) return
          work.found.set(from, theirs)
          if (work.found.size < majority) return
          const found = latest([...work.found.values()])
          if (work.put === null && bug === 'no-write-back') return finish(work, found)
          const tag = { number: found.tag.number + 1, by: self }
          const version = work.put === null ? found : { tag, value: work.put }
          state.version = latest([state.version, version])
          Object.assign(work, { found: new Map(), record: { version, by: new Set([self]) } })
          send(others, { type: 'record', work: works, version })
        })
        .with({ type: 'record' }, ({ work, version }) => {
          state.version = latest([state.version, version])
          send(from, { type: 'recorded', work })
        })
        .with({ type: 'recorded' }, ({ work: number }) => {
          const { work, works } = state
          if (work === null || number < works || work.record === null) return
          work.record.by.add(from)
          if (work.record.by.size === majority) finish(work, work.record.version)
        })
        .with({ type: 'got' }, { type: 'put done' }, () => {})
        .exhaustive()
    },
  })

/** Client k puts at server k and gets from the next one; or the first puts, and the others get there and there. */
const user = (number: number, servers: number, roles: string) => {
  const [here, next] = [`server${number % servers}`, `server${(number + 1) % servers}`]
  const putHere = put(2 * number, valueOf(number), here)
  const getNext = get(2 * number + 1, next)
  if (roles === 'both') return client<Message>({ ask: [putHere, getNext] })
  return client<Message>({ ask: number === 0 ? [putHere] : [get(2 * number, here), getNext] })
}

export const parameters = {
  servers: 3,
  clients: 2,
  roles: oneOf('apart', 'both'),
  history: false,
  bug: oneOf('none', 'no-write-back'),
}

export default ({ servers, clients, roles, history, bug }: Given<typeof parameters>) => {
  return system({
    name: 'abd-register',
    about: 'an atomic register while a majority answers (Attiya, Bar-Noy and Dolev)',
    nodes: {
      server: replicas(servers, server(bug), { from: 0 }),
      client: replicas(clients, (number) => user(number, servers, roles), { from: 0 }),
    },
    network: unordered(),
    observers: {
      register: linearizable<Message>(register(''), {
        operation: ({ request }) =>
          request?.type === 'put' ? { f: 'write', value: request.value } : { f: 'read' },
        result: ({ reply }) => (reply?.type === 'got' ? reply.value : null),
      }),
      ...(history && { everything: everything<Message>() }),
    },
    properties: ({ always, reachable }) => ({
      'the register is linearizable': always(({ observed }) => observed.register.isConsistent, {
        expected: bug === 'none' ? 'holds' : 'violated',
      }),
      'a tag stands for one value': always(({ nodes }) =>
        nodes.server.every(({ version: { tag, value } }) =>
          nodes.server.every(
            ({ version: it }) => isLower(it.tag, tag) || isLower(tag, it.tag) || it.value === value,
          ),
        ),
      ),
      'all operations can be over': reachable(({ nodes }) =>
        nodes.client.every(({ waiting }) => waiting === null),
      ),
    }),
  })
}
