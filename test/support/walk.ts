import fc from 'fast-check'
import { transitions } from '../../src/semantics/actions.ts'
import type { GlobalState } from '../../src/semantics/global-state.ts'
import { initialStates, worldOf } from '../../src/semantics/initial.ts'
import type { System } from '../../src/index.ts'
import { describeAction } from '../../src/trace/describe.ts'

/** The states of a random walk through a system: at most `most` steps, fewer where it gets stuck. */
export const walks = (system: System, most: number): fc.Arbitrary<readonly GlobalState[]> =>
  fc.array(fc.nat(), { minLength: 1, maxLength: most + 1 }).map(([start = 0, ...turns]) => {
    const world = worldOf(system)
    const starts = initialStates(world)
    const states = [starts[start % starts.length] as GlobalState]
    for (const turn of turns) {
      const all = transitions(world, states.at(-1) as GlobalState)
      const taken = all[turn % Math.max(1, all.length)]
      if (taken === undefined) break
      states.push(taken.next)
    }
    return states
  })

/** The states of the run whose steps are those that a script names, by how their descriptions begin. */
export const walkBy = (system: System, script: readonly string[]): readonly GlobalState[] => {
  const world = worldOf(system)
  const states = initialStates(world).slice(0, 1)
  for (const line of script) {
    const all = transitions(world, states.at(-1) as GlobalState)
    const taken = all.find(({ action }) => describeAction(system, action).startsWith(line))
    if (taken === undefined) throw new Error(`not possible in step ${states.length}: ${line}`)
    states.push(taken.next)
  }
  return states
}
