import { describe, expect, test } from 'vitest'
import { check, type Kit, type Progress } from '../../src/index.ts'
import { endless, type EndlessView } from '../support/endless.ts'
import { verdictsOf } from '../support/lasso.ts'

/*
 * A search without end is said to have none, and why; that is no verdict, and takes none away.
 */

/** A hundred places for every number of messages in flight, and one more. */
const dancers = { c: 10, d: 10 }

const safety = {
  properties: ({ always, reachable }: Kit<EndlessView>) => ({
    safe: always(({ nodes }) => nodes.b.heard || true),
    heard: reachable(({ nodes }) => nodes.b.heard),
  }),
}
const open = {
  properties: ({ always, eventually }: Kit<EndlessView>) => ({
    safe: always(({ nodes }) => nodes.b.heard || true),
    live: eventually(({ nodes }) => nodes.b.heard),
  }),
}

const fewInFlight = ({ inFlight }: EndlessView): boolean => inFlight.length <= 6
const nothingHeard = ({ nodes }: EndlessView): boolean => !nodes.b.heard

describe('a search without end', () => {
  test('ends by itself after a while, tells of it at once, and shows the loop, the sender and the message', async () => {
    const told = new Set<Progress['divergence']>()
    const report = await check(endless(safety, dancers), {
      onProgress: ({ divergence }) => told.add(divergence),
    })
    // Progress may be told before anything of the kind is known.
    told.delete(null)
    expect([...told]).toEqual(['each time round a loop, one more hi from a to b stays in flight'])
    expect(verdictsOf(report)).toEqual({ safe: 'incomplete', heard: 'holds' })
    expect(report).toMatchObject({
      verdict: 'incomplete',
      ended: 'divergence',
      incomplete: {
        kind: 'divergence',
        reason:
          'there is no end of states: each time round a loop, one more hi from a to b stays in flight',
        divergence: {
          trace: { loopsTo: 0, steps: [{ kind: 'timeout', node: 'a', sent: [{ to: 'b' }] }] },
          growth: [{ from: 'a', to: 'b', message: { type: 'hi' }, count: 1 }],
        },
      },
    })
    expect(report.states.distinct).toBeGreaterThan(1_000_000)
    expect(report.states.distinct).toBeLessThan(1_002_000)
  })

  test('still finds a violation that takes far more messages than the proof that there is no end', async () => {
    const { properties } = await check(
      endless({
        properties: ({ always, never, stepwise }: Kit<EndlessView>) => ({
          step: stepwise((_, { inFlight }) => inFlight.length < 120),
          few: always(({ inFlight }) => inFlight.length < 100),
          fewer: never(({ inFlight }) => inFlight.length === 60),
        }),
      }),
    )
    expect(properties).toMatchObject([
      { verdict: 'violated', trace: { steps: { length: 120 } } },
      { verdict: 'violated', trace: { steps: { length: 100 } } },
      { verdict: 'violated', trace: { steps: { length: 60 } } },
    ])
  })

  test.each([{ keepGoing: true }, { maxSeconds: 600 }])('goes on with %j', async (limits) => {
    const controller = new AbortController()
    const report = await check(endless(safety, dancers), {
      ...limits,
      signal: controller.signal,
      onProgress: ({ states }) => {
        if (states > 1_100_000) controller.abort()
      },
    })
    expect(report.ended).toBe('interrupted')
    expect(report.incomplete?.divergence).not.toBeNull()
  })

  test('goes on to a limit of states, and tells why it could not have come to an end', async () => {
    const report = await check(endless(open, dancers), { maxStates: 5000 })
    expect(verdictsOf(report)).toEqual({ safe: 'incomplete', live: 'incomplete' })
    expect(report).toMatchObject({
      ended: 'states',
      states: { distinct: 5000 },
      incomplete: { divergence: { growth: [{ from: 'a', to: 'b' }] } },
    })
    const more = await check(endless(safety, dancers), { maxStates: 1_050_000 })
    expect(more).toMatchObject({ ended: 'states', states: { distinct: 1_050_000 } })
  })

  test('has an end within a bound on the messages in flight', async () => {
    const within = fewInFlight
    const report = await check(endless({ ...open, within }, dancers))
    expect(report).toMatchObject({ ended: 'bound', incomplete: { divergence: null } })
    expect(report.states.distinct).toBeLessThan(2000)
  })

  test('has none within a bound that looks at something else', async () => {
    const within = nothingHeard
    const report = await check(endless({ ...open, within }, dancers), {
      maxStates: 5000,
    })
    expect(report).toMatchObject({ ended: 'states', incomplete: { kind: 'states' } })
    expect(report.incomplete?.divergence).not.toBeNull()
  })

  test('is one that ends when all is decided', async () => {
    const report = await check(
      endless({
        properties: ({ reachable }: Kit<EndlessView>) => ({
          'many messages': reachable(({ inFlight }) => inFlight.length === 50),
        }),
      }),
    )
    expect(report).toMatchObject({
      verdict: 'holds',
      ended: 'everything-decided',
      incomplete: null,
    })
  })
})
