/**
 * What was seen to treat two nodes differently that could change places by their role, or two values that the
 * system declares interchangeable.
 */
export interface ToldApart {
  /** The key of the system's `nodes` that both come from; null for values. */
  readonly group: string | null
  /** Two members of it; or two values of a set. */
  readonly nodes: readonly string[]
  /** Who tells them apart. */
  readonly by: TellsApart
}

/** Who tells two nodes, or two values, apart. */
export type TellsApart =
  /** How a node begins: it knows one of them, or is one. */
  | { readonly kind: 'start'; readonly node: string }
  /**
   * A step of a node, or its guard, in words; and where its outcome is another one when the two change
   * places, in words.
   */
  | {
      readonly kind: 'step'
      readonly node: string
      readonly event: string
      readonly difference: string
    }
  /**
   * An observer, told of something in words; and where what it knows then is something else when the two
   * change places, in words.
   */
  | {
      readonly kind: 'observer'
      readonly observer: string
      readonly event: string
      readonly difference: string
    }
  /** The predicate of this property; null: the bound `within`. */
  | { readonly kind: 'predicate'; readonly property: string | null }
  /** Cuts, or crashes: they are declared for one of them, and not for the other. */
  | { readonly kind: 'faults' }
  /** Links: those of one of them are of another kind than those of the other. */
  | { readonly kind: 'links' }
  /** Nobody is known to, but the values of the set are too many to go through the ways to change places. */
  | { readonly kind: 'many' }
