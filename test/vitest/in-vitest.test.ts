import { readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { check } from '../../src/index.ts'
import { renderTrace } from '../../src/render/trace-text.ts'
import { root } from '../support/documents.ts'
import { vitestIn } from '../support/vitest-in.ts'
import { folderWith } from '../support/cli.ts'
import { describeSystem } from '../../src/vitest/describe-system.ts'
import { sound, surprising } from './project/models.ts'

/*
 * netsplit/vitest, in a vitest of its own: what its tests are called, which of them fail, and with what.
 */

interface TestResult {
  readonly ancestorTitles: readonly string[]
  readonly title: string
  readonly status: 'passed' | 'failed' | 'skipped'
  readonly failureMessages: readonly string[]
}

const project = path.join(root, 'test/vitest/project')

/** Runs the project's tests. @returns their results, by suite and name */
const run = async (...args: readonly string[]): Promise<ReadonlyMap<string, TestResult>> => {
  const outputFile = path.join(folderWith({}), 'results.json')
  await vitestIn(project, ['--reporter=json', `--outputFile=${outputFile}`, ...args])
  const { testResults } = JSON.parse(readFileSync(outputFile, 'utf8')) as {
    testResults: readonly { assertionResults: readonly TestResult[] }[]
  }
  const results = testResults.flatMap(({ assertionResults }) => assertionResults)
  return new Map(results.map((it) => [[...it.ancestorTitles, it.title].join(' > '), it]))
}

/** The tests of a suite, in order, with what became of them. */
const suite = (results: ReadonlyMap<string, TestResult>, name: string): readonly string[] =>
  [...results.values()]
    .filter(({ ancestorTitles }) => ancestorTitles[0] === name)
    .map(({ title, status }) => `${title}: ${status}`)

/** What a test failed with. */
const messageOf = (results: ReadonlyMap<string, TestResult>, name: string): string =>
  results.get(name)?.failureMessages.join('\n') ?? ''

let results: ReadonlyMap<string, TestResult> = new Map()

beforeAll(async () => {
  results = await run()
})

describe('describeSystem', () => {
  test('makes a test of the check and one of each property, which pass where all is as expected', () => {
    expect(suite(results, 'sound')).toEqual([
      'is checked to the end: passed',
      'it stays below four: passed',
      'it gets to three: passed',
      'it never gets to two: passed',
    ])
  })

  test('fails where a property is violated, not reachable or says nothing', () => {
    expect(suite(results, 'lamp')).toEqual([
      'is checked to the end: passed',
      'the lamp can be lit: passed',
      'the lamp can be lit from the start: failed',
      'in the end the lamp does what the button says: failed',
      'a third press is heard: failed',
    ])
    expect(messageOf(results, 'lamp > a third press is heard')).toContain('it says nothing')
  })

  test('tells the whole run, and nothing else', async () => {
    const name = 'in the end the lamp does what the button says'
    const { properties } = await check(surprising)
    const property = properties.find((it) => it.name === name)
    if (!property?.trace) throw new Error('there is no run')
    const told = renderTrace(property.trace, property, { columns: 80, colour: false })
    expect(messageOf(results, `lamp > ${name}`)).toBe(told.trimEnd())
  })

  test('takes a module and sets its parameters', () => {
    expect(suite(results, 'counter steps=3 name=counter')).toEqual([
      'is checked to the end: passed',
      'it never gets to four: passed',
    ])
    expect(suite(results, 'longer steps=4 name=counter')).toEqual([
      'is checked to the end: passed',
      'it never gets to four: failed',
    ])
  })

  test('ends a check at its time-out, tells what is known, and passes nothing that is open', () => {
    expect(suite(results, 'endless')).toEqual([
      'is checked to the end: failed',
      'it never gets to two: failed',
      'it counts: failed',
    ])
    const partial = messageOf(results, 'endless > is checked to the end')
    expect(partial).toMatch(/✗ violated +it never gets to two/)
    expect(partial).toMatch(/… incomplete +it counts/)
    expect(partial).toContain('Incomplete: the check took longer than its time-out of 0.5 s')
    expect(partial).toMatch(/^ {2}states +[\d,]+ distinct$/m)
    expect(messageOf(results, 'endless > it never gets to two')).toContain('state: 1 → 2')
  })

  test.each([Number.NaN, -1])('refuses a time-out of %s', (timeout) => {
    expect(() => describeSystem(sound, { timeout })).toThrow(`timeout cannot be ${timeout}`)
  })

  test('refuses an option that it does not have, before anything is checked', () => {
    const misspelt = { timout: 1_000 } as object
    expect(() => describeSystem(sound, misspelt)).toThrow("did you mean 'timeout'?")
  })

  test('knows checks without a time-out', () => {
    expect(suite(results, 'unhurried')[0]).toBe('is checked to the end: passed')
  })

  test('tells a mistake in a model once, with the run to it', () => {
    expect(suite(results, 'mistaken')).toEqual([
      'is checked to the end: failed',
      'it counts: skipped',
      'it stays small: skipped',
    ])
    const told = messageOf(results, 'mistaken > is checked to the end')
    expect(told).toMatch(/^A handler threw RangeError: too many$/m)
    expect(told).toMatch(/^ {2}mend: /m)
    expect(told).toContain('state: 1 → 2')
  })

  test('has every property checked also where it is run alone, and fails again when tried again', async () => {
    const alone = await run('describe', '-t', 'it counts', '--retry=2')
    expect(alone.get('endless > it counts')?.status).toBe('failed')
    expect(alone.get('mistaken > it counts')?.status).toBe('failed')
    expect(messageOf(alone, 'mistaken > it counts')).toContain('A handler threw')
  })
})

describe('toBeAsExpected', () => {
  test.each([
    ['a sound system', 'passed', ''],
    ['a sound system is not', 'failed', 'Every property came out as its model expects.'],
    ['a surprising system', 'failed', 'in flight: nothing'],
    ['a surprising system is not', 'passed', ''],
    ['a report', 'passed', ''],
    ['a surprising report', 'failed', 'in flight: nothing'],
    ['a module', 'passed', ''],
    ['a module, set', 'failed', 'state: 3 → 4'],
    ['a module, set to what it has not', 'failed', "did you mean 'steps'?"],
    ['a limit', 'failed', 'the limit of 3 states was reached'],
    ['a limit is not', 'failed', 'the limit of 3 states was reached'],
    ['a time-out', 'failed', 'not violated in what was explored'],
    ['a mistake', 'failed', 'A handler threw RangeError: too many'],
    ['a mistake is not', 'failed', 'A handler threw RangeError: too many'],
    ['a number', 'failed', 'The test was given 1, not a system'],
  ])('on %s: %s', (name, status, message) => {
    expect(results.get(name)?.status).toBe(status)
    expect(messageOf(results, name)).toContain(message)
  })
})
