import { briefMessage, briefMessageParts } from './trace-values.ts'
import { widthOf } from './style.ts'

/** Wider messages are told once, where they are sent. */
const widestTwice = 40

/** A message where it is told already what is in it: in full only if it is short. */
export const namedMessage = (message: unknown): string => {
  const whole = briefMessage(message)
  if (widthOf(whole) <= widestTwice) return whole
  const { name } = briefMessageParts(message)
  return name === null ? 'the message' : `${name}(…)`
}
