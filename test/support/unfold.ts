import type { Trace } from '../../src/index.ts'

type Steps = Trace['steps']

/** The steps of a run with those of each fold made anew from its first round. */
export const unfolded = (steps: Steps, folds: Trace['folds']): Steps => {
  const made = [...steps]
  for (const { from, to, times, varying } of folds) {
    const length = to - from + 1
    for (let round = 0; round < times; round++) {
      for (let at = 0; at < length; at++) {
        const own = varying.filter(({ path: [index] }) => index === at)
        made[from - 1 + round * length + at] = own.reduce<unknown>(
          (step, { path, first, last }) =>
            withLeaf(step, path.slice(1), first + (round * (last - first)) / (times - 1)),
          steps[from - 1 + at],
        ) as Steps[number]
      }
    }
  }
  return made
}

const withLeaf = (
  value: unknown,
  [key, ...rest]: readonly (string | number)[],
  leaf: number,
): unknown => {
  if (key === undefined) return leaf
  const inside = (members: readonly unknown[]): unknown[] =>
    members.with(Number(key), withLeaf(members[Number(key)], rest, leaf))
  if (Array.isArray(value)) return inside(value)
  if (value instanceof Set) return new Set(inside([...value]))
  if (value instanceof Map) return new Map(inside([...value]) as [unknown, unknown][])
  return { ...(value as object), [key]: withLeaf(Reflect.get(Object(value), key), rest, leaf) }
}

/**
 * A step without what is told twice, or follows from the steps before: the action and paths in
 * words, the whole of a value of which elements came or went or that another one was put around.
 */
export const withoutDerived = (step: Steps[number]): unknown => ({
  ...step,
  action: null,
  changes: step.changes.map((change) => {
    const { before, after, elements, carried } = change
    const bare = { ...change, path: null }
    if (elements !== null) return { ...bare, before: null, after: null }
    if (carried === null) return bare
    const larger = carried.in === 'after' ? after : before
    return { ...bare, before: null, after: null, rest: withoutMember(larger, carried.step) }
  }),
})

const withoutMember = (value: unknown, step: unknown): unknown =>
  Array.isArray(value)
    ? value.with(Number(step), null)
    : { ...(value as object), [String(step)]: null }
