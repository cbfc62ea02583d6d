import { match } from 'ts-pattern'
import { client, oneOf, replicas, role, system, unordered } from 'netsplit'
import type { ClientState, Context, Given, ReceiveContext } from 'netsplit'
import { linearizable, type Specification } from 'netsplit/history'

/*
 * Viewstamped Replication: the primary of a view puts what clients ask for into a log, and executes what f backups have in
 * theirs. If it falls silent, the others change the view, whose number says who is the next primary. Nothing is on disk: a
 * replica that has crashed asks the others for its log.
 * Source: Barbara Liskov and James Cowling, "Viewstamped Replication Revisited" (2012), section 4.
 *
 * What to look at: once a replica has sent its log to the next primary, it must take no more part in the old view. So it
 * first waits until f others change the view, too: if it crashes, it hears of that as it recovers. With
 * bug=no-start-quorum it does not wait, and one crash is too many. As published it is right for one crash, not for two
 * (crashes=2: Michael, Ports, Sharma and Szekeres, "Recovering Shared Objects Without Stable Storage", 2017): two
 * replicas, one after the other, announce the new view, crash, and recover in the old one, and what they had said
 * still counts. With disk=true the number of the view survives, as in the first version (Oki and Liskov, 1988).
 * bug=no-recovery: who lost its log comes back as if it were empty. bug=no-view-quorum: the next primary begins without
 * f other logs. bug=longest-log: it takes the longest, not that of the latest view (clients=2, views=2).
 *
 * A client asks all replicas, once; so the log is the table of clients, too. There is no state transfer, as no message is
 * lost: one of a later view waits. With patient=true time-outs never come early, which costs the reductions.
 */

type Message =
  | { type: 'request' } // client -> replicas
  | { type: 'reply'; view: number; result: number } // primary -> client
  | { type: 'prepare'; view: number; op: number; client: string; commit: number } // primary -> backups
  | { type: 'prepare ok'; view: number; op: number } // and back
  | { type: 'start view change'; view: number } // replica -> replicas
  | ({ type: 'do view change'; normal: number } & Standing) // replica -> next primary
  | ({ type: 'start view' } & Standing) // new primary -> backups
  | { type: 'recovery'; nonce: number; since: number } // replica -> replicas
  | { type: 'recovery response'; nonce: number; view: number; primary: Standing | null } // and back

/** What is in a log, by op-number from 1 on, and how much of it is committed. */
interface Standing {
  view: number
  log: string[]
  commit: number
}

const nothingHeard = () => ({
  /** As primary: up to which op-number each backup has the log. */
  prepared: new Map<string, number>(),
  /** In a view change: who else takes part, and, as the next primary, how far who is. */
  starts: new Set<string>(),
  changes: new Map<string, Standing & { normal: number }>(),
  /** Recovering: what the others say; null: not the primary of its view. */
  responses: new Map<string, { view: number; primary: Standing | null }>(),
})

interface Replica extends Standing, ReturnType<typeof nothingHeard> {
  status: 'normal' | 'view-change' | 'recovering'
  /** The latest view in which its status was normal. */
  normal: number
  nonce: number
}

const first = { view: 0, commit: 0, status: 'normal', normal: 0, nonce: 0 } as const
type Do = Context<Message, 'silence'>
type Receiving = ReceiveContext<Message, 'silence'>

const primaryOf = (view: number, { group }: Pick<Do, 'group'>): string =>
  group('replica')[view % group('replica').length] ?? ''

/** Of n = 2f + 1 replicas f may be down. */
const f = ({ others }: Pick<Do, 'others'>): number => Math.floor(others.length / 2)

/** Execute what is committed; the primary tells the clients, each the place of its operation in the log. */
const execute = (state: Replica, commit: number, context: Do): void => {
  for (let op = state.commit + 1; op <= commit; op += 1) answer(state, op, context)
  state.commit = Math.max(state.commit, commit)
}

const answer = ({ view, log }: Replica, op: number, { self, send, group }: Do): void => {
  if (primaryOf(view, { group }) !== self) return
  send(log.slice(op - 1, op), { type: 'reply', view, result: op }, { once: true })
}

/** Be normal in a view, with what was found to be its log. */
const enter = (state: Replica, { view, log, commit }: Standing, context: Do): void => {
  Object.assign(state, { view, log, status: 'normal', normal: view, ...nothingHeard() })
  execute(state, commit, context)
  const primary = primaryOf(view, context)
  if (primary === context.self) return context.clearTimer('silence')
  context.setTimer('silence')
  if (log.length > commit) context.send(primary, { type: 'prepare ok', view, op: log.length })
}

/** Section 4.2, step 1. */
const startViewChange = (state: Replica, view: number, context: Do, bug: string): void => {
  Object.assign(state, { view, status: 'view-change', ...nothingHeard() })
  context.setTimer('silence')
  context.send(context.others, { type: 'start view change', view })
  if (bug === 'no-start-quorum') doViewChange(state, context, bug)
}

