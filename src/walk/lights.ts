import { ask } from '../model/question.ts'
import { isLiveness } from '../model/property-kinds.ts'
import type { Property } from '../model/property.ts'
import type { World } from '../semantics/actions.ts'
import { operationsOf } from '../semantics/operations.ts'
import { plainView } from '../semantics/plain-view.ts'
import { isStuck } from '../semantics/reference.ts'
import { isRefutedBy } from '../trace/evaluate-formula.ts'
import { equal } from '../value/compare.ts'
import { ModelError } from '../value/model-error.ts'
import { describeThrown, isInstance } from '../value/thrown.ts'
import type { Position } from './position.ts'
import type { Light, PropertyHere } from './stage.ts'

/**
 * What each property says of a walk.
 *
 * @throws ModelError 'property-threw' when a predicate throws
 */
export const lightsOf = (world: World, positions: readonly Position[]): readonly PropertyHere[] =>
  world.system.properties.map(({ name, property }) => {
    const { kind, expected } = property
    try {
      return { name, kind, expected, ...lightOf(world, property, positions) }
    } catch (error) {
      throw blamed(error, name)
    }
  })

const blamed = (error: unknown, name: string): ModelError => {
  const place = `property '${name}'`
  if (isInstance(error, ModelError)) return error.at(place)
  return new ModelError('property-threw', {
    what: `A predicate threw ${describeThrown(error)}`,
    where: [place],
    fix: 'make the predicate answer true or false for every reachable state',
    cause: error,
  })
}

type Said = Pick<PropertyHere, 'light' | 'moments'>

const said = (moments: readonly boolean[], yes: Light, no: Light): Said => ({
  light: moments.includes(true) ? yes : no,
  moments,
})

const lightOf = (world: World, property: Property, positions: readonly Position[]): Said => {
  const views = positions.map(
    ({ state }) =>
      () =>
        plainView(world.system, state),
  )
  if (isLiveness(property)) {
    if (!('formula' in property)) return requestsLight(world, property.kind, positions)
    const { formula } = property
    const negation = { op: 'not', of: formula } as const
    if (isRefutedBy(formula, views)) {
      return {
        light: 'violated',
        moments: decidedFrom((count) => isRefutedBy(formula, views.slice(0, count)), views.length),
      }
    }
    if (isRefutedBy(negation, views)) {
      return {
        light: 'settled',
        moments: decidedFrom((count) => isRefutedBy(negation, views.slice(0, count)), views.length),
      }
    }
    return { light: 'open', moments: views.map(() => false) }
  }
  const says = (predicate: Predicate): readonly boolean[] =>
    views.map((view) => saysYes(predicate, view))
  switch (property.kind) {
    case 'always':
      return said(
        says(property.predicate).map((isTrue) => !isTrue),
        'violated',
        'kept',
      )
    case 'never':
      return said(says(property.predicate), 'violated', 'kept')
    case 'reachable':
      return said(says(property.predicate), 'reached', 'not-reached')
    case 'stepwise': {
      const breaks = positions.map(({ state, before }, at) => {
        const [was, is] = [views[at - 1], views[at]]
        if (before === null || !was || !is || equal(before.state, state)) return false
        return !saysYes(property.predicate, was, is)
      })
      return said(breaks, 'violated', 'kept')
    }
    case 'noDeadlock': {
      const { unless } = property
      const isFree = unless === null ? [] : says(unless)
      const stuck = positions.map(
        ({ state, ways }, at) => isStuck(state, ways) && isFree[at] !== true,
      )
      return said(stuck, 'violated', 'kept')
    }
  }
}

type Predicate = (...views: readonly unknown[]) => unknown

/** A predicate that answers neither true nor false has not said yes. */
const saysYes = (predicate: Predicate, ...views: readonly (() => unknown)[]): boolean =>
  ask(
    predicate,
    views.map((view) => view()),
  ) === true

/** From which moment on something is decided, which stays so: found by halves. */
const decidedFrom = (isDecidedAfter: (count: number) => boolean, length: number): boolean[] => {
  let [low, high] = [1, length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (isDecidedAfter(middle)) high = middle
    else low = middle + 1
  }
  return Array.from({ length }, (_, at) => at + 1 >= low)
}

/** A refusal breaks the promise to serve; whoever waits may still be answered. */
const requestsLight = (
  world: World,
  kind: 'everyRequestAnswered' | 'everyRequestServed',
  positions: readonly Position[],
): Said => {
  const refusedAt = positions.map(
    ({ state }) =>
      kind === 'everyRequestServed' &&
      state.nodes.some(({ up, state: own }, node) => {
        return up && operationsOf(world.places[node], own).refused.length > 0
      }),
  )
  return { light: refusedAt.includes(true) ? 'violated' : 'open', moments: refusedAt }
}
