import type { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { bundled } from '../../models/bundled.ts'
import { fitting } from '../../src/cli/complete.ts'
import { engineHere } from '../../src/cli/engine-job.ts'
import { program } from '../../src/cli/program.ts'
import { netsplitHere } from '../support/command.ts'
import { root } from '../support/documents.ts'

const sink = { write: () => undefined }
const main: Command = program(
  {
    stdout: sink,
    stderr: sink,
    cwd: root,
    engine: engineHere,
    onInterrupt: () => () => undefined,
  },
  () => undefined,
)

const words = (...typed: readonly string[]): readonly string[] =>
  fitting(main, typed).words.map(([word]) => word)

const names = bundled.map(({ name }) => name)

describe('what fits', () => {
  test('every command that the help lists, and every option of each', async () => {
    const { stdout: help } = await netsplitHere(['--help'])
    const listed = [...help.matchAll(/^ {2}([a-z]+) .*?(?: {2,}|\n)/gm)].map(([, name]) => name)
    const commands = words('')
    expect(commands).toContain('check')
    expect(listed).toEqual(expect.arrayContaining([...commands]))
    for (const name of commands.filter((it) => it !== 'help')) {
      const told = (await netsplitHere([name, '--help'])).stdout
      const options = [...told.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, it]) => it)
      expect([name, ...words(name, '-')]).toEqual([name, ...options])
    }
  })

  test.each([
    { typed: ['check', 'two-phase-'], fits: names.filter((it) => it.startsWith('two-phase-')) },
    { typed: ['new', 'a', '--from', 'raft'], fits: ['raft', 'raft-membership'] },
    { typed: ['simulate', '--strategy', 'p'], fits: ['pct'] },
    { typed: ['simulate', '--strategy=p'], fits: ['pct'] },
    { typed: ['check', '--reporter', '=', 'g'], fits: ['github'] },
    { typed: ['check', '--no-reduction', 'sym'], fits: ['symmetry'] },
    { typed: ['history', 'log.jsonl', '--spec', 'cas'], fits: ['casRegister'] },
    { typed: ['impossible', 'ca'], fits: ['cap'] },
    { typed: ['completion', ''], fits: ['bash', 'zsh', 'fish'] },
    { typed: ['help', 'sim'], fits: ['simulate'] },
    { typed: ['check', '--max-states', ''], fits: [] },
    { typed: ['check', '--json', 'die'], fits: ['die-hard'] },
    { typed: ['chekc', ''], fits: words('') },
  ])('$typed', ({ typed, fits }) => {
    expect(words(...typed)).toEqual(fits)
  })

  test.each([
    { typed: ['check', ''], paths: 'files' },
    { typed: ['check', '--html', ''], paths: 'files' },
    { typed: ['check', '--disk', ''], paths: 'folders' },
    { typed: ['check', '--reporter', 'junit', '=', ''], paths: 'files' },
    { typed: ['check', '--max-states', ''], paths: 'none' },
    { typed: ['new', ''], paths: 'none' },
  ])('$typed: $paths', ({ typed, paths }) => {
    expect(fitting(main, typed).paths).toBe(paths)
  })
})
