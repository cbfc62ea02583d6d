const door = `
import { role, system } from 'netsplit'
import { isOdd, isOld } from './counting.ts'

type Message = { type: 'knock' } | { type: 'kick' }

const guest = role<{ knocks: number }, Message, 'tired'>({
  initial: () => ({ knocks: 0 }),
  start: (state, { send }) => {
    state.knocks += 1
    send('door', { type: 'knock' })
  },
  timeout: {
    tired: (state) => {
      state.knocks = 0
    },
  },
})

const door = role<{ isOpen: boolean }, Message>({
  initial: () => ({ isOpen: false }),
  receive: (state, message) => {
    if (message.type === 'kick') {
      state.isOpen = false
      return
    }
    state.isOpen = isOdd(1) || isOld(2)
    if (state.isOpen && isOdd(3)) state.isOpen = true
  },
})

export default system({
  name: 'door',
  nodes: { guest, door },
  properties: ({ always, reachable }) => ({
    'never a second knock': always(({ nodes }) => nodes.guest.knocks <= 1 || !nodes.door.isOpen),
    'no door is open without a knock': always(
      ({ nodes }) => nodes.guest.knocks > 9 || (nodes.guest.knocks > 0 && nodes.door.isOpen !== undefined),
    ),
    'it can be opened': reachable(({ nodes }) => nodes.door.isOpen, { expected: 1 > 2 ? 'violated' : 'holds' }),
  }),
})
`
const counting = `
export const isOdd = (n: number): boolean => n % 2 === 1
export const isOld = (n: number): boolean => n > 1
export const isNotUsed = (n: number): boolean => n > 1
`
/** A model in two files, of which something never runs, and something always comes out the same. */
export const doorFiles = { 'door.ts': door, 'counting.ts': counting }
