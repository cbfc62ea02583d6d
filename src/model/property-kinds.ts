import type { LivenessProperty, Property } from './property.ts'

/*
 * What kinds of properties are like. Whatever goes by a kind asks here, or in a `switch` that names every
 * kind, so that the compiler finds each place that does not know a new one.
 */

/** What a property is a property of: single states, steps, states without progress, or whole runs. */
export type Subject = 'states' | 'steps' | 'ends' | 'runs'

/** What a kind of property is like. */
interface PropertyTraits<About extends Subject> {
  readonly about: About
  /** Whether what decides it is a witness that it holds; else it is a violation. */
  readonly isWitnessed: boolean
}

const ofRuns = { about: 'runs', isWitnessed: false } as const

const propertyTraits: {
  readonly [Kind in Property['kind']]: PropertyTraits<
    Kind extends LivenessProperty['kind'] ? 'runs' : Exclude<Subject, 'runs'>
  >
} = {
  always: { about: 'states', isWitnessed: false },
  never: { about: 'states', isWitnessed: false },
  reachable: { about: 'states', isWitnessed: true },
  stepwise: { about: 'steps', isWitnessed: false },
  noDeadlock: { about: 'ends', isWitnessed: false },
  eventually: ofRuns,
  leadsTo: ofRuns,
  alwaysEventually: ofRuns,
  eventuallyAlways: ofRuns,
  until: ofRuns,
  ltl: ofRuns,
  everyRequestAnswered: ofRuns,
  everyRequestServed: ofRuns,
}

/** What properties of a kind are about. */
export const subjectOf = (kind: Property['kind']): Subject => propertyTraits[kind].about

/** Whether what decides a property of a kind is a witness that it holds; else it is a violation. */
export const isWitnessed = (kind: Property['kind']): boolean => propertyTraits[kind].isWitnessed

/** The verdict on a property of a kind that a run decides. */
export const decidedVerdict = (kind: Property['kind']): 'holds' | 'violated' =>
  isWitnessed(kind) ? 'holds' : 'violated'

/** Whether a property speaks of infinite runs. */
export const isLiveness = (property: Property): property is LivenessProperty =>
  subjectOf(property.kind) === 'runs'
