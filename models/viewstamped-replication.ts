import { match } from 'ts-pattern'
import { client, oneOf, replicas, role, system, unordered } from 'netsplit'
import type { ClientState, Given, ReceiveContext } from 'netsplit'
import { linearizable, type Specification } from 'netsplit/history'
import { answer, execute, f, initial, primaryOf } from './parts/view-change.ts'
import { doViewChange, enter, startView, startViewChange } from './parts/view-change.ts'
import type { Message, Replica } from './parts/view-change.ts'

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

type Receiving = ReceiveContext<Message, 'silence'>

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
    initial,
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
