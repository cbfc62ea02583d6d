import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'
import { typeFiles } from './type-files.config.ts'
import { bundled } from './worker-texts.config.ts'

/** The module that has the compiler, as the text of a worker, and what it reads. */
const name = 'netsplit:types'

const entry = fileURLToPath(new URL('src/page/types/worker.ts', import.meta.url))

/** A plugin for vite that knows this module. It is by far the largest of the page, and loaded last. */
export const typesTexts = (): Plugin => ({
  name: 'netsplit-types-texts',
  resolveId: (id) => (id === name ? `\0${id}` : null),
  async load(id) {
    if (id !== `\0${name}`) return null
    const { code } = await bundled(entry)
    const types = { worker: code, files: typeFiles() }
    return `export const types = ${JSON.stringify(types)}`
  },
})
