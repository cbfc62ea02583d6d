import {
  messageParts,
  showMessage,
  showValue,
  stateParts,
  type MessageParts,
} from '../value/notation.ts'
import { keyOf } from '../value/key.ts'
import { shorten, type Room } from '../value/shorten.ts'
import { counted } from './counted.ts'

/** What a person is shown of a value: the JSON form has more of it. */
const shown: Room = { levels: 5, members: 50 }

/** A value on one line, cut short where it is deep or long. */
export const brief = (value: unknown): string => clip(showValue(shorten(value, shown)))

/** A message on one line, as {@link brief}. */
export const briefMessage = (message: unknown): string => clip(showMessage(shorten(message, shown)))

/** The name of a message, and its fields, as {@link brief}. */
export const briefMessageParts = (message: unknown): MessageParts => {
  const { name, parts } = messageParts(shorten(message, shown))
  return { name, parts: parts.map(clip) }
}

/** A state in parts that may stand on lines of their own, as {@link brief}. */
export const briefParts = (state: unknown): readonly string[] =>
  stateParts(shorten(state, shown)).map(clip)

/** Equal for things that look the same, in a document that leaves out what nests deep, too. */
export const keyShown = (thing: unknown): string =>
  keyOf(shorten(thing, { levels: 16, members: Infinity }))

/** Longer texts of one value are cut short. */
const longestText = 1200

/** A text, cut short where it is very long. */
export const clip = (text: string): string =>
  text.length <= longestText
    ? text
    : `${text.slice(0, longestText)} … (${counted(text.length - longestText, 'character')} more)`
