import { Kind } from './outcome-words.ts'

/** The kinds of events that a node reacts to, by number. */
export const Reacts = {
  receive: 0,
  timeout: 1,
  internal: 2,
  crash: 3,
  restart: 4,
} as const

/** The event behind an outcome that is no delivery. */
export const reactionTo = (kind: number): number => {
  if (kind === Kind.timeout) return Reacts.timeout
  if (kind === Kind.internal) return Reacts.internal
  return kind === Kind.crash ? Reacts.crash : Reacts.restart
}
