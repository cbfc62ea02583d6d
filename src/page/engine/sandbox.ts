import type { Hearer, Place, Started } from '../../worker/line.ts'
import { sandboxDocument, sandboxFile } from './sandbox-document.ts'
import type { Unsealing } from '../../worker/unsealing.ts'

/*
 * Where strangers' code runs. A link can carry a source, so it must be able to do nothing: it runs in a
 * worker, which sees no document, of a frame that has no origin of its own, so neither storage nor
 * cookies nor the page around it, under a policy that forbids it to load or send anything. The worker
 * inherits the policy from the frame. It can be ended whatever it does.
 */

/** The place for sources. */
export const sandboxPlace = (workerText: () => Promise<string>): Place => {
  let unsealing: Unsealing | null = null
  return {
    start: async (hearer) => {
      const [text, checks] = await Promise.all([workerText(), import('../../worker/unsealing.ts')])
      unsealing = checks.unsealing
      return startIn(await frame(), text, hearer)
    },
    get unsealing() {
      // Nothing is heard before it is there.
      return unsealing ?? (() => null)
    },
  }
}

/** A frame without rights, loaded. */
const frame = async (): Promise<HTMLIFrameElement> => {
  const made = document.createElement('iframe')
  made.sandbox.add('allow-scripts')
  made.hidden = true
  made.title = 'runs the code of a model'
  made.setAttribute('aria-hidden', 'true')
  made.tabIndex = -1
  // A page that is one file has no other beside it.
  if ('single' in document.documentElement.dataset) made.srcdoc = sandboxDocument
  else made.src = `./${sandboxFile}`
  const isLoaded = new Promise((resolve) => {
    made.addEventListener('load', resolve, { once: true })
  })
  document.body.append(made)
  await isLoaded
  return made
}

const startIn = (home: HTMLIFrameElement, text: string, { hear, fail }: Hearer): Started => {
  const { port1, port2 } = new MessageChannel()
  const onMessage = ({ data }: MessageEvent<{ said?: unknown; failed?: unknown }>): void => {
    if ('failed' in data) fail(String(data.failed))
    else hear(data.said)
  }
  port1.addEventListener('message', onMessage)
  port1.start()
  // The frame has no origin that could be named.
  home.contentWindow?.postMessage(text, '*', [port2])
  return {
    post: (message) => port1.postMessage(message),
    end: () => {
      port1.close()
      home.remove()
    },
  }
}
