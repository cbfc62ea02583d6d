import { run } from '../../src/cli/run.ts'
import { folderWith } from './cli.ts'

/** What `netsplit history log` prints of a log; null: there is none. @param interrupt whether the user ends it at once */
export const historyOf = async (
  text: string | null,
  options: readonly string[],
  interrupt = false,
): Promise<{ status: number; text: string; error: string }> => {
  const folder = folderWith(text === null ? {} : { log: text })
  let [printed, error] = ['', '']
  const status = await run(['history', 'log', ...options], {
    stdout: { write: (more) => (printed += more) },
    stderr: { write: (more) => (error += more) },
    cwd: folder,
    engine: () => Promise.reject(new Error('nothing is checked')),
    onInterrupt: (listener) => {
      if (interrupt) listener()
      return () => undefined
    },
  })
  return { status, text: printed, error }
}
