import { predicatesOf } from '../model/formula.ts'
import type { DecidedByRun } from '../model/property.ts'
import { ask } from '../model/question.ts'
import type { System } from '../model/system.ts'
import { makeView } from '../model/view.ts'
import type { GlobalState } from '../semantics/global-state.ts'
import { plainView } from '../semantics/plain-view.ts'
import { equal } from '../value/compare.ts'
import { envelopeOf, nameOf } from './describe.ts'
import { isRecord, showValue } from '../value/notation.ts'
import { pathUnder, showPath, type PathStep } from '../value/path.ts'
import { recording } from './recording.ts'
import type { Observation } from './trace.ts'

/** More values than this are shown as the fields, then as the nodes, that hold them. */
const mostObservations = 8
/** Longer values than this are shown in the parts that were looked at. */
const widestWhole = 56

/** What a predicate may look at: a place in a node's state, or a fact about the whole. */
interface Place {
  readonly root: 'state' | 'up' | 'inFlight' | 'partitioned' | 'observed'
  /** Of an observer its index. */
  readonly node: number
  readonly steps: readonly PathStep[]
}

/**
 * Which values a property's predicate looked at where it decided: it runs once more, on values that
 * record. For people only: where a predicate does not bear such values (it throws, or gives another
 * answer), or looks at nothing, it is the whole state of every node.
 */
export const observe = (
  system: System,
  property: DecidedByRun,
  states: readonly GlobalState[],
): readonly Observation[] => {
  const last = states.at(-1)
  if (last === undefined) return []
  const before = property.kind === 'stepwise' ? (states.at(-2) ?? last) : null
  const relevant = before === null ? [last] : [before, last]
  const looked = lookedAt(system, askedBy(property), relevant)
  const places = looked ?? everything(system, property, last, before)
  return places.map((place) => observation(system, place, last, before))
}

/** The predicates that may have decided a property. */
const askedBy = (property: DecidedByRun): readonly Predicate[] => {
  if ('formula' in property) return predicatesOf(property.formula)
  return 'predicate' in property ? [property.predicate] : []
}

type Predicate = (...views: readonly unknown[]) => boolean

const lookedAt = (
  system: System,
  predicates: readonly Predicate[],
  states: readonly GlobalState[],
): readonly Place[] | null => {
  const touched = new Map<string, Place>()
  const touch = (place: Place): void => void touched.set(pathOf(system, place), place)
  try {
    for (const predicate of predicates) {
      const answer = ask(
        predicate,
        states.map((state) => recordingView(system, state, touch)),
      )
      const plain = ask(
        predicate,
        states.map((state) => plainView(system, state)),
      )
      if (answer !== plain) return null
    }
  } catch {
    return null
  }
  const leaves = leavesOf(system, [...touched.values()])
  return leaves.length === 0 ? null : shorten(system, gather(system, leaves, states))
}

const recordingView = (
  system: System,
  { nodes, inFlight, environment, observed }: GlobalState,
  touch: (place: Place) => void,
): unknown => {
  const known = observed.map((state, node) =>
    recording(state, [], (steps) => touch({ root: 'observed', node, steps })),
  )
  const states = nodes.map(({ state }, node) =>
    recording(state, [], (steps) => touch({ root: 'state', node, steps })),
  )
  return makeView(system, {
    state: (node) => {
      // A state that has fields is handed out whole: what is looked at inside it counts.
      if (typeof states[node] !== 'object') touch({ root: 'state', node, steps: [] })
      return states[node]
    },
    up: (node) => {
      touch({ root: 'up', node, steps: [] })
      return nodes[node]?.up ?? false
    },
    inFlight: () => {
      touch({ root: 'inFlight', node: 0, steps: [] })
      return inFlight.map((mail) => envelopeOf(system, mail))
    },
    partitioned: () => {
      touch({ root: 'partitioned', node: 0, steps: [] })
      return environment.cut >= 0
    },
    observed: (node) => {
      if (typeof known[node] !== 'object') touch({ root: 'observed', node, steps: [] })
      return known[node]
    },
  })()
}

/** The places in which no other one lies. */
const leavesOf = (system: System, places: readonly Place[]): readonly Place[] => {
  const around = new Set(
    places.flatMap((place) =>
      [...place.steps.keys()].map((depth) =>
        pathOf(system, { ...place, steps: place.steps.slice(0, depth) }),
      ),
    ),
  )
  return places.filter((place) => !around.has(pathOf(system, place)))
}

