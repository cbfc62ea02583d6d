import { match } from 'ts-pattern'
import { describe, expectTypeOf, test } from 'vitest'
import {
  atLeast,
  byzantine,
  client,
  fifo,
  machine,
  oneOf,
  replicas,
  role,
  system,
  unordered,
  type ClientState,
  type FairAction,
  type Given,
  type Role,
  type System,
  type View,
} from 'netsplit'

const isDelivery = ({ kind }: FairAction): boolean => kind === 'deliver'

type Message =
  | { type: 'put'; value: number }
  | { type: 'done'; count: number }
  | { type: 'copy'; value: number }

interface Leader {
  value: number | null
}

interface Follower {
  copies: number[]
}

const leader = role<Leader, Message, 'retry'>({
  initial: () => ({ value: null }),
  start: (_, { setTimer }) => setTimer('retry'),
  receive: (state, message, { from, group, send }) =>
    match(message)
      .with({ type: 'put' }, ({ value }) => {
        state.value = value
        send(group('follower'), { type: 'copy', value })
        send(from, { type: 'done', count: 1 })
      })
      .with({ type: 'copy' }, { type: 'done' }, () => {})
      .exhaustive(),
  timeout: { retry: (state) => ({ ...state, value: 0 }) },
})

const follower = role<Follower, Message>({
  initial: () => ({ copies: [] }),
  receive: (state, message) => {
    if (message.type === 'copy') state.copies.push(message.value)
  },
})

const user = client<Message>({ near: 'leader', ask: [{ send: { type: 'put', value: 7 } }] })

const nodes = { leader, follower: replicas(2, follower), user }

describe('a property', () => {
  test("sees each node's own state type", () => {
    expectTypeOf(
      system({
        name: 'types',
        nodes,
        properties: ({ always, never, stepwise, noDeadlock }) => ({
          'a single role': always(({ nodes }) => {
            expectTypeOf(nodes.leader).toEqualTypeOf<Leader>()
            return nodes.leader.value !== 1
          }),
          'replicas, as an array': always(({ nodes }) => {
            expectTypeOf(nodes.follower).toEqualTypeOf<readonly Follower[]>()
            return nodes.follower.every(({ copies }) => copies.length < 3)
          }),
          'the answers of a client': never(({ nodes }) => {
            expectTypeOf(nodes.user).toEqualTypeOf<ClientState<Message>>()
            expectTypeOf(nodes.user.answers).toEqualTypeOf<Message[]>()
            return nodes.user.answers.some((answer) => answer.type === 'done' && answer.count > 1)
          }),
          'before and after a step': stepwise(
            (before, after) => (before.nodes.leader.value ?? 0) <= (after.nodes.leader.value ?? 0),
          ),
          'the messages in flight': always(({ inFlight }) => {
            expectTypeOf(inFlight[0]?.message).toEqualTypeOf<Message | undefined>()
            return inFlight.length < 9
          }),
          'who is up': always(({ up }) => up.leader && up.follower.every(Boolean) && up.user),
          'no deadlock': noDeadlock({ unless: ({ nodes }) => nodes.user.waiting === null }),
        }),
      }),
    ).toEqualTypeOf<System>()
  })

  test('cannot misspell a node, a field or a value', () => {
    expectTypeOf(
      system({
        name: 'mistakes',
        nodes,
        properties: ({ always, reachable }) => ({
          // @ts-expect-error there is no node leadr
          'a node': always(({ nodes }) => nodes.leadr.value === 1),
          // @ts-expect-error a leader has no values
          'a field': always(({ nodes }) => nodes.leader.values === 1),
          // @ts-expect-error a leader's value is a number
          'a value': always(({ nodes }) => nodes.leader.value === 'one'),
          // @ts-expect-error replicas are an array
          'one for many': reachable(({ nodes }) => nodes.follower.copies.length > 0),
          // @ts-expect-error follower1 is a node, not an entry of `nodes`
          'a member': reachable(({ nodes }) => nodes.follower1.copies.length > 0),
          // @ts-expect-error there is no node follower
          'who is up': always(({ up }) => up.follower),
          // @ts-expect-error a predicate answers with true or false
          'no answer': always(({ nodes }) => nodes.leader.value),
        }),
      }),
    ).toEqualTypeOf<System>()
  })

  test("of a machine sees the machine's state", () => {
    expectTypeOf(
      machine({
        name: 'counter',
        initial: () => ({ count: 0, mode: 'up' as 'up' | 'down' }),
        actions: {
          tick: (state) => {
            expectTypeOf(state).toEqualTypeOf<{ count: number; mode: 'up' | 'down' }>()
            state.count += 1
          },
        },
        within: (state) => state.count < 9,
        properties: ({ always, stepwise }) => ({
          'its state': always((state) => {
            expectTypeOf(state).toEqualTypeOf<{ count: number; mode: 'up' | 'down' }>()
            return state.count >= 0
          }),
          'a step': stepwise((before, after) => before.count <= after.count),
          // @ts-expect-error there is no field counter
          'a field': always((state) => state.counter >= 0),
          // @ts-expect-error a mode is up or down
          'a value': always((state) => state.mode !== 'left'),
        }),
      }),
    ).toEqualTypeOf<System>()
  })
})

