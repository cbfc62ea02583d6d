import { subjectOf } from '../model/property-kinds.ts'
import { equal } from '../value/compare.ts'
import { keyOf } from '../value/key.ts'
import type { World } from '../semantics/actions.ts'
import type { GlobalState } from '../semantics/global-state.ts'
import { describeAction } from '../trace/describe.ts'
import type { GraphState, GraphStep, StateGraph } from '../trace/state-graph.ts'
import { lightsOf } from './lights.ts'
import { advance, begin, type Position } from './position.ts'
import { startsOf } from './starts.ts'
import { isWithin } from './within.ts'

/** The graph of a system by the plain semantics, up to so many states. */
export const graphOf = (world: World, maxStates: number): StateGraph => {
  const known = new Map<string, number>()
  const found: Position[] = []
  const steps: GraphStep[] = []
  let isWhole = true
  /** The number of a state, a new one for one that is met for the first time; null for none. */
  const numberOf = (state: GlobalState, reach: () => Position): number | null => {
    const key = keyOf(state)
    const number = known.get(key)
    if (number !== undefined) return number
    if (!isWithin(world.system, state)) return null
    if (found.length >= maxStates) {
      isWhole = false
      return null
    }
    known.set(key, found.length)
    return found.push(reach()) - 1
  }
  let count = 0
  for (const state of startsOf(world)) {
    const id = count++
    numberOf(state, () => begin(world, state, id))
    if (!isWhole) break
  }
  const initials = found.length
  for (let from = 0; from < found.length; from++) {
    const position = found[from]
    if (position === undefined) break
    for (const [id, way] of position.ways.entries()) {
      if (equal(position.state, way.next)) continue
      const to = numberOf(way.next, () => advance(world, position, id, way))
      if (to === null) continue
      steps.push({
        from,
        to,
        action: describeAction(world.system, way.action),
        kind: way.action.kind,
      })
    }
  }
  const states = found.map((position, index) => ({
    path: position.path,
    standing: position.standing,
    isInitial: index < initials,
    ...saidBy(world, position),
  }))
  return { isMachine: world.system.isMachine, states, steps, isWhole }
}

const saidBy = (world: World, position: Position): Pick<GraphState, 'violates' | 'witnesses'> => {
  const alone = lightsOf(ofStates(world), [position])
  const named = (wanted: 'violated' | 'reached'): readonly string[] =>
    alone.flatMap(({ name, light }) => (light === wanted ? [name] : []))
  return { violates: named('violated'), witnesses: named('reached') }
}

/** The same, with the properties only that are decided by one state. */
const ofStates = (world: World): World => ({
  ...world,
  system: {
    ...world.system,
    properties: world.system.properties.filter(({ property: { kind } }) =>
      ['states', 'ends'].includes(subjectOf(kind)),
    ),
  },
})
