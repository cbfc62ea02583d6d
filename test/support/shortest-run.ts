import { transitions } from '../../src/semantics/actions.ts'
import type { GlobalState } from '../../src/semantics/global-state.ts'
import { initialStates, worldOf } from '../../src/semantics/initial.ts'
import { plainView } from '../../src/semantics/plain-view.ts'
import { isFault } from '../../src/semantics/reference.ts'
import type { SafetyProperty } from '../../src/model/property.ts'
import type { System } from '../../src/index.ts'
import { keyOf } from '../../src/value/key.ts'

/** More states than this a test should not need. */
const limit = 200_000

/**
 * A shortest run to a state that a test accepts, by naive breadth-first search; null if there is
 * none.
 *
 * @param accepts is asked about each state once, with the state before it on the run, if any
 */
export const shortestRun = (
  system: System,
  accepts: (state: GlobalState, before: GlobalState | null) => boolean,
): readonly GlobalState[] | null => {
  const world = worldOf(system)
  const runs: (readonly GlobalState[])[] = initialStates(world).map((state) => [state])
  const seen = new Set(runs.flat().map(keyOf))
  for (const run of runs) {
    const state = run.at(-1) as GlobalState
    if (accepts(state, run.at(-2) ?? null)) return run
    for (const { next } of transitions(world, state)) {
      const key = keyOf(next)
      if (seen.has(key)) continue
      seen.add(key)
      runs.push([...run, next])
    }
    if (runs.length > limit) throw new Error(`more than ${limit} states in ${system.name}`)
  }
  return null
}

/** A shortest run that decides a property: breaks it, or reaches what a `reachable` asks for. */
export const decidingRun = (system: System, property: SafetyProperty): readonly GlobalState[] => {
  const world = worldOf(system)
  const run = shortestRun(system, (state, before) => {
    const view = plainView(system, state)
    switch (property.kind) {
      case 'always':
        return !property.predicate(view)
      case 'never':
      case 'reachable':
        return property.predicate(view)
      case 'stepwise':
        return before !== null && !property.predicate(plainView(system, before), view)
      case 'noDeadlock':
        return (
          transitions(world, state).every(({ action }) => isFault(action)) &&
          property.unless?.(view) !== true
        )
    }
  })
  if (run === null) throw new Error(`nothing decides the property of ${system.name}`)
  return run
}