/** Where a predicate looked at every part of something short, the thing itself in their stead. */
const gather = (
  system: System,
  leaves: readonly Place[],
  states: readonly GlobalState[],
): readonly Place[] => {
  const deepest = Math.max(...leaves.map(({ steps }) => steps.length))
  let places = leaves
  for (let depth = deepest; depth >= 2; depth--) {
    const families = new Map<string, { parent: Place; members: Place[] }>()
    for (const place of places.filter(({ steps }) => steps.length === depth)) {
      const parent = { ...place, steps: place.steps.slice(0, -1) }
      const key = pathOf(system, parent)
      families.set(key, { parent, members: [...(families.get(key)?.members ?? []), place] })
    }
    for (const { parent, members } of families.values()) {
      const isWhole = states.every((state) => {
        const value = valueAt(system, parent, state)
        return sizeOf(value) === members.length && showValue(value).length <= widestWhole
      })
      if (!isWhole || members.length < 2) continue
      const first = places.indexOf(members[0] ?? parent)
      places = places
        .map((place, index) => (index === first ? parent : place))
        .filter((place) => !members.includes(place))
    }
  }
  return places
}

/** How many parts a value has. */
const sizeOf = (value: unknown): number => {
  if (typeof value !== 'object' || value === null) return 0
  return value instanceof Map || value instanceof Set ? value.size : Object.keys(value).length
}

/** The same places, less deep until they are few; at worst whole nodes. */
const shorten = (system: System, places: readonly Place[]): readonly Place[] => {
  const deepest = Math.max(...places.map(({ steps }) => steps.length))
  let shorter = places
  for (let depth = deepest - 1; depth >= 0 && shorter.length > mostObservations; depth--) {
    const cut = places.map((place) => ({ ...place, steps: place.steps.slice(0, depth) }))
    shorter = [...new Map(cut.map((place) => [pathOf(system, place), place])).values()]
  }
  return shorter
}

/**
 * The whole state of every node, of a step of those that it changes; of a machine each field of its
 * state. Of a deadlock also who is down, and the messages in flight.
 */
const everything = (
  system: System,
  { kind }: DecidedByRun,
  last: GlobalState,
  before: GlobalState | null,
): readonly Place[] => {
  const nodes = [...system.nodes.keys()]
  const only = last.nodes[0]?.state
  if (system.isMachine && isRecord(only) && Object.keys(only).length <= mostObservations) {
    const fields = Object.keys(only)
    if (fields.length > 0) return fields.map((key) => ({ root: 'state', node: 0, steps: [key] }))
  }
  const changed = nodes.filter(
    (node) => !equal(before?.nodes[node]?.state, last.nodes[node]?.state),
  )
  const shown = before === null || changed.length === 0 ? nodes : changed
  const down = kind === 'noDeadlock' ? nodes.filter((node) => !last.nodes[node]?.up) : []
  const asksForMail = kind === 'noDeadlock' && !system.isMachine
  return [
    ...shown.map((node): Place => ({ root: 'state', node, steps: [] })),
    ...down.map((node): Place => ({ root: 'up', node, steps: [] })),
    ...(asksForMail ? [{ root: 'inFlight', node: 0, steps: [] } as const] : []),
  ]
}

const pathOf = (system: System, { root, node, steps }: Place): string => {
  if (root === 'inFlight' || root === 'partitioned') return root
  if (root === 'up') return pathUnder('up', [nameOf(system, node)])
  if (root === 'observed')
    return pathUnder('observed', [system.observers[node]?.name ?? '?', ...steps])
  if (!system.isMachine) return pathUnder(nameOf(system, node), steps)
  return steps.length === 0 ? 'state' : showPath(steps)
}

const observation = (
  system: System,
  place: Place,
  last: GlobalState,
  before: GlobalState | null,
): Observation => {
  const path = pathOf(system, place)
  const value = valueAt(system, place, last)
  return before === null ? { path, value } : { path, value, before: valueAt(system, place, before) }
}

const valueAt = (
  system: System,
  { root, node, steps }: Place,
  { nodes, inFlight, environment, observed }: GlobalState,
): unknown => {
  switch (root) {
    case 'up':
      return nodes[node]?.up ?? false
    case 'inFlight':
      return inFlight.map((mail) => envelopeOf(system, mail))
    case 'partitioned':
      return environment.cut >= 0
    case 'observed':
      return steps.reduce<unknown>(inside, observed[node])
    case 'state':
      return steps.reduce<unknown>(inside, nodes[node]?.state)
  }
}

const inside = (value: unknown, step: PathStep): unknown => {
  if (typeof step === 'object') return value instanceof Map ? value.get(step.key) : undefined
  if (Array.isArray(value)) return typeof step === 'number' ? value[step] : undefined
  return isRecord(value) && typeof step === 'string' && Object.hasOwn(value, step)
    ? value[step]
    : undefined
}
