import type { Envelope } from '../model/property.ts'
import type { FacetSource, FieldFacets } from './fields.ts'
import type { Components } from '../parts/components.ts'
import type { DecisionTree } from '../parts/decision-tree.ts'
import type { IntList } from '../store/int-list.ts'

/**
 * What predicates may look at in a state vector, piece by piece. A facet is read out of one
 * component: `tables[facet].data[state[components[facet]]]` is the id of its content. Two states
 * whose facets have equal ids look equal there.
 */
export interface Facets {
  /** How many nodes there are. */
  readonly nodes: number
  /** How many components a state has. */
  readonly width: number
  readonly components: Int32Array
  readonly tables: readonly IntList[]
  /** The content of a node-state facet. */
  readonly stateOf: (node: number, id: number) => unknown
  /** The same of any node, as an object that nobody else has. */
  readonly freshState: (id: number) => unknown
  /** What an observer knows, by its index and the id. */
  readonly observedOf: (observer: number, id: number) => unknown
  /** The content of a mail facet. */
  readonly mailOf: (id: number) => readonly Envelope[]
  /** Parts of node states; null where states are looked at as a whole. */
  readonly fields: FieldFacets | null
  /** What a machine's state is divided into: then there are no other facets. Else null. */
  readonly parts: Parts | null
}

/** The components of a machine's state, and the decision trees over them. */
export interface Parts {
  readonly components: Components
  readonly tree: DecisionTree
}

/** Where a facet's content comes from. */
export const sourceOf = ({ components, tables, fields }: Facets, facet: number): FacetSource => {
  if (fields !== null && facet >= firstField(tables)) return fields.source(facet)
  const table = tables[facet] as IntList
  return {
    component: components[facet] as number,
    at: (id) => table.data[id] as number,
    size: () => table.length,
  }
}

/** A node's state. */
export const stateFacet = (node: number): number => 3 * node
/** Whether a node is up: 1, else 0. */
export const upFacet = (node: number): number => 3 * node + 1
/** The messages in flight to a node. */
export const mailFacet = (node: number): number => 3 * node + 2
/** The cut that is in place: its index + 1, or 0. */
export const cutFacet = (nodes: number): number => 3 * nodes

/** What an observer knows, by its index. */
export const observedFacet = (nodes: number, observer: number): number => 3 * nodes + 1 + observer

/** Whether a facet is a node's mail. Steps do not count mail in what they touch. */
export const isMailFacet = (facet: number, nodes: number): boolean =>
  facet < 3 * nodes && facet % 3 === 2

/** From here on facets are parts of node states. @param tables those of all other facets */
export const firstField = (tables: Facets['tables']): number => tables.length

/** The facet that a facet is a part of: a node's state for a field of it. */
export const wholeOf = (facets: Facets, facet: number): number =>
  facet < firstField(facets.tables) ? facet : stateFacet(sourceOf(facets, facet).component)
