import type { Frontier } from '../store/frontier.ts'
import type { Layout } from '../store/layout.ts'
import type { StateSet } from '../store/state-set.ts'
import type { Explorer } from './explorer.ts'
import type { Observer } from './observer.ts'
import type { StateSpace } from './state-space.ts'

/** What a search leaves to one in levels, at the end of a level. */
export interface Handed extends Pick<
  Explorer,
  'limits' | 'history' | 'distinct' | 'generated' | 'depth' | 'initial'
> {
  readonly space: StateSpace
  readonly observer: Observer
  /** How states are packed in both of these. */
  readonly layout: Layout
  readonly states: StateSet
  /** The states that are still to be expanded, with what is due in each. */
  readonly frontier: Frontier
}
