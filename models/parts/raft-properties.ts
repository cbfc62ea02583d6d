import type { Entry, Server } from './raft-state.ts'

/*
 * What Raft guarantees at all times: the five properties of figure 3 in Diego Ongaro and John Ousterhout, "In Search of
 * an Understandable Consensus Algorithm" (2014), in its order, as predicates on the servers of the model raft.
 */

type Servers = readonly Server[]

const isSame = (a: Entry | undefined, b: Entry | undefined): boolean =>
  a?.term === b?.term && a?.by === b?.by

const pairs = <Item>(all: readonly Item[]): readonly (readonly [Item, Item])[] =>
  all.flatMap((a) => all.filter((b) => b !== a).map((b) => [a, b] as const))

/** Election safety. */
export const hasOneLeaderInATerm = (servers: Servers): boolean =>
  pairs(servers.filter(({ part }) => part === 'leader')).every(([a, b]) => a.term !== b.term)

/** Leader append-only: a property of single steps. */
export const leadersOnlyAppend = (before: Servers, after: Servers): boolean =>
  before.every(({ part, log }, at) => {
    const now = after[at]
    if (part !== 'leader' || now?.part !== 'leader') return true
    return log.every((entry, index) => isSame(entry, now.log[index]))
  })

/** Log matching. */
export const matchWhereTermsDo = (servers: Servers): boolean =>
  pairs(servers).every(([a, b]) => {
    const last = a.log.findLastIndex(({ term }, at) => term === b.log[at]?.term)
    return a.log.slice(0, last + 1).every((entry, at) => isSame(entry, b.log[at]))
  })

/** Leader completeness. */
export const leadersAreComplete = (servers: Servers): boolean =>
  servers
    .filter(({ part }) => part === 'leader')
    .every(({ term, log }) =>
      servers
        .filter((other) => other.term < term)
        .every(({ applied }) => applied.every((entry, at) => isSame(entry, log[at]))),
    )

/** State machine safety. */
export const applyTheSame = (servers: Servers): boolean =>
  pairs(servers).every(([a, b]) =>
    a.applied.every((entry, at) => at >= b.applied.length || isSame(entry, b.applied[at])),
  )

/** The properties of states. */
export type Breakable = 'election' | 'matching' | 'completeness' | 'machine'

/** From how many elections on a bug breaks which of them. */
const broken: Readonly<Record<string, Partial<Record<Breakable, number>>>> = {
  'volatile-vote': { election: 2, matching: 2, machine: 2, completeness: 3 },
  'no-log-check': { completeness: 2, machine: 2 },
  'counts-old-terms': { completeness: 4, machine: 4 },
}

/** Whether a bug of the model breaks a property within so many elections. */
export const isBroken = (name: Breakable, bug: string, elections: number): boolean =>
  elections >= (broken[bug]?.[name] ?? Infinity)
