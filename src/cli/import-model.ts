import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

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
  if (!isPrepared) {
    // Bundled models do without: the compiler is loaded when a file needs it.
    const { readTypeScript } = await import('./read-typescript.ts')
    const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js'
    await readTypeScript(new URL('../', import.meta.url), extension)
    isPrepared = true
  }
  const { href } = pathToFileURL(path)
  if (!isAfresh) return (await import(href)) as object
  forgetRequired()
  instances += 1
  // `module-hooks.ts` hands the mark on.
  return (await import(`${href}?netsplit-instance=${instances}`)) as object
}

/** Lets the model's CommonJS files be run again when they are next required. */
const forgetRequired = (): void => {
  const { cache } = createRequire(import.meta.url)
  const own = fileURLToPath(new URL('../', import.meta.url))
  for (const file of Object.keys(cache)) {
    if (!file.includes('/node_modules/') && !file.startsWith(own)) delete cache[file]
  }
}
