import { match } from 'ts-pattern'
import { ModelError, observer, replicas, role, system, unordered } from 'netsplit'

/*
 * A value kept by n replicas. A write is over when w have it, a read when r have answered; the read takes
 * the newest version that it was told of.
 *
 * Source: David Gifford, "Weighted Voting for Replicated Data" (1979); as n, r and w in Giuseppe DeCandia
 * and others, "Dynamo: Amazon's Highly Available Key-value Store" (2007), sections 4.5 and 4.6.
 *
 * What to look at: what a read sees that begins when a write is over. If and only if r + w > n, the r
 * replicas that answer and the w that have the write share one: try w=1. Any w replicas can stay
 * alone with the write, and any r can answer.
 *
 * sloppy=true: when a replica cannot be reached, a node that is none of the n stands in for it, counts as
 * one of the w, and hands the write over later. So writes succeed during failures, and r + w > n promises
 * nothing any more: the w that have the write need not be among the n that are asked.
 *
 * That is a promise to reads that begin after the write. Reads that overlap it may go back in time; against
 * that a read has to write (abd-register).
 *
 * As many replicas as `crashes` says stop for good. Operations end all the same as long as no fewer than r and
 * w are left, which a large r + w makes less likely: consistency is paid for by availability.
 */

type Message =
  | { type: 'write'; version: number } // writer -> replicas
  | { type: 'written'; version: number } // and back
  | { type: 'hold'; version: number; for: string } // writer -> stand-in
  | { type: 'read' } // reader -> replicas
  | { type: 'value'; version: number } // and back

const replica = role<{ version: number }, Message>({
  initial: () => ({ version: 0 }),
  receive: (state, message, { from, send }) => {
    if (message.type === 'read') send(from, { type: 'value', version: state.version })
    if (message.type !== 'write') return
    state.version = Math.max(state.version, message.version)
    if (from === 'writer') send(from, { type: 'written', version: message.version })
  },
  durable: (state) => state,
})

const standIn = role<{ held: { version: number; for: string }[] }, Message>({
  initial: () => ({ held: [] }),
  receive: (state, message, { from, send }) => {
    if (message.type !== 'hold') return
    state.held.push({ version: message.version, for: message.for })
    send(from, { type: 'written', version: message.version })
  },
  internal: {
    'hand over': {
      when: ({ held }) => held.length > 0,
      do: (state, { send }) => {
        const [first, ...rest] = state.held
        if (first !== undefined) send(first.for, { type: 'write', version: first.version })
        state.held = rest
      },
    },
  },
})

interface Writer {
  version: number
  acks: Set<string>
  /** The last version whose write is over. */
  over: number
}

const writer = ({ writes, w, sloppy }: Pick<typeof parameters, 'writes' | 'w' | 'sloppy'>) =>
  role<Writer, Message>({
    initial: () => ({ version: 0, acks: new Set(), over: 0 }),
    internal: {
      write: {
        when: ({ version, over }) => version === over && version < writes,
        do: (state, { group, choose, send }) => {
          state.version += 1
          state.acks = new Set()
          const { version } = state
          const replicas = group('replica')
          const missed = sloppy ? choose([null, ...replicas]) : null
          send(
            replicas.filter((each) => each !== missed),
            { type: 'write', version },
          )
          if (missed !== null) send('standIn', { type: 'hold', version, for: missed })
        },
      },
    },
    receive: (state, message, { from }) => {
      if (message.type !== 'written' || message.version !== state.version) return
      if (state.over === state.version) return
      state.acks.add(from)
      if (state.acks.size < w) return
      Object.assign(state, { over: state.version, acks: new Set() })
    },
  })

interface Reader {
  isReading: boolean
  answers: Map<string, number>
  /** The version that it read. */
  found: number | null
}

const reader = (r: number) =>
  role<Reader, Message>({
    initial: () => ({ isReading: false, answers: new Map(), found: null }),
    internal: {
      read: {
        when: ({ isReading, found }) => !isReading && found === null,
        do: (state, { group, send }) => {
          state.isReading = true
          send(group('replica'), { type: 'read' })
        },
      },
    },
    receive: (state, message, { from }) => {
      match(message)
        .with({ type: 'value' }, ({ version }) => {
          if (!state.isReading) return
          state.answers.set(from, version)
          if (state.answers.size < r) return
          const found = Math.max(...state.answers.values())
          Object.assign(state, { isReading: false, answers: new Map(), found })
        })
        .otherwise(() => {})
    },
  })

/** Which write was over when the read began. */
const begun = observer<{ over: number; before: number }, Message, Writer>({
  initial: () => ({ over: 0, before: 0 }),
  on: {
    change: {
      only: { node: 'writer' },
      do: (state, { after }) => {
        state.over = after.over
      },
    },
    step: {
      only: { node: 'reader' },
      do: (state) => {
        state.before = state.over
      },
    },
  },
})

export const parameters = { n: 3, r: 2, w: 2, writes: 1, sloppy: false, crashes: 1 }

export default ({ n, r, w, writes, sloppy, crashes }: typeof parameters) => {
  for (const [name, value] of Object.entries({ r, w })) {
    if (Number.isInteger(value) && value >= 1 && value <= n) continue
    throw new ModelError('bad-parameter', {
      what: `There cannot be a quorum of ${value} of ${n} replicas`,
      where: [`parameter ${name}=${value}`],
      fix: `give a whole number from 1 to ${n}`,
    })
  }
  const left = n - crashes
  return system({
    name: 'quorum-store',
    about: 'reads ask r and writes w of n replicas (Gifford, Dynamo): fresh if r + w > n',
    nodes: {
      replica: replicas(n, replica),
      standIn,
      writer: writer({ writes, w, sloppy }),
      reader: reader(r),
    },
    network: unordered(),
    faults: {
      crashes: {
        times: crashes,
        restarts: 'never',
        nodes: Array.from({ length: n }, (_, at) => `replica${at + 1}` as const),
      },
    },
    observers: { begun },
    properties: ({ always, eventually, reachable }) => ({
      'a read returns what was written before it began, or something newer': always(
        ({ nodes, observed }) =>
          nodes.reader.found === null || nodes.reader.found >= observed.begun.before,
        { expected: r + w > n && !sloppy ? 'holds' : 'violated' },
      ),
      'every operation is over in the end': eventually(
        ({ nodes }) => nodes.reader.found !== null && nodes.writer.over === writes,
        { expected: left >= r && left >= w ? 'holds' : 'violated' },
      ),
      'a read can overlap a write and miss it': reachable(
        ({ nodes }) =>
          nodes.reader.found === 0 && nodes.writer.over === 0 && nodes.writer.version === 1,
      ),
    }),
  })
}
