import { execFileSync } from 'node:child_process'
import { createContext, runInContext } from 'node:vm'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { bundledModels } from '../../../models/catalogue.ts'

/*
 * The built package, as one who has installed it finds it: a package may import itself by its name.
 */

const root = new URL('../../..', import.meta.url).pathname

const evaluate = (code: string): unknown =>
  JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '--eval', code], {
      cwd: root,
      encoding: 'utf8',
    }),
  )

test('models are imported by the names by which they are checked', () => {
  const names = bundledModels.map(({ name }) => name)
  const found = evaluate(`
    const names = ${JSON.stringify(names)}
    const modules = await Promise.all(names.map((name) => import('netsplit/models/' + name)))
    console.log(JSON.stringify(modules.map((module) => 'default' in module)))
  `)
  expect(found).toEqual(names.map(() => true))
})

test('the JSON Schema is imported like a model', () => {
  const title = evaluate(`
    import schema from 'netsplit/report.schema.json' with { type: 'json' }
    console.log(JSON.stringify(schema.title))
  `)
  expect(title).toBe('Report')
})

test('the package is bundled for a page, as a plain script', async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: `
        import { check } from 'netsplit'
        import model, { parameters } from 'netsplit/models/cap-ap'
        globalThis.result = check(model(parameters)).then(({ verdict }) => verdict)
      `,
      resolveDir: root,
    },
    bundle: true,
    format: 'iife',
    platform: 'browser',
    write: false,
    logLevel: 'silent',
  })
  const realm = createContext({ performance, setTimeout, clearTimeout })
  runInContext(outputFiles[0]?.text ?? '', realm)
  expect(await runInContext('result', realm)).toBe('violated')
})
