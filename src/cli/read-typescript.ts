import { register } from 'node:module'
import type { MessagePort } from 'node:worker_threads'

/** Where this file is: `.ts` when netsplit runs from its sources, `.js` when it runs from its build. */
const own = import.meta.url.endsWith('.ts') ? '.ts' : '.js'

/**
 * Lets this process import TypeScript files, in which 'netsplit' is the one below the given folder.
 *
 * @param netsplit the folder of netsplit's entries
 * @param extension the extension of these
 * @param replaced who says which files are to have other texts than on the disk; null: none
 */
export const readTypeScript = async (
  netsplit: URL,
  extension: '.ts' | '.js',
  replaced: MessagePort | null = null,
): Promise<void> => {
  const { register: registerTypeScript } = await import('tsx/esm/api')
  // The settings of some tsconfig.json near the working folder are not the model's business.
  registerTypeScript({ tsconfig: false })
  const entry = (path: string): string => new URL(`${path}${extension}`, netsplit).href
  // Hooks that are registered later are asked earlier: ours see every import first.
  register(new URL(`./module-hooks${own}`, import.meta.url), {
    transferList: replaced === null ? [] : [replaced],
    data: {
      replaced,
      own: netsplit.href,
      entries: {
        netsplit: entry('index'),
        'netsplit/history': entry('history/index'),
        'netsplit/impossibility': entry('impossibility/index'),
      },
      fallbacks: {
        'ts-pattern': import.meta.resolve('ts-pattern'),
        immer: import.meta.resolve('immer'),
      },
    },
  })
}
