import { pathToFileURL } from 'node:url'

let isPrepared = false

/** Imports a model file as it is, TypeScript or JavaScript, wherever it lies. */
export const importModel = async (path: string): Promise<object> => {
  if (!isPrepared) {
    // Bundled models do without: the compiler is loaded when a file needs it.
    const { readTypeScript } = await import('./read-typescript.ts')
    const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js'
    await readTypeScript(new URL('../', import.meta.url), extension)
    isPrepared = true
  }
  return (await import(pathToFileURL(path).href)) as object
}
