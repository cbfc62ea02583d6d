import { createContext, runInContext } from 'node:vm'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

/** A script that checks a model and tells what came out, as one would write it for a page. */
const script = `
  import { assertAsExpected, check, machine, renderReport, reportToJson } from './src/index.ts'

  const counter = machine({
    name: 'counter',
    initial: () => ({ count: 0 }),
    actions: { tick: ({ count }) => ({ count: (count + 1) % 3 }) },
    properties: ({ always, alwaysEventually }) => ({
      'it stays low': always(({ count }) => count < 2),
      'it starts again': alwaysEventually(({ count }) => count === 0),
    }),
  })
  const failing = machine({
    name: 'failing',
    initial: () => ({ count: 0 }),
    actions: { tick: () => { throw new Error('no') } },
  })

  globalThis.result = check(counter).then(async (report) => ({
    verdicts: report.properties.map(({ verdict }) => verdict),
    text: renderReport(report),
    json: JSON.stringify(reportToJson(report)),
    failure: await check(failing).catch((error) => error.what),
  }))
`

test('netsplit runs where there is no Node: bundled, as a plain script, in a bare realm', async () => {
  const { outputFiles, warnings } = await build({
    stdin: { contents: script, resolveDir: new URL('../..', import.meta.url).pathname },
    bundle: true,
    format: 'iife',
    platform: 'browser',
    write: false,
    logLevel: 'silent',
    alias: { netsplit: new URL('../../src/index.ts', import.meta.url).pathname },
  })
  expect(warnings).toEqual([])
  // What every browser and every worker has; no module system, no process, no addresses of files.
  const realm = createContext({ performance, setTimeout, clearTimeout })
  runInContext(outputFiles[0]?.text ?? '', realm)
  const result = (await runInContext('result', realm)) as Record<string, unknown>
  expect(result).toMatchObject({
    verdicts: ['violated', 'holds'],
    text: expect.stringContaining('A shortest run that violates it: 2 steps.'),
    json: expect.stringContaining('"schemaVersion":1'),
    failure: 'A handler threw Error: no',
  })
})