describe('a handler', () => {
  test('sends only messages that are declared', () => {
    expectTypeOf(
      role<Leader, Message>({
        initial: () => ({ value: null }),
        receive: (_, __, { from, send }) => {
          send(from, { type: 'done', count: 1 })
          // @ts-expect-error there is no such message
          send(from, { type: 'undone', count: 1 })
          // @ts-expect-error the message has another field
          send(from, { type: 'done', value: 1 })
          // @ts-expect-error the field has another type
          send(from, { type: 'done', count: 'one' })
          send(from, { type: 'done', count: 1 }, { once: true })
          // @ts-expect-error there is no such option
          send(from, { type: 'done', count: 1 }, { twice: true })
        },
      }),
    ).toEqualTypeOf<Role<Leader, Message>>()
    expectTypeOf(
      role<Leader>({
        initial: () => ({ value: null }),
        // @ts-expect-error a role without messages sends none
        start: (_, { send }) => send('leader', { type: 'done', count: 1 }),
      }),
    ).toEqualTypeOf<Role<Leader, never>>()
    client<Message>({
      near: 'leader',
      // @ts-expect-error a client asks only what is declared
      ask: [{ send: { type: 'undone' } }],
    })
  })

  test('returns only states', () => {
    expectTypeOf(
      role<Leader, Message>({
        initial: () => ({ value: null }),
        // @ts-expect-error a value is a number
        start: () => ({ value: 'one' }),
      }),
    ).toEqualTypeOf<Role<Leader, Message>>()
    // @ts-expect-error the initial state lacks a field
    expectTypeOf(role<Leader, Message>({ initial: () => ({}) })).toEqualTypeOf<
      Role<Leader, Message>
    >()
  })

  test('spends only budgets that are declared, and that the system has', () => {
    const candidate = role<Leader, Message, 'election', 'elections'>({
      initial: () => ({ value: null }),
      timeout: { election: { budget: 'elections', do: () => {} } },
      internal: {
        stand: { budget: 'elections', do: () => {} },
        // @ts-expect-error there is no such budget
        fall: { budget: 'electoins', do: () => {} },
      },
    })
    expectTypeOf(
      system({ name: 'budgets', nodes: { candidate }, budgets: { elections: 3 } }),
    ).toEqualTypeOf<System>()
    system({
      name: 'budgets',
      nodes: { candidate: replicas(2, candidate), user },
      budgets: { elections: 3 },
    })
    // @ts-expect-error there is no such budget
    system({ name: 'budgets', nodes: { candidate }, budgets: { electoins: 3 } })
    // @ts-expect-error nobody spends one
    system({ name: 'budgets', nodes: { leader }, budgets: { elections: 3 } })
    // @ts-expect-error a budget is a number of times
    system({ name: 'budgets', nodes: { candidate }, budgets: { elections: 'three' } })
    role<Leader>({
      initial: () => ({ value: null }),
      // @ts-expect-error none is declared
      internal: { stand: { budget: 'elections', do: () => {} } },
    })
  })

  test('sets only timers that are declared', () => {
    expectTypeOf(
      role<Leader, Message, 'retry' | 'give up'>({
        initial: () => ({ value: null }),
        start: (_, { setTimer, clearTimer }) => {
          setTimer('retry')
          // @ts-expect-error there is no such timer
          setTimer('retri')
          // @ts-expect-error there is no such timer
          clearTimer('give in')
        },
        timeout: { retry: () => {}, 'give up': () => {} },
      }),
    ).toEqualTypeOf<Role<Leader, Message>>()
    expectTypeOf(
      role<Leader, Message, 'retry' | 'give up'>({
        initial: () => ({ value: null }),
        // @ts-expect-error every timer needs a handler
        timeout: { retry: () => {} },
      }),
    ).toEqualTypeOf<Role<Leader, Message>>()
  })

  test('cannot forget a message, matching totally', () => {
    expectTypeOf(
      role<Leader, Message>({
        initial: () => ({ value: null }),
        receive: (state, message) =>
          match(message)
            .with({ type: 'put' }, ({ value }) => {
              state.value = value
            })
            .with({ type: 'done' }, () => {})
            // @ts-expect-error the message copy is not handled
            .exhaustive(),
      }),
    ).toEqualTypeOf<Role<Leader, Message>>()
  })

  test('reads a guard, but does not send from it', () => {
    expectTypeOf(
      role<Leader, Message>({
        initial: () => ({ value: null }),
        internal: {
          step: {
            // @ts-expect-error a guard looks and does nothing
            when: (_, { send }) => send('leader', { type: 'done', count: 1 }),
            do: () => {},
          },
        },
      }),
    ).toEqualTypeOf<Role<Leader, Message>>()
  })
})

