import { ModelError, replicas, role, system } from 'netsplit'

/*
 * Fischer's mutual exclusion: processes that share one register, which holds a name or nothing. Who
 * wants to enter waits until it holds nothing, writes his own name, waits, and looks again: if it
 * still is his name, he enters. That is safe only because of how long he waits.
 *
 * Source: L. Lamport, "A Fast Mutual Exclusion Algorithm" (1987), who had it from Michael Fischer.
 *
 * What to look at: how long is long enough. The register is a node, and a message takes from `min`
 * to `max` units. Somebody writes at a moment s; the register has his name at s + max at the latest.
 * Who finds it empty found that before, and hears of it by s + 2 max; he writes at once, which
 * arrives by s + 3 max. So whoever looks after that sees the name that stays. He who wrote at s looks
 * again when his wait is over, and the question arrives at s + wait + min at the soonest, where things
 * of the same moment may come in any order. So it is safe if and only if
 *
 *     wait > 3 max - min
 *
 * however many processes there are: try wait=2 and wait=3, or min=1 max=2 wait=5 and wait=6.
 */

type Message =
  | { type: 'read' }
  | { type: 'value'; name: string | null }
  | { type: 'write'; name: string | null }

interface Register {
  name: string | null
}

const register = role<Register, Message>({
  initial: () => ({ name: null }),
  receive: (register, message, { from, send }) => {
    if (message.type === 'write') register.name = message.name
    if (message.type === 'read') send(from, { type: 'value', name: register.name })
  },
})

interface Process {
  at: 'rest' | 'looks' | 'waits' | 'looks again' | 'inside'
}

const process = (wait: number) =>
  role<Process, Message, 'wait'>({
    initial: () => ({ at: 'rest' }),
    internal: {
      'want to enter': {
        when: ({ at }) => at === 'rest',
        do: (process, { send }) => {
          process.at = 'looks'
          send('register', { type: 'read' })
        },
      },
      leave: {
        when: ({ at }) => at === 'inside',
        do: (process, { send }) => {
          process.at = 'rest'
          send('register', { type: 'write', name: null })
        },
      },
    },
    receive: (process, message, { self, send, setTimer }) => {
      if (message.type !== 'value') return
      if (process.at === 'looks again') {
        process.at = message.name === self ? 'inside' : 'rest'
      } else if (message.name === null) {
        process.at = 'waits'
        send('register', { type: 'write', name: self })
        setTimer('wait', wait)
      } else process.at = 'rest'
    },
    timeout: {
      wait: (process, { send }) => {
        process.at = 'looks again'
        send('register', { type: 'read' })
      },
    },
  })

export const parameters = { processes: 2, min: 1, max: 1, wait: 3 }

export default ({ processes, min, max, wait }: typeof parameters) => {
  if (!Number.isInteger(processes) || processes < 1) {
    throw new ModelError('bad-parameter', {
      what: `There cannot be ${processes} processes`,
      where: [`parameter processes=${processes}`],
      fix: 'give a whole number from 1',
    })
  }
  const isSafe = processes === 1 || wait > 3 * max - min
  return system({
    name: 'fischer',
    about: 'mutual exclusion by waiting (Fischer): safe if the wait is long enough',
    nodes: { register, process: replicas(processes, process(wait)) },
    time: { delay: { min, max } },
    properties: ({ always, reachable }) => ({
      'no two processes are inside': always(
        ({ nodes }) => nodes.process.filter(({ at }) => at === 'inside').length <= 1,
        { expected: isSafe ? 'holds' : 'violated' },
      ),
      'a process can be inside': reachable(({ nodes }) =>
        nodes.process.some(({ at }) => at === 'inside'),
      ),
    }),
  })
}
