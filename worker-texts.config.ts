import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import type { Plugin } from 'vite'
import { sandboxDocument, sandboxFile } from './src/page/engine/sandbox-document.ts'

/*
 * The page's workers as text, each bundled whole. A worker that is started from a text works from a
 * file, too, where a browser loads no second one, and in a frame that has no origin.
 */

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

/** The modules that have the texts, and the files that they are made from. */
const entries = new Map([
  ['netsplit:first-worker', file('src/page/engine/worker.ts')],
  ['netsplit:whole-worker', file('src/page/engine/whole-worker.ts')],
])

/** A module as a script that needs no other, and the files that it is made from. */
export const bundled = async (
  entry: string,
): Promise<{ readonly code: string; readonly files: readonly string[] }> => {
  const bundle = await rolldown({
    input: entry,
    platform: 'browser',
    resolve: { alias: { netsplit: file('src/index.ts') } },
  })
  const { output } = await bundle.generate({ format: 'iife', minify: true, codeSplitting: false })
  await bundle.close()
  const [{ code, moduleIds }] = output
  return { code, files: moduleIds.filter(existsSync) }
}

/** The module that has the text of a worker, and the files that it is made from. */
export const workerModule = async (
  name: string,
): Promise<{ readonly code: string; readonly files: readonly string[] } | null> => {
  const entry = entries.get(name)
  if (entry === undefined) return null
  const { code, files } = await bundled(entry)
  return { code: `export const text = ${JSON.stringify(code)}`, files }
}

/** A plugin for vite that knows these modules, and puts the frame for sources beside the page. */
export const workerTexts = (): Plugin => ({
  name: 'netsplit-worker-texts',
  resolveId: (id) => (entries.has(id) ? `\0${id}` : null),
  async load(id) {
    const made = id.startsWith('\0') ? await workerModule(id.slice(1)) : null
    if (made === null) return null
    for (const each of made.files) this.addWatchFile(each)
    return made.code
  },
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: sandboxFile, source: sandboxDocument })
  },
})
