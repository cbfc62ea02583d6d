import { describe, expect, test } from 'vitest'
import { check, fifo, role, system, unordered, type System } from '../../src/index.ts'
import { verdictsOf } from '../support/lasso.ts'

/*
 * A handler is run for events that some reachable state enables, and for no others: what it would do in
 * a situation that never comes can neither refuse a model, nor hang a check, nor show in a report.
 */

type Ping = { type: 'ping' }

const never = (): never => {
  throw new Error('run for what never happens')
}

/** Would not return. */
const spin = (state: { n: number }): void => {
  while (state.n === 0) state.n = 0
}

const sender = role<{ n: number }, Ping>({
  initial: () => ({ n: 0 }),
  start: (_, { send }) => send('b', { type: 'ping' }),
  receive: () => undefined,
})

/** A sends b a ping across a cut that is there from the start and never heals. */
const cutOff = (b: Partial<Parameters<typeof role<{ n: number }, Ping>>[0]>) =>
  system({
    name: 'cut-off',
    nodes: { a: sender, b: role<{ n: number }, Ping>({ initial: () => ({ n: 0 }), ...b }) },
    network: unordered(),
    faults: { partitions: { split: [['a'], ['b']], atStart: true, heals: 'never' } },
    properties: ({ always }) => ({ 'b is untouched': always(({ nodes }) => nodes.b.n === 0) }),
  })

const outcomeOf = async (checked: System): Promise<unknown> => {
  const report = await check(checked)
  return { verdicts: verdictsOf(report), states: report.states.distinct }
}

const oneState = { verdicts: { 'b is untouched': 'holds' }, states: 1 }

describe('no handler is run for', () => {
  test('a delivery across a cut that never heals', async () => {
    expect(await outcomeOf(cutOff({ receive: never }))).toEqual(oneState)
  })

  test('a delivery across such a cut, whose handler would not end', async () => {
    expect(await outcomeOf(cutOff({ receive: spin }))).toEqual(oneState)
  })

  test('the question whether such a message is accepted', async () => {
    expect(await outcomeOf(cutOff({ receive: () => undefined, accepts: never }))).toEqual(oneState)
  })

  test.each([unordered, fifo])('a patient timer while an answer is on its way', async (network) => {
    type Message = Ping | { type: 'pong' }
    const a = role<{ got: boolean }, Message>({
      initial: () => ({ got: false }),
      start: (_, { send, setTimer }) => {
        send('b', { type: 'ping' })
        setTimer('t')
      },
      receive: (state, _message, { clearTimer }) => {
        state.got = true
        clearTimer('t')
      },
      timeout: { t: (state) => (state.got ? undefined : never()) },
    })
    const b = role<{ n: number }, Message>({
      initial: () => ({ n: 0 }),
      receive: (state, _message, { send, from }) => {
        state.n += 1
        send(from, { type: 'pong' })
      },
    })
    const report = await check(
      system({
        name: 'patient',
        nodes: { a, b },
        network: network(),
        timers: 'patient',
        properties: ({ reachable }) => ({ answered: reachable(({ nodes }) => nodes.a.got) }),
      }),
    )
    expect(verdictsOf(report)).toEqual({ answered: 'holds' })
    expect(report.states.distinct).toBe(3)
    expect(report.properties[0]?.trace?.steps).toHaveLength(2)
  })

  test('a crash when none is left', async () => {
    // Whoever is the first to crash tells the other one, who would not survive a crash then.
    const node = role<{ told: boolean }, Ping>({
      initial: () => ({ told: false }),
      receive: (state) => {
        state.told = true
      },
      durable: ({ told }) => (told ? never() : {}),
      recover: (_, { send, others }) => {
        for (const other of others) send(other, { type: 'ping' })
      },
    })
    const report = await check(
      system({
        name: 'crash',
        nodes: { a: node, b: node },
        network: unordered(),
        faults: { crashes: { times: 1, restarts: 'eventually' } },
        properties: ({ never: no }) => ({
          'both are told': no(({ nodes }) => nodes.a.told && nodes.b.told),
        }),
      }),
    )
    expect(verdictsOf(report)).toEqual({ 'both are told': 'holds' })
  })
})

test('a message that never arrives is said to be sent and never received, not to have no effect', async () => {
  const { notes } = await check(cutOff({ receive: () => undefined }))
  expect(notes).toEqual(["b: messages 'ping' are sent and never received"])
})
