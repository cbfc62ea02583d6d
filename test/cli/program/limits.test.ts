import type { ChildProcess } from 'node:child_process'
import { describe, test } from 'vitest'
import { folderWith, netsplit, transcript } from '../../support/cli.ts'

const machine = (action: string): string => `
import { machine } from 'netsplit'
console.error('running')
export default machine({
  name: 'counter',
  initial: () => ({ name: 'c', count: 0 }),
  actions: { tick: (state) => { ${action} } },
  properties: ({ always }) => ({ 'counts up': always(({ count }) => count >= 0) }),
})
`
const shouting = `
import { role, system, unordered } from 'netsplit'
const place = role({ initial: () => 0, internal: { step: (at) => (at + 1) % 12 } })
export default system({
  name: 'shouting',
  nodes: {
    a: role({
      initial: () => null,
      start: (_, { setTimer }) => setTimer('again'),
      timeout: { again: (_, { send, setTimer }) => { send('b', { type: 'hi' }); setTimer('again') } },
    }),
    b: role({ initial: () => ({ on: false }), receive: (state) => { state.on = !state.on } }),
    c: place,
    d: place,
  },
  network: unordered(),
  properties: ({ always }) => ({ safe: always(({ nodes }) => nodes.a === null) }),
})
`
const diverging = folderWith({ 'model.ts': shouting })
const endless = folderWith({ 'model.ts': machine('state.count += 1') })
const hanging = folderWith({ 'model.ts': machine('for (;;) {}') })
const greedy = folderWith({
  'model.ts': machine('const all: number[] = []; for (;;) all.push(all.length)'),
})

describe('a search that cannot end', () => {
  test.concurrent('under --max-states: says which component grows, status 3', async ({
    expect,
  }) => {
    const args = ['check', 'model.ts', '--max-states', '1000']
    const ended = await netsplit(args, { cwd: endless })
    expect(ended.status).toBe(3)
    await expect(transcript(args, ended, endless)).toMatchFileSnapshot(
      '../../golden/cli/endless-max-states.txt',
    )
  })

  test.concurrent('under --max-memory: an orderly end, status 3', async ({ expect }) => {
    const ended = await netsplit(['check', 'model.ts', '--max-memory', '150m', '--json'], {
      cwd: endless,
    })
    expect(ended).toMatchObject({ status: 3, stderr: 'running\n' })
    expect(JSON.parse(ended.stdout)).toMatchObject({
      verdict: 'incomplete',
      incomplete: {
        reason: 'the memory limit was reached',
        growth: [{ component: expect.stringContaining('count') }],
      },
    })
  })

  test.concurrent('a handler that takes memory without end: what is known, status 3', async ({
    expect,
  }) => {
    const ended = await netsplit(['check', 'model.ts', '--max-memory', '200m', '--json'], {
      cwd: greedy,
    })
    expect(ended).toMatchObject({ status: 3, stderr: 'running\n' })
    expect(JSON.parse(ended.stdout)).toMatchObject({
      model: 'counter',
      verdict: 'incomplete',
      incomplete: { reason: 'memory ran out' },
      properties: [{ name: 'counts up', verdict: 'incomplete' }],
    })
  })
})

describe('messages that pile up without end', () => {
  test.concurrent('are told of at once, and the search ends after a while, status 3', async ({
    expect,
  }) => {
    const args = ['check', 'model.ts']
    const ended = await netsplit(args, { cwd: diverging })
    await expect(transcript(args, ended, diverging)).toMatchFileSnapshot(
      '../../golden/cli/diverging.txt',
    )
  })

  test.concurrent('--keep-going: the search goes on, to a limit', async ({ expect }) => {
    const args = ['check', 'model.ts', '--keep-going', '--max-memory', '200m', '--json']
    const { status, stdout } = await netsplit(args, { cwd: diverging })
    expect(status).toBe(3)
    expect(JSON.parse(stdout)).toMatchObject({ ended: 'memory', incomplete: { divergence: {} } })
  })
})

/** Sends signals to the program once its model has said that it runs, and then at intervals. */
const signals =
  (...names: readonly NodeJS.Signals[]) =>
  (child: ChildProcess): void => {
    child.stderr?.once('data', () => {
      names.forEach((name, index) => setTimeout(() => child.kill(name), 1500 * (index + 1)))
    })
  }

describe('Ctrl-C', () => {
  test.concurrent.for(['SIGINT', 'SIGTERM'] as const)(
    '%s ends a check with what is known so far, status 3',
    async (name, { expect }) => {
      const ended = await netsplit(['check', 'model.ts', '--json'], {
        cwd: endless,
        meanwhile: signals(name),
      })
      expect(ended).toMatchObject({ status: 3, stderr: 'running\n' })
      const report = JSON.parse(ended.stdout) as { states: { distinct: number } }
      expect(report).toMatchObject({
        verdict: 'incomplete',
        incomplete: { reason: 'the check was interrupted' },
      })
      expect(report.states.distinct).toBeGreaterThan(1)
    },
  )

  test.concurrent('once ends a handler that never returns, too, with what is known, status 3', async ({
    expect,
  }) => {
    const ended = await netsplit(['check', 'model.ts', '--json'], {
      cwd: hanging,
      meanwhile: signals('SIGTERM'),
    })
    expect(ended).toMatchObject({ status: 3, stderr: 'running\n' })
    expect(JSON.parse(ended.stdout)).toMatchObject({
      incomplete: { reason: expect.stringContaining('does a handler never return?') },
    })
  })

  test.concurrent('twice ends it at once, even in a handler that never returns', async ({
    expect,
  }) => {
    const ended = await netsplit(['check', 'model.ts'], {
      cwd: hanging,
      meanwhile: signals('SIGINT', 'SIGINT'),
    })
    expect(ended).toMatchObject({ status: 130, stdout: '', stderr: 'running\n' })
  })
})