describe('links', () => {
  test('name only nodes and groups that there are', () => {
    const links = [{ from: 'follower', to: ['leader', 'follower1'], network: fifo() }] as const
    expectTypeOf(
      system({ name: 'right', nodes, network: { links, default: unordered() } }),
    ).toEqualTypeOf<System>()
    expectTypeOf(
      system({
        name: 'a group',
        nodes,
        // @ts-expect-error there are no nodes folower
        network: { links: [{ from: 'folower', to: 'leader', network: fifo() }] },
      }),
    ).toEqualTypeOf<System>()
    expectTypeOf(
      system({
        name: 'one of two',
        nodes,
        // @ts-expect-error there is no node leadr
        network: { links: [{ from: 'follower', to: ['follower', 'leadr'], network: fifo() }] },
      }),
    ).toEqualTypeOf<System>()
    expectTypeOf(
      system({
        name: 'a setting',
        nodes,
        // @ts-expect-error it is called default
        network: { links, others: unordered() },
      }),
    ).toEqualTypeOf<System>()
  })
})

describe('faults', () => {
  test('name only nodes that there are', () => {
    expectTypeOf(
      system({
        name: 'right',
        nodes,
        network: unordered({ loss: 1 }),
        faults: {
          partitions: { split: [['leader'], ['follower1', 'follower2']] },
          crashes: { nodes: ['leader', 'follower1'] },
        },
      }),
    ).toEqualTypeOf<System>()
    expectTypeOf(
      system({
        name: 'one way, and a list',
        nodes,
        faults: {
          partitions: {
            split: [
              { from: ['leader'], to: ['follower1'] },
              { links: [['leader', 'follower1']] },
              [['leader']],
            ],
          },
        },
      }),
    ).toEqualTypeOf<System>()
    expectTypeOf(
      system({
        name: 'a split',
        nodes,
        // @ts-expect-error there is no node leadr
        faults: { partitions: { split: [['leadr'], ['follower1', 'follower2']] } },
      }),
    ).toEqualTypeOf<System>()
    expectTypeOf(
      system({
        name: 'a one-way cut',
        nodes,
        // @ts-expect-error there is no node leadr
        faults: { partitions: { split: { from: ['leadr'], to: ['follower1'] } } },
      }),
    ).toEqualTypeOf<System>()
    expectTypeOf(
      system({
        name: 'a crash',
        nodes,
        // @ts-expect-error there is no node follower: its nodes are numbered
        faults: { crashes: { nodes: ['follower'] } },
      }),
    ).toEqualTypeOf<System>()
  })
})

const isIdle = ({ nodes: { user } }: View<typeof nodes>): boolean => user.waiting === null

test('the type of a view can be written down', () => {
  expectTypeOf(
    system({ name: 'named', nodes, properties: ({ reachable }) => ({ idle: reachable(isIdle) }) }),
  ).toEqualTypeOf<System>()
})

test('replicas may differ by number', () => {
  expectTypeOf(
    system({
      name: 'numbered',
      nodes: {
        leader,
        user: replicas(3, (number) => {
          expectTypeOf(number).toEqualTypeOf<number>()
          return client<Message>({
            near: 'leader',
            ask: [{ send: { type: 'put', value: number } }],
          })
        }),
      },
      properties: ({ always }) => ({
        typed: always(({ nodes, up }) => {
          expectTypeOf(nodes.user).toEqualTypeOf<readonly ClientState<Message>[]>()
          return up.user.every(Boolean)
        }),
      }),
    }),
  ).toEqualTypeOf<System>()
})

