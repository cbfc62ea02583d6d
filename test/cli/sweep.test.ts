import { describe, expect, test } from 'vitest'
import type { Engine } from '../../src/cli/engine-contract.ts'
import { combinationsOf, parseShard, shardOf } from '../../src/cli/sweep.ts'
import { ModelError } from '../../src/value/model-error.ts'
import { netsplitHere, timeless } from '../support/command.ts'

const never: Engine = () => Promise.reject(new Error('nothing is to be checked'))

describe('what parameters are set to', () => {
  test('a range and a list stand for each of their values, in all combinations', () => {
    const sets = combinationsOf([
      ['servers', '2..3'],
      ['bug', 'none'],
      ['network', 'fifo,bag'],
    ])
    expect(sets.map((set) => set.map(([, text]) => text).join(' '))).toEqual([
      '2 none fifo',
      '2 none bag',
      '3 none fifo',
      '3 none bag',
    ])
    expect(combinationsOf([])).toEqual([[]])
    expect(combinationsOf([['n', '-1..1,5']]).map(([set]) => set?.[1])).toEqual([
      '-1',
      '0',
      '1',
      '5',
    ])
    // No ranges: a fraction, a version, a path.
    expect(combinationsOf([['n', '1.5..2']])).toHaveLength(1)
    expect(combinationsOf([['path', '../models']])).toHaveLength(1)
  })

  test('of one that is set twice the last counts', () => {
    expect(
      combinationsOf([
        ['n', '1..9'],
        ['n', '4'],
      ]),
    ).toEqual([[['n', '4']]])
  })

  test.each([
    [['n', '5..1']],
    [['n', '1..1000000']],
    [
      ['n', '1..200'],
      ['m', '1..200'],
    ],
  ] as const)('%j is refused', (...settings) => {
    expect(() => combinationsOf(settings.map(([name, text]) => [name, text]))).toThrow(ModelError)
  })
})

describe('shards', () => {
  test.each([1, 2, 3, 7, 20])('of %i parts each check is in one', (of) => {
    const all = Array.from({ length: 13 }, (_, at) => at)
    const parts = Array.from({ length: of }, (_, at) => shardOf(all, { part: at + 1, of }))
    expect(parts.flat().toSorted((a, b) => a - b)).toEqual(all)
    const sizes = parts.map(({ length }) => length)
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
  })

  test.each(['3/2', '0/2', '1', '1/0', 'a/b', '-1/2', '1/2/3'])('%s is none', async (text) => {
    expect(() => parseShard(text)).toThrow(ModelError)
    const ended = await netsplitHere(['check', 'paxos', `--shard=${text}`], { engine: never })
    expect(ended).toMatchObject({ status: 2, stdout: '' })
    expect(ended.stderr).toContain('--shard 1/3')
  })

  test('do a part of the checks each', async () => {
    const args = ['check', 'two-phase-commit', 'die-hard', '--shard', '2/2', '--json']
    const ended = await netsplitHere(args)
    expect(JSON.parse(ended.stdout)).toMatchObject({ checks: [{ asked: 'die-hard' }] })
  })

  test('a part of nothing is as expected, and says so', async () => {
    const ended = await netsplitHere(['check', 'paxos', '--shard', '2/2'], { engine: never })
    expect(ended.status).toBe(0)
    expect(ended.stderr).toBe('netsplit: there is no check in this shard\n')
  })
})

