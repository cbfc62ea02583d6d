import { oneOf, replicas, role, system, unordered, type Given } from 'netsplit'

/*
 * A cache beside a database: who finds nothing in it reads the database and fills the cache; who writes to the
 * database empties it. The two can pass each other.
 *
 * Source: Rajesh Nishtala and others, "Scaling Memcache at Facebook" (2013), section 3.2.1, where the mend is
 * called a lease.
 *
 * What to look at: a reader that finds nothing reads the old value; then a writer writes the new one and
 * empties the cache; then the reader fills it, with what is stale by now, and nothing will ever empty
 * it again. So the cache hands out a token with each miss, and emptying makes it worthless: a fill
 * with a worthless token is turned away. bug=no-lease leaves that out. bug=empties-first: the writer
 * empties the cache before it writes, and a reader fills it again in between.
 */

type Message =
  | { type: 'get' } // reader -> cache
  | { type: 'miss'; token: number } // and back
  | { type: 'hit'; value: number }
  | { type: 'read'; token: number } // reader -> database
  | { type: 'value'; value: number; token: number } // and back
  | { type: 'fill'; value: number; token: number } // reader -> cache
  | { type: 'write'; value: number } // writer -> database
  | { type: 'written' } // and back
  | { type: 'empty' } // writer -> cache
  | { type: 'emptied' } // and back

interface Cache {
  value: number | null
  /** The token that a fill must have. */
  token: number
}

const cache = (bug: string) =>
  role<Cache, Message>({
    initial: () => ({ value: null, token: 0 }),
    receive: (state, message, { from, send }) => {
      if (message.type === 'get') {
        if (state.value === null) send(from, { type: 'miss', token: state.token })
        else send(from, { type: 'hit', value: state.value })
      } else if (message.type === 'fill') {
        if (message.token === state.token || bug === 'no-lease') state.value = message.value
      } else if (message.type === 'empty') {
        Object.assign(state, { value: null, token: state.token + 1 })
        send(from, { type: 'emptied' })
      }
    },
  })

const database = role<{ value: number }, Message>({
  initial: () => ({ value: 0 }),
  receive: (state, message, { from, send }) => {
    if (message.type === 'read') {
      send(from, { type: 'value', value: state.value, token: message.token })
    } else if (message.type === 'write') {
      state.value = message.value
      send(from, { type: 'written' })
    }
  },
})

const reader = (reads: number) =>
  role<{ reads: number; isWaiting: boolean }, Message>({
    initial: () => ({ reads: 0, isWaiting: false }),
    internal: {
      get: {
        optional: true,
        when: (state) => !state.isWaiting && state.reads < reads,
        do: (state, { send }) => {
          send('cache', { type: 'get' })
          return { reads: state.reads + 1, isWaiting: true }
        },
      },
    },
    receive: (state, message, { send }) => {
      if (message.type === 'miss') send('database', { type: 'read', token: message.token })
      if (message.type === 'value') {
        send('cache', { type: 'fill', value: message.value, token: message.token })
      }
      state.isWaiting = message.type === 'miss'
    },
  })

interface Writer {
  written: number
  at: 'rest' | 'writes' | 'empties'
}

const writer = (writes: number, bug: string) =>
  role<Writer, Message>({
    initial: () => ({ written: 0, at: 'rest' }),
    internal: {
      write: {
        when: ({ at, written }) => at === 'rest' && written < writes,
        do: (state, { send }) => {
          state.written += 1
          state.at = bug === 'empties-first' ? 'empties' : 'writes'
          if (state.at === 'empties') send('cache', { type: 'empty' })
          else send('database', { type: 'write', value: state.written })
        },
      },
    },
    receive: (state, message, { send }) => {
      const isFirst = (message.type === 'emptied') === (bug === 'empties-first')
      if (!isFirst) state.at = 'rest'
      else if (message.type === 'written') {
        state.at = 'empties'
        send('cache', { type: 'empty' })
      } else {
        state.at = 'writes'
        send('database', { type: 'write', value: state.written })
      }
    },
  })

export const parameters = {
  readers: 2,
  reads: 1,
  writes: 2,
  bug: oneOf('none', 'no-lease', 'empties-first'),
}

export default ({ readers, reads, writes, bug }: Given<typeof parameters>) => {
  return system({
    name: 'cache-invalidation',
    about: 'a cache beside a database: filled and emptied by those who pass each other',
    nodes: {
      cache: cache(bug),
      database,
      reader: replicas(readers, reader(reads)),
      writer: writer(writes, bug),
    },
    network: unordered(),
    properties: ({ eventuallyAlways, reachable }) => ({
      'in the end the cache has what the database has, or nothing': eventuallyAlways(
        ({ nodes }) => nodes.cache.value === null || nodes.cache.value === nodes.database.value,
        { expected: bug === 'none' ? 'holds' : 'violated' },
      ),
      'a value can be found in the cache': reachable(({ nodes }) => nodes.cache.value !== null),
      'what is found can be out of date for a while': reachable(
        ({ nodes }) => nodes.cache.value !== null && nodes.cache.value < nodes.database.value,
      ),
    }),
  })
}
