import { expect, test } from 'vitest'
import {
  check,
  client,
  observer,
  replicas,
  role,
  system,
  unordered,
  type System,
  type Told,
  type ToldKind,
} from '../../src/index.ts'
import { transitions } from '../../src/semantics/actions.ts'
import type { GlobalState } from '../../src/semantics/global-state.ts'
import { initialStates, worldOf } from '../../src/semantics/initial.ts'
import { describeTold } from '../../src/semantics/observers.ts'

type Message = { type: 'put'; value: number } | { type: 'copy'; value: number } | { type: 'ok' }

const server = role<{ value: number }, Message>({
  initial: () => ({ value: 0 }),
  receive: (state, message, { from, others, send }) => {
    if (message.type === 'ok') return
    state.value = message.value
    if (message.type === 'copy') return
    send(others, { type: 'copy', value: message.value })
    send(from, { type: 'ok' })
  },
})

const all: readonly ToldKind[] = [
  ...(['send', 'deliver', 'lose', 'timeout', 'step', 'crash', 'restart'] as const),
  ...(['split', 'heal', 'change', 'invoke', 'return'] as const),
]

const hear = (seen: string[], told: Told): void => {
  seen.push(describeTold(told))
}

/** A replicated register with an observer that keeps all that it is told, in words. */
const register = (kinds: readonly ToldKind[] = all): System => {
  return system({
    name: 'register',
    nodes: {
      server: replicas(2, server),
      user: client<Message>({ near: 'server1', ask: [{ send: { type: 'put', value: 7 } }] }),
    },
    network: unordered({ loss: 1 }),
    faults: {
      crashes: { nodes: ['server2'] },
      partitions: { split: [['server1', 'user'], ['server2']], heals: 'maybe' },
    },
    observers: {
      log: observer({
        initial: (): string[] => [],
        on: Object.fromEntries(kinds.map((kind) => [kind, hear])),
      }),
    },
    properties: ({ always }) => ({
      'something is observed': always(({ observed }) => observed.log.length > 0),
    }),
  })
}

const atTheStart = [
  'change of user to {answers: [], waiting: {type: "put", value: 7}}',
  'invoke #0 of user',
  'send put(value: 7) from user to server1',
]

const heardIn = (state: GlobalState): readonly unknown[] => state.observed[0] as readonly unknown[]

/** What the observer has heard after the actions of some kinds, one after the other. */
const heardAfter = (kinds: readonly string[]): readonly unknown[] => {
  const world = worldOf(register())
  let state = initialStates(world)[0] as GlobalState
  const heard = [heardIn(state)]
  for (const kind of kinds) {
    const found = transitions(world, state).find(({ action }) => action.kind === kind)
    const next = found?.next ?? state
    heard.push(heardIn(next).slice(heardIn(state).length))
    state = next
  }
  return heard
}

test('an observer hears of a step its cause, what changed, what returned, what was invoked, then what was sent', () => {
  expect(heardAfter(['deliver', 'deliver', 'deliver'])).toEqual([
    atTheStart,
    [
      'deliver put(value: 7) from user to server1',
      'change of server1 to {value: 7}',
      'send copy(value: 7) from server1 to server2',
      'send ok from server1 to user',
    ],
    ['deliver copy(value: 7) from server1 to server2', 'change of server2 to {value: 7}'],
    [
      'deliver ok from server1 to user',
      'change of user to {answers: [{type: "ok"}], waiting: null}',
      'return #0 of user',
    ],
  ])
})

test('an observer hears of faults and repairs', () => {
  expect(heardAfter(['split', 'heal', 'crash', 'restart', 'lose'])).toEqual([
    atTheStart,
    ['split server1, user | server2'],
    ['heal'],
    ['crash of server2'],
    ['restart of server2'],
    ['lose put(value: 7) from user to server1'],
  ])
})

test('what an observer does not listen to costs no states', async () => {
  const { states } = await check(register(['timeout']), { exhaustive: true })
  const without = { ...register(), observers: [], properties: [] }
  const nobody = await check(without, { exhaustive: true, noReduction: ['symmetry'] })
  const { distinct, generated } = nobody.states
  expect(states).toMatchObject({ distinct, generated })
})

test('properties see what observers know, and a run shows where that changes', async () => {
  const report = await check(register(['send']), { noReduction: ['symmetry'] })
  expect(report.properties[0]).toMatchObject({ verdict: 'holds' })
  const lost = system({
    name: 'lost',
    nodes: {
      server: replicas(2, server),
      user: client<Message>({ near: 'server1', ask: [{ send: { type: 'put', value: 7 } }] }),
    },
    faults: { crashes: { nodes: ['server1'], restarts: 'never' } },
    observers: {
      acknowledged: observer<{ count: number }, Message>({
        initial: () => ({ count: 0 }),
        on: {
          send: { only: { from: 'server', type: 'ok' }, do: (seen) => void (seen.count += 1) },
        },
      }),
    },
    properties: ({ always }) => ({
      'what was acknowledged is kept': always(
        ({ observed, nodes, up }) =>
          observed.acknowledged.count === 0 ||
          nodes.server.some(({ value }, index) => up.server[index] && value === 7),
      ),
    }),
  })
  const [only] = (await check(lost)).properties
  expect(only?.verdict).toBe('violated')
  expect(only?.trace?.initial.observed).toEqual([{ observer: 'acknowledged', state: { count: 0 } }])
  expect(only?.trace?.steps.map(({ observed }) => observed)).toEqual([
    [expect.objectContaining({ observer: 'acknowledged', path: 'count', before: 0, after: 1 })],
    [],
  ])
  expect(only?.trace?.observations.map(({ path }) => path)).toContain('observed.acknowledged.count')
})
