import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { afterEach, describe, expect, test } from 'vitest'
import { modules } from '../../models/bundled.ts'
import { bundledModels } from '../../models/catalogue.ts'
import { checkRows } from '../../src/cap/cells.ts'
import { rows, variants } from '../../src/cap/rows.ts'
import { check, defaultsOf, explore, type Report } from '../../src/index.ts'
import { absence, Absent, timesMissed } from '../../src/page/engine/absent.ts'
import { engineIn } from '../../src/page/engine/client.ts'
import type { Answer, PageEngine, Situation } from '../../src/worker/contract.ts'
import type { Place } from '../../src/worker/line.ts'
import { library } from '../../src/page/engine/library.ts'
import { loadBundled } from '../../src/worker/load.ts'
import { seal } from '../../src/worker/sealed.ts'
import { serve, type Abilities } from '../../src/worker/serve.ts'
import { loadSource, readSource } from '../../src/page/engine/source.ts'
import { makeTable } from '../../src/worker/table.ts'
import { unsealing } from '../../src/worker/unsealing.ts'
import { makeWalks } from '../../src/worker/walks.ts'
import { quickModels } from '../support/protocols.ts'

/* The engine as a page has it, its workers played by this very process. */

const trusted: Abilities = {
  walks: makeWalks(),
  table: makeTable,
  load: (model) => loadBundled(modules, model.kind === 'bundled' ? model.name : ''),
}

const sealed: Abilities = {
  walks: makeWalks(),
  table: makeTable,
  pack: seal,
  load: async (model) =>
    model.kind === 'bundled' ? loadBundled(modules, model.name) : loadSource(model.text, library),
}

const open = new Set<MessagePort>()
afterEach(() => {
  for (const port of open) port.close()
  open.clear()
})

/** A place in this process. @param deaf whether a worker that is started there hears nothing */
const placeOf = (
  abilities: Abilities,
  { isSealed = false, deaf = () => false }: { isSealed?: boolean; deaf?: () => boolean } = {},
): Place => ({
  unsealing: isSealed ? unsealing : null,
  start: async ({ hear }) => {
    const { port1, port2 } = new MessageChannel()
    open.add(port1).add(port2)
    port1.on('message', hear)
    const post = (said: unknown): void => port2.postMessage(isSealed ? JSON.stringify(said) : said)
    if (deaf()) port2.on('message', ({ id }) => post({ kind: 'begun', id }))
    else serve({ post, listen: (listener) => void port2.on('message', listener) }, abilities)
    return { post: (message) => port1.postMessage(message), end: () => port1.close() }
  },
})

const engine = (): PageEngine =>
  engineIn({
    first: placeOf(trusted),
    whole: placeOf(trusted),
    sandbox: placeOf(sealed, { isSealed: true }),
  })

const plain = (all: readonly Situation[]): object =>
  all.map((each) => ({ ...each, report: timeless(each.report) }))

const found = <Found>(answer: Answer<Found>): Found => {
  if (answer.kind === 'found') return answer.found
  throw new Error(answer.message)
}

const timeless = (report: Report): object => ({ ...report, seconds: 0, peakMemoryBytes: 0 })

test('a page knows the models that come with netsplit, in their order', () => {
  const listed = bundledModels.map(({ name, about }) => ({ name, about }))
  expect(engine().models()).toEqual(
    listed.map((each) => ({ ...each, isCap: each.name.startsWith('cap-') })),
  )
})

test('a worker that misses a part of the engine answers so, even where the error was caught', async () => {
  const caught: Abilities['load'] = async (model) => {
    try {
      Absent()
    } catch {}
    return trusted.load(model)
  }
  const lacking = placeOf({ ...trusted, load: caught, gaps: { timesMissed, absence } })
  const alone = engineIn({ first: lacking, whole: lacking, sandbox: lacking })
  const withWhole = engineIn({ first: lacking, whole: placeOf(trusted), sandbox: lacking })
  const ask = { model: { kind: 'bundled', name: 'cap-ap' } } as const
  expect(await alone.check(ask)).toEqual(absence)
  expect(await withWhole.check(ask)).toMatchObject({ kind: 'found' })
})

