import { TypesLine } from './line.ts'
import type { FromTypes, ToTypes } from './contract.ts'

/** How long an answer may take, in milliseconds: the first one waits for the compiler to start. */
const patience = 15_000

/** Loads the compiler, and begins to start it. Null where the page is without it. */
export const loadTypes = async (): Promise<TypesLine | null> => {
  const { types } = await import('netsplit:types')
  if (types === null) return null
  const { worker: text, files } = types
  return new TypesLine((hear, fail) => {
    const address = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }))
    const worker = new Worker(address)
    worker.addEventListener('message', ({ data }: MessageEvent<FromTypes>) => hear(data))
    worker.addEventListener('error', fail)
    const post = (message: ToTypes): void => worker.postMessage(message)
    post({ kind: 'files', files })
    return {
      post,
      end: () => {
        worker.terminate()
        URL.revokeObjectURL(address)
      },
    }
  }, patience)
}
