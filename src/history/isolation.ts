import { conditions, shortestCycle, type Dependency, type Isolation } from './dependencies.ts'
import { equal } from './equal.ts'
import { installedBy, type Installed, type Read, type Transaction } from './installed.ts'
import { explained, type Explained } from './version-orders.ts'

/**
 * What is wrong with a history, as Adya names it (Weak consistency, 1999), with two names of Kingsbury and Alvaro (Elle,
 * 2020): `internal` is a read that does not see what its own transaction has written, `G-nonadjacent` a cycle with several
 * anti-dependencies, none after another. `garbage` is a read of what nobody wrote.
 */
export type AnomalyName =
  | 'internal'
  | 'garbage'
  | 'G0'
  | 'G1a'
  | 'G1b'
  | 'G1c'
  | 'G-single'
  | 'G-nonadjacent'
  | 'G2-item'

/** An anomaly in a history. */
export interface Anomaly {
  readonly name: AnomalyName
  /** What others call this form of it (Berenson and others 1995); null where it has no other name. */
  readonly alias: 'lost update' | 'read skew' | 'fuzzy read' | 'write skew' | null
  /** The read that is one by itself; null for a cycle. */
  readonly read: Omit<Read, 'sources'> | null
  /** The dependencies that are one; none for a read. */
  readonly cycle: readonly Dependency[]
  /** The orders of versions under which it is one. Under all others there is one, too. */
  readonly orders: Explained['orders']
}

/**
 * Whether some order of the versions of each key, and some guess at who wrote what was read, where that is not
 * certain, explains a history without what a condition forbids.
 *
 * @param first what each key is before it is written
 * @param spend called for each choice that is looked at
 * @throws what `spend` throws
 */
export const isIsolated = (
  transactions: readonly Transaction[],
  first: unknown,
  { isolation, spend }: { readonly isolation: Isolation; readonly spend: () => void },
): boolean => {
  const installed = installedBy(transactions, first)
  if (wrongRead(installed, isolation) !== null) return false
  return explained(installed, { isolation, isDirty: isDirty(isolation), spend }) !== null
}

const isDirty = (isolation: Isolation): boolean => isolation === 'read-uncommitted'

/**
 * What breaks a condition that does not hold: a read, or a cycle, under an order of versions under which what is weaker
 * holds as far as it can.
 *
 * @throws what `spend` throws
 */
export const anomalyIn = (
  transactions: readonly Transaction[],
  first: unknown,
  { isolation, spend }: { readonly isolation: Isolation; readonly spend: () => void },
): Anomaly | null => {
  const installed = installedBy(transactions, first)
  const wrong = wrongRead(installed, isolation)
  if (wrong !== null) return { ...wrong, alias: null, cycle: [], orders: [] }
  const weaker = conditions.slice(0, conditions.indexOf(isolation)).toReversed()
  for (const each of [isolation, ...weaker, null]) {
    const found = explained(installed, { isolation: each, isDirty: isDirty(isolation), spend })
    if (found === null) continue
    const cycle = shortestCycle(found.dependencies, transactions.length, isolation)
    return cycle === null ? null : { ...namesOf(cycle), read: null, cycle, orders: found.orders }
  }
  return null
}

/** A read that no choice explains. */
const wrongRead = (
  { reads, untrue }: Installed,
  isolation: Isolation,
): Pick<Anomaly, 'name' | 'read'> | null => {
  const [internal] = untrue
  if (internal !== undefined) return { name: 'internal', read: internal }
  const garbage = reads.find(({ sources }) => sources.length === 0)
  if (garbage !== undefined) return { name: 'garbage', read: garbage }
  const dirty = reads.find(({ sources }) => sources.every(({ kind }) => kind !== 'last'))
  if (dirty === undefined || isDirty(isolation)) return null
  const isUndone = dirty.sources.some(({ kind }) => kind === 'aborted')
  return { name: isUndone ? 'G1a' : 'G1b', read: dirty }
}

const namesOf = (cycle: readonly Dependency[]): Pick<Anomaly, 'name' | 'alias'> => {
  const anti = cycle.filter(({ kind }) => kind === 'rw').length
  if (anti === 0)
    return { name: cycle.some(({ kind }) => kind === 'wr') ? 'G1c' : 'G0', alias: null }
  const isOneKey = cycle.every(({ key }) => equal(key, cycle[0]?.key))
  if (anti === 1)
    return { name: 'G-single', alias: cycle.length === 2 ? aliasOf(cycle, isOneKey) : null }
  const isAdjacent = cycle.some(({ kind }, at) => kind === 'rw' && cycle.at(at - 1)?.kind === 'rw')
  if (!isAdjacent) return { name: 'G-nonadjacent', alias: null }
  return { name: 'G2-item', alias: cycle.length === 2 ? 'write skew' : null }
}

/** What is read and then overwritten, or then read again, by two transactions. */
const aliasOf = (cycle: readonly Dependency[], isOneKey: boolean): Anomaly['alias'] => {
  if (cycle.some(({ kind }) => kind === 'ww')) return isOneKey ? 'lost update' : null
  return isOneKey ? 'fuzzy read' : 'read skew'
}