describe('a family of steps', () => {
  test('is typed by its states, and says the type of its items', () => {
    role<Leader & { left: Set<number> }, Message>({
      initial: () => ({ value: null, left: new Set([1]) }),
      internal: {
        put: {
          each: ({ left }) => left,
          doEach: (state, value: number, { send }) => {
            expectTypeOf(state.value).toEqualTypeOf<number | null>()
            state.left.delete(value)
            send('leader', { type: 'put', value })
          },
        },
        forget: { each: ({ left }) => left, doEach: (state) => state.left.clear() },
        // @ts-expect-error: a family says what it does with each item
        neither: { each: ({ left }) => left },
        // @ts-expect-error: `do` knows of no item
        both: { each: ({ left }) => left, do: (state) => state.left.clear() },
        // @ts-expect-error: misspelt
        misspelt: { eech: ({ left }) => left, doEach: (state) => state.left.clear() },
        // @ts-expect-error: a number is no list of items
        number: { each: () => 3, doEach: (state) => state.left.clear() },
      },
    })
    machine({
      name: 'counter',
      initial: () => ({ counts: [1, 2] }),
      actions: {
        add: {
          each: ({ counts }) => counts.keys(),
          doEach: (state, at: number) => void (state.counts[at] = at),
        },
        // @ts-expect-error: misspelt
        misspelt: { each: ({ counts }) => counts.keys(), doEech: () => undefined },
      },
    })
  })
})

describe('what is misspelt', () => {
  test('is found in crash settings', () => {
    const base = { name: 'crashes', nodes: { leader } } as const
    const crashes = { times: 1, atOnce: 1, losesDisk: 1, midStep: true }
    expectTypeOf(system({ ...base, faults: { crashes } })).toEqualTypeOf<System>()
    // @ts-expect-error: atOnce
    system({ ...base, faults: { crashes: { times: 1, atonce: 1 } } })
    // @ts-expect-error: losesDisk
    system({ ...base, faults: { crashes: { times: 1, loosesDisk: 1 } } })
    // @ts-expect-error: true or false
    system({ ...base, faults: { crashes: { times: 1, midStep: 'yes' } } })
    // @ts-expect-error: there is no such node
    system({ ...base, faults: { crashes: { times: 1, nodes: ['leder'] } } })
  })

  test('is found in traitors', () => {
    const traitor = byzantine<Message>({
      says: () => [{ type: 'put', value: 1 }],
      hears: () => true,
    })
    expectTypeOf(traitor).toExtend<Role<{ heard: Set<Message> }, Message>>()
    // @ts-expect-error: says
    byzantine<Message>({ say: () => [] })
    // @ts-expect-error: no message
    byzantine<Message>({ says: () => [{ type: 'putt', value: 1 }] })
    // @ts-expect-error: it answers true or false
    byzantine<Message>({ says: () => [], hears: () => 'all' })
  })

  test('is found in parameters with choices', () => {
    const parameters = { order: oneOf('any', 'first'), lamps: atLeast(1, 3) }
    expectTypeOf<Given<typeof parameters>>().toEqualTypeOf<{
      readonly order: 'any' | 'first'
      readonly lamps: number
    }>()
    // @ts-expect-error: texts
    oneOf(1, 2)
    // @ts-expect-error: one at least
    oneOf()
    // @ts-expect-error: a number
    atLeast('one', 3)
  })

  test('is found in fairness', () => {
    const base = { name: 'fair', nodes: { leader } } as const
    const fair = system({ ...base, fairness: { deliver: 'strong' } })
    expectTypeOf(fair).toEqualTypeOf<System>()
    // @ts-expect-error: deliver
    system({ ...base, fairness: { delivr: 'strong' } })
    // @ts-expect-error: strong
    system({ ...base, fairness: 'strng' })
    const listed = system({
      ...base,
      fairness: [
        { of: isDelivery, degree: 'strong', moves: true },
        { of: (action) => action.kind === 'timeout' && action.name === 'retry', degree: 'none' },
        { of: 'deliver', degree: 'weak' },
      ],
    })
    expectTypeOf(listed).toEqualTypeOf<System>()
    // @ts-expect-error: strong
    system({ ...base, fairness: [{ of: 'deliver', degree: 'strng' }] })
    // @ts-expect-error: degree
    system({ ...base, fairness: [{ of: 'deliver', degre: 'weak' }] })
    // @ts-expect-error: of what
    system({ ...base, fairness: [{ degree: 'weak' }] })
    // @ts-expect-error: a function says yes or no
    system({ ...base, fairness: [{ of: () => 'weak', degree: 'weak' }] })
    // @ts-expect-error: actions have no message of their own
    system({ ...base, fairness: [{ of: (action) => action.message === 1, degree: 'weak' }] })
    // @ts-expect-error: there is nothing to count
    system({ ...base, fairness: [{ of: 'deliver', degree: 'none', moves: true }] })
  })
})
