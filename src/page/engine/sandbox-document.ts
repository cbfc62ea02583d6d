/*
 * The document of the frame in which sources are run. A page that is one file, and has no other, makes the
 * frame from this text; then the frame inherits the page's policy, which must allow what this one does.
 */

const policy =
  "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' blob:; worker-src blob:"

/** Starts the worker from the text that it is sent, and passes on what is said. */
const script = `
addEventListener('message', ({ data, ports: [port] }) => {
  try {
    const address = URL.createObjectURL(new Blob([data], { type: 'text/javascript' }))
    const worker = new Worker(address)
    worker.onmessage = (event) => port.postMessage({ said: event.data })
    worker.onerror = (event) => port.postMessage({ failed: event.message || 'it does not start' })
    port.onmessage = (event) => worker.postMessage(event.data)
  } catch (error) {
    port.postMessage({ failed: String(error) })
  }
}, { once: true })
`

/** The document, as text. */
export const sandboxDocument = `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><title>Runs the code of a model</title><script>${script}</script>`

/** The name of the file beside the page that holds it. */
export const sandboxFile = 'sandbox.html'
