import { engineIn } from './client.ts'
import type { PageEngine } from '../../worker/contract.ts'
import type { Place } from '../../worker/line.ts'
import { sandboxPlace } from './sandbox.ts'

const firstText = async (): Promise<string> => (await import('netsplit:first-worker')).text
const wholeText = async (): Promise<string> => (await import('netsplit:whole-worker')).text

/** The engine of this page. Nothing is started before something is asked. */
export const pageEngine = (): PageEngine =>
  engineIn({
    first: workerPlace(firstText),
    whole: workerPlace(wholeText),
    sandbox: sandboxPlace(wholeText),
  })

/** A worker of this page, for code that comes with it. */
const workerPlace = (workerText: () => Promise<string>): Place => ({
  unsealing: null,
  start: async ({ hear, fail }) => {
    const blob = new Blob([await workerText()], { type: 'text/javascript' })
    const address = URL.createObjectURL(blob)
    const worker = new Worker(address)
    worker.addEventListener('message', ({ data }) => hear(data))
    worker.addEventListener('error', ({ message }) => fail(message || 'it does not start'))
    return {
      post: (message) => worker.postMessage(message),
      end: () => {
        worker.terminate()
        URL.revokeObjectURL(address)
      },
    }
  },
})
