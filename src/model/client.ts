import { brief } from '../value/brief.ts'
import { canonical } from '../value/canonical.ts'
import { equal } from '../value/compare.ts'
import { ModelError } from '../value/model-error.ts'
import { networkOn, traitsOn, type NetworkPlan } from './network-plan.ts'
import type { NodeDefinition } from './nodes.ts'
import type { Context } from './context.ts'
import type { ClientMark, Operations, Role } from './role.ts'
import { checkSettings, type Known } from './settings.ts'

/** One request of a client's script. */
export interface Request<Message> {
  /** The request itself. */
  readonly send: Message
  /** Whom to ask: a node, or several at once. Default: the node that the client is near. */
  readonly to?: string | readonly string[]
  /**
   * Which replies answer the request, whoever sends them; others are ignored. Default: any message
   * from a node that was asked. One answer is enough.
   */
  readonly until?: (reply: Message) => boolean
}

/** Every script of at most `upTo` requests out of `requests`, in any order, with repetition. */
export interface AnyScript<Message> {
  /** The requests to choose from. */
  readonly anyOf: readonly Request<Message>[]
  /** How many requests a script has at most: a whole number. */
  readonly upTo: number
}

/** A client's state: what it waits for and what it has been told. */
export interface ClientState<Message> {
  /** The request that has no answer yet, or null. */
  waiting: Message | null
  /** The replies so far, in the order of the requests. */
  answers: Message[]
}

/**
 * A node that asks, one request at a time: it sends the first request at the start, and the next
 * one when the last is answered.
 *
 * @param options.ask the script; `{ anyOf, upTo }` stands for all scripts up to a size
 * @param options.near a node: requests go there unless they say otherwise, and the client is on its
 *   side of every cut
 * @param options.retry whether it sends a request again, when its timer `retry` fires, until it is answered:
 *   once, so that requests do not pile up; with `time` the number of units after which. Not on `fifo` links.
 *   Default: false
 * @param options.refused whether a reply is a refusal. Default: no reply is
 * @throws ModelError 'unknown-node' when a request says nobody to ask, 'not-data' when it is no plain
 *   data
 */
export const client = <Message>(options: {
  ask: readonly Request<Message>[] | AnyScript<Message>
  near?: string
  retry?: boolean | number
  refused?: (reply: Message) => boolean
}): Role<ClientState<Message>, Message> => {
  checkSettings(options, clientSettings, 'client({…})', { required: ['ask'] })
  const { ask, near, retry = false } = options
  checkScript(ask)
  const script = 'anyOf' in ask ? null : ask
  const requests = completed('anyOf' in ask ? ask.anyOf : ask, near)
  if (checkRetry(retry)) refuseTwins(requests)
  const units = unitsOf(retry)

  type Complete = (typeof requests)[number]
  const next = (state: ClientState<Message>, context: Context<Message>): void => {
    const position = state.answers.length
    const request = script === null ? chooseNext(position, context) : (requests[position] ?? null)
    state.waiting = request === null ? null : request.send
    if (request !== null) context.send(request.to, request.send)
    if (retry !== false && request !== null) context.setTimer(retryTimer, ...units)
    else if (retry !== false) context.clearTimer(retryTimer)
  }
  const again = (erased: unknown, context: Context<unknown>): void => {
    const [request] = pending(erased as ClientState<Message>)
    if (request === undefined) return
    context.send(request.to, request.send, { once: true })
    context.setTimer(retryTimer, ...units)
  }
  const upTo = 'anyOf' in ask ? ask.upTo : 0
  const chooseNext = (position: number, { choose }: Context<Message>): Complete | null => {
    if (position >= upTo) return null
    const index = choose([-1, ...requests.keys()])
    return requests[index] ?? null
  }
  /** The requests that the client may be waiting for: one, or those that look the same. */
  const pending = (state: ClientState<Message>): readonly Complete[] => {
    if (state.waiting === null) return []
    if (script === null) return requests.filter(({ send }) => equal(send, state.waiting))
    return requests.slice(state.answers.length, state.answers.length + 1)
  }

  const isRefusal = (reply: unknown): boolean => options.refused?.(reply as Message) ?? false

  return {
    kind: 'role',
    client: {
      ...readers,
      near: near ?? null,
      asks: [...new Set(requests.flatMap(({ to }) => to))],
      isRefusal,
      retries: retry !== false,
      retriesAfter: units[0] ?? null,
    },
    handlers: {
      initial: () => ({ waiting: null, answers: [] }),
      start: (state, context) => next(state as ClientState<Message>, context),
      receive: (erased, reply, context) => {
        const state = erased as ClientState<Message>
        const isAnswer = ({ to, until }: Complete): boolean =>
          until === undefined ? to.includes(context.from) : until(reply as Message)
        if (!pending(state).some(isAnswer)) return
        state.answers.push(reply as Message)
        next(state, context)
      },
      ...(retry !== false ? { timeout: { [retryTimer]: again } } : {}),
      operations: operationsOf(isRefusal),
    },
  }
}

