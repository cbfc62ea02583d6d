import { entry } from './entry.ts'
import type { View } from './view.ts'

/**
 * What a node may base its decision on, from little to everything. A protocol that needs little is
 * one that a person can read, so the least is tried first.
 *
 * - `values`: the set of inputs it knows of, whosever they are; one rule for all nodes.
 * - `inputs`: whose input is what, as far as it knows.
 * - `knowledge`: besides, what it knows that each of the others knows.
 * - `everything`: all it has seen.
 */
export type Memory = 'values' | 'inputs' | 'knowledge' | 'everything'

/** The memories that say less than everything, the least first. */
export const memories: readonly Memory[] = ['values', 'inputs', 'knowledge']

/**
 * A key that is equal for two views exactly when the memory does not tell them apart. The number
 * of steps is left out where a node has no clock, as it would not mean anything to a reader.
 */
export function remembered(memory: Memory, view: View, clock: boolean): string {
  const time = clock ? view.length : view.length > 0
  const own = view.input === undefined ? [] : [view.input]
  switch (memory) {
    case 'values':
      return JSON.stringify([time, valuesIn(view)])
    case 'inputs':
      return JSON.stringify([view.node, own, time, [...inputsIn(view)].toSorted(byNode)])
    case 'knowledge': {
      const known = [...knowledgeIn(view)].toSorted(byNode)
      const told = known.map(([node, inputs]) => [node, [...inputs].toSorted(byNode)])
      return JSON.stringify([view.node, own, time, told])
    }
    case 'everything':
      return String(view.id)
  }
}

/** The inputs a node has heard of, its own included: node to input. */
export function inputsIn(view: View): Map<string, string | null> {
  const inputs = new Map<string, string | null>()
  for (const one of contents(view)) if (one.input !== undefined) inputs.set(one.node, one.input)
  return inputs
}

/** The different inputs a node has heard of, whosever they are, in order. */
export function valuesIn(view: View): (string | null)[] {
  return [...new Set(inputsIn(view).values())].toSorted((a, b) => compare(a ?? '', b ?? ''))
}

/** What a node knows that each other node knows: the inputs in the latest view it has of it. */
export function knowledgeIn(view: View): Map<string, Map<string, string | null>> {
  const latest = new Map<string, View>()
  for (const one of contents(view)) {
    if (one.length > (latest.get(one.node)?.length ?? -1)) latest.set(one.node, one)
  }
  return new Map([...latest].map(([node, one]) => [node, inputsIn(one)]))
}

/** The view, its earlier ones, and all that messages carried: everything inside it. */
function contents(view: View): Set<View> {
  const found = new Set([view])
  for (const one of found) {
    if (one.earlier !== null) found.add(one.earlier)
    if (one.seen?.kind === 'heard') for (const heard of one.seen.views) found.add(heard)
  }
  return found
}

function byNode(one: readonly [string, unknown], other: readonly [string, unknown]): number {
  return compare(one[0], other[0])
}

/** By code unit: never by the reader's language. */
function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other)
}

/** Number the classes of views that a memory does not tell apart. */
export function classesOf(views: readonly View[], memory: Memory, clock: boolean): number[] {
  const numbers: Record<string, number> = {}
  let count = 0
  return views.map((view) => {
    const key = remembered(memory, view, clock)
    numbers[key] ??= count++
    return entry(numbers, key)
  })
}
