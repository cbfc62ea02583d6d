import { equal, textOf } from './equal.ts'
import type { TransactionStep } from './transactions.ts'

/** A transaction, as far as is known how it ended. */
export interface Transaction {
  /** Unknown: it may have been committed, and nobody knows what it read. */
  readonly status: 'committed' | 'aborted' | 'unknown'
  readonly asked: readonly TransactionStep[]
  /** Where it was committed, the same with what it has read. */
  readonly done: readonly TransactionStep[]
}

/** The first version of each key is nobody's. */
export const nobody = -1

/** A read of what a transaction has not written before itself. */
export interface Read {
  /** The place of its transaction. */
  readonly reader: number
  readonly key: unknown
  readonly value: unknown
  /** Who may have written that. */
  readonly sources: readonly Source[]
}

/** Who may have written what was read: a last write, one that its transaction overwrote, or one that was undone. */
export interface Source {
  readonly writer: number
  readonly kind: 'last' | 'intermediate' | 'aborted'
}

/** A version that a transaction leaves behind: its last write of a key. */
export interface Version {
  readonly writer: number
  readonly value: unknown
  /** Its place among the versions of the key, where that is known. */
  readonly place: number | null
}

/** What the transactions of a history read and leave behind. */
export interface Installed {
  readonly transactions: readonly Transaction[]
  readonly reads: readonly Read[]
  /** The versions that may have been left behind, by key as text. */
  readonly versions: ReadonlyMap<
    string,
    { readonly key: unknown; readonly all: readonly Version[] }
  >
  /** Reads of what their own transaction had written, that gave something else. */
  readonly untrue: readonly Pick<Read, 'reader' | 'key' | 'value'>[]
}

interface Written extends Source {
  readonly value: unknown
  readonly place: number | null
}

/** What transactions read and leave behind. @param first what each key is before it is written */
export const installedBy = (transactions: readonly Transaction[], first: unknown): Installed => {
  const keys = new Map<string, { readonly key: unknown; readonly all: Written[] }>()
  for (const [writer, each] of transactions.entries()) addWrites(keys, each, writer)
  const reads: Read[] = []
  const untrue: Pick<Read, 'reader' | 'key' | 'value'>[] = []
  for (const [reader, { done, status }] of transactions.entries()) {
    if (status !== 'committed') continue
    const own = new Map<string, unknown>()
    for (const [f, key, value = null] of done) {
      const text = textOf(key)
      if (f === 'w') own.set(text, value)
      else if (!own.has(text)) {
        const written = keys.get(text)?.all ?? []
        const others = written.filter((each) => each.writer !== reader && equal(each.value, value))
        const start: Source[] = equal(value, first) ? [{ writer: nobody, kind: 'last' }] : []
        const sources = [...start, ...others.map(({ writer, kind }) => ({ writer, kind }))]
        reads.push({ reader, key, value, sources })
      } else if (!equal(own.get(text), value)) untrue.push({ reader, key, value })
    }
  }
  const versions = new Map(
    [...keys].map(([text, { key, all }]) => [
      text,
      { key, all: all.filter(({ kind }) => kind === 'last') },
    ]),
  )
  return { transactions, reads, versions, untrue }
}

const addWrites = (
  keys: Map<string, { readonly key: unknown; readonly all: Written[] }>,
  { asked, done, status }: Transaction,
  writer: number,
): void => {
  for (const [at, [f, key, value, version]] of asked.entries()) {
    if (f !== 'w') continue
    const isLast = !asked.slice(at + 1).some((step) => step[0] === 'w' && equal(step[1], key))
    const kind = status === 'aborted' ? 'aborted' : isLast ? 'last' : 'intermediate'
    const text = textOf(key)
    const of = keys.get(text) ?? { key, all: [] }
    of.all.push({ writer, kind, value, place: version ?? done[at]?.[3] ?? null })
    keys.set(text, of)
  }
}
