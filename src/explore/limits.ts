import { unpaced, type Halt, type Pace } from '../pace/pace.ts'

/** What may end a search before it has seen everything. */
export interface Limits {
  readonly maxStates: number
  readonly pace: Pace
  /** From how many states on, and how many of them in one level, a search goes on in levels. */
  readonly wide?: { readonly states: number; readonly width: number }
  /** When the search is to rest, at the end of a level. Default: never. */
  readonly rest?: Rest
}

/** When a search rests; whoever has it go on changes that. */
export interface Rest {
  /** From how many states on; `Infinity` for never. */
  at: number
  /** Whether it rests. */
  isDue: boolean
}

/**
 * From how many states on, and how many of them in one level, a search goes on in levels by itself.
 * With fewer states a hash table is faster; narrow levels would be read for a few successors each.
 */
export const wide = { states: 11_000_000, width: 1 << 15 }

/** The same where memory is short: a table has some 64 bytes a state when it grows, an eighth of it all. */
const [leastWide, bytesForAState] = [1 << 21, 512]

/** @param bytes of memory that there are; 0 where states are kept elsewhere */
export const wideWithin = (bytes: number): typeof wide => ({
  ...wide,
  states: Math.min(wide.states, Math.max(leastWide, bytes / bytesForAState)),
})

/** Whether a search with so many states, and so many of them in a level, is to go on in levels. */
export const isWideFrom = (limits: Limits, states: number, width: number): boolean => {
  const from = limits.wide ?? wide
  return states >= from.states && width >= from.width
}

/** Whether a search with so many states rests now. */
export const isToRest = ({ rest }: Limits, states: number): boolean => {
  if (rest === undefined) return false
  rest.isDue = states >= rest.at
  return rest.isDue
}

/** Why a search ended before it had seen everything. */
export type Stop = { readonly kind: 'states' | 'divergence' | Halt['kind'] }

/** No limits. */
export const unlimited: Limits = { maxStates: Infinity, pace: unpaced }
