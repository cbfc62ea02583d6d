import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { modules } from '../../models/bundled.ts'
import { bundledModels } from '../../models/catalogue.ts'
import { check, defaultsOf, type Report } from '../../src/index.ts'
import { absence } from '../../src/page/engine/absent.ts'
import { engineIn } from '../../src/page/engine/client.ts'
import { library } from '../../src/page/engine/library.ts'
import { readSource } from '../../src/page/engine/source.ts'
import type { Answer, PageEngine } from '../../src/worker/contract.ts'
import type { Place } from '../../src/worker/line.ts'
import { unsealing, type Unsealing } from '../../src/worker/unsealing.ts'
import { workerModule } from '../../worker-texts.config.ts'
import { threadPlace } from './support/thread.ts'

/*
 * The first worker is without parts of the engine, and the others have them put into their places: the texts of
 * all of them, run in threads, answer as the library does.
 */

const textOf = async (name: string): Promise<string> => {
  const { code = '' } = (await workerModule(name)) ?? {}
  return JSON.parse(code.replace(/^export const text = /, '')) as string
}

const placeOf = async (name: string, checks: Unsealing | null = null): Promise<Place> => {
  const [engine, own] = [await textOf('netsplit:engine'), await textOf(name)]
  return threadPlace(`(() => {${engine}\n${own}\n})()`, checks)
}

const nowhere: Place = {
  unsealing: null,
  start: () => Promise.reject(new Error('it was not to be asked')),
}

const patience = { silence: 300_000, stopping: 300_000 }
const engines: PageEngine[] = []
/** With the first worker alone, with the one that has all models alone, and with that of sources. */
const engineOf = (places: Partial<Parameters<typeof engineIn>[0]>): PageEngine => {
  const engine = engineIn({ first: nowhere, whole: nowhere, sandbox: nowhere, ...places }, patience)
  engines.push(engine)
  return engine
}

let first: PageEngine
let whole: PageEngine
let sources: PageEngine

beforeAll(async () => {
  first = engineOf({ first: await placeOf('netsplit:first-worker') })
  const all = await placeOf('netsplit:whole-worker')
  whole = engineOf({ first: all, whole: all })
  sources = engineOf({ sandbox: await placeOf('netsplit:source-worker', unsealing) })
})
afterAll(() => {
  for (const engine of engines) engine.dispose()
})

const timeless = (report: Report): object => ({
  ...report,
  seconds: 0,
  peakMemoryBytes: 0,
  model: '',
})

const found = <Found>(answer: Answer<Found>): Found => {
  if (answer.kind === 'found') return answer.found
  throw new Error(JSON.stringify(answer))
}

const names = bundledModels.map(({ name }) => name as keyof typeof modules)

const ownReport = async (name: keyof typeof modules): Promise<object> => {
  const { default: main, parameters: specs = {} } = await modules[name]()
  const parameters = defaultsOf(specs)
  const system = typeof main === 'function' ? main(parameters as never) : main
  return timeless(await check(system, { parameters }))
}

const fileOf = (name: string): string =>
  name.startsWith('cap-') ? `models/cap/${name.slice('cap-'.length)}.ts` : `models/${name}.ts`

test.each(names)('the source of %s finds all that it imports', async (name) => {
  const [text = ''] = writtenIn(fileOf(name))
  const { make, parameters } = readSource(text, library)
  const { parameters: specs = {} } = await modules[name]()
  expect(parameters).toEqual(defaultsOf(specs))
  expect(make(parameters).name).toBe(name)
})

/** The models in a file: it is one, or has some in it as a page of the docs has. */
const writtenIn = (file: string): readonly string[] => {
  const text = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')
  if (file.endsWith('.ts')) return [text]
  return [...text.matchAll(/```ts\n\/\/ [a-z-]+\.ts\n([^]*?)\n```/g)]
    .map(([, source = '']) => source)
    .filter((source) => source.includes('export default'))
}

describe('what the texts of the workers answer is what the library answers', () => {
  test.each(names)('about %s', async (name) => {
    const told = await whole.check({ model: { kind: 'bundled', name } })
    expect(timeless(found(told))).toEqual(await ownReport(name))
  })

  test.each(names.filter((name) => name.startsWith('cap-')))(
    'about %s, where there is only the first',
    async (name) => {
      const told = await first.check({ model: { kind: 'bundled', name } })
      expect(timeless(found(told))).toEqual(await ownReport(name))
    },
  )

  test.each([
    'docs/observers.md',
    'docs/consistency.md',
    'docs/crashes.md',
    'docs/walking.md',
    'models/fischer.ts',
    'models/lease.ts',
    'models/two-phase-commit.ts',
    'models/die-hard.ts',
  ])('about the models of %s, as sources', async (file) => {
    const texts = writtenIn(file)
    expect(texts.length).toBeGreaterThan(0)
    for (const text of texts) {
      const { make, parameters } = readSource(text, library)
      const own = await check(make(parameters))
      const answer = await sources.check({ model: { kind: 'source', text } })
      const told = found(answer).properties.map(({ name, verdict }) => [name, verdict])
      expect(told).toEqual(own.properties.map(({ name, verdict }) => [name, verdict]))
      expect(found(answer).states.distinct).toBe(own.states.distinct)
    }
  })
})

test('the first worker says so when something is asked that it is without', async () => {
  const model = { kind: 'bundled', name: 'cap-ap' } as const
  const second: Place = {
    unsealing: null,
    start: async ({ hear }) => ({
      post: ({ id }) =>
        hear({ kind: 'answer', id, answer: { kind: 'found', found: 'by another' } }),
      end: () => {},
    }),
  }
  const engine = engineOf({ first: await placeOf('netsplit:first-worker'), whole: second })
  expect(await engine.stage({ model }, [0])).toEqual({ kind: 'found', found: 'by another' })
  expect(absence.message).toContain('CAP')
})
