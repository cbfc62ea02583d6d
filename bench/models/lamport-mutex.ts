import { machine, type Action } from 'netsplit'

/*
 * Mutual exclusion by logical clocks: L. Lamport, "Time, Clocks, and the Ordering of Events in a
 * Distributed System", 1978, as S. Merz wrote it in TLA+ (tlaplus/Examples, specifications/
 * lamport_mutex), with clocks up to a bound. With three processes and clocks up to six it has 724,274
 * states.
 */

type Message = { type: 'request'; clock: number } | { type: 'acknowledge' } | { type: 'release' }

interface Mutex {
  clocks: number[]
  /** What each process knows of the requests: the clock of each, or 0. */
  requests: number[][]
  /** For each process who has acknowledged its request. */
  acknowledged: boolean[][]
  /** The messages from one process to another, the oldest first. */
  queues: Message[][][]
  critical: boolean[]
}

const row = <Item>(of: readonly (readonly Item[])[], at: number): readonly Item[] => of[at] ?? []

const send = ({ queues }: Mutex, from: number, to: number, message: Message): void => {
  queues[from]?.[to]?.push(message)
}

/** Whether a process knows its own request to come before another's. */
const isFirst = ({ requests }: Mutex, self: number, other: number): boolean => {
  const own = row(requests, self)[self] ?? 0
  const its = row(requests, self)[other] ?? 0
  return its === 0 || own < its || (own === its && self < other)
}

const set = <Item>(of: Item[][], at: number, index: number, item: Item): void => {
  const own = of[at]
  if (own !== undefined) own[index] = item
}

const receive = (state: Mutex, self: number, from: number): void => {
  const message = state.queues[from]?.[self]?.shift()
  switch (message?.type) {
    case 'request':
      set(state.requests, self, from, message.clock)
      state.clocks[self] = Math.max(state.clocks[self] ?? 0, message.clock) + 1
      send(state, self, from, { type: 'acknowledge' })
      return
    case 'acknowledge':
      set(state.acknowledged, self, from, true)
      return
    case 'release':
      set(state.requests, self, from, 0)
      return
    case undefined:
  }
}

export const parameters = { processes: 3, clock: 4 }

export default ({ processes, clock: most }: typeof parameters) => {
  const all = Array.from({ length: processes }, (_, index) => index)
  const others = (self: number): readonly number[] => all.filter((it) => it !== self)

  const stepsOf = (self: number): readonly [string, Action<Mutex>][] => [
    [
      `${self} requests`,
      {
        when: ({ requests }) => row(requests, self)[self] === 0,
        do: (state) => {
          const clock = state.clocks[self] ?? 0
          set(state.requests, self, self, clock)
          for (const it of others(self)) send(state, self, it, { type: 'request', clock })
          for (const it of all) set(state.acknowledged, self, it, it === self)
        },
      },
    ],
    [
      `${self} enters`,
      {
        when: (state) =>
          state.critical[self] !== true &&
          row(state.requests, self)[self] !== 0 &&
          row(state.acknowledged, self).every((each) => each) &&
          others(self).every((other) => isFirst(state, self, other)),
        do: ({ critical }) => {
          critical[self] = true
        },
      },
    ],
    [
      `${self} leaves`,
      {
        when: ({ critical }) => critical[self] === true,
        do: (state) => {
          state.critical[self] = false
          for (const it of others(self)) send(state, self, it, { type: 'release' })
          set(state.requests, self, self, 0)
          for (const it of all) set(state.acknowledged, self, it, false)
        },
      },
    ],
    ...others(self).map((from): [string, Action<Mutex>] => [
      `${self} receives from ${from}`,
      {
        when: ({ queues }) => (queues[from]?.[self]?.length ?? 0) > 0,
        do: (state) => receive(state, self, from),
      },
    ]),
  ]

  return machine<Mutex>({
    name: 'lamport-mutex',
    initial: () => ({
      clocks: all.map(() => 1),
      requests: all.map(() => all.map(() => 0)),
      acknowledged: all.map(() => all.map(() => false)),
      queues: all.map(() => all.map(() => [])),
      critical: all.map(() => false),
    }),
    actions: Object.fromEntries(all.flatMap(stepsOf)),
    within: ({ clocks }) => clocks.every((clock) => clock <= most),
    properties: ({ always }) => ({
      'at most one is in its critical section': always(
        ({ critical }) => critical.filter((isIn) => isIn).length <= 1,
      ),
    }),
  })
}