describe('a page is answered as the library answers', () => {
  test.each(quickModels.map(({ name }) => name))('by a check of %s', async (name) => {
    const answer = await engine().check({ model: { kind: 'bundled', name } })
    const module = await modules[name as keyof typeof modules]()
    const { default: main } = module
    const parameters = defaultsOf(module.parameters ?? {})
    const system = typeof main === 'function' ? main(parameters as never) : main
    const report = await check(system, { model: name, parameters })
    expect(answer).toMatchObject({ kind: 'found' })
    expect(timeless((answer as { found: Report }).found)).toEqual(timeless(report))
  })

  test('by the table of CAP, row by row', async () => {
    const told: Situation[] = []
    const answer = await engine().table({ onSituation: (situation) => told.push(situation) })
    const own = await checkRows([...rows, ...variants])
    expect(plain(told)).toEqual(plain(own))
    expect(answer).toEqual({ kind: 'found', found: told })
  })

  test('by walks, of a source as of a model that comes with netsplit', async () => {
    const text = `
      import { role, system } from 'netsplit'
      const node = role<{ n: bigint; seen: Set<string> }>({
        initial: () => ({ n: 0n, seen: new Set<string>() }),
        internal: { add: { when: ({ n }) => n < 2n, do: (s) => { s.n += 1n; s.seen.add('x' + s.n) } } },
      })
      export default system({ name: 'adding', nodes: { node },
        properties: ({ always }) => ({ low: always(({ nodes }) => nodes.node.n < 2n) }) })
    `
    const asked = { model: { kind: 'source', text } } as const
    const system = readSource(text, library).make({})
    expect(await engine().stage(asked, [0, 0])).toEqual({
      kind: 'found',
      found: explore(system).at([0, 0]),
    })
    const finished = await explore(system).finish([0])
    expect(await engine().finish(asked, [0])).toEqual({ kind: 'found', found: finished })
    expect(finished).toMatchObject({ kind: 'run', path: [0, 0, 0] })
  })

  test('by walks along the runs that a check tells: at the end the property is broken or reached', async () => {
    const asked = { model: { kind: 'bundled', name: 'cap-ap' } } as const
    const checked = await engine().check(asked)
    const told = found(checked).properties
    const safe = told.filter(({ trace }) => trace !== null && trace.loopsTo === null)
    expect(safe.length).toBeGreaterThan(2)
    for (const { name, kind, trace } of safe) {
      if (trace === null) continue
      const { path, properties } = found(await engine().retrace(asked, trace))
      expect(path).toHaveLength(trace.steps.length + 1)
      const stage = found(await engine().stage(asked, path))
      expect(stage.trace?.final).toEqual(trace.final)
      expect(properties).toEqual(stage.properties)
      const light = properties.find((each) => each.name === name)
      expect(light?.light).toBe(kind === 'reachable' ? 'reached' : 'violated')
      expect(light?.moments).toEqual([...trace.steps.map(() => false), true])
    }
    const [first] = safe
    if (first?.trace === null || first === undefined) throw new Error('no run')
    const other = { model: { kind: 'bundled', name: 'die-hard' } } as const
    expect(await engine().retrace(other, first.trace)).toMatchObject({ cause: 'mistake' })
  })

  test('under changed assumptions', async () => {
    const model = { kind: 'bundled', name: 'cap-cp' } as const
    const described = await engine().describe({ model })
    const flips = described.kind === 'found' ? described.found.flips.map(({ id }) => id) : []
    expect(flips).toContain('heals: eventually')
    const verdicts = async (changed: readonly string[]): Promise<unknown> => {
      const answer = await engine().check({ model, flips: changed })
      return answer.kind === 'found' && answer.found.properties.map(({ verdict }) => verdict)
    }
    expect(await verdicts(['heals: eventually'])).not.toEqual(await verdicts([]))
    expect(await engine().check({ model, flips: ['heals: often'] })).toMatchObject({
      kind: 'failed',
      cause: 'mistake',
      wayOut: expect.stringContaining('heals: eventually') as string,
    })
  })
})

