import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderWith, netsplit } from '../../support/cli.ts'

/* Commands that check something, where what is around them is odd: no verdict is lost by it. */

const broken = `import { machine } from 'netsplit'
export default machine({
  name: 'counter',
  initial: () => ({ n: 0 }),
  actions: { count: { when: ({ n }) => n < 3, do: (state) => void (state.n += 1) } },
  properties: ({ always }) => ({ 'it stays low': always(({ n }) => n < 2) }),
})
`

test('a violation in a file with signs of URLs in its name is told with its line', async () => {
  const name = '50% a#b.ts'
  const cwd = folderWith({ [name]: broken })
  const { status, stdout } = await netsplit(['check', name, '--json'], { cwd })
  expect(status).toBe(1)
  const { properties } = JSON.parse(stdout) as { properties: object[] }
  expect(properties).toMatchObject([{ verdict: 'violated', source: { file: name, line: 6 } }])
})

test('a value that a model cannot be made with is not blamed on others', async () => {
  const text = broken
    .replace(
      'export default machine',
      "export const parameters = { top: 1 }\nexport default ({ top }) => { if (top === 2) throw new Error('two'); return machine",
    )
    .replace(/\}\)\n$/, '})}\n')
  const cwd = folderWith({ 'counter.mjs': text })
  const { status, stdout } = await netsplit(['check', 'counter.mjs', '--set', 'top=1..3'], { cwd })
  expect(status).toBe(2)
  expect(stdout).toContain('3 checks: 2 not as expected, 1 with a mistake.')
})

test('a configuration that ends the program is no success', async () => {
  const cwd = folderWith({ 'counter.ts': broken, 'netsplit.config.mjs': 'process.exit(0)' })
  const { status, stderr } = await netsplit(['check', 'counter.ts'], { cwd })
  expect(status).toBe(2)
  expect(stderr).toContain('The configuration ended the program')
})

test('a summary that cannot be written is told before the check', async () => {
  const cwd = folderWith({ 'counter.ts': broken })
  const { status, stderr } = await netsplit(['check', 'counter.ts', '--reporter', 'github'], {
    cwd,
    env: { GITHUB_STEP_SUMMARY: '/nowhere/summary.md' },
  })
  expect(status).toBe(2)
  expect(stderr).toContain('its folder does not exist')
})

test.each([
  [['--reporter', 'junit=counter.ts'], 'would write over the model counter.ts'],
  [
    ['--reporter', 'junit=out', '--reporter', 'sarif=./out'],
    'would write over what --reporter junit writes',
  ],
  [['--flip', '--reporter', 'markdown'], 'tells of --flip'],
])('%j is refused, and nothing is written', async (options, message) => {
  const cwd = folderWith({ 'counter.ts': broken })
  const { status, stderr } = await netsplit(['check', 'counter.ts', ...options], { cwd })
  expect(status).toBe(2)
  expect(stderr).toContain(message)
  expect(readFileSync(join(cwd, 'counter.ts'), 'utf8')).toBe(broken)
})
