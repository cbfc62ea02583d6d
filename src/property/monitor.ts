import type { SafetyProperty } from '../model/property.ts'
import type { Watching } from './watching.ts'

/** Where a property was decided: at the end of a shortest run. */
export interface Decision {
  /** How many steps the run has. */
  readonly length: number
  /** The index of the last state of the run (of a step: of the state before it). */
  readonly index: number
  /** The last state of the run; of a step, the state before it and the one after. */
  readonly states: readonly Int32Array[]
}

/** A predicate that is watched. */
export interface Monitor {
  readonly name: string
  /** Where the predicate stands, for errors. */
  readonly place: string
  readonly kind: SafetyProperty['kind']
  /** The answer on which the search goes on. */
  readonly undecided: boolean
  readonly watch: Watching
}

/** What the bound is called among the properties. */
export const boundName = 'within'
export const boundPlace = 'the bound `within`'

export const placeOf = (name: string): string => `property '${name}'`