/** Step 2: tell the next primary what is in the log, and from which view. */
const doViewChange = (state: Replica, context: Do, bug: string): void => {
  const { view, normal, log, commit } = state
  const [next, change] = [primaryOf(view, context), { view, normal, log, commit }]
  if (next !== context.self) return context.send(next, { type: 'do view change', ...change })
  state.changes.set(next, change)
  startView(state, context, bug)
}

/** Step 3: with the logs of f others take the one of the latest view, of these the longest. */
const startView = (state: Replica, context: Do, bug: string): void => {
  const all = [...state.changes.values()]
  const isEnough = all.length > f(context) || bug === 'no-view-quorum'
  if (!isEnough || !state.changes.has(context.self)) return
  const later = (a: number, b: number): number => (bug === 'longest-log' ? 0 : b - a)
  all.sort((a, b) => later(a.normal, b.normal) || b.log.length - a.log.length)
  const commit = Math.max(...all.map((each) => each.commit))
  const start = { view: state.view, log: all[0]?.log ?? [], commit }
  enter(state, start, context)
  context.send(context.others, { type: 'start view', ...start })
}

const receive = (state: Replica, message: Message, context: Receiving, bug: string): void => {
  const { self, from, others, send } = context
  const { view, status, log, commit } = state
  if ('view' in message && message.view < view) return
  match(message)
    // Section 4.1. Who has been answered already is answered again.
    .with({ type: 'request' }, () => {
      if (log.slice(0, commit).includes(from)) answer(state, log.indexOf(from) + 1, context)
      if (log.includes(from)) return
      log.push(from)
      send(others, { type: 'prepare', view, op: log.length, client: from, commit })
    })
    .with({ type: 'prepare' }, ({ op, client: asker, commit: committed }) => {
      if (op <= log.length) return
      log.push(asker)
      execute(state, committed, context)
      send(from, { type: 'prepare ok', view, op })
    })
    .with({ type: 'prepare ok' }, ({ op }) => {
      if (status !== 'normal' || op <= commit) return
      state.prepared.set(from, Math.max(op, state.prepared.get(from) ?? 0))
      const byHowMany = [...state.prepared.values()].toSorted((a, b) => b - a)
      execute(state, byHowMany[f(context) - 1] ?? 0, context)
    })
    .with({ type: 'start view change' }, ({ view: next }) => {
      if (next === view && status === 'normal') return
      if (next > view) startViewChange(state, next, context, bug)
      if (state.starts.size >= f(context) || bug === 'no-start-quorum') return
      state.starts.add(from)
      if (state.starts.size === f(context)) doViewChange(state, context, bug)
    })
    .with({ type: 'do view change' }, (change) => {
      if (change.view === view && status === 'normal') return
      if (change.view > view) startViewChange(state, change.view, context, bug)
      state.changes.set(from, change)
      startView(state, context, bug)
    })
    .with({ type: 'start view' }, (start) => {
      if (start.view > view || status !== 'normal') enter(state, start, context)
    })
    // Section 4.3. The primary answers with its log.
    .with({ type: 'recovery' }, ({ nonce }) => {
      const primary = primaryOf(view, context) === self ? { view, log, commit } : null
      send(from, { type: 'recovery response', nonce, view, primary })
    })
    // From f + 1, among them the primary of the latest view; ask it again if it did not know yet.
    .with({ type: 'recovery response' }, ({ nonce, view: theirs, primary: standing }) => {
      if (nonce !== state.nonce || status !== 'recovering') return
      const responses = state.responses.set(from, { view: theirs, primary: standing })
      const latest = Math.max(...[...responses.values()].map((each) => each.view))
      const primary = primaryOf(latest, context)
      const found = responses.get(primary)
      if (found === undefined || responses.size <= f(context)) return
      if (found.primary?.view === latest) enter(state, found.primary, context)
      else send(primary, { type: 'recovery', nonce, since: latest }, { once: true })
    })
    .otherwise(() => {})
}

