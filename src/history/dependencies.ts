/**
 * How transactions depend on each other (Adya, Weak consistency, 1999): one overwrites what another left behind
 * (ww), reads it (wr), or had read what the other overwrites (rw, an anti-dependency).
 */
export interface Dependency {
  readonly from: number
  readonly to: number
  readonly kind: 'ww' | 'wr' | 'rw'
  readonly key: unknown
}

/** Which cycles a condition forbids, from weak to strong: each forbids those of the ones before it. */
export const conditions = [
  /** PL-1: none of writes alone. */
  'read-uncommitted',
  /** PL-2: none without anti-dependencies. */
  'read-committed',
  /** PL-SI: none in which no two anti-dependencies follow each other. */
  'snapshot-isolation',
  /** PL-3: none. */
  'serializable',
] as const

/** How far transactions are kept apart. */
export type Isolation = (typeof conditions)[number]

const kindsOf = {
  'read-uncommitted': ['ww'],
  'read-committed': ['ww', 'wr'],
  'snapshot-isolation': ['ww', 'wr', 'rw'],
  serializable: ['ww', 'wr', 'rw'],
} as const satisfies Record<Isolation, readonly Dependency['kind'][]>

/*
 * A place in a walk along dependencies is a transaction, twice: the second time after an anti-dependency, on which
 * no other may follow where a condition allows those cycles (Cerone and Gotsman, Analysing snapshot isolation, 2018).
 */
type Walk = readonly (readonly { readonly to: number; readonly by: Dependency }[])[]

const walkOf = (dependencies: readonly Dependency[], count: number, isolation: Isolation): Walk => {
  const kinds: readonly Dependency['kind'][] = kindsOf[isolation]
  const walk = Array.from({ length: 2 * count }, (): { to: number; by: Dependency }[] => [])
  for (const by of dependencies) {
    if (!kinds.includes(by.kind)) continue
    const isHeld = isolation === 'snapshot-isolation'
    const to = 2 * by.to + (isHeld && by.kind === 'rw' ? 1 : 0)
    walk[2 * by.from]?.push({ to, by })
    if (isHeld && by.kind !== 'rw') walk[2 * by.from + 1]?.push({ to, by })
  }
  return walk
}

/** Whether dependencies have a cycle that a condition forbids. @param count how many transactions there are */
export const hasCycle = (
  dependencies: readonly Dependency[],
  count: number,
  isolation: Isolation,
): boolean => {
  const walk = walkOf(dependencies, count, isolation)
  const into = walk.map(() => 0)
  for (const { to } of walk.flat()) into[to] = (into[to] ?? 0) + 1
  const free = [...into.keys()].filter((place) => into[place] === 0)
  let done = 0
  for (let place = free.pop(); place !== undefined; place = free.pop()) {
    done += 1
    for (const { to } of walk[place] ?? []) {
      const left = (into[to] ?? 0) - 1
      into[to] = left
      if (left === 0) free.push(to)
    }
  }
  return done < walk.length
}

/** A shortest cycle that a condition forbids; null where there is none. */
export const shortestCycle = (
  dependencies: readonly Dependency[],
  count: number,
  isolation: Isolation,
): readonly Dependency[] | null => {
  const walk = walkOf(dependencies, count, isolation)
  let shortest: readonly Dependency[] | null = null
  for (const start of walk.keys()) {
    const cycle = cycleThrough(start, walk)
    if (cycle !== null && cycle.length < (shortest?.length ?? Infinity)) shortest = cycle
  }
  return shortest
}

const cycleThrough = (start: number, walk: Walk): readonly Dependency[] | null => {
  const paths = new Map<number, readonly Dependency[]>()
  const open: (readonly [number, readonly Dependency[]])[] = [[start, []]]
  for (const [place, path] of open) {
    for (const { to, by } of walk[place] ?? []) {
      const longer = [...path, by]
      if (to === start) return longer
      if (paths.has(to)) continue
      paths.set(to, longer)
      open.push([to, longer])
    }
  }
  return null
}
