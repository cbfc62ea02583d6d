import { ModelError, replicas, role, system } from 'netsplit'

/*
 * A lease: a lock with an end. A server grants it for `length` units of its clock; who holds it may write
 * to a store, and takes it for ended `margin` units earlier by a clock of his own, counted from when he
 * asked. So nobody who has crashed locks the others out for ever, and no message has to say that a lease has
 * ended. But who is right about the time?
 *
 * Source: C. Gray and D. Cheriton, "Leases: An Efficient Fault-Tolerant Mechanism for Distributed File
 * Cache Consistency" (1989). For the fencing token: M. Burrows, "The Chubby Lock Service" (2006), where it is
 * a sequencer.
 *
 * What to look at: when two believe at once that they hold it. A message takes one unit. Who asks at a
 * moment s stops believing when his clock has gone on by length - margin. The server grants at s + 1 at the
 * soonest, and again when its clock has gone on by length, which the next one hears a unit later. If clocks go
 * alike, that is 2 + margin units after the first one has stopped. Clocks that drift can eat that up: the holder's is
 * `drift` ahead of the server's when he asks, and one more by the time it grants (each is never more than `drift`
 * from true time, and from the other); it is `drift` behind when the server grants again. That is 2 drift + 1
 * units in all. So it is safe if and only if
 *
 *     margin >= 2 drift
 *
 * Try drift=1 with margin=1 length=6 and with margin=2 length=7. No margin helps where a holder may pause
 * (pauses=1): he wakes up, does not know how long he was away, and writes. The store can help: with fencing=true
 * each lease has a number, and the store turns away whoever comes with a smaller one than it has seen.
 */

type Message = { type: 'ask' } | { type: 'grant'; token: number } | { type: 'write'; token: number }

interface Server {
  isFree: boolean
  granted: number
}

const server = (length: number, leases: number) =>
  role<Server, Message, 'end'>({
    initial: () => ({ isFree: true, granted: 0 }),
    receive: (server, _, { from, send, setTimer }) => {
      if (!server.isFree || server.granted === leases) return
      server.isFree = false
      server.granted += 1
      send(from, { type: 'grant', token: server.granted })
      setTimer('end', length)
    },
    timeout: {
      end: (server) => {
        server.isFree = true
      },
    },
  })

interface Holder {
  /** The number of the lease that it believes to hold. */
  token: number | null
  hasAsked: boolean
}

const holder = (believed: number) =>
  role<Holder, Message, 'end'>({
    initial: () => ({ token: null, hasAsked: false }),
    internal: {
      ask: {
        when: ({ hasAsked }) => !hasAsked,
        optional: true,
        do: (holder, { send, setTimer }) => {
          holder.hasAsked = true
          send('server', { type: 'ask' }, { once: true })
          setTimer('end', believed)
        },
      },
      write: {
        when: ({ token }) => token !== null,
        optional: true,
        do: ({ token }, { send }) => {
          if (token !== null) send('store', { type: 'write', token }, { once: true })
        },
      },
    },
    receive: (holder, message) => {
      if (message.type === 'grant' && holder.hasAsked) holder.token = message.token
    },
    timeout: {
      end: () => ({ token: null, hasAsked: false }),
    },
  })

interface Store {
  /** The largest number that came with a write. */
  latest: number
  /** Whether a write under an older lease came after one under a newer, and was taken. */
  isOverwritten: boolean
}

const store = (fencing: boolean) =>
  role<Store, Message>({
    initial: () => ({ latest: 0, isOverwritten: false }),
    receive: (store, message) => {
      if (message.type !== 'write') return
      if (message.token >= store.latest) store.latest = message.token
      else if (!fencing) store.isOverwritten = true
    },
  })

export const parameters = {
  holders: 2,
  length: 5,
  margin: 0,
  drift: 0,
  pauses: 0,
  fencing: false,
  leases: 2,
}

export default (parameters_: typeof parameters) => {
  const { holders, length, margin, drift, pauses, fencing, leases } = parameters_
  const believed = length - margin
  // Asking and hearing take two units; a clock may go on by four meanwhile.
  const least = drift === 0 ? 3 : 5
  if (believed < least) {
    throw new ModelError('bad-parameter', {
      what: `A lease that is believed in for ${believed} units could end before the grant is there`,
      where: [`parameter length=${length}`],
      fix: `give ${least + margin} at least: asking and hearing take 2 units, by a clock that drifts up to 4`,
    })
  }
  const isSafe = pauses === 0 && margin >= 2 * drift
  return system({
    name: 'lease',
    about: 'a lock with an end: safe if its margin makes up for the drift, and nobody pauses',
    nodes: {
      server: server(length, leases),
      holder: replicas(holders, holder(believed)),
      store: store(fencing),
    },
    time: { delay: { min: 1, max: 1 }, drift, pauses },
    properties: ({ always, reachable }) => ({
      'no two believe that they hold the lease': always(
        ({ nodes }) => nodes.holder.filter(({ token }) => token !== null).length <= 1,
        { expected: isSafe ? 'holds' : 'violated' },
      ),
      'no write under an older lease is taken after one under a newer': always(
        ({ nodes }) => !nodes.store.isOverwritten,
        { expected: isSafe || fencing ? 'holds' : 'violated' },
      ),
      'all leases can be granted': reachable(({ nodes }) => nodes.server.granted === leases),
    }),
  })
}
