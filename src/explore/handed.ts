import type { Frontier } from '../store/frontier.ts'
import type { Layout } from '../store/layout.ts'
import type { StateSet } from '../store/state-set.ts'
import type { Explorer } from './explorer.ts'
import type { Observer } from './observer.ts'
import type { StateSpace } from './state-space.ts'

/** The states that a search has found. */
export interface Stored {
  readonly states: StateSet
  /** How they are packed. */
  readonly layout: Layout
}

/** What a search leaves to one in levels, at the end of a level. */
export interface Handed
  extends
    Stored,
    Pick<Explorer, 'limits' | 'history' | 'distinct' | 'generated' | 'depth' | 'initial'> {
  readonly space: StateSpace
  readonly observer: Observer
  /** The states that are still to be expanded, with what is due in each. */
  readonly frontier: Frontier
}
