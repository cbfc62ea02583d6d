import type { System } from '../../src/index.ts'
import {
  cutsIn,
  put,
  standingWith,
  type GlobalState,
  type Mail,
} from '../../src/semantics/global-state.ts'
import { canonical } from '../../src/value/canonical.ts'
import { keyOf } from '../../src/value/key.ts'

const permutations = <Item>(items: readonly Item[]): readonly (readonly Item[])[] =>
  items.length < 2
    ? [items]
    : items.flatMap((item, at) =>
        permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]),
      )

/** One renaming of all for each way in which the members of the groups can change places. */
const renamings = (groups: readonly (readonly string[])[]): readonly Map<string, string>[] =>
  groups.reduce<readonly Map<string, string>[]>(
    (all, group) =>
      all.flatMap((before) =>
        permutations(group).map(
          (names) =>
            new Map([...before, ...group.map((name, at) => [name, names[at] ?? ''] as const)]),
        ),
      ),
    [new Map()],
  )

const renamed = (value: unknown, names: Map<string, string>): unknown => {
  if (typeof value === 'string') return names.get(value) ?? value
  if (typeof value !== 'object' || value === null) return value
  const inner = (part: unknown): unknown => renamed(part, names)
  if (Array.isArray(value)) return value.map(inner)
  if (value instanceof Set) return new Set([...value].map(inner))
  if (value instanceof Map) return new Map([...value].map(([key, it]) => [inner(key), inner(it)]))
  return Object.fromEntries(
    Object.entries(value).map(([key, it]) => [names.get(key) ?? key, inner(it)]),
  )
}

const nameOf = (blocks: readonly (readonly boolean[])[]): string => JSON.stringify(blocks)

/** What a cut becomes; of cuts that are the same each keeps its place among them. */
const cutAfter = (
  { faults: { cuts } }: System,
  before: number,
  place: (node: number) => number,
): number => {
  const blocks = cuts[before]?.blocks
  if (blocks === undefined) return -1
  const image = blocks.map((row) => row.map(() => false))
  blocks.forEach((row, from) =>
    row.forEach((isBlocked, to) => {
      ;(image[place(from)] as boolean[])[place(to)] = isBlocked
    }),
  )
  const alike = (name: string): readonly number[] =>
    cuts.flatMap((each, at) => (nameOf(each.blocks) === name ? [at] : []))
  return alike(nameOf(image))[alike(nameOf(blocks)).indexOf(before)] ?? -1
}

/** A name for the orbit of a state: the least key of all states that it may become. Naive, on plain objects. */
export const orbitKeys = (
  system: System,
  groups: readonly (readonly string[])[],
  state: GlobalState,
): string => {
  const ids = system.nodes.map(({ id }) => id)
  const keys = renamings(groups).map((names) => {
    const place = (node: number): number =>
      ids.indexOf(names.get(ids[node] ?? '') ?? ids[node] ?? '')
    const nodes = ids.map((_, at) => {
      const from = ids.findIndex((__, node) => place(node) === at)
      const { up, state: own, timers } = state.nodes[from] as GlobalState['nodes'][number]
      return { up, state: canonical(renamed(own, names)), timers }
    })
    const inFlight = state.inFlight.reduce<readonly Mail[]>(
      (all, { from, to, message }) =>
        put(system, all, {
          from: place(from),
          to: place(to),
          message: canonical(renamed(message, names)),
        }),
      [],
    )
    const standing = cutsIn(system, state.environment.cut)
    const cut = standingWith(
      system,
      standing.map((each) => cutAfter(system, each, place)),
    )
    const observed = state.observed.map((each) => canonical(renamed(each, names)))
    return keyOf({ nodes, inFlight, environment: { ...state.environment, cut }, observed })
  })
  return keys.reduce((least, key) => (key < least ? key : least))
}