const ask = (text: string): Promise<unknown> => engine().check({ model: { kind: 'source', text } })

describe('what goes wrong is said, with the way out', () => {
  test('in a source, with its line', async () => {
    expect(await ask('export default {\n  name: [\n}')).toMatchObject({ at: { line: 3 } })
    expect(await ask(`import fs from 'fs'\nexport default fs`)).toMatchObject({
      message: `There is no module 'fs' here`,
      at: { line: 1 },
    })
    expect(await ask(`import { renderReport } from 'netsplit'\n\nrenderReport()`)).toMatchObject({
      wayOut: expect.stringContaining('machine') as string,
      at: { line: 3 },
    })
    const lost = `import { role, system } from 'netsplit'
      const a = role({ initial: () => ({ n: 0 }), internal: { go: (state, { send }) => {
        send('nobody', 1)
      } } })
      export default system({ name: 'a', nodes: { a } })`
    expect(await ask(lost)).toMatchObject({
      message: expect.stringContaining('nobody') as string,
      where: expect.arrayContaining([expect.stringContaining(`node 'a'`)]) as string[],
      at: { line: 3 },
    })
  })

  test('where a source is not pure, even if only code that has answered nothing yet shows it', async () => {
    const drifting = `import { role, system } from 'netsplit'
      let isSet = false
      const a = role({ initial: () => ({ step: 0 }), internal: {
        write: { when: ({ step }) => step === 0, do: (state) => { isSet = true; state.step = 1 } },
        read: { when: ({ step }) => step === 1, do: (state) => { state.step = isSet ? 2 : 3 } },
      } })
      export default system({ name: 'drifting', nodes: { a } })`
    expect(await ask(drifting)).toMatchObject({
      cause: 'mistake',
      message: expect.stringContaining('not pure') as string,
    })
  })

  test('by a worker that does not answer, which is ended; what else was asked is asked again', async () => {
    let started = 0
    const deaf = (): boolean => (started += 1) === 1
    const patience = { silence: 50, stopping: 20 }
    const place = placeOf(trusted)
    const places = { first: placeOf(trusted, { deaf }), whole: place, sandbox: place }
    const both = engineIn(places, patience)
    const model = { kind: 'bundled', name: 'cap-cp' } as const
    const controller = new AbortController()
    const [stopped, answered] = [
      both.describe({ model }, { signal: controller.signal }),
      both.describe({ model: { kind: 'bundled', name: 'cap-ap' } }),
    ]
    controller.abort()
    expect(await stopped).toMatchObject({ kind: 'failed', cause: 'aborted' })
    expect(await answered).toMatchObject({ kind: 'found', found: { name: 'cap-ap' } })
    expect(started).toBe(2)
  })

  test('by a worker that falls silent at work', async () => {
    const place = placeOf(trusted, { deaf: () => true })
    const places = { first: place, whole: place, sandbox: place }
    const silent = engineIn(places, { silence: 30, stopping: 20 })
    expect(await silent.describe({ model: { kind: 'bundled', name: 'paxos' } })).toMatchObject({
      cause: 'lost',
      message: expect.stringContaining('does not return') as string,
    })
  })

  test('by a browser that starts no workers', async () => {
    const place: Place = {
      unsealing: null,
      start: () => Promise.reject(new ReferenceError('Worker is not defined')),
    }
    const places = { first: place, whole: place, sandbox: place }
    expect(await engineIn(places).table()).toMatchObject({
      cause: 'no-workers',
      message: 'This browser does not start the engine: Worker is not defined',
    })
  })
})
