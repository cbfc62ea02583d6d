import { role, system } from 'netsplit'

const sender = role<{ sent: number }, 'again'>({
  initial: () => ({ sent: 0 }),
  internal: {
    say: {
      when: ({ sent }) => sent < 3,
      do: (state, { send }) => {
        state.sent += 1
        send('hearer', 'again', { once: true })
      },
    },
  },
})
const hearer = role<{ heard: number }, 'again'>({
  initial: () => ({ heard: 0 }),
  receive: (state) => void (state.heard += 1),
})

/** 13 states. The sender comes first: its steps would be asleep after those of the hearer. */
export const sentOnce = system({ name: 'again', nodes: { sender, hearer } })
