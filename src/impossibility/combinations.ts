import type { Task } from './task.ts'

/** Every way of taking one element from each list, the last list varying fastest. */
export function product<T>(lists: readonly (readonly T[])[]): T[][] {
  return lists.reduce<T[][]>(
    (partial, list) => partial.flatMap((taken) => list.map((next) => [...taken, next])),
    [[]],
  )
}

/** Every subset, smaller index first, the empty one first. */
export function subsets<T>(list: readonly T[]): T[][] {
  return list.reduce<T[][]>((partial, next) => partial.flatMap((s) => [s, [...s, next]]), [[]])
}

/** Every assignment of inputs to the nodes of a task. */
export function inputsOf(task: Task): Record<string, string | null>[] {
  return product(task.nodes.map((node) => task.inputs[node] ?? [])).map((values) =>
    Object.fromEntries(task.nodes.map((node, index) => [node, values[index] ?? null])),
  )
}
