import { register } from 'node:module'
import { pathToFileURL } from 'node:url'

/** `.ts` when netsplit runs from its sources, `.js` when it runs from its build. */
const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js'

let isRegistered = false

/** Imports a model file as it is, TypeScript or JavaScript, wherever it lies. */
export const importModel = async (path: string): Promise<object> => {
  if (!isRegistered) {
    // Bundled models do without: the compiler is loaded when a file needs it.
    const { register: registerTypeScript } = await import('tsx/esm/api')
    // The settings of some tsconfig.json near the working folder are not the model's business.
    registerTypeScript({ tsconfig: false })
    // Hooks that are registered later are asked earlier: ours see every import first.
    register(new URL(`./module-hooks${extension}`, import.meta.url), {
      data: {
        entries: {
          netsplit: new URL(`../index${extension}`, import.meta.url).href,
          'netsplit/impossibility': new URL(`../impossibility/index${extension}`, import.meta.url)
            .href,
        },
        fallbacks: {
          'ts-pattern': import.meta.resolve('ts-pattern'),
          immer: import.meta.resolve('immer'),
        },
      },
    })
    isRegistered = true
  }
  return (await import(pathToFileURL(path).href)) as object
}
