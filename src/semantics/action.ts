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
      /** Of a step that is one of a family its item; absent of any other. */
      readonly item?: unknown
      readonly choices: Choices
    }
  | {
      readonly kind: 'crash'
      readonly node: number
      /** Whether nothing durable survives. */
      readonly losesDisk: boolean
      /** Where in a step of the node it happens; null between steps. */
      readonly middle: Middle | null
      readonly choices: Choices
    }
  | { readonly kind: 'restart'; readonly node: number; readonly choices: Choices }
  | { readonly kind: 'lose'; readonly mail: Mail }
  | { readonly kind: 'split'; readonly cut: number }
  | {
      readonly kind: 'heal'
      /** Which; present exactly where several may stand at the same time. */
      readonly cut?: number
    }
  | TimeAction

/** Where in a step its node crashes. */
export interface Middle {
  /** The step. */
  readonly of: StepAction
  /** How many times it has saved what is durable. */
  readonly saves: number
  /** How many messages it has sent. */
  readonly sent: number
}

/** What a node does, or has done to it, by running a handler. */
export type StepAction = Exclude<
  Extract<Action, { readonly choices: Choices }>,
  { readonly kind: 'crash' }
>

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
