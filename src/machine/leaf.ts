import type { Came } from './actor.ts'

/** What a leaf says: the guard forbids the action; where it leads to; or that it is to be run. */
export const Says = {
  forbidden: 0,
  /** Then pairs of component and id. */
  leads: 1,
  allowed: 2,
  /** As `leads`, and from here on for which item of a family. */
  leadsFor: 3,
} as const

/** What a leaf says of where an action leads. */
export const saysOf = ({ item }: NonNullable<Came>): number =>
  item < 0 ? Says.leads : Says.leadsFor + item

/** The item that a leaf leads with; -1 for none. */
export const itemSaid = (says: number): number => (says === Says.leads ? -1 : says - Says.leadsFor)
