import {
  check,
  client,
  replicas,
  role,
  system,
  unordered,
  type Report,
  type System,
} from 'netsplit'
import {
  causallyConsistent,
  linearizable,
  monotonicReads,
  readYourWrites,
  register,
  sequentiallyConsistent,
} from 'netsplit/history'
import { expect, test } from 'vitest'

/*
 * A register that is more or less well kept, with clients that all ask the same: they can change places in what the
 * observers of consistency know, too.
 */

type Message =
  | { type: 'put'; value: number }
  | { type: 'get' }
  | { type: 'stored' }
  | { type: 'found'; value: number }
  | { type: 'no' }

interface Shape {
  /** What each client asks: 0 for a get, else a put of that. */
  readonly asks: readonly number[]
  readonly clients: number
  /** How the server errs: it forgets what it is given, or refuses what is less than what it has. */
  readonly errs: 'not' | 'forgets' | 'refuses'
  readonly crashes: boolean
}

const shapes: readonly Shape[] = (['not', 'forgets', 'refuses'] as const).flatMap((errs) =>
  [[1, 0], [2, 1], [0]].flatMap((asks) =>
    [false, true].map((crashes) => ({ asks, clients: 4 - asks.length, errs, crashes })),
  ),
)

const server = (errs: Shape['errs']) =>
  role<{ value: number }, Message>({
    initial: () => ({ value: 0 }),
    receive: (state, message, { from, send }) => {
      if (message.type === 'put') {
        if (errs === 'refuses' && message.value < state.value) return send(from, { type: 'no' })
        if (errs !== 'forgets') state.value = message.value
        return send(from, { type: 'stored' })
      }
      if (message.type === 'get') send(from, { type: 'found', value: state.value })
    },
  })

const reading = {
  operation: ({ request }: { request: Message | null }) =>
    request?.type === 'put' ? { f: 'write', value: request.value } : { f: 'read' },
  result: ({ reply }: { reply: Message | null }) => (reply?.type === 'found' ? reply.value : null),
}

const watched = ({ asks, clients, errs, crashes }: Shape): System => {
  const user = client<Message>({
    ask: asks.map((value) => ({
      to: 'server',
      send: value === 0 ? { type: 'get' } : { type: 'put', value },
    })),
    refused: ({ type }) => type === 'no',
  })
  return system({
    name: 'clients alike',
    nodes: { server: server(errs), client: replicas(clients, user) },
    network: unordered(),
    faults: crashes ? { crashes: { times: 1 } } : {},
    observers: {
      store: linearizable<Message>(register(0), reading),
      inOrder: sequentiallyConsistent<Message>(register(0), reading),
      causal: causallyConsistent<Message>(register(0), reading),
      own: readYourWrites<Message>(register(0), reading),
      onwards: monotonicReads<Message>(register(0), reading),
    },
    properties: ({ always }) => ({
      linearizable: always(({ observed }) => observed.store.isConsistent),
      'in order': always(({ observed }) => observed.inOrder.isConsistent),
      causal: always(({ observed }) => observed.causal.isConsistent),
      'read your writes': always(({ observed }) => observed.own.isConsistent),
      'monotonic reads': always(({ observed }) => observed.onwards.isConsistent),
    }),
  })
}

test.each(shapes)(
  'clients that ask the same change places in what observers know: %o',
  async (it) => {
    const folded = await check(watched(it), { exhaustive: true })
    const whole = await check(watched(it), { exhaustive: true, noReduction: ['symmetry'] })
    const symmetry = folded.reductions.find(({ name }) => name === 'symmetry')
    expect(symmetry?.orbits?.states).toBe(whole.states.distinct)
    expect(folded.states.distinct).toBeLessThan(0.7 * whole.states.distinct)
    expect(said(folded)).toEqual(said(whole))
    // A client that puts, and gets what was there before, does not read its own write.
    const isForgotten = it.errs === 'forgets' || it.crashes
    const isMissed = isForgotten && it.asks.length > 1 && it.asks.includes(0)
    expect(said(whole).every(([, verdict]) => verdict === 'holds')).toBe(!isMissed)
  },
)

const said = ({ properties }: Report): readonly (readonly unknown[])[] =>
  properties.map(({ name, verdict, trace }) => [name, verdict, trace?.steps.length ?? null])
