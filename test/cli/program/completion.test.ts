import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { expect, test } from 'vitest'
import { folderWith, netsplit, program } from '../../support/cli.ts'

const folder = folderWith({ 'two words.ts': '', 'twin.ts': '' })
mkdirSync(join(folder, 'bin'))
symlinkSync(program, join(folder, 'bin/netsplit'))

/** What bash makes of a command line whose last word is being written. */
const completed = (script: string, ...line: readonly string[]): readonly string[] => {
  const steps = [
    script,
    'COMP_WORDS=(netsplit "$@"); COMP_CWORD=$#',
    // As bash itself finds the function.
    'read -r _ _ name _ < <(complete -p netsplit)',
    '"$name" netsplit "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"',
    'printf "%s\\n" "${COMPREPLY[@]}"',
  ].join('\n')
  const { NODE_OPTIONS: _, ...env } = process.env
  const PATH = `${join(folder, 'bin')}${delimiter}${env['PATH'] ?? ''}`
  const printed = execFileSync('bash', ['-c', steps, 'bash', ...line], {
    cwd: folder,
    env: { ...env, PATH },
    encoding: 'utf8',
  })
  return printed.split('\n').filter((it) => it !== '')
}

test('bash completes commands, options, models, and paths', async () => {
  const { stdout: script } = await netsplit(['completion', 'bash'])
  expect(completed(script, 'sim')).toEqual(['simulate'])
  expect(completed(script, 'check', 'paxos', '--max-')).toEqual([
    '--max-states',
    '--max-memory',
    '--max-seconds',
  ])
  expect(completed(script, 'check', 'tw').toSorted()).toEqual([
    'twin.ts',
    'two words.ts',
    'two-generals',
    'two-phase-commit',
    'two-phase-commit-crashes',
    'two-phase-locking',
  ])
  expect(completed(script, 'check', '--reporter', 'junit', '=', 'twi')).toEqual(['twin.ts'])
  expect(completed(script, 'check', '--disk', 'b')).toEqual(['bin'])
})
