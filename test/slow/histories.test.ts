import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { specifications } from '../../src/history/specifications.ts'
import { folderWith, netsplit } from '../support/cli.ts'
import { expectSameVerdicts } from '../support/history-agreement.ts'

/*
 * The comparison of test/history/agreement.test.ts on ten thousand histories of each object: some minutes.
 */

describe.each(Object.entries(specifications))('histories of a %s', (_, specOf) => {
  test('are linearizable exactly where one of all orders is allowed', async () => {
    const counts = await expectSameVerdicts(specOf(), { numRuns: 10_000, most: 7 })
    expect(counts.linearizable).toBeGreaterThan(2000)
    expect(counts.violated).toBeGreaterThan(500)
    expect(counts.incomplete).toBeGreaterThan(2000)
  }, 1_200_000)
})

describe('a history that is too large', () => {
  const pairs = Array.from({ length: 1000 }, (_, at) => [
    JSON.stringify({ process: at % 10, type: 'invoke', f: 'write', value: at }),
    JSON.stringify({ process: at % 10, type: 'ok', f: 'write', value: at }),
  ])
  const piece = `${pairs.flat().join('\n')}\n`
  const folder = folderWith({ log: '', noise: '' })
  const ask = (file: string, env = {}) =>
    netsplit(['history', file, '--spec', 'register', '--max-memory', '250m'], { cwd: folder, env })

  test('is undecided, whether the limit or V8 gives it less', async () => {
    const file = join(folder, 'log')
    for (let at = 0; at < 1500; at++) appendFileSync(file, piece)
    const tight = { NODE_OPTIONS: '--max-old-space-size=200' }
    for (const env of [{}, tight]) {
      expect(await ask('log', env)).toMatchObject({
        status: 3,
        stderr: '',
        stdout: expect.stringMatching(
          /^log {2}1,?500,?000 operations[^?]*\? undecided; memory ran out/,
        ) as string,
      })
    }
  })

  test('is refused where its last line is torn', async () => {
    appendFileSync(join(folder, 'log'), '{"process": 3, "type": "inv')
    const { status, stderr } = await ask('log')
    expect(status).toBe(2)
    expect(stderr).toContain('line 3000001')
    expect(stderr).toContain('not the whole of it')
  })

  test('is refused where it is none, without being read to its end', async () => {
    const file = join(folder, 'noise')
    for (let at = 0; at < 200; at++) appendFileSync(file, 'x'.repeat(2 ** 20))
    const { status, stderr } = await ask('noise')
    expect(status).toBe(2)
    expect(stderr).toContain('line 1')
  })
})
