import { Worker } from 'node:worker_threads'
import type { Place } from '../../../src/worker/line.ts'
import type { Unsealing } from '../../../src/worker/unsealing.ts'

/** What makes a thread of Node look like a browser's worker. */
const before = `
const { parentPort } = require('node:worker_threads')
globalThis.postMessage = (message) => parentPort.postMessage(message)
globalThis.addEventListener = (_, hear) => parentPort.on('message', (data) => hear({ data }));
`

/** A thread of Node that runs the text of a worker. */
export const threadPlace = (text: string, unsealing: Unsealing | null): Place => ({
  unsealing,
  start: async ({ hear, fail }) => {
    const worker = new Worker(before + text, { eval: true })
    worker.on('message', hear)
    worker.on('error', ({ message }) => fail(message))
    return {
      post: (message) => worker.postMessage(message),
      end: () => void worker.terminate(),
    }
  },
})
