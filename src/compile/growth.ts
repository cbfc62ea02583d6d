import { showPath, type PathStep } from '../value/path.ts'
import { isRecord } from '../value/notation.ts'
import { keyOf } from '../value/key.ts'
import type { Values } from '../value/values.ts'
import type { Tables } from './tables.ts'

/** How many values a component had at the end of each of the last depths: shows what grows. */
export interface Growth {
  /** `state of counter, field count`, `messages in flight to s1`. */
  readonly component: string
  /** The depth of the first of the counts. */
  readonly fromDepth: number
  /** How many values it had had by the end of each depth, one count a depth. */
  readonly valuesByDepth: readonly number[]
}

/** Depths shown of a component that grows. */
const shownDepths = 10
/** Values looked at to say which field grows. */
const sampledValues = 500

/** How many cells each node had at the end of each depth: of the last depths only, as a search may be deep. */
export class SizeLog {
  /** The depths so far. */
  depth = 0
  readonly last: Int32Array[] = []

  /** Notes the sizes at the end of one more depth. */
  note(sizes: Int32Array): void {
    this.depth += 1
    this.last.push(sizes.slice())
    if (this.last.length > shownDepths) this.last.shift()
  }
}

/** The components that were still taking new values when a search was cut off, fastest first. */
export const growthOf = (tables: Tables, { depth, last: sizes }: SizeLog): readonly Growth[] =>
  growing([...nodesBySize(tables, sizes), ...observersBySize(tables, sizes)], depth)

const observersBySize = (
  { observation, nodes }: Tables,
  sizes: readonly Int32Array[],
): readonly Omit<Growth, 'fromDepth'>[] =>
  (observation?.memos ?? []).map(({ observer: { name } }, index) => ({
    component: `what observer ${name} knows`,
    valuesByDepth: sizes.map((each) => each[nodes + 1 + index] ?? 0),
  }))

const nodesBySize = (
  tables: Tables,
  sizes: readonly Int32Array[],
): readonly Omit<Growth, 'fromDepth'>[] =>
  tables.system.nodes.flatMap(({ id }, node) => {
    const cells = tables.cells[node]
    if (cells === undefined) return []
    const cellsByDepth = sizes.map((each) => each[node] ?? 0)
    const states = distinctByDepth(cells.states.data, cellsByDepth)
    const mail = distinctByDepth(cells.mailboxes.data, cellsByDepth)
    const field = growingField(tables.values, cells.states.data.subarray(0, cells.size))
    const what = `state of ${id}`
    return [
      { component: field === '' ? what : `${what}, field ${field}`, valuesByDepth: states },
      { component: `messages in flight to ${id}`, valuesByDepth: mail },
    ]
  })

/** Those that grow, fastest first. @param depth the last of the depths for which there are counts */
export const growing = (
  components: readonly Omit<Growth, 'fromDepth'>[],
  depth: number,
): readonly Growth[] =>
  components
    .filter(({ valuesByDepth }) => isGrowing(valuesByDepth))
    .toSorted((a, b) => last(b.valuesByDepth) - last(a.valuesByDepth))
    .map(({ component, valuesByDepth }) => ({
      component,
      fromDepth: depth - valuesByDepth.length + 1,
      valuesByDepth,
    }))

const last = (values: readonly number[]): number => values.at(-1) ?? 0

/** Whether there were new values in each of the last three depths (or of all, if fewer). */
const isGrowing = (values: readonly number[]): boolean =>
  values.length > 1 &&
  values
    .slice(-4)
    .every((value, index, tail) => index === 0 || value > (tail[index - 1] ?? Infinity))

/** For each depth how many distinct ids the cells up to there have. Cells are in order of birth. */
const distinctByDepth = (ids: Int32Array, cellsByDepth: readonly number[]): readonly number[] => {
  const seen = new Set<number>()
  let done = 0
  return cellsByDepth.map((cells) => {
    while (done < cells) seen.add(ids[done++] as number)
    return seen.size
  })
}

/** The field with the most values among the newest states, or nothing if the state is a scalar. */
export const growingField = (values: Values, states: Int32Array): string => {
  const newest = [...new Set(states.slice(-sampledValues))]
  const byPath = new Map<string, Set<string>>()
  for (const id of newest) {
    for (const [path, value] of leaves(values.get(id), [])) {
      const name = showPath(path)
      byPath.set(name, (byPath.get(name) ?? new Set()).add(value))
    }
  }
  const [widest] = [...byPath].toSorted(([, a], [, b]) => b.size - a.size)
  return widest?.[0] ?? ''
}

/** The leaves of a value; what a list or a collection holds counts as one leaf. */
const leaves = (
  value: unknown,
  path: readonly PathStep[],
): readonly [readonly PathStep[], string][] => {
  if (!isRecord(value)) return [[path, keyOf(value)]]
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]))
}
