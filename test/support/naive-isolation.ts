import type { Isolation } from '../../src/history/dependencies.ts'
import type { Transaction } from '../../src/history/installed.ts'

/*
 * Isolation as it is defined, by trying everything. Keys and values are strings and numbers; each key is 0 first.
 */

type Store = Readonly<Record<string, number>>

/** A transaction that was committed; `isKnown`: what it read counts. */
interface Committed {
  readonly steps: Transaction['asked']
  readonly isKnown: boolean
}

/** The histories that there may have been: each transaction that may have been committed was, or was not. */
const guesses = (history: readonly Transaction[]): readonly (readonly Committed[])[] =>
  history.reduce<readonly (readonly Committed[])[]>(
    (all, { status, asked, done }) => {
      if (status === 'aborted') return all
      if (status === 'committed')
        return all.map((before) => [...before, { steps: done, isKnown: true }])
      return all.flatMap((before) => [before, [...before, { steps: asked, isKnown: false }]])
    },
    [[]],
  )

const permutations = <Each>(all: readonly Each[]): readonly (readonly Each[])[] =>
  all.length === 0
    ? [[]]
    : all.flatMap((first, at) => permutations(all.toSpliced(at, 1)).map((rest) => [first, ...rest]))

/** What a store holds after a transaction; null where it does not read what it says. */
const after = ({ steps, isKnown }: Committed, from: Store): Store | null => {
  const store = { ...from }
  for (const [f, key, value] of steps) {
    if (f === 'w') store[String(key)] = Number(value)
    else if (isKnown && (store[String(key)] ?? 0) !== value) return null
  }
  return store
}

const writes = ({ steps }: Committed): readonly string[] =>
  steps.filter(([f]) => f === 'w').map(([, key]) => String(key))

/** Whether one order of all transactions, one after the other, gives what they read. */
export const isSerialByOrders = (history: readonly Transaction[]): boolean =>
  guesses(history).some((committed) =>
    permutations(committed).some((order) => {
      let store: Store | null = {}
      for (const each of order) store = store === null ? null : after(each, store)
      return store !== null
    }),
  )

/**
 * Whether starts and commits have an order in which each transaction reads what had been committed when it started, and
 * of two that are open at a time none writes what the other does (Berenson and others 1995).
 */
export const isSnapshotByOrders = (history: readonly Transaction[]): boolean =>
  guesses(history).some((committed) => {
    const go = (
      store: Store,
      left: readonly Committed[],
      open: ReadonlyMap<Committed, { readonly from: Store; readonly since: readonly string[] }>,
    ): boolean => {
      if (left.length === 0 && open.size === 0) return true
      const starts = left.some(
        (each) =>
          after(each, store) !== null &&
          go(
            store,
            left.filter((other) => other !== each),
            new Map(open).set(each, { from: store, since: [] }),
          ),
      )
      return (
        starts ||
        [...open].some(([each, { since }]) => {
          const own = writes(each)
          if (own.some((key) => since.includes(key))) return false
          const rest = [...open]
            .filter(([other]) => other !== each)
            .map(([other, at]) => [other, { ...at, since: [...at.since, ...own] }] as const)
          const last = Object.fromEntries(
            each.steps
              .filter(([f]) => f === 'w')
              .map(([, key, value]) => [String(key), Number(value)]),
          )
          return go({ ...store, ...last }, left, new Map(rest))
        })
      )
    }
    return go({}, committed, new Map())
  })

interface Edge {
  readonly from: number
  readonly to: number
  readonly kind: 'ww' | 'wr' | 'rw' | 'start'
}

/** Whether there is a closed walk along edges, each once at most, that has as many anti-dependencies as `fits` says. */
const hasCircuit = (edges: readonly Edge[], fits: (anti: number) => boolean): boolean => {
  const go = (start: number, at: number, used: readonly Edge[]): boolean =>
    edges.some((edge) => {
      if (edge.from !== at || used.some(({ from }) => from === edge.from)) return false
      const walk = [...used, edge]
      if (edge.to === start) return fits(walk.filter(({ kind }) => kind === 'rw').length)
      return go(start, edge.to, walk)
    })
  return edges.some(({ from }) => go(from, from, []))
}

interface Write {
  readonly writer: number
  readonly key: string
  readonly value: number
  readonly place: number | null
}

/**
 * Whether some version order, some guess at who wrote what was read, and for snapshot isolation some order of starts
 * and commits, has none of the phenomena that a level of Adya's forbids (Adya, Liskov and O'Neil, Generalized isolation level
 * definitions, 2000).
 */
export const isIsolatedByAdya = (history: readonly Transaction[], isolation: Isolation): boolean =>
  subsets(history).some((committed) => {
    const all = history.flatMap(({ status, asked, done }, writer) => {
      const steps = status === 'committed' ? done : asked
      return steps.flatMap(([f, key, value], at): (Write & { isGood: boolean })[] => {
        if (f !== 'w') return []
        const isLast = !steps.slice(at + 1).some((it) => it[0] === 'w' && it[1] === key)
        const place = asked[at]?.[3] ?? null
        return [
          {
            writer,
            key: String(key),
            value: Number(value),
            place,
            isGood: isLast && committed.includes(writer),
          },
        ]
      })
    })
    const installed = all.filter(({ isGood }) => isGood)
    const reads = readsOf(history, committed)
    if (reads === null) return false
    const sources = reads.map(({ reader, key, value }) => [
      ...(value === 0 ? [null] : []),
      ...all.filter((each) => each.writer !== reader && each.key === key && each.value === value),
    ])
    return product(sources).some((from) => {
      const isDirty = from.some((source) => source !== null && !source.isGood)
      if (isDirty && isolation !== 'read-uncommitted') return false
      return product([...keysOf(installed).values()].map(ordersOf)).some((orders) => {
        const edges = edgesOf(reads, from, orders)
        return isWithout(edges, committed, isolation)
      })
    })
  })

