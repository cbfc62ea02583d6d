import { engineIn } from './client.ts'
import type { PageEngine } from '../../worker/contract.ts'
import type { Place } from '../../worker/line.ts'
import { sandboxPlace } from './sandbox.ts'

/** The text of a worker: the engine, and behind it what the worker adds. Nothing of it is seen by a model. */
const textOf = async (part: Promise<{ readonly text: string }>): Promise<string> => {
  const [engine, { text }] = await Promise.all([import('netsplit:engine'), part])
  return `(() => {${engine.text}\n${text}\n})()`
}

const firstText = (): Promise<string> => textOf(import('netsplit:first-worker'))
const wholeText = (): Promise<string> => textOf(import('netsplit:whole-worker'))
const sourceText = (): Promise<string> => textOf(import('netsplit:source-worker'))

/** The engine of this page. Nothing is started before something is asked. */
export const pageEngine = (): PageEngine =>
  engineIn({
    first: workerPlace(firstText),
    whole: workerPlace(wholeText),
    sandbox: sandboxPlace(sourceText),
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
