import { afterEach, describe, expect, test, vi } from 'vitest'
import { check, machine } from '../../src/index.ts'
import { Clock, type Bounds } from '../../src/pace/clock.ts'
import { Halt } from '../../src/pace/pace.ts'

/** A clock over some memory. */
const clock = (bounds: Partial<Bounds>): Clock => new Clock({ memoryInUse: () => 0, ...bounds })

const kindOf = async (work: () => unknown): Promise<Halt['kind'] | null> => {
  try {
    await work()
    return null
  } catch (error) {
    if (error instanceof Halt) return error.kind
    throw error
  }
}

describe('what was over before it began', () => {
  test.each([
    ['aborted', { signal: AbortSignal.abort() }],
    ['seconds', { deadline: 0 }],
  ] as const)('ends at once (%s)', async (kind, bounds) => {
    const pace = clock(bounds)
    expect(pace.isDue()).toBe(true)
    expect(await kindOf(() => pace.turn())).toBe(kind)
  })
})

test('a signal that comes during a turn is heeded in that turn', async () => {
  const controller = new AbortController()
  const pace = clock({ signal: controller.signal, onTurn: () => controller.abort() })
  expect(await kindOf(() => pace.turn())).toBe('aborted')
})

test('timers and signals have their turn', async () => {
  let hasRun = false
  setTimeout(() => {
    hasRun = true
  }, 0)
  await clock({}).turn()
  expect(hasRun).toBe(true)
})

describe('memory', () => {
  const mebibyte = 2 ** 20
  const limit = 100 * mebibyte
  const [little, much] = [50 * mebibyte, 150 * mebibyte]
  const [room, more] = [40 * mebibyte, 60 * mebibyte]

  test('is looked at in each turn', async () => {
    let used = little
    const pace = clock({ maxMemoryBytes: limit, memoryInUse: () => used })
    expect(await kindOf(() => pace.turn())).toBeNull()
    used = much
    expect(await kindOf(() => pace.turn())).toBe('memory')
  })

  test('that a table is about to take counts as taken', async () => {
    const bounds = { maxMemoryBytes: limit, memoryInUse: () => little }
    expect(await kindOf(() => clock({ ...bounds, soon: () => more }).turn())).toBe('memory')
    expect(await kindOf(() => clock(bounds).claim(more))).toBe('memory')
    expect(await kindOf(() => clock(bounds).claim(room))).toBeNull()
  })

  test('that is only garbage ends nothing', async () => {
    let used = much
    const collectGarbage = (): void => {
      used = little
    }
    const bounds = { maxMemoryBytes: limit, memoryInUse: () => used, collectGarbage }
    expect(await kindOf(() => clock(bounds).turn())).toBeNull()
    expect(await kindOf(() => clock({ ...bounds, collectGarbage: undefined }).claim(more))).toBe(
      'memory',
    )
  })
})

describe('fake timers', () => {
  afterEach(() => void vi.useRealTimers())

  test('do not stop a check, nor the clock of its limits', async () => {
    vi.useFakeTimers()
    const endless = machine({
      name: 'endless',
      initial: () => ({ n: 0 }),
      actions: {
        count: (state) => {
          state.n += 1
        },
      },
      properties: ({ always }) => ({ counts: always(({ n }) => n >= 0) }),
    })
    const report = await check(endless, { maxSeconds: 0.3 })
    expect(report).toMatchObject({ ended: 'seconds', verdict: 'incomplete' })
    expect(report.seconds).toBeGreaterThan(0)
  })
})
