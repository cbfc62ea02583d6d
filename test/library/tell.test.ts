import { describe, expect, test } from 'vitest'
import ap from '../../models/cap/ap.ts'
import {
  assertAsExpected,
  check,
  explore,
  flipCheck,
  machine,
  type ModelError,
  ModelErrorInRun,
  NotAsExpected,
  propertyOf,
  renderReport,
  renderTrace,
  role,
  system,
  type System,
} from '../../src/index.ts'
import * as storybook from '../support/storybook.ts'

const thrownBy = async (run: () => unknown): Promise<Error> => {
  try {
    await run()
  } catch (error) {
    if (error instanceof Error) return error
  }
  throw new Error('no error was thrown')
}

const counter = (limit: number, expected: 'holds' | 'violated' = 'holds'): System =>
  machine({
    name: 'counter',
    initial: () => ({ count: 0 }),
    actions: {
      tick: { when: ({ count }) => count < 5, do: ({ count }) => ({ count: count + 1 }) },
    },
    properties: ({ always, reachable }) => ({
      'it stays low': always(({ count }) => count < limit, { expected }),
      'it gets to two': reachable(({ count }) => count === 2),
    }),
  })

const report = await check(counter(9))

describe('what was found, as text', () => {
  test('is what the command line prints', async () => {
    const text = renderReport(await check(counter(3)))
    expect(text).toContain('✗ violated    it stays low')
    expect(text).toContain('A shortest run that violates it: 3 steps.')
    expect(text).not.toContain('A shortest run to such a state')
    expect(text).toContain('Not as expected: 1 of 2 properties')
  })

  test('tells witnesses, colours and widths when asked to', async () => {
    const report = await check(counter(3))
    expect(renderReport(report, { witnesses: true })).toContain('A shortest run to such a state')
    expect(renderReport(report, { colour: true })).toContain('\u001b[')
    const widths = renderReport(report, { columns: 40 })
      .split('\n')
      .map((line) => line.length)
    expect(Math.max(...widths)).toBeLessThanOrEqual(40)
  })

  test('tells what verdicts depend on', async () => {
    const report = await flipCheck(ap({ partition: 'none' }), { maxStates: 500 })
    expect(renderReport(report)).toContain('What the verdicts depend on')
  })

  test('tells a run for itself, or with the property that it decides', async () => {
    const property = propertyOf(await check(counter(3)), 'it stays low')
    const { trace } = property
    if (trace === null) throw new Error('there is no run')
    expect(renderTrace(trace)).toMatch(/^A run: 3 steps\n/)
    expect(renderTrace(trace, { title: 'Too high' })).toMatch(/^Too high: 3 steps\n/)
    expect(renderTrace(trace, { property })).toContain('After step 3 the property is violated.')
  })
})

describe('a property by its name', () => {
  test('is found', async () => {
    const report = await check(counter(9))
    expect(propertyOf(report, 'it gets to two')).toMatchObject({
      verdict: 'holds',
      kind: 'reachable',
    })
  })

  test('that is misspelt is suggested', async () => {
    const error = await thrownBy(async () => propertyOf(await check(counter(9)), 'it gets to too'))
    expect(error).toMatchObject({
      code: 'unknown-property',
      what: "The report on counter has no property 'it gets to too'",
      fix: "did you mean 'it gets to two'? there are 'it stays low', 'it gets to two'",
    })
  })
})

describe('a report that must be as expected', () => {
  test('passes where all is', async () => {
    expect(() => assertAsExpected(report)).not.toThrow()
    const expectedly = await check(counter(3, 'violated'))
    expect(() => assertAsExpected(expectedly)).not.toThrow()
  })

  test('fails with the runs of what came out otherwise', async () => {
    const report = await check(counter(3))
    const error = await thrownBy(() => assertAsExpected(report))
    expect(error).toBeInstanceOf(NotAsExpected)
    expect(error).toMatchObject({ name: 'NotAsExpected', report })
    expect(error.message).toMatch(/^Not as expected: 1 of 2 properties did not come out/)
    expect(error.message).toContain('count: 2 → 3')
    expect(error.message).not.toContain('\u001b')
  })

  test('fails where something was left open, and says what ended the search', async () => {
    const report = await check(counter(9), { maxStates: 3 })
    const error = await thrownBy(() => assertAsExpected(report))
    expect(error.message).toContain('Incomplete: 1 of 2 properties left open.')
    expect(error.message).toContain('the limit of 3 states was reached')
  })
})

