import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { MessagePort } from 'node:worker_threads'

let isPrepared = false

/** How many further instances of model files there are. */
let instances = 0

/**
 * Imports a model file as it is, TypeScript or JavaScript, wherever it lies.
 *
 * @param isAfresh whether to load another instance of it and of the files that it imports, but for
 *   those of packages and of netsplit itself
 */
export const importModel = async (path: string, isAfresh = false): Promise<object> => {
  await prepareImports()
  const { href } = pathToFileURL(path)
  if (!isAfresh) return (await import(href)) as object
  forgetRequired()
  instances += 1
  // `module-hooks.ts` hands the mark on.
  return (await import(`${href}?netsplit-instance=${instances}`)) as object
}

/**
 * Sees to it that model files can be imported, unless that was done.
 *
 * @param replaced who says which files are to have other texts than on the disk; null: none
 */
export const prepareImports = async (replaced: MessagePort | null = null): Promise<void> => {
  if (isPrepared) return
  // Bundled models do without: the compiler is loaded when a file needs it.
  const { readTypeScript } = await import('./read-typescript.ts')
  const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js'
  await readTypeScript(new URL('../', import.meta.url), extension, replaced)
  isPrepared = true
}

/** Lets the model's CommonJS files be run again when they are next required. */
const forgetRequired = (): void => {
  const { cache } = createRequire(import.meta.url)
  const own = fileURLToPath(new URL('../', import.meta.url))
  for (const file of Object.keys(cache)) {
    if (!file.includes('/node_modules/') && !file.startsWith(own)) delete cache[file]
  }
}