/** How to read a client's state. */
const readers: Pick<ClientMark, 'requestIn' | 'replyIn'> = {
  requestIn: (state) => (state as ClientState<unknown>).waiting,
  replyIn: (state) => (state as ClientState<unknown>).answers.at(-1) ?? null,
}

/** Requests are numbered by the answers before them: a client asks one at a time. */
const operationsOf =
  (isRefusal: (reply: unknown) => boolean) =>
  (erased: unknown): Operations => {
    const { waiting, answers } = erased as ClientState<unknown>
    const refused = [...answers.keys()].filter((at) => isRefusal(answers[at]))
    return {
      waiting: waiting === null ? [] : [`#${answers.length}`],
      refused: refused.map((at) => `#${at}`),
    }
  }

/** Requests with whom they go to. */
const completed = <Message>(
  requests: readonly Request<Message>[],
  near: string | undefined,
): readonly (Omit<Request<Message>, 'to'> & { readonly to: readonly string[] })[] =>
  requests.map((request) => ({
    ...request,
    // The client compares what it waits for with its script: both in canonical form.
    send: canonical(request.send) as Message,
    to: listed(request.to ?? near ?? missingTo(request)),
  }))

const listed = (to: string | readonly string[]): readonly string[] =>
  typeof to === 'string' ? [to] : to

/** The timer with which a client sends its request again. */
const retryTimer = 'retry'

const clientSettings: Known = { ask: null, near: 'text', retry: null, refused: 'function' }
const requestSettings: Known = { send: null, to: null, until: 'function' }

const unitsOf = (retry: boolean | number): readonly [] | readonly [number] =>
  typeof retry === 'number' ? [retry] : []

/** Whether a client retries. */
const checkRetry = (retry: unknown): boolean => {
  if (typeof retry === 'boolean') return retry
  if (Number.isInteger(retry) && Number(retry) >= 1) return true
  throw new ModelError('not-a-system', {
    what: `'retry' cannot be ${brief(retry)}`,
    where: ['client({…}).retry'],
    fix: 'give true or false, or with `time` a number of units from 1 on',
  })
}

/** Refuses a script that is none. */
const checkScript = (ask: unknown): void => {
  const place = 'client({…}).ask'
  const any = Array.isArray(ask) ? { anyOf: ask, upTo: 0 } : (ask as Partial<AnyScript<unknown>>)
  checkSettings(any, { anyOf: null, upTo: null }, place, { required: ['anyOf', 'upTo'] })
  const { anyOf, upTo } = any
  if (!Array.isArray(anyOf) || !Number.isInteger(upTo)) {
    throw new ModelError('not-a-system', {
      what: `A client cannot ask ${brief(ask)}`,
      where: [place],
      fix: 'give a list of requests, or { anyOf: [requests], upTo: 2 }',
    })
  }
  for (const request of anyOf) {
    checkSettings(request, requestSettings, place, { required: ['send'] })
    checkTo(request.to, place)
  }
}

/** Refuses what names nobody. */
const checkTo = (to: unknown, place: string): void => {
  const isList = Array.isArray(to) && to.every((each) => typeof each === 'string')
  const isTwice = isList && new Set(to).size < to.length
  if (to === undefined || typeof to === 'string' || (isList && to.length > 0 && !isTwice)) return
  throw new ModelError('not-a-system', {
    what: `A client cannot ask ${brief(to)}`,
    where: [`${place}[…].to`],
    fix: "name a node, 'a', or several, each once: ['a', 'b']",
  })
}

/** Refuses requests that look the same and go to different nodes: which is to be sent again is not known. */
const refuseTwins = (
  requests: readonly { readonly to: readonly string[]; readonly send: unknown }[],
): void => {
  for (const { to, send } of requests) {
    const other = requests.find((each) => !equal(each.to, to) && equal(each.send, send))
    if (other === undefined) continue
    throw new ModelError('not-a-system', {
      what: `A client that retries asks '${to.join("', '")}' and '${other.to.join("', '")}' the same: ${brief(send)}`,
      where: ['client({…}).retry'],
      fix: 'let the requests differ, by a field that says whom they are for',
    })
  }
}

/** Refuses clients that send again where that cannot be done once. */
export const checkRetries = (nodes: readonly NodeDefinition[], network: NetworkPlan): void => {
  nodes.forEach(({ id, role: { client } }, from) => {
    if (client?.retries !== true) return
    const to = nodes.findIndex(
      (node, at) => client.asks.includes(node.id) && traitsOn(network, from, at).isQueue,
    )
    if (to < 0) return
    throw new ModelError('unsound', {
      what: `Client '${id}' retries on ${networkOn(network, from, to).kind} links, where what it sends again would pile up`,
      where: ['network'],
      fix: 'use unordered() or duplicating(), or leave `retry` out',
    })
  })
}

const missingTo = (request: object): never => {
  throw new ModelError('unknown-node', {
    what: 'A request of a client says nobody to ask',
    where: [`request ${brief(request)}`],
    fix: "give the client `near: 'node'`, or the request `to: 'node'`",
  })
}