describe('options of the library', () => {
  const system = counter(9)
  const wrong: readonly (readonly [string, () => unknown, string])[] = [
    [
      'a misspelt limit',
      () => check(system, { maxState: 3 } as never),
      "did you mean 'maxStates'?",
    ],
    ['a limit that is no number', () => check(system, { maxStates: '9' as never }), 'above 0'],
    ['no limit', () => check(system, { maxStates: 0 }), 'give a number above 0'],
    ['a flag in words', () => check(system, { stopAtFirst: 'yes' as never }), 'true or false'],
    ['a controller', () => check(system, { signal: new AbortController() as never }), 'signal'],
    ['one reduction', () => check(system, { noReduction: 'ignored' as never }), 'a list'],
    ['a parameter', () => check(system, { parameters: { n: NaN } }), 'an object of numbers'],
    ['in flips', () => flipCheck(system, { maxState: 3 } as never), "did you mean 'maxStates'?"],
    ['of flips', () => flipCheck(system, { onResults: 3 } as never), "did you mean 'onResult'?"],
    ['of graphs', () => explore(system).graph({ maxState: 3 } as never), "mean 'maxStates'?"],
    ['of ends', () => explore(system).finish([0], { propety: 'x' } as never), "mean 'property'?"],
    ['a misspelt style', () => renderReport(report, { color: true } as never), "'colour'?"],
    ['a width', () => renderReport(report, { columns: 'wide' as never }), 'a number of characters'],
    ['a name', () => renderTrace({} as never, { property: 'p' as never }), 'one of the properties'],
  ]

  test.each(wrong)('are refused when they make no sense: %s', async (_, run, words) => {
    const error = await thrownBy(run)
    expect(error).toMatchObject({ name: 'ModelError', code: 'bad-option' })
    expect(error.message).toContain(words)
  })

  test('may be left undefined', async () => {
    const { verdict } = await check(system, { signal: undefined, maxStates: undefined } as never)
    expect(verdict).toBe('holds')
  })
})

test('a signal that was aborted beforehand leaves all open', async () => {
  const report = await check(storybook.relay, { signal: AbortSignal.abort() })
  expect(report).toMatchObject({ verdict: 'incomplete', ended: 'interrupted' })
  expect(report.incomplete?.kind).toBe('interrupted')
})

describe('a mistake in a run', () => {
  const original = new RangeError('out of range')
  const failing = (where: 'handler' | 'predicate'): System =>
    system({
      name: 'failing',
      nodes: {
        a: role<{ count: number }>({
          initial: () => ({ count: 0 }),
          internal: {
            tick: {
              when: ({ count }) => count < 3,
              do: ({ count }) => {
                if (where === 'handler' && count === 2) throw original
                return { count: count + 1 }
              },
            },
          },
        }),
      },
      properties: ({ always }) => ({
        fine: always(({ nodes }) => {
          if (where === 'predicate' && nodes.a.count === 2) throw original
          return true
        }),
      }),
    })

  test.each(['handler', 'predicate'] as const)(
    'has what a %s threw as its cause',
    async (where) => {
      const error = await thrownBy(() => check(failing(where)))
      expect(error).toBeInstanceOf(ModelErrorInRun)
      expect(error.cause).toBe(original)
      expect((error as ModelErrorInRun).trace?.steps).toHaveLength(2)
    },
  )

  test('names the line that threw', async () => {
    const error = await thrownBy(() => check(failing('handler')))
    expect((error as ModelError).where.join(' ')).toMatch(/tell\.test\.ts:\d+/)
  })
})
