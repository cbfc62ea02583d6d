import type { OwnModel } from '../../../given.ts'

/** The files of the models that come with netsplit, each loaded when it is wanted. */
const files = import.meta.glob<string>(
  [
    '../../../../models/*.ts',
    '../../../../models/cap/*.ts',
    '!../../../../models/{bundled,catalogue}*.ts',
    '!../../../../models/{configuration,names,cap/partition}.ts',
  ],
  { query: '?raw', import: 'default' },
)

/** The source of a model as it comes with netsplit, or with this page; null where there is none. */
export const originalOf = async (
  name: string,
  own: OwnModel | undefined,
): Promise<string | null> => {
  if (own?.name === name && own.text !== undefined) return own.text
  const file = name.startsWith('cap-') ? `cap/${name.slice('cap-'.length)}` : name
  const load = files[`../../../../models/${file}.ts`]
  return load === undefined ? null : load()
}

/** What a first model begins with. */
export const template = `import { role, system, unordered } from 'netsplit'

/*
 * A client asks a server, and waits for its answer. The network may lose messages.
 *
 * Try: mend it. Let the client ask again when nothing comes (setTimer in start, and a handler in
 * timeout), or take the loss out of the network, and see the verdict change.
 */

type Message = { type: 'question' } | { type: 'answer'; value: number }

interface Client {
  heard: number | 'nothing'
}

const client = role<Client, Message>({
  initial: () => ({ heard: 'nothing' }),
  start: (_, { send }) => send('server', { type: 'question' }),
  receive: (state, message) => {
    if (message.type === 'answer') state.heard = message.value
  },
})

const server = role<{ asked: number }, Message>({
  initial: () => ({ asked: 0 }),
  receive: (state, message, { from, send }) => {
    state.asked += 1
    send(from, { type: 'answer', value: 42 })
  },
})

export const parameters = { losses: 1 }

export default ({ losses }: typeof parameters) =>
  system({
    name: 'question',
    about: 'one question, one answer, and a network that loses messages',
    nodes: { client, server },
    network: unordered({ loss: losses }),
    properties: ({ always, eventually }) => ({
      'the client hears nothing but 42': always(
        ({ nodes: { client } }) => client.heard === 'nothing' || client.heard === 42,
      ),
      'the client hears an answer': eventually(({ nodes: { client } }) => client.heard !== 'nothing'),
    }),
  })
`
