import { describe, expect, test } from 'vitest'
import {
  check,
  flipCheck,
  machine,
  role,
  system,
  type Progress,
  type System,
} from '../../src/index.ts'
import { cap } from '../../src/cli/cap.ts'
import { graph } from '../support/graph.ts'
import { verdictsOf } from '../support/lasso.ts'

/** Nodes that choose among four initial states each. */
const choosers = (count: number): System => {
  const node = role<{ n: number }>({
    initial: ({ choose }) => ({ n: choose([0, 1, 2, 3]) }),
  })
  return system({
    name: 'choosers',
    nodes: Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, node])),
    properties: ({ always, eventually }) => ({
      safe: always(({ nodes }) => nodes['n0']?.n !== 4),
      live: eventually(({ nodes }) => nodes['n0']?.n !== 4),
    }),
  })
}

/** Nodes that count up to eight, over and over: a large space, of which everything goes on for ever. */
const counters = (count: number): System => {
  const node = role<{ n: number }>({
    initial: () => ({ n: 0 }),
    internal: {
      count: (state) => {
        state.n = (state.n + 1) % 8
      },
    },
  })
  return system({
    name: 'counters',
    nodes: Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, node])),
    properties: ({ always, reachable, alwaysEventually }) => ({
      soon: reachable(({ nodes }) => nodes['n0']?.n === 1),
      safe: always(({ nodes }) => nodes['n0']?.n !== 8),
      live: alwaysEventually(({ nodes }) => nodes['n0']?.n === 0),
    }),
  })
}

describe('initial states', () => {
  test('count for the limit of states', async () => {
    const report = await check(choosers(12), { maxStates: 1000 })
    expect(report.states).toMatchObject({ distinct: 1000, depth: 1 })
    expect(report.ended).toBe('states')
    expect(verdictsOf(report)).toEqual({ safe: 'incomplete', live: 'incomplete' })
  })

  test('are listed as they are needed: a check can be interrupted meanwhile', async () => {
    const controller = new AbortController()
    const phases = new Set<Progress['phase']>()
    const report = await check(choosers(20), {
      signal: controller.signal,
      onProgress: ({ phase }) => {
        phases.add(phase)
        controller.abort()
      },
    })
    expect([...phases]).toEqual(['listing'])
    expect(report.incomplete).toMatchObject({
      kind: 'interrupted',
      reason: 'the check was interrupted while initial states were listed',
    })
    expect(verdictsOf(report)).toEqual({ safe: 'incomplete', live: 'incomplete' })
  })
})

describe('a signal that was aborted beforehand', () => {
  const signal = AbortSignal.abort()

  test('leaves everything open, and nothing explored', async () => {
    const report = await check(counters(3), { signal })
    expect(report).toMatchObject({ verdict: 'incomplete', ended: 'interrupted' })
    expect(report.states).toMatchObject({ distinct: 0, generated: 0 })
    expect(new Set(Object.values(verdictsOf(report)))).toEqual(new Set(['incomplete']))
  })

  test('leaves all changes of a flip untried', async () => {
    const { flips } = await flipCheck(counters(2), { signal })
    expect(flips.length).toBeGreaterThan(0)
    expect(new Set(flips.map((flip) => flip.incomplete?.kind))).toEqual(new Set(['interrupted']))
  })

  test('leaves the table of CAP open', async () => {
    const { output, exitCode } = await cap({ columns: 80, colour: false, limits: { signal } })
    expect(exitCode).toBe(3)
    expect(output).toContain('left open: the check was interrupted')
    expect(output).not.toMatch(/[✓✗] {4}[✓✗]/)
    expect(output).not.toContain('What the table teaches')
  })
})

describe('a limit of time', () => {
  test('is a limit of its own kind', async () => {
    const report = await check(counters(9), { maxSeconds: 0.4 })
    expect(report.ended).toBe('seconds')
    expect(report.incomplete).toMatchObject({
      kind: 'seconds',
      reason: expect.stringMatching(/^the limit of 0.4 seconds was reached/),
    })
    expect(verdictsOf(report)).toEqual({ soon: 'holds', safe: 'incomplete', live: 'incomplete' })
  })

  test('is one for all checks of a flip', async () => {
    const { incomplete, flips } = await flipCheck(counters(9), { maxSeconds: 0.4 })
    expect(incomplete?.kind).toBe('seconds')
    expect(new Set(flips.map((flip) => flip.incomplete?.reason))).toEqual(
      new Set(['the limit of 0.4 seconds was reached']),
    )
  })

  test.each([0, -1, NaN])('of %d is refused', async (maxSeconds) => {
    await expect(check(counters(1), { maxSeconds })).rejects.toThrow(/maxSeconds cannot be/)
  })
})

describe('what is in use', () => {
  test('counts the tables of values: few states may be large', async () => {
    const large = machine<{ n: number; text: number[] }>({
      name: 'large states',
      initial: () => ({ n: 0, text: [] }),
      actions: {
        next: {
          when: ({ n }) => n < 3000,
          do: ({ n }) => ({ n: n + 1, text: Array.from({ length: 400 }, () => 1e12 + n) }),
        },
      },
      properties: ({ always }) => ({ safe: always(({ n }) => n <= 3000) }),
    })
    const { verdict, ended } = await check(large, { maxMemoryBytes: 7_000_000 })
    expect({ verdict, ended }).toEqual({ verdict: 'incomplete', ended: 'memory' })
    expect(await check(large, { maxMemoryBytes: 70_000_000 })).toMatchObject({ verdict: 'holds' })
  })
})

describe('a search whose properties are all decided', () => {
  const early = graph('a->b->c->d->e', { b: 'b' }, ({ reachable }, { b }) => ({ b: reachable(b) }))

  test('ends', async () => {
    const { ended, states } = await check(early)
    expect(ended).toBe('everything-decided')
    expect(states.distinct).toBeLessThan(5)
  })

  test('goes on until everything is seen where it is to be exhaustive', async () => {
    const { ended, states, verdict } = await check(early, { exhaustive: true })
    expect({ ended, distinct: states.distinct, verdict }).toEqual({
      ended: 'everything-seen',
      distinct: 5,
      verdict: 'holds',
    })
  })

  test('cannot be exhaustive and stop at the first violation', async () => {
    await expect(check(early, { exhaustive: true, stopAtFirst: true })).rejects.toThrow(
      /do not go together/,
    )
  })
})
