import type { Trace } from '../../src/index.ts'
import type { PathStep } from '../../src/trace/paths.ts'
import { canonical } from '../../src/value/canonical.ts'
import { keyOf } from '../../src/value/key.ts'

/** The nodes' states after all the changes of a trace, applied one after the other. */
export const applyChanges = ({ initial, steps }: Trace): readonly unknown[] => {
  const states = new Map(initial.nodes.map(({ node, state }) => [node, state]))
  for (const { node, steps: path, after } of steps.flatMap(({ changes }) => changes)) {
    states.set(node, canonical(withValue(states.get(node), path, after)))
  }
  return [...states.values()]
}

/** A value with another one at a path; `undefined` takes out what is there. */
export const withValue = (
  base: unknown,
  [step, ...rest]: readonly PathStep[],
  after: unknown,
): unknown => {
  if (step === undefined) return after
  if (typeof step === 'object') {
    const map = new Map(base as ReadonlyMap<unknown, unknown>)
    const key = [...map.keys()].find((other) => keyOf(other) === keyOf(step.key)) ?? step.key
    const inner = withValue(map.get(key), rest, after)
    return inner === undefined
      ? new Map([...map].filter(([other]) => other !== key))
      : map.set(key, inner)
  }
  if (Array.isArray(base))
    return base.with(step as number, withValue(base[step as number], rest, after))
  const record = base as Readonly<Record<string, unknown>>
  return { ...record, [step]: withValue(record[step], rest, after) }
}
