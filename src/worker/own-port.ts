import type { Port } from './port.ts'

/** What a worker has to talk by, whatever it is made of. */
interface Scope {
  postMessage: (message: unknown) => void
  addEventListener: (kind: 'message', hear: (event: { readonly data: unknown }) => void) => void
}

/** The line from this worker to who started it. */
export const ownPort = (): Port => {
  const scope = globalThis as unknown as Scope
  return {
    // Models run in the same realm: what they do to its globals must not reach this.
    post: scope.postMessage.bind(scope),
    listen: (hear) => scope.addEventListener('message', ({ data }) => hear(data)),
  }
}