describe('a sweep', () => {
  const sweep = ['check', 'two-phase-commit', '--set', 'participants=1..3']

  test('has a row for each set of parameters', async () => {
    const ended = await netsplitHere(sweep)
    expect(ended.status).toBe(0)
    const table = ended.stdout.slice(ended.stdout.lastIndexOf('Checks\n'))
    await expect(timeless(table)).toMatchFileSnapshot('../golden/cli/sweep.txt')
  })

  test('as JSON has what was set', async () => {
    const { checks } = JSON.parse((await netsplitHere([...sweep, '--json'])).stdout) as {
      checks: { set: object; report: { parameters: object; states: { distinct: number } } }[]
    }
    expect(checks.map(({ set }) => set)).toEqual([
      { participants: '1' },
      { participants: '2' },
      { participants: '3' },
    ])
    expect(checks.map(({ report }) => report.parameters)).toEqual([
      { participants: 1 },
      { participants: 2 },
      { participants: 3 },
    ])
    expect(checks.at(-1)?.report.states.distinct).toBe(288)
  })

  test('checks no value twice', async () => {
    const ended = await netsplitHere(['check', 'two-phase-commit', '--set', 'participants=1..2,2'])
    expect(ended.stdout).toContain('2 checks: 2 as expected.')
  })

  test('over a parameter that does not exist is told once', async () => {
    const ended = await netsplitHere(['check', 'two-phase-commit', '--set', 'participant=1..3'])
    expect(ended.status).toBe(2)
    expect(ended.stderr.match(/^error:/gm)).toHaveLength(1)
    expect(ended.stderr).toContain("did you mean 'participants'?")
    expect(ended.stdout).toContain('3 checks: 3 with a mistake.')
  })

  test('goes on after a value that the model cannot be made with', async () => {
    const ended = await netsplitHere(['check', 'two-phase-commit', '--set', 'participants=0..2'])
    expect(ended.status).toBe(2)
    expect(ended.stdout).toContain('3 checks: 2 as expected, 1 with a mistake.')
  })
})

describe('--property', () => {
  const agree = 'no two participants decide differently'

  test('judges only what it names, and the report says what was left out', async () => {
    const args = ['check', 'two-phase-commit', '--property', agree, '--set', 'participants=2']
    const ended = await netsplitHere(args)
    expect(ended.status).toBe(0)
    const text = ended.stdout.replaceAll(/^ {2}(memory|time) .*$/gm, '  $1')
    await expect(text).toMatchFileSnapshot('../golden/cli/property.txt')
    const json = JSON.parse((await netsplitHere([...args, '--json'])).stdout) as object
    expect(json).toMatchObject({
      properties: [{ name: agree, verdict: 'holds' }],
      leftOut: ['all can commit', 'all can abort'],
    })
  })

  test('may be given several times, in any order, and then nothing need be left out', async () => {
    const names = ['all can abort', agree, 'all can commit']
    const args = ['check', 'two-phase-commit', '--json']
    const { stdout } = await netsplitHere([
      ...args,
      ...names.flatMap((name) => ['--property', name]),
    ])
    const whole = JSON.parse((await netsplitHere(args)).stdout) as { properties: object }
    const some = JSON.parse(stdout) as { properties: object }
    expect(some.properties).toEqual(whole.properties)
    expect(some).not.toHaveProperty('leftOut')
  })

  test('that is misspelt is told with what was meant', async () => {
    const ended = await netsplitHere(['check', 'two-phase-commit', '--property', 'all can comit'])
    expect(ended).toMatchObject({ status: 2, stdout: '' })
    expect(ended.stderr).toContain("did you mean 'all can commit'?")
  })
})

const chartIn = (text: string): string => text.slice(text.indexOf('States, on a'))

describe('the chart of a sweep', () => {
  test('shows how states grow, with a bar for each check', async () => {
    const { stdout } = await netsplitHere(['check', 'die-hard', 'two-generals'])
    expect(stdout).not.toContain('logarithmic')
    const swept = await netsplitHere(['check', 'two-phase-commit', '--set', 'participants=1..4'])
    expect(timeless(chartIn(swept.stdout))).toMatchInlineSnapshot(`
      "States, on a logarithmic scale
        participants=1  ▇▇▇▇▇ 12
        participants=2  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇ 56
        participants=3  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇ 288
        participants=4  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇ 1,568
      Time, likewise
        participants=1  <time>
        participants=2  <time>
        participants=3  <time>
        participants=4  <time>

      4 checks: 4 as expected.
      "
    `)
  })

  test.each([
    [
      ['--max-states', '100'],
      [/^12$/, /^56$/, /^≥ 100$/],
    ],
    [
      ['--property', 'all can abort'],
      [/^≥ /, /^≥ /, /^≥ /],
    ],
  ])('says at least where the search ended early, %j', async (args, expected) => {
    const settings = ['--set', 'participants=1..3', ...args]
    const { stdout } = await netsplitHere(['check', 'two-phase-commit', ...settings])
    const told = chartIn(stdout).split('\n').slice(1, 4)
    expect(told.map((line) => line.replace(/^.*▇ /, ''))).toEqual(
      expected.map((it) => expect.stringMatching(it)),
    )
  })
})
