import { tooLarge } from './effort.ts'
import { textOf } from './equal.ts'
import { hasCycle, type Dependency, type Isolation } from './dependencies.ts'
import { nobody, type Installed, type Read, type Source, type Version } from './installed.ts'

/** What a history does not say, chosen: who wrote what was read, and the order of the versions of each key. */
export interface Explained {
  readonly dependencies: readonly Dependency[]
  /** The versions of each key, in order, of those transactions that count as committed. */
  readonly orders: readonly { readonly key: unknown; readonly versions: readonly Version[] }[]
}

/** By what a choice is judged. */
interface Judge {
  /** Whose cycles are forbidden; null: none are. */
  readonly isolation: Isolation | null
  /** Whether what was read may have been undone, or overwritten by its own transaction. */
  readonly isDirty: boolean
  /** Called for each choice that is looked at. @throws where that is one too many */
  readonly spend: () => void
}

/** Each choice is made within the one before it, on the stack: it has room for more than so many. */
const mostChoices = 2000

/** A read, and who wrote what it read. */
type Seen = Read & { readonly source: Source }

/**
 * A choice under which a history has no cycle that a condition forbids; null where there is none. A transaction of which
 * nobody knows whether it was committed counts as committed where somebody has read what it wrote: to count
 * others so, too, would only add dependencies. Where reads may be dirty they forbid nothing, and none counts so.
 *
 * @throws what `spend` throws
 * @throws ModelError 'too-large' where there is too much to choose
 */
export const explained = (
  installed: Installed,
  { isolation, isDirty, spend }: Judge,
): Explained | null => {
  const count = installed.transactions.length
  const written = [...installed.versions.values()].reduce((sum, { all }) => sum + all.length, 0)
  if (installed.reads.length + written > mostChoices) throw tooLarge()
  const isFine = (dependencies: readonly Dependency[]): boolean => {
    spend()
    return isolation === null || !hasCycle(dependencies, count, isolation)
  }
  const fromReads = (at: number, seen: readonly Seen[]): Explained | null => {
    const read = installed.reads[at]
    if (read === undefined) return inOrder(installed, isDirty ? [] : seen, isFine)
    const sources = read.sources.filter(({ kind }) => isDirty || kind === 'last')
    for (const source of sources.toSorted((a, b) => rank(a) - rank(b))) {
      const all = [...seen, { ...read, source }]
      if (sources.length > 1 && !isFine(dependenciesOnReads(all))) continue
      const found = fromReads(at + 1, all)
      if (found !== null) return found
    }
    return null
  }
  return fromReads(0, [])
}

const rank = ({ kind }: Source): number => (kind === 'last' ? 0 : 1)

const dependenciesOnReads = (seen: readonly Seen[]): readonly Dependency[] =>
  seen.flatMap(({ reader, key, source: { writer, kind } }) =>
    writer === nobody || kind !== 'last' ? [] : [{ from: writer, to: reader, kind: 'wr', key }],
  )

/** An order of the versions of each key, one key after the other, and of those one after the other. */
const inOrder = (
  { transactions, versions }: Installed,
  seen: readonly Seen[],
  isFine: (dependencies: readonly Dependency[]) => boolean,
): Explained | null => {
  const isRead = new Set(seen.map(({ source }) => source.writer))
  const counts = ({ writer }: Version): boolean =>
    transactions[writer]?.status === 'committed' || isRead.has(writer)
  const readersOf = (key: unknown, writer: number): readonly number[] =>
    seen
      .filter(
        ({ source, key: other }) =>
          source.kind === 'last' && source.writer === writer && textOf(other) === textOf(key),
      )
      .map(({ reader }) => reader)
  // Few orders first: what is wrong with them is seen once.
  const keys = [...versions.values()]
    .map(({ key, all }) => ({ key, all: all.filter(counts) }))
    .toSorted((a, b) => a.all.length - b.all.length)
  /** Whoever reads what a key was at first comes before all who write it: that ends many orders early. */
  const sooner = keys.flatMap(({ key, all }) =>
    readersOf(key, nobody).flatMap((from) =>
      all
        .filter(({ writer }) => writer !== from)
        .map(({ writer: to }): Dependency => ({ from, to, kind: 'rw', key })),
    ),
  )
  const follow = (at: number, order: readonly Version[], so: Explained): Explained | null => {
    const now = keys[at]
    if (now === undefined) return so
    const { key, all } = now
    const left = all.filter((version) => !order.includes(version))
    if (left.length === 0) {
      return follow(at + 1, [], { ...so, orders: [...so.orders, { key, versions: order }] })
    }
    const before = order.at(-1)?.writer ?? nobody
    const readers = readersOf(key, before)
    for (const next of left.filter((version) => mayFollow(version, left))) {
      const { writer } = next
      const overwritten: readonly Dependency[] =
        before === nobody ? [] : [{ from: before, to: writer, kind: 'ww', key }]
      const missed = readers
        .filter((reader) => reader !== writer)
        .map((reader): Dependency => ({ from: reader, to: writer, kind: 'rw', key }))
      const dependencies = [...so.dependencies, ...overwritten, ...missed]
      if (!isFine([...sooner, ...dependencies])) continue
      const found = follow(at, [...order, next], { ...so, dependencies })
      if (found !== null) return found
    }
    return null
  }
  const dependencies = dependenciesOnReads(seen)
  return isFine([...sooner, ...dependencies]) ? follow(0, [], { dependencies, orders: [] }) : null
}

/** Whether no version that is left is known to come before. */
const mayFollow = ({ place }: Version, left: readonly Version[]): boolean =>
  place === null || left.every((other) => other.place === null || other.place >= place)
