import { brief } from '../value/brief.ts'
import { equal } from '../value/compare.ts'
import { ModelError } from '../value/model-error.ts'
import type { NodeDefinition } from './nodes.ts'
import { networkOn, receives, traitsOn, type NetworkPlan } from './network-plan.ts'
import type { Context, GuardContext } from './context.ts'
import type { Role } from './role.ts'
import { checkSettings } from './settings.ts'

/** A traitor's state: what it has heard and keeps. */
export interface TraitorState<Message> {
  /** The messages that it received and that `hears` said to keep. */
  heard: Set<Message>
}

/**
 * A traitor: a node that may at any time send any of some messages to anyone, one thing to one node and
 * another to the next. Nobody promises that it sends any.
 *
 * What it may say is in flight to every node that receives, from the start on and for good: it can arrive at any
 * moment, any number of times. So a traitor adds no states of its own but what it keeps of what it hears.
 * Not on `fifo` links, and not in a system with `time`.
 *
 * @param options.says the messages that it may send, given what it has heard. What it may say once it may say
 *   for ever
 * @param options.hears which of the messages that it receives it keeps, for `says`: signed ones that it can show to
 *   others. Default: none
 *
 * @example
 * const traitor = byzantine<Message>({
 *   says: () => [{ type: 'echo', value: 'a' }, { type: 'echo', value: 'b' }],
 * })
 *
 * @throws ModelError 'not-a-system' when a setting does not exist
 */
export const byzantine = <Message>(options: {
  says: (context: GuardContext, heard: readonly Message[]) => readonly Message[]
  hears?: (message: Message, context: GuardContext & { readonly from: string }) => boolean
}): Role<TraitorState<Message>, Message> => {
  const known = { says: 'function', hears: 'function' } as const
  checkSettings(options, known, 'byzantine({…})', { required: ['says'] })
  const { says, hears } = options

  const say = ({ heard }: TraitorState<Message>, context: Context<Message>): void => {
    const { self, others, group, send } = context
    const messages = says({ self, others, group }, [...heard])
    if (!Array.isArray(messages)) throw notMessages(messages)
    for (const message of messages) send(anyone, message)
  }
  const isNews = (
    { heard }: TraitorState<Message>,
    message: Message,
    context: GuardContext & { readonly from: string },
  ): boolean =>
    hears?.(message, context) === true && ![...heard].some((known) => equal(known, message))

  return {
    kind: 'role',
    client: null,
    isTraitor: true,
    handlers: {
      initial: () => ({ heard: new Set() }),
      start: (state, context) => say(state as TraitorState<Message>, context),
      receive: (erased, message, context) => {
        const state = erased as TraitorState<Message>
        if (!isNews(state, message as Message, context)) return
        state.heard.add(message as Message)
        say(state, context)
      },
      stale: (state, message, context) =>
        !isNews(state as TraitorState<Message>, message as Message, context),
    },
  }
}

/** Whom a traitor sends to: every other node that can receive. */
export const anyone: readonly string[] = Object.freeze(['anyone'])

/** Which nodes are traitors. */
export const traitorsAmong = (nodes: readonly NodeDefinition[]): readonly boolean[] =>
  nodes.map(({ role }) => role.isTraitor === true)

/** The nodes with every traitor keeping silent: it is as if it had crashed. */
export const silenced = (nodes: readonly NodeDefinition[]): readonly NodeDefinition[] =>
  nodes.map((node) => (node.role.isTraitor ? { ...node, role: silent } : node))

const silent: Role = {
  kind: 'role',
  client: null,
  handlers: { initial: () => ({ heard: new Set() }), receive: () => {}, stale: () => true },
}

/** Refuses traitors where what they may say has no place. */
export const checkTraitors = (
  nodes: readonly NodeDefinition[],
  network: NetworkPlan,
  hasTime: boolean,
): void => {
  const traitor = nodes.find(({ role }) => role.isTraitor)
  if (traitor === undefined) return
  for (const [from, { id, role }] of nodes.entries()) {
    const to = role.isTraitor
      ? nodes.findIndex(
          (other, at) => at !== from && receives(other.role) && traitsOn(network, from, at).isQueue,
        )
      : -1
    if (to < 0) continue
    throw new ModelError('unsound', {
      what: `Node '${id}' is a traitor on ${networkOn(network, from, to).kind} links, where what it may say would have an order`,
      where: ['network'],
      fix: 'use unordered() or duplicating()',
    })
  }
  if (hasTime) {
    throw new ModelError('unsound', {
      what: `Node '${traitor.id}' is a traitor in a system with time: what it may say would have to arrive in time`,
      where: ['time'],
      fix: 'leave `time` out, or write the role with timers of its own that send what it says',
    })
  }
}

const notMessages = (messages: unknown): ModelError =>
  new ModelError('not-data', {
    what: `\`says\` of a traitor gives ${brief(messages)}, which is no list of messages`,
    where: ['byzantine({…}).says'],
    fix: "return a list: says: () => [{ type: 'echo' }]",
  })
