import { readFileSync } from 'node:fs'
import { describe, test } from 'vitest'
import { folderWith, netsplit } from '../../support/cli.ts'

/** The task of the document, as a reader would copy it. */
const game = (): string => {
  const text = readFileSync(new URL('../../../docs/impossibility.md', import.meta.url), 'utf8')
  return /```ts\n(import[^`]*)```/.exec(text)?.[1] ?? ''
}

describe("a user's own task", () => {
  test("the document's example is answered from a file", async ({ expect }) => {
    const { status, stdout, stderr } = await netsplit(['impossible', 'game.ts'], {
      cwd: folderWith({ 'game.ts': game() }),
    })
    expect(stderr).toBe('')
    expect(stdout).toContain('IMPOSSIBLE: no protocol exists.')
    expect(status).toBe(0)
  })

  test.for([
    { source: 'export default 5', message: 'The file exports no task' },
    {
      source: 'export default { name: "t", nodes: [] }',
      message: 'The task does not make sense: task "t": nodes is empty',
    },
    { source: 'export default {', message: 'bad.ts' },
  ])('$source is refused', async ({ source, message }, { expect }) => {
    const { status, stdout, stderr } = await netsplit(['impossible', 'bad.ts'], {
      cwd: folderWith({ 'bad.ts': source }),
    })
    expect(status).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain(message)
    expect(stderr).not.toContain('    at ')
  })
})
