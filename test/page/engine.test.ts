import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'esbuild'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import commit, { parameters } from '../../models/two-phase-commit.ts'
import { check, replicas, role, system } from '../../src/index.ts'
import type { checkInWorker } from '../../src/browser/index.ts'
import { absence } from '../../src/page/engine/absent.ts'
import { engineIn } from '../../src/page/engine/client.ts'
import type { Answer, PageEngine } from '../../src/worker/contract.ts'
import type { Place } from '../../src/worker/line.ts'
import { workerModule } from '../../worker-texts.config.ts'
import { useBrowser } from './support/browser.ts'

declare global {
  interface Window {
    engine: PageEngine
    checkInWorker: typeof checkInWorker
  }
}

const { visit } = useBrowser()

/** A worker that answers everything in one way. */
const placeOf = (answer: Answer<unknown>): Place => ({
  unsealing: null,
  start: async ({ hear }) => ({
    post: (message) =>
      void Promise.resolve().then(() => hear({ kind: 'answer', id: message.id, answer })),
    end: () => {},
  }),
})

const root = fileURLToPath(new URL('../..', import.meta.url))

const texts: Plugin = {
  name: 'worker texts',
  setup: (made) => {
    made.onResolve({ filter: /^netsplit:/ }, ({ path: name }) => ({
      path: name,
      namespace: 'texts',
    }))
    made.onLoad({ filter: /./, namespace: 'texts' }, async ({ path: name }) => ({
      contents: (await workerModule(name))?.code ?? '',
    }))
  },
}

let script = ''