const replica = (disk: boolean, bug: string) =>
  role<Replica, Message, 'silence', 'views'>({
    initial: () => ({ ...first, log: [], ...nothingHeard() }),
    start: (state, context) => enter(state, state, context),
    // What is for a later view waits, and who recovers from a view that he led.
    accepts: ({ view, status, log }, message, context) => {
      if (status === 'recovering') return message.type === 'recovery response'
      const [isNormal, primary] = [status === 'normal', primaryOf(view, context)]
      if (message.type === 'request') return isNormal && primary === context.self
      const isLed = isNormal && primary !== context.from
      if (message.type === 'recovery') return isLed && view >= message.since
      if (message.type !== 'prepare' || message.view < view) return true
      return message.view === view && isNormal && message.op <= log.length + 1
    },
    receive: (state, message, context) => receive(state, message, context, bug),
    // Of a view that is over, or of which enough was heard. Without a disk that is forgotten in a crash.
    stale: ({ view, status, nonce, commit, starts }, message, context) => {
      if (message.type === 'recovery response')
        return message.nonce !== nonce || status !== 'recovering'
      if (!disk || bug === 'no-recovery' || !('view' in message)) return false
      if (message.view !== view || message.type === 'prepare') return message.view < view
      if (message.type === 'prepare ok') return status !== 'normal' || message.op <= commit
      const isKnown = message.type === 'start view change' && starts.size >= f(context)
      return status !== 'view-change' || isKnown
    },
    timeout: {
      silence: {
        budget: 'views',
        do: (state, context) => startViewChange(state, state.view + 1, context, bug),
      },
    },
    durable: ({ view, nonce }) => ({ nonce, status: 'recovering', ...(disk && { view }) }),
    recover: (state, context) => {
      state.nonce += 1
      if (bug === 'no-recovery') return enter(state, state, context)
      context.send(context.others, { type: 'recovery', nonce: state.nonce, since: state.view })
    },
  })

/** Of one order of all operations each is told its place. */
const places: Specification = {
  name: 'places',
  initial: 0,
  operations: { take: { takes: 'nothing', gives: 'value' } },
  apply: (taken) => [{ state: Number(taken) + 1, result: Number(taken) + 1 }],
}

const areAlike = (a: Replica, b: Replica): boolean =>
  a.log.slice(0, Math.min(a.commit, b.commit)).every((it, at) => it === b.log[at])

/** Whether a primary has what a client was answered in its view or an earlier one. */
const has = ({ view, log }: Replica, client: string, { answers: [it] }: ClientState<Message>) =>
  it?.type !== 'reply' || it.view > view || log[it.result - 1] === client

export const parameters = {
  replicas: 3,
  clients: 1,
  views: 1,
  crashes: 1,
  disk: false,
  patient: false,
  bug: oneOf('none', 'no-recovery', 'no-start-quorum', 'no-view-quorum', 'longest-log'),
}

/** Whether operations that were answered can be lost. */
const canLose = ({ clients, views, crashes, disk, bug }: Given<typeof parameters>): boolean => {
  if (bug === 'longest-log') return clients > 1 && views > 1
  const bearable = { none: 1, 'no-recovery': 0, 'no-start-quorum': 0, 'no-view-quorum': -1 }[bug]
  return views > 0 && crashes > bearable && (!disk || bug === 'no-recovery' || bearable < 0)
}

export default (given: Given<typeof parameters>) => {
  const { replicas: count, clients, views, crashes, disk, patient, bug } = given
  const to = Array.from({ length: count }, (_, at) => `replica${at + 1}`)
  const asker = client<Message>({ ask: [{ send: { type: 'request' }, to }] })
  const expected = canLose(given) ? 'violated' : 'holds'
  return system({
    name: 'viewstamped-replication',
    about: 'a log that is replicated without a disk, view after view (Liskov and Cowling)',
    nodes: { replica: replicas(count, replica(disk, bug)), client: replicas(clients, asker) },
    network: unordered(),
    ...(patient && { timers: 'patient' }),
    budgets: { views },
    faults: { crashes: { times: crashes, atOnce: 1 } },
    observers: {
      order: linearizable<Message>(places, {
        operation: () => ({ f: 'take' }),
        result: ({ reply }) => (reply?.type === 'reply' ? reply.result : null),
      }),
    },
    properties: ({ always, everyRequestAnswered, reachable }) => ({
      'clients see one order of operations (linearizability)': always(
        ({ observed }) => observed.order.isConsistent,
        { expected: clients > 1 ? expected : 'holds' },
      ),
      'replicas execute the same operations in the same order': always(
        ({ nodes }) => nodes.replica.every((a) => nodes.replica.every((b) => areAlike(a, b))),
        { expected },
      ),
      'what was answered is in the log of every later primary': always(
        ({ nodes }) =>
          nodes.replica.every((it, at) => {
            const isPrimary = it.status === 'normal' && at === it.view % count
            return !isPrimary || nodes.client.every((each, of) => has(it, `client${of + 1}`, each))
          }),
        { expected },
      ),
      ...(patient && {
        'every operation is answered': everyRequestAnswered({ fairness: { timeout: 'strong' } }),
      }),
      'all can execute everything in a later view': reachable(({ nodes }) =>
        nodes.replica.every(({ normal, commit }) => normal > 0 && commit === clients),
      ),
      ...(crashes > 0 && {
        'whoever has crashed can have everything again': reachable(({ nodes }) =>
          nodes.replica.some(({ nonce, commit }) => nonce > 0 && commit === clients),
        ),
      }),
    }),
  })
}
