import { observer } from 'netsplit'

interface Operation<Message> {
  asked: Message | null
  /** How many operations of each other client were over when it began. */
  after: Record<string, number>
}

/** All that was ever asked and answered: tells pasts apart that no property does, as other checkers do. */
export const everything = <Message>() =>
  observer<{ open: Map<string, Operation<Message>>; over: Record<string, unknown[]> }, Message>({
    initial: () => ({ open: new Map(), over: {} }),
    on: {
      invoke: ({ open, over }, { node, request }) => {
        const others = Object.entries(over).filter(([other]) => other !== node)
        const after = Object.fromEntries(others.map(([other, all]) => [other, all.length]))
        open.set(node, { asked: request, after })
      },
      return: ({ open, over }, { node, reply }) => {
        over[node] = [...(over[node] ?? []), { ...open.get(node), reply }]
        open.delete(node)
      },
    },
  })