const subsets = (history: readonly Transaction[]): readonly (readonly number[])[] =>
  history.reduce<readonly (readonly number[])[]>(
    (sets, { status }, at) =>
      status === 'aborted'
        ? sets
        : [...(status === 'unknown' ? sets : []), ...sets.map((set) => [...set, at])],
    [[]],
  )

const readsOf = (
  history: readonly Transaction[],
  committed: readonly number[],
): readonly { reader: number; key: string; value: number }[] | null => {
  const reads = []
  for (const reader of committed) {
    const own = new Map<string, number>()
    for (const [f, each, value] of history[reader]?.done ?? []) {
      const key = String(each)
      if (f === 'w') own.set(key, Number(value))
      else if (!own.has(key)) reads.push({ reader, key, value: Number(value) })
      else if (own.get(key) !== value) return null
    }
  }
  return reads
}

const product = <Each>(all: readonly (readonly Each[])[]): readonly (readonly Each[])[] =>
  all.reduce<readonly (readonly Each[])[]>(
    (tuples, each) => tuples.flatMap((tuple) => each.map((one) => [...tuple, one])),
    [[]],
  )

const keysOf = (installed: readonly Write[]): ReadonlyMap<string, readonly Write[]> =>
  new Map(installed.map(({ key }) => [key, installed.filter((each) => each.key === key)] as const))

const ordersOf = (writes: readonly Write[]): readonly (readonly Write[])[] =>
  permutations(writes).filter((order) => {
    const places = order.flatMap(({ place }) => place ?? [])
    return places.every((place, at) => at === 0 || (places[at - 1] ?? 0) <= place)
  })

const edgesOf = (
  reads: readonly { readonly reader: number; readonly key: string }[],
  from: readonly ((Write & { readonly isGood: boolean }) | null)[],
  orders: readonly (readonly Write[])[],
): readonly Edge[] => {
  const next = orders.flatMap((order) =>
    order
      .slice(1)
      .map(({ writer }, at): Edge => ({ from: order[at]?.writer ?? 0, to: writer, kind: 'ww' })),
  )
  const seen = reads.flatMap(({ reader, key }, at): Edge[] => {
    const source = from[at]
    if (source !== null && !source?.isGood) return []
    const order = orders.find((each) => each[0]?.key === key) ?? []
    const then =
      source === null
        ? order[0]
        : order[order.findIndex(({ writer }) => writer === source?.writer) + 1]
    return [
      ...(source ? [{ from: source.writer, to: reader, kind: 'wr' } as const] : []),
      ...(then && then.writer !== reader
        ? [{ from: reader, to: then.writer, kind: 'rw' } as const]
        : []),
    ]
  })
  return [...next, ...seen]
}

const isWithout = (
  edges: readonly Edge[],
  committed: readonly number[],
  isolation: Isolation,
): boolean => {
  const only = (...kinds: readonly Edge['kind'][]): readonly Edge[] =>
    edges.filter(({ kind }) => kinds.includes(kind))
  const isG1c = hasCircuit(only('ww', 'wr'), () => true)
  switch (isolation) {
    case 'read-uncommitted':
      return !hasCircuit(only('ww'), () => true)
    case 'read-committed':
      return !isG1c
    case 'serializable':
      return !isG1c && !hasCircuit(edges, (anti) => anti > 0)
    case 'snapshot-isolation':
      return (
        !isG1c &&
        timesOf(committed).some((times) => {
          const isBefore = (one: number, other: number): boolean =>
            (times.get(one)?.commit ?? 0) < (times.get(other)?.start ?? 0)
          // G-SIa: a dependency on what had not been committed at the start. G-SIb: a cycle with one anti-dependency.
          if (!only('ww', 'wr').every(({ from, to }) => isBefore(from, to))) return false
          const starts = committed.flatMap((from) =>
            committed
              .filter((to) => isBefore(from, to))
              .map((to): Edge => ({ from, to, kind: 'start' })),
          )
          return !hasCircuit([...edges, ...starts], (anti) => anti === 1)
        })
      )
  }
}

/** All orders of starts and commits. */
const timesOf = (
  committed: readonly number[],
): readonly ReadonlyMap<number, { readonly start: number; readonly commit: number }>[] => {
  const go = (
    started: readonly number[],
    done: ReadonlyMap<number, { readonly start: number; readonly commit: number }>,
    time: number,
    starts: ReadonlyMap<number, number>,
  ): readonly ReadonlyMap<number, { readonly start: number; readonly commit: number }>[] => [
    ...(done.size === committed.length ? [done] : []),
    ...committed
      .filter((each) => !starts.has(each))
      .flatMap((each) => go([...started, each], done, time + 1, new Map(starts).set(each, time))),
    ...started.flatMap((each) =>
      go(
        started.filter((other) => other !== each),
        new Map(done).set(each, { start: starts.get(each) ?? 0, commit: time }),
        time + 1,
        starts,
      ),
    ),
  ]
  return go([], new Map(), 0, new Map())
}
