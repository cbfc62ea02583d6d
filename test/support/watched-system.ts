import fc from 'fast-check'
import {
  client,
  observer,
  replicas,
  role,
  system,
  unordered,
  type Role,
  type System,
  type Tellings,
} from 'netsplit'
import {
  causallyConsistent,
  linearizable,
  readYourWrites,
  register,
  sequentiallyConsistent,
  type SessionOperation,
  type ToldCall,
} from 'netsplit/history'
import type { HistoryEvent } from '../../src/history/operation.ts'
import { operationsOf } from '../../src/history/pairing.ts'
import type { Sessions } from '../../src/history/sessions.ts'
import { naiveSequential } from './naive-conditions.ts'
import { hasOrder } from './naive-history.ts'

/*
 * A value on two servers, which is more or less well kept, and two clients, with observers of what these see, and
 * one that keeps the whole history, by which the others are judged.
 */

type Message =
  | { type: 'put'; value: number }
  | { type: 'get' }
  | { type: 'copy'; value: number }
  | { type: 'stored' }
  | { type: 'found'; value: number }
  | { type: 'no' }

/** How the servers keep the value, and what is asked of them. */
export interface Shape {
  readonly scripts: readonly (readonly { readonly value: number; readonly at: number }[])[]
  readonly copies: boolean
  readonly refuses: boolean
  readonly crashes: 'server1' | 'client1' | null
}

/** All of them. */
export const shape: fc.Arbitrary<Shape> = fc.record({
  scripts: fc.array(
    fc.array(fc.record({ value: fc.nat(2), at: fc.nat(1) }), { minLength: 2, maxLength: 2 }),
    { minLength: 2, maxLength: 2 },
  ),
  copies: fc.nat(3).map((number) => number > 0),
  refuses: fc.boolean(),
  crashes: fc.constantFrom('server1', 'client1', null),
})

const server = ({ copies, refuses }: Shape): Role<{ value: number }, Message> =>
  role<{ value: number }, Message>({
    initial: () => ({ value: 0 }),
    receive: (state, message, { from, others, send }) => {
      switch (message.type) {
        case 'put':
          if (refuses && state.value > message.value) return send(from, { type: 'no' })
          state.value = message.value
          if (copies) send(others, { type: 'copy', value: message.value })
          return send(from, { type: 'stored' })
        case 'copy':
          state.value = message.value
          return
        case 'get':
          return send(from, { type: 'found', value: state.value })
        case 'stored':
        case 'found':
        case 'no':
      }
    },
  })

const reading = {
  operation: ({ request }: Tellings<Message>['invoke']): ToldCall =>
    request?.type === 'put' ? { f: 'write', value: request.value } : { f: 'read' },
  result: ({ reply }: Tellings<Message>['return']): unknown =>
    reply?.type === 'found' ? reply.value : null,
}

/** What the clients of a system have seen: the whole history, as nobody should keep it. */
const log = observer<HistoryEvent[], Message>({
  initial: () => [],
  on: {
    invoke: (events, told) => {
      const process = `${told.node} ${events.length}`
      events.push({ process, type: 'invoke', ...reading.operation(told) })
    },
    return: (events, told) => {
      const isMine = ({ process, type }: HistoryEvent): boolean =>
        type === 'invoke' && String(process).startsWith(`${told.node} `)
      const { process = '', f = '' } = events.findLast(isMine) ?? {}
      const result = f === 'read' ? { result: reading.result(told) } : {}
      events.push({ process, type: told.isRefusal ? 'fail' : 'ok', f, ...result })
    },
  },
})

/** What each client has done and seen, by the whole history: whose client has crashed, goes on as another. */
const sessionsIn = (events: readonly HistoryEvent[]): Sessions => {
  const sessions: { readonly client: string; readonly operations: SessionOperation[] }[] = []
  for (const operation of operationsOf(events, register(0))) {
    const client = String(operation.process).split(' ')[0] ?? ''
    const { f, argument, result, returned } = operation
    const gave = result === undefined ? ([] as const) : ([result] as const)
    const seen = { f, argument, ...(returned === null ? {} : { gave }) }
    const last = sessions.findLast((each) => each.client === client)
    if (last === undefined || last.operations.at(-1)?.gave === undefined)
      sessions.push({ client, operations: [seen] })
    else last.operations.push(seen)
  }
  return sessions.map(({ operations }) => operations)
}

/**
 * Whether a history was sequentially consistent after each of its events from some on. A step has several: what an answer rules
 * out, the operation that is begun with it may explain, and too late.
 */
const isSequentialSince = (known: number, events: readonly HistoryEvent[]): boolean =>
  events
    .map((_, at) => events.slice(0, at + 1))
    .slice(known)
    .every((each) => naiveSequential(sessionsIn(each), register(0)))

/** Such a system. Its last property says whether it is linearizable. */
export const watched = (it: Shape): System =>
  system({
    name: 'watched',
    nodes: {
      server: replicas(2, server(it)),
      client: replicas(2, (number: number) =>
        client<Message>({
          ask: (it.scripts[number - 1] ?? []).map(({ value, at }) => ({
            to: `server${at + 1}`,
            send: value === 0 ? { type: 'get' } : { type: 'put', value },
          })),
          refused: ({ type }) => type === 'no',
        }),
      ),
    },
    network: unordered(),
    faults: it.crashes === null ? {} : { crashes: { nodes: [it.crashes] } },
    observers: {
      log,
      store: linearizable<Message>(register(0), reading),
      inOrder: sequentiallyConsistent<Message>(register(0), reading),
      causal: causallyConsistent<Message>(register(0), reading),
      own: readYourWrites<Message>(register(0), reading),
    },
    properties: ({ always, stepwise }) => ({
      'it is sequentially consistent until the step after which in hindsight it is not': stepwise(
        ({ observed: before }, { observed: after }) =>
          !before.inOrder.isConsistent ||
          after.inOrder.isConsistent === isSequentialSince(before.log.length, after.log),
      ),
      'weaker conditions hold where stronger ones do': always(
        ({ observed }) =>
          observed.store.isConsistent <= observed.inOrder.isConsistent &&
          observed.inOrder.isConsistent <= observed.causal.isConsistent &&
          observed.causal.isConsistent <= observed.own.isConsistent,
      ),
      'it is linearizable for the observer where it is in hindsight': always(
        ({ observed }) =>
          observed.store.isConsistent ===
          hasOrder(operationsOf(observed.log, register(0)), register(0)),
      ),
      'it is linearizable': always(({ observed }) => observed.store.isConsistent),
    }),
  })