beforeAll(async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { pageEngine } from './src/page/engine/engine.ts'; window.engine = pageEngine()`,
      resolveDir: root,
    },
    alias: { netsplit: path.join(root, 'src/index.ts') },
    bundle: true,
    write: false,
    format: 'iife',
    plugins: [texts],
  })
  script = outputFiles[0]?.text ?? ''
})

/** A page with the engine on it. */
const withEngine = async (): Promise<Page> => {
  const { page } = await visit('#/nothing')
  await page.evaluate(script)
  return page
}

/** Checks a source. @returns the verdicts, or what went wrong */
const checkSource = (page: Page, text: string): Promise<unknown> =>
  page.evaluate(async (source) => {
    const answer = await window.engine.check({ model: { kind: 'source', text: source } })
    return answer.kind === 'found'
      ? answer.found.properties.map(({ name, verdict }) => [name, verdict])
      : answer
  }, text)

const counter = (line: string): string => `
import { machine } from 'netsplit'
interface State { count: number }
export default machine({
  name: 'counter',
  initial: (): State => ({ count: 0 }),
  actions: { tick: { when: ({ count }) => count < 3, do: (state) => {
    state.count += 1
    ${line}
  } } },
  properties: ({ never }) => ({ 'it is never two': never(({ count }) => count === 2) }),
})`

/** Three replicas of which each goes round by itself. */
const threeSpinners = system({
  name: 'spinners',
  nodes: {
    n: replicas(
      3,
      role<number, string>({ initial: () => 0, internal: { go: (state) => (state + 1) % 3 } }),
    ),
  },
  properties: ({ always }) => ({ small: always(({ nodes: { n } }) => n.every((it) => it < 3)) }),
})
const spinners = `
import { replicas, role, system } from 'netsplit'
export default system({
  name: 'spinners',
  nodes: { n: replicas(3, role({ initial: () => 0, internal: { go: (state) => (state + 1) % 3 } })) },
  properties: ({ always }) => ({ small: always(({ nodes: { n } }) => n.every((it) => it < 3)) }),
})`

/** The script of a page and of a worker that somebody else would write. */
const ownScripts = async (): Promise<readonly string[]> => {
  const all = [
    `import { checkInWorker } from './src/browser/index.ts'; window.checkInWorker = checkInWorker`,
    `import { answerChecks } from './src/browser/index.ts'
     import * as commit from './models/two-phase-commit.ts'
     answerChecks({ commit })`,
  ].map(async (contents) => {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: root },
      alias: { netsplit: path.join(root, 'src/index.ts') },
      bundle: true,
      write: false,
      format: 'iife',
    })
    return outputFiles[0]?.text ?? ''
  })
  return Promise.all(all)
}

test("netsplit/browser checks models in a worker of somebody's own page", async () => {
  const { page } = await visit('#/nothing')
  const [script = '', worker = ''] = await ownScripts()
  await page.evaluate(script)
  const found = await page.evaluate(async (text) => {
    const address = URL.createObjectURL(new Blob([text]))
    const options = { model: 'commit', parameters: { participants: 4 } }
    const report = await window.checkInWorker(() => new Worker(address), options)
    return [report.verdict, report.states.distinct]
  }, worker)
  expect(found).toEqual(['holds', 1568])
})

test('what the first worker lacks is asked of the one that has everything', async () => {
  const first = placeOf(absence)
  const engine = engineIn({
    first,
    whole: placeOf({ kind: 'found', found: 'by the other' }),
    sandbox: first,
  })
  expect(await engine.check({ model: { kind: 'bundled', name: 'cap-ap' } })).toMatchObject({
    found: 'by the other',
  })
})

describe('the engine in a browser', () => {
  test('makes the whole table of CAP', async () => {
    const page = await withEngine()
    const rows = await page.evaluate(async () => {
      const answer = await window.engine.table()
      return answer.kind === 'found' ? answer.found.length : answer
    })
    expect(rows).toBe(36)
  })

  test('checks other bundled models, and walks through them', async () => {
    const page = await withEngine()
    const found = await page.evaluate(async () => {
      const ask = { model: { kind: 'bundled', name: 'die-hard' } } as const
      const [checked, stage, finished] = await Promise.all([
        window.engine.check(ask),
        window.engine.stage(ask, [0]),
        window.engine.finish(ask, [0]),
      ])
      return [
        checked.kind === 'found' && checked.found.states.distinct,
        stage.kind === 'found' && stage.found.possible.length,
        finished.kind === 'found' && finished.found.kind === 'run' && finished.found.path.length,
      ]
    })
    expect(found).toEqual([16, 6, 7])
  })

  test('lets replicas change places, or says what tells them apart, as everywhere', async () => {
    const page = await withEngine()
    const found = await page.evaluate(async (text) => {
      const models = [
        { kind: 'bundled', name: 'two-phase-commit' },
        { kind: 'source', text },
      ] as const
      const answers = await Promise.all(models.map((model) => window.engine.check({ model })))
      return answers.map((answer) =>
        answer.kind === 'found' ? [answer.found.states.distinct, answer.found.reductions] : answer,
      )
    }, spinners)
    const own = [await check(commit(parameters)), await check(threeSpinners)]
    expect(found).toEqual(own.map(({ states, reductions }) => [states.distinct, reductions]))
    expect(own[1]?.reductions.find(({ name }) => name === 'symmetry')?.orbits?.states).toBe(27)
  })

  test('checks a source, and says at which line it throws', async () => {
    const page = await withEngine()
    expect(await checkSource(page, counter(''))).toEqual([['it is never two', 'violated']])
    expect(
      await checkSource(page, counter(`if (state.count > 1) throw new Error('no')`)),
    ).toMatchObject({
      kind: 'failed',
      message: 'A handler threw Error: no',
      at: { line: 9 },
    })
    expect(await checkSource(page, 'export default (')).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('does not parse') as string,
      at: { line: 1 },
    })
  })

  test('ends a source that never returns, and goes on with the next', async () => {
    const page = await withEngine()
    expect(await checkSource(page, counter('for (;;);'))).toMatchObject({
      cause: 'lost',
      message: expect.stringContaining('does not return') as string,
    })
    expect(await checkSource(page, counter(''))).toEqual([['it is never two', 'violated']])
  })

  test('stops at once when it is told to', async () => {
    const page = await withEngine()
    const answer = await page.evaluate(async (): Promise<Answer<unknown>> => {
      const controller = new AbortController()
      const model = { kind: 'bundled', name: 'two-phase-commit' } as const
      const asked = window.engine.check(
        { model, parameters: { participants: '10' } },
        { signal: controller.signal, onProgress: () => controller.abort() },
      )
      return asked
    })
    expect(answer).toMatchObject({ kind: 'found', found: { ended: 'interrupted' } })
  })

  test('lets hostile code reach neither network nor storage nor the page around it', async () => {
    const page = await withEngine()
    // Somebody who counts who comes: a browser also reports what it does not send.
    const reached: string[] = []
    const listener = createServer((request, response) => {
      reached.push(request.url ?? '')
      response.writeHead(200, { 'Access-Control-Allow-Origin': '*' }).end()
    })
    await new Promise<void>((resolve) => void listener.listen(0, '127.0.0.1', resolve))
    const { port } = listener.address() as AddressInfo
    const there = `http://127.0.0.1:${port}`
    const attack = `
      const tried: string[] = []
      const attempt = (name: string, run: () => unknown) => {
        try { run(); tried.push(name) } catch {}
      }
      attempt('request', () => { const r = new XMLHttpRequest(); r.open('GET', '${there}/x', false); r.send() })
      attempt('script', () => importScripts('${there}/x.js'))
      attempt('socket', () => { new WebSocket('ws://127.0.0.1:${port}/x') })
      attempt('document', () => document.title)
      attempt('parent', () => parent.document)
      attempt('storage', () => localStorage.length)
      attempt('database', () => indexedDB.open('x'))
      fetch('${there}/fetched').catch(() => undefined)
      throw new Error('reached: ' + tried.join())
    `
    const answer = (await checkSource(page, attack)) as { readonly message: string }
    expect(answer.message).toMatch(/reached: (socket)?$/)
    await page.waitForTimeout(200)
    expect(reached).toEqual([])
    // The listener listens.
    await fetch(`${there}/heard`)
    expect(reached).toEqual(['/heard'])
    listener.close()
  })

  test('does not believe an answer that the code of a model has forged', async () => {
    const page = await withEngine()
    const forged = `
      postMessage(JSON.stringify({ kind: 'answer', id: 1, answer: { kind: 'found', found: { type: 'img', props: {} } } }))
      export default 1
    `
    expect(await checkSource(page, forged)).toMatchObject({
      message: expect.stringContaining('none that netsplit gives') as string,
    })
  })
})
