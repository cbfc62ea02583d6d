import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rmSync, writeFileSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { check, machine, role, system, type System } from '../../src/index.ts'
import { engineHere } from '../../src/cli/engine-job.ts'
import { run } from '../../src/cli/run.ts'

/*
 * An error while searching must not end as success, nor may a violation end with the exit status of
 * success (TLC: success after an error in liveness initialisation; exit status 0 despite violations).
 */

/** A counter in which something may go wrong at a number, deep in the space. */
const counter = (
  wrong: (count: number) => void,
  where:
    | 'handler'
    | 'guard'
    | 'operations'
    | 'safety'
    | 'liveness'
    | 'trigger'
    | 'bound'
    | 'unless',
): System => {
  const at =
    (place: typeof where) =>
    (count: number): boolean => {
      if (place === where) wrong(count)
      return true
    }
  return system({
    name: 'counter',
    nodes: {
      node: role<{ count: number }>({
        initial: () => ({ count: 0 }),
        internal: {
          tick: {
            when: ({ count }) => at('guard')(count) && count < 100,
            do: (state) => {
              at('handler')(state.count)
              state.count += 1
            },
          },
        },
        operations: ({ count }) => ({
          waiting: at('operations')(count) && count < 5 ? ['it'] : [],
        }),
      }),
    },
    // It cuts nothing.
    within: ({ nodes }) => at('bound')(nodes.node.count),
    properties: ({ always, eventually, leadsTo, everyRequestAnswered, noDeadlock }) => ({
      safe: always(({ nodes }) => at('safety')(nodes.node.count)),
      live: eventually(({ nodes }) => at('liveness')(nodes.node.count) && nodes.node.count === 100),
      follows: leadsTo(
        ({ nodes }) => at('trigger')(nodes.node.count),
        ({ nodes }) => nodes.node.count === 100,
      ),
      answered: everyRequestAnswered(),
      ends: noDeadlock({ unless: ({ nodes }) => at('unless')(nodes.node.count) }),
    }),
  })
}

const places = [
  'handler',
  'guard',
  'operations',
  'safety',
  'liveness',
  'trigger',
  'bound',
  'unless',
] as const

describe('an error deep in the space', () => {
  test.each(places)('where a %s throws ends the check as an error', async (where) => {
    const bad = counter((count) => {
      if (count === (where === 'operations' ? 3 : where === 'unless' ? 100 : 90))
        throw new Error('wrong here')
    }, where)
    await expect(check(bad)).rejects.toThrow(/wrong here/)
  })

  test.each(places)(
    'where a %s reads what is not there ends the check as an error',
    async (where) => {
      const bad = counter((count) => {
        const nothing: { deep: { value: number } }[] = []
        if (count === (where === 'operations' ? 3 : where === 'unless' ? 100 : 90))
          return (nothing[0] as { deep: { value: number } }).deep.value
        return 0
      }, where)
      await expect(check(bad)).rejects.toThrow(/TypeError/)
    },
  )

  test('comes out though another property is violated before it', async () => {
    const bad = machine<{ count: number }>({
      name: 'both',
      initial: () => ({ count: 0 }),
      actions: {
        tick: ({ count }) => {
          if (count === 5) throw new Error('wrong here')
          return { count: count + 1 }
        },
      },
      properties: ({ always, never }) => ({
        early: always(({ count }) => count < 2),
        late: never(({ count }) => count === 50),
      }),
    })
    await expect(check(bad)).rejects.toThrow(/wrong here/)
  })
})

/** Model files, by name, and the exit status that each must have. */
const models: Readonly<Record<string, readonly [number, string]>> = {
  holds: [0, `always(({ count }) => count <= 3)`],
  violated: [1, `always(({ count }) => count < 3)`],
  'violated-last-of-two': [
    1,
    `always(({ count }) => count <= 3), b: always(({ count }) => count < 3)`,
  ],
  'violated-first-of-two': [
    1,
    `always(({ count }) => count < 3), b: always(({ count }) => count <= 3)`,
  ],
  'violated-as-expected': [0, `always(({ count }) => count < 3, { expected: 'violated' })`],
  'holds-though-not-expected': [1, `always(({ count }) => count <= 3, { expected: 'violated' })`],
  unreachable: [1, `reachable(({ count }) => count === 4)`],
  deadlock: [1, `noDeadlock()`],
  'liveness-holds': [0, `eventually(({ count }) => count === 3)`],
  'liveness-violated': [1, `eventually(({ count }) => count === 4)`],
  'unfair-violated': [1, `eventually(({ count }) => count === 3, { fairness: 'none' })`],
  vacuous: [1, `leadsTo(({ count }) => count === 4, ({ count }) => count === 5)`],
  'requests-without-any': [1, `everyRequestAnswered()`],
  'property-throws': [
    2,
    `always(({ count }) => { if (count === 2) throw new Error('no'); return true })`,
  ],
  'liveness-throws': [
    2,
    `eventually(({ count }) => { if (count === 2) throw new Error('no'); return false })`,
  ],
}

describe('the exit status', () => {
  const folder = mkdtempSync(join(tmpdir(), 'netsplit-status-'))
  beforeAll(() => {
    for (const [name, [, property]] of Object.entries(models)) {
      writeFileSync(join(folder, `${name}.js`), source(property))
    }
    writeFileSync(
      join(folder, 'bounded.js'),
      source('always(() => true)', 'within: ({ count }) => count < 2,'),
    )
    writeFileSync(join(folder, 'not-a-model.js'), 'export default 42\n')
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const status = async (...args: readonly string[]): Promise<number> =>
    run(['check', ...args], {
      stdout: { write: () => true },
      stderr: { write: () => true },
      cwd: folder,
      engine: engineHere,
      onInterrupt: () => () => undefined,
    })

  test.each(Object.entries(models))('of %s', async (name, [expected]) => {
    expect(await status(join(folder, `${name}.js`))).toBe(expected)
    expect(await status(join(folder, `${name}.js`), '--json')).toBe(expected)
  })

  test('of what a bound or a limit left open is 3', async () => {
    expect(await status(join(folder, 'bounded.js'))).toBe(3)
    expect(await status(join(folder, 'holds.js'), '--max-states', '2')).toBe(3)
    expect(await status(join(folder, 'liveness-holds.js'), '--max-states', '2')).toBe(3)
  })

  test('of a violation is 1, though something else was left open', async () => {
    expect(await status(join(folder, 'violated-first-of-two.js'), '--stop-at-first')).toBe(1)
  })

  test('of what is no model is 2', async () => {
    expect(await status(join(folder, 'not-a-model.js'))).toBe(2)
    expect(await status(join(folder, 'missing.js'))).toBe(2)
    expect(await status('no-such-model')).toBe(2)
  })
})

const source = (property: string, more = ''): string => `
import { machine } from 'netsplit'
export default machine({
  name: 'counter',
  initial: () => ({ count: 0 }),
  actions: {
    tick: { when: ({ count }) => count < 3, do: ({ count }) => ({ count: count + 1 }) },
  },
  ${more}
  properties: ({ always, reachable, noDeadlock, eventually, leadsTo, everyRequestAnswered }) => ({
    a: ${property},
  }),
})
`
