import { describe, expect, test } from 'vitest'
import {
  check,
  fifo,
  machine,
  role,
  system,
  unordered,
  type Network,
  type RoleOptions,
} from '../../src/index.ts'
import raft, { parameters } from '../support/raft-in-full.ts'

interface State {
  epoch: number
}

interface Claim {
  epoch: number
}

/** Two nodes that claim ever later epochs, and heed no claim of an earlier one. */
const claims = (
  options: Partial<RoleOptions<State, Claim, string>> & {
    network?: Network
    looksAt?: 'nodes' | 'messages'
  } = {},
) => {
  const { network = unordered(), looksAt = 'nodes', ...handlers } = options
  const node = role<State, Claim>({
    initial: () => ({ epoch: 0 }),
    internal: {
      claim: {
        when: ({ epoch }) => epoch < 2,
        do: (state, { others, send }) => {
          state.epoch += 1
          send(others, { epoch: state.epoch })
        },
      },
    },
    receive: (state, { epoch }) => {
      if (epoch > state.epoch) state.epoch = epoch
    },
    stale: (state, { epoch }) => epoch <= state.epoch,
    durable: ({ epoch }) => ({ epoch }),
    ...handlers,
  })
  return system({
    name: 'claims',
    nodes: { one: node, two: node },
    network,
    faults: { crashes: { times: 1, nodes: ['one'] } },
    properties: ({ always, reachable }) => ({
      bounded: always((view) =>
        looksAt === 'messages' ? view.inFlight.length < 9 : view.nodes.one.epoch < 3,
      ),
      'both are in the last epoch': reachable(
        ({ nodes, up }) => nodes.one.epoch === 2 && nodes.two.epoch === 2 && !up.one,
      ),
    }),
  })
}

const barOf = async (...args: Parameters<typeof check>): Promise<unknown> =>
  (await check(...args)).reductions[1]?.bar

describe('messages that are given up', () => {
  test('are still in flight in the run that is shown', async () => {
    const { properties, reductions } = await check(claims())
    expect(reductions[1]).toMatchObject({ isApplied: true, bar: null })
    const { trace } = properties[1] ?? {}
    expect(trace?.steps).toHaveLength(4)
    expect(trace?.final.inFlight).toHaveLength(1)
  })

  test('are left where they are on queues, where a predicate looks at them, and where that is asked', async () => {
    expect(await barOf(claims({ network: fifo() }))).toEqual({ kind: 'network' })
    const property = 'bounded'
    expect(await barOf(claims({ looksAt: 'messages' }))).toEqual({
      kind: 'reads-messages',
      property,
    })
    expect(await barOf(claims(), { noReduction: ['stale-messages'] })).toEqual({ kind: 'asked' })
  })

  test('are an error where one has an effect, or may have one after a step: with the step', async () => {
    await expect(check(claims({ stale: () => true }))).rejects.toMatchObject({
      code: 'wrong-stale',
      what: '`stale` is wrong: it gives up a message that has an effect',
    })
    const forgetful = claims({ durable: () => ({ epoch: 0 }) })
    await expect(check(forgetful)).rejects.toMatchObject({
      code: 'wrong-stale',
      where: [
        "node 'one', receiving {epoch: 2} from two",
        'given up in state {epoch: 2}',
        'not given up in state {epoch: 0}, after its crash',
      ],
    })
  })

  test('are not pure if they are given up by turns', async () => {
    let count = 0
    const fickle = claims({ stale: (state, { epoch }) => epoch <= state.epoch && ++count % 5 < 4 })
    await expect(check(fickle)).rejects.toMatchObject({ code: 'not-pure' })
  })

  test('are none of a machine’s', () => {
    const options = { name: 'm', initial: () => 0, actions: {}, stale: () => true }
    expect(() => machine(options)).toThrow("There is no setting 'stale'")
  })
})

/** How many states Raft has, and how long the runs are that show what becomes of its properties. */
const shortest = async (
  changes: Partial<typeof parameters>,
  noReduction: readonly string[] = [],
): Promise<{ states: number; lengths: Readonly<Record<string, number | undefined>> }> => {
  const { states, properties } = await check(raft({ ...parameters, ...changes }), {
    noReduction,
    exhaustive: true,
  })
  const lengths = properties.map(({ name, trace }) => [name, trace?.steps.length])
  return { states: states.distinct, lengths: Object.fromEntries(lengths) }
}

describe('Raft with its stale messages given up', () => {
  test('has the shortest runs that show its bugs, and a small part of the states', async () => {
    const forgets = await shortest({ terms: 2, crashes: 1, bug: 'volatile-vote' })
    expect(forgets.lengths['election safety: one leader in a term']).toBe(8)
    const changes = { terms: 3, candidates: 2, bug: 'stale-log-vote' }
    const less = await shortest(changes)
    expect(less.lengths['leader completeness: later leaders hold what was committed']).toBe(9)
    const all = await shortest(changes, ['stale-messages', 'symmetry'])
    expect(all.lengths).toEqual(less.lengths)
    expect(all.states / less.states).toBeGreaterThan(50)
  })

  test('is judged step by step at no more states', async () => {
    const once = await shortest({ terms: 2 })
    expect((await shortest({ terms: 2, steps: true })).states).toBe(once.states)
  })
})
