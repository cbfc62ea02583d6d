/*
 * Clients that put values and get them, as in Jonathan Nadal's examples in Stateright: each operation has a number, by
 * which a client knows the answer to it.
 */

export type PutGet =
  | { type: 'put'; request: number; value: string } // client -> server
  | { type: 'put done'; request: number } // and back
  | { type: 'get'; request: number } // client -> server
  | { type: 'got'; request: number; value: string } // and back

/** What a client hears; servers may have more to say to each other. */
type Reply = PutGet | { type: string }

const answers = (type: 'put done' | 'got', request: number) => (reply: Reply) =>
  reply.type === type && 'request' in reply && reply.request === request

/** Puts a value, and waits until that is done. */
export const put = (request: number, value: string, to: string) => ({
  send: { type: 'put', request, value } as const,
  to,
  until: answers('put done', request),
})

/** Gets what is there. */
export const get = (request: number, to: string) => ({
  send: { type: 'get', request } as const,
  to,
  until: answers('got', request),
})

/** What client k puts: A, B, C, … */
export const valueOf = (number: number): string => String.fromCharCode('A'.charCodeAt(0) + number)

/** What so many clients put. */
export const valuesOf = (clients: number): readonly string[] =>
  Array.from({ length: clients }, (_, number) => valueOf(number))

/** The value in a reply, if there is one. */
export const gotten = (reply: Reply): readonly string[] =>
  'value' in reply && reply.type === 'got' ? [reply.value] : []
