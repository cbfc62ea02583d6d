import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { folderWith } from '../support/cli.ts'
import { vitestIn } from '../support/vitest-in.ts'

/*
 * Runs as inline snapshots, in a project of their own: what vitest writes into the test's file.
 */

/** A counter that is told a few odd things, so that quotes and templates need care. */
const model = (limit: number): string => `
import { machine } from 'netsplit'

export default machine({
  name: 'counter',
  initial: () => ({ count: 0, note: '' }),
  actions: {
    'tick \`once\`': {
      when: ({ count }) => count < ${limit},
      do: ({ count }) => ({ count: count + 1, note: '\${count}\\\\' }),
    },
  },
  properties: ({ never, always }) => ({
    'it never ends': never(({ count }) => count === ${limit}),
    'it counts': always(({ count }) => count >= 0),
  }),
})
`

const tests = `
import { check, explore, propertyOf } from 'netsplit'
import 'netsplit/vitest'
import { expect, test } from 'vitest'
import counter from './counter.ts'

test('the run', async () => {
  const property = propertyOf(await check(counter), 'it never ends')
  expect(property).toMatchTraceInlineSnapshot()
  expect(1).toMatchInlineSnapshot(\`1\`)
})

test('a walk', () => {
  expect(explore(counter).at('0.0').trace).toMatchTraceInlineSnapshot(\`what was\`)
})
`

const wrong = `
import { check, propertyOf } from 'netsplit'
import 'netsplit/vitest'
import { expect, test } from 'vitest'
import counter from './counter.ts'

test('without a run', async () => {
  expect(propertyOf(await check(counter), 'it counts')).toMatchTraceInlineSnapshot()
})

test('no run at all', () => {
  expect(counter.name).toMatchTraceInlineSnapshot()
})
`

let folder = ''
const read = (): string => readFileSync(path.join(folder, 'runs.test.ts'), 'utf8')

beforeAll(() => {
  folder = folderWith({ 'counter.ts': model(2), 'runs.test.ts': tests, 'wrong.test.ts': wrong })
})

test('vitest writes a run into the file, and rewrites one', async () => {
  const printed = await vitestIn(folder, ['runs', '-u'])
  expect(printed).toContain('2 passed')
  expect(read()).toMatchInlineSnapshot(`
    "
    import { check, explore, propertyOf } from 'netsplit'
    import 'netsplit/vitest'
    import { expect, test } from 'vitest'
    import counter from './counter.ts'

    test('the run', async () => {
      const property = propertyOf(await check(counter), 'it never ends')
      expect(property).toMatchTraceInlineSnapshot(\`
        ✗ it never ends
          Violated. A shortest run that violates it: 2 steps.

              At the start
                count: 0, note: ""

          1   tick \\\`once\\\`
                count: 0 → 1
                note: "" → "\\\${count}\\\\\\\\"
          2   tick \\\`once\\\`
                count: 1 → 2

          ✗ After step 2 the property is violated. What it sees:
              count = 2
      \`)
      expect(1).toMatchInlineSnapshot(\`1\`)
    })

    test('a walk', () => {
      expect(explore(counter).at('0.0').trace).toMatchTraceInlineSnapshot(\`
        A run: 1 step

              At the start
                count: 0, note: ""

          1   tick \\\`once\\\`
                count: 0 → 1
                note: "" → "\\\${count}\\\\\\\\"
      \`)
    })
    "
  `)
})

test('the same run passes, and nothing is written', async () => {
  const before = read()
  expect(await vitestIn(folder, ['runs'])).toContain('2 passed')
  expect(read()).toBe(before)
})

test('another run fails with what differs, until it is taken over', async () => {
  writeFileSync(path.join(folder, 'counter.ts'), model(3))
  const printed = await vitestIn(folder, ['runs'])
  expect(printed).toContain('1 failed | 1 passed')
  expect(printed).toContain('-   Violated. A shortest run that violates it: 2 steps.')
  expect(printed).toContain('+   Violated. A shortest run that violates it: 3 steps.')
  expect(await vitestIn(folder, ['runs', '-u'])).toContain('2 passed')
  expect(read()).toContain('A shortest run that violates it: 3 steps.')
})

test('says what is missing where there is no run', async () => {
  const printed = await vitestIn(folder, ['wrong'])
  expect(printed).toContain('2 failed')
  expect(printed).toContain("Of the property 'it counts' there is no run: it is holds")
  expect(printed).toContain('A run is wanted, not "counter"')
})
