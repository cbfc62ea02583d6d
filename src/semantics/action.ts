import type { Told } from '../model/told.ts'
import type { System } from '../model/system.ts'
import type { GlobalState, Mail } from './global-state.ts'
import type { Place } from './place.ts'
import type { TimeAction } from './time-actions.ts'

/** One global transition, as a person would name it. Nodes and cuts are indices. */
export type Action =
  | {
      readonly kind: 'deliver' | 'duplicate' | 'say'
      readonly mail: Mail
      readonly choices: Choices
    }
  | {
      readonly kind: 'timeout'
      readonly node: number
      readonly timer: string
      readonly choices: Choices
    }
  | {
      readonly kind: 'internal'
      readonly node: number
      readonly step: string
      readonly choices: Choices
    }
  | {
      readonly kind: 'crash'
      readonly node: number
      /** Whether nothing durable survives. */
      readonly losesDisk: boolean
      readonly choices: Choices
    }
  | { readonly kind: 'restart'; readonly node: number; readonly choices: Choices }
  | { readonly kind: 'lose'; readonly mail: Mail }
  | { readonly kind: 'split'; readonly cut: number }
  | { readonly kind: 'heal' }
  | TimeAction

type Choices = readonly unknown[]

/** An action, and the global state that it leads to. */
export interface Transition {
  readonly action: Action
  readonly next: GlobalState
  /** What observers were told of it; absent where there are none. */
  readonly told?: readonly Told[]
}

/** A system with the places of its nodes: what all of the semantics needs. */
export interface World {
  readonly system: System
  readonly places: readonly Place[]
}
