import { expect, test } from 'vitest'
import { engineHere } from '../../src/cli/engine-job.ts'
import { run } from '../../src/cli/run.ts'
import { reportFromJson } from '../../src/index.ts'
import type { Ended } from '../support/cli.ts'

/** Runs the command line in this process. */
const netsplit = async (line: string, ...words: readonly string[]): Promise<Ended> => {
  let stdout = ''
  let stderr = ''
  const status = await run([...line.split(' '), ...words], {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    cwd: process.cwd(),
    engine: engineHere,
    onInterrupt: () => () => undefined,
  })
  return { status, stdout, stderr }
}

const steady = (text: string): string => text.replaceAll(/^ {2}(memory|time) .*$/gm, '  $1 …')

test('a report says what walks found and where they have been, the same on two threads', async () => {
  const line = 'simulate two-phase-commit --runs 200 --seed 3'
  const alone = await netsplit(`${line} --workers 1`)
  expect(alone.status).toBe(3)
  await expect(steady(alone.stdout)).toMatchFileSnapshot('../golden/cli/simulate.txt')
  const two = await netsplit(`${line} --workers 2`)
  expect({ ...two, stdout: steady(two.stdout) }).toEqual({
    ...alone,
    stdout: steady(alone.stdout),
  })
})

test('options are obeyed, and the report can be read again', async () => {
  const { status, stdout } = await netsplit(
    'simulate dining-philosophers --set ordered=false --strategy swarm --max-steps 9 --run 5 --json --workers 1 --seed 11',
  )
  const { walks } = reportFromJson(JSON.parse(stdout))
  expect(walks).toMatchObject({ seed: 11, maxSteps: 9, strategy: 'swarm', runs: 6 })
  expect(walks?.found.every(({ run: number }) => number === 5)).toBe(true)
  expect([0, 3]).toContain(status)
})

test('only the properties that are named are judged, in threads, too', async () => {
  const line = 'simulate primary-backup --set bug=answers-early --runs 64 --json --workers'
  const found = 'a primary has all that was acknowledged'
  const answers = [await netsplit(`${line} 1`), await netsplit(`${line} 2 --property`, found)]
  const [whole, part] = answers.map(({ stdout }) => reportFromJson(JSON.parse(stdout)))
  expect(part?.properties).toHaveLength(1)
  expect(part?.properties[0]).toMatchObject({ name: found, verdict: 'violated' })
  expect(part?.leftOut).toHaveLength(3)
  // Of the whole some properties are never decided, so that all walks are taken.
  expect([whole?.walks?.runs, part?.walks?.runs]).toEqual([64, 32])
  expect(whole?.walks?.found).toEqual(expect.arrayContaining([...(part?.walks?.found ?? [])]))
  expect(part?.walks?.found).toHaveLength(1)
})

test('a property that there is not is refused, with the one that may be meant', async () => {
  const line = 'simulate primary-backup --property'
  const { status, stderr, stdout } = await netsplit(line, 'there is one primary at mots')
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toContain("did you mean 'there is one primary at most'?")
})

test('walks end in time', async () => {
  const { stdout } = await netsplit('simulate paxos --seconds 0.5 --workers 1 --json')
  const report = reportFromJson(JSON.parse(stdout))
  expect(report.incomplete?.kind).toBe('seconds')
})

test.each([
  ['--seed', '-1'],
  ['--runs', '0'],
  ['--max-steps', 'many'],
  ['--seconds', '0'],
  ['--strategy', 'drunk'],
])('%s %s is refused with a way out', async (option, value) => {
  const { status, stderr } = await netsplit(`simulate paxos ${option} ${value}`)
  expect(status).toBe(2)
  expect(stderr).toContain(option)
  expect(stderr).toContain('mend:')
})
