import { describe, expect, test } from 'vitest'
import { expectHolds, machine, NotAsExpected, type System } from '../../src/index.ts'

/** Counts to five; one of its predicates throws. */
const counter: System = machine({
  name: 'counter',
  initial: () => ({ count: 0 }),
  actions: {
    tick: { when: ({ count }) => count < 5, do: ({ count }) => ({ count: count + 1 }) },
  },
  properties: ({ always, leadsTo, never, reachable }) => ({
    'it stays below six': always(({ count }) => count < 6),
    'it stays below three': always(({ count }) => count < 3),
    'it never gets to four': never(({ count }) => count === 4, { expected: 'violated' }),
    'it gets to two': reachable(({ count }) => count === 2),
    'it gets to nine': reachable(({ count }) => count === 9),
    'seven is left': leadsTo(
      ({ count }) => count === 7,
      ({ count }) => count === 0,
    ),
    'it makes no sense': always(({ count }) => {
      if (count === 2) throw new RangeError('two')
      return true
    }),
  }),
})

const failure = async (property: string, options = {}): Promise<Error> => {
  try {
    await expectHolds(counter, property, options)
  } catch (error) {
    if (error instanceof Error) return error
  }
  throw new Error('no error was thrown')
}

describe('what holds', () => {
  test('passes, and says what it rests on', async () => {
    const { verdict, assumptions } = await expectHolds(counter, 'it stays below six')
    expect(verdict).toBe('holds')
    expect(assumptions).not.toEqual([])
  })

  test('gives a witness of what is reachable', async () => {
    const { trace } = await expectHolds(counter, 'it gets to two')
    expect(trace?.steps).toHaveLength(2)
  })

  test('may be decided before a limit', async () => {
    expect(await expectHolds(counter, 'it gets to two', { maxStates: 4 })).toMatchObject({
      verdict: 'holds',
    })
  })
})

describe('what does not hold', () => {
  test('fails with the whole run', async () => {
    const error = await failure('it stays below three')
    expect(error).toBeInstanceOf(NotAsExpected)
    expect(error.message).toMatch(/^✗ it stays below three\n {2}Violated\. A shortest run/)
    expect(error.message).toContain('count: 2 → 3')
  })

  test('fails also where the model expects it', async () => {
    expect((await failure('it never gets to four')).message).toContain('count: 3 → 4')
  })

  test('fails where something cannot be reached', async () => {
    const { message } = await failure('it gets to nine')
    expect(message).toMatch(
      /✗ violated +it gets to nine\n +not expected; no reachable state is like that/,
    )
  })

  test('fails where it says nothing', async () => {
    expect((await failure('seven is left')).message).toContain('it says nothing')
  })

  test('fails where it is left open, and says why', async () => {
    const { message } = await failure('it stays below six', { maxStates: 3 })
    expect(message).toMatch(/… incomplete +it stays below six/)
    expect(message).toContain('the limit of 3 states was reached')
  })

  test('is no business of the other properties', async () => {
    expect((await failure('it makes no sense')).message).toContain('A predicate threw')
    const { report } = (await failure('it stays below three')) as NotAsExpected
    expect(report.properties.map(({ name }) => name)).toEqual(['it stays below three'])
  })
})

describe('mistakes', () => {
  test('a misspelt name is suggested', async () => {
    expect(await failure('it stays below sicks')).toMatchObject({
      code: 'unknown-property',
      what: "The system counter has no property 'it stays below sicks'",
      fix: expect.stringContaining("did you mean 'it stays below six'?") as unknown,
    })
  })

  test('what is no system is refused', async () => {
    await expect(expectHolds(1 as never, 'it')).rejects.toMatchObject({ code: 'not-a-system' })
    // As a module it has no model.
    await expect(expectHolds({} as System, 'it')).rejects.toMatchObject({ code: 'bad-model-file' })
  })

  test('so is an option that there is not', async () => {
    const { message } = await failure('it stays below six', { maxState: 3 })
    expect(message).toContain("did you mean 'maxStates'?")
  })
})
