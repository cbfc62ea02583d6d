import type { Components } from '../parts/components.ts'
import type { DecisionTree } from '../parts/decision-tree.ts'
import type { Place } from '../semantics/place.ts'
import type { IntList } from '../store/int-list.ts'

/** What the actions of a machine have in common. They are told apart by their places among them. */
export interface Shop {
  readonly place: Place
  readonly components: Components
  readonly tree: DecisionTree
  /** States from which something was learned, one after the other. */
  readonly sources: IntList
  /** Throws, as an action turns out to notice that it is watched. */
  readonly onOpaque: (action: string) => never
  /** Told of each state from which something was learned, by its place in `sources`. */
  readonly onLearned: (action: number, source: number) => void
  /** Told of what an action that is run in each state comes to. */
  readonly onRun: (action: number, state: Int32Array, answer: readonly Int32Array[]) => void
  /** Told when an action happens for the first time, with an item (-1: of no family). @returns the label of its steps */
  readonly onFirst: (action: number, item: number) => number
}

/** What an action comes to in a state, as far as it is known. */
export interface Remembered {
  /** The outcomes, up to the first that is not known. */
  readonly known: readonly Int32Array[]
  /** Whether these are all; else there is one more at least. */
  readonly isWhole: boolean
}
