import { expect, test } from 'vitest'
import { cutShort } from '../../src/cli/engine-contract.ts'
import { MutantMember } from '../../src/cli/mutant-crew.ts'
import { judgeMutants, type Course } from '../../src/cli/mutate-run.ts'
import { plainJob } from '../../src/cli/plain-job.ts'
import { ModelError } from '../../src/value/model-error.ts'
import { netsplitHere } from '../support/command.ts'

test('a process for mutants that is ended while it starts is no bug, and no other is started then', async () => {
  const member = new MutantMember(2 ** 30)
  const order = { job: plainJob('die-hard'), files: {}, changed: 'file:///none.ts' }
  const coming = member.check(order, 60_000)
  member.end()
  expect(await coming).toEqual({ kind: 'ended', how: 'SIGKILL' })
  expect(await member.check(order, 60_000)).toEqual({ kind: 'ended', how: 'SIGKILL' })
})

const notLoaded = new ModelError('bad-model-file', {
  what: 'The model was interrupted before it had loaded',
  fix: 'none',
})

test.each([
  ['while it searches', {}],
  ['before the model has loaded', { engine: () => Promise.reject(notLoaded) }],
])('Ctrl-C in the check of the model itself blames nobody, and is told: %s', async (_, engine) => {
  const { status, stdout, stderr } = await netsplitHere(['mutate', 'raft', '--json'], {
    ...engine,
    onInterrupt: (listener) => {
      listener()
      return () => undefined
    },
  })
  expect(status).toBe(3)
  expect(stderr).toBe(
    'netsplit: The check of the model itself was interrupted: no mutant was checked\n',
  )
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'interrupted' } })
})

test('a mutant that does not parse is a bug of ours, and no kill', async () => {
  const mutant = { label: 'a.ts', line: 1, column: 7, what: 'a change', diff: [], text: 'const =' }
  const course: Course = {
    job: plainJob('a.ts'),
    files: [{ label: 'a.ts', text: 'const a = 1', imports: {}, url: 'file:///a.ts' }],
    original: cutShort({ model: 'a', parameters: {}, properties: [] }, null, {
      kind: 'states',
      reason: '',
    }),
    maxSeconds: 1,
    workers: 1,
    signal: new AbortController().signal,
    onJudged: () => undefined,
  }
  await expect(judgeMutants([mutant], course)).rejects.toMatchObject({
    stack: expect.stringContaining('a mutant does not parse (a.ts:1:7, a change)'),
  })
})

test('what is wrong with a model is told where nobody interrupted', async () => {
  const { status, stderr } = await netsplitHere(['mutate', 'raft'], {
    engine: () => Promise.reject(notLoaded),
  })
  expect(status).toBe(2)
  expect(stderr).toContain(notLoaded.what)
})
