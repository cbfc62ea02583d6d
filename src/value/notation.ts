import { printable } from './printable.ts'
import { Beginning, Gap } from './shorten.ts'

/**
 * How values read to people: like JavaScript, on one line, keys unquoted where possible, `type`
 * first. A Set reads `Set{1, 2}`, a Map `Map{"a" => 1}`, a field that is not there `absent`.
 */
export const showValue = (value: unknown): string => {
  if (value === null) return 'null'
  switch (typeof value) {
    case 'string':
      return quote(value)
    case 'bigint':
      return `${value}n`
    case 'undefined':
      return 'absent'
    case 'object':
      return showObject(value)
    default:
      return String(value)
  }
}

/** A message as people read it: `prepare(ballot: [1, "s0"])` if it has a `type`, else its value. */
export const showMessage = (message: unknown): string => joinMessage(messageParts(message))

/** The parts of a message on one line. */
export const joinMessage = ({ name, parts }: MessageParts): string => {
  if (name === null) return parts.join(', ')
  // In quotes and alone it would read like a message that is this string.
  return parts.length === 0 && !name.startsWith('"') ? name : `${name}(${parts.join(', ')})`
}

/** A message's `type`, if it has one that is a string, and its other fields; else its value. */
export interface MessageParts {
  readonly name: string | null
  readonly parts: readonly string[]
}

/** A message in parts that may stand on lines of their own. */
export const messageParts = (message: unknown): MessageParts => {
  const { record, rest } = fieldsOf(message)
  const type = record?.['type']
  if (record === null || typeof type !== 'string')
    return { name: null, parts: [showValue(message)] }
  const others = Object.keys(record).filter((key) => key !== 'type')
  return {
    name: isWords(type) ? type : quote(type),
    parts: [...others.map((key) => showField(record, key)), ...rest],
  }
}

/** A node's state in parts that may stand on lines of their own: a record's fields, else its value. */
export const stateParts = (state: unknown): readonly string[] => {
  const { record, rest } = fieldsOf(state)
  return record !== null && Object.keys(record).length > 0
    ? [...typeFirst(record).map((key) => showField(record, key)), ...rest]
    : [showValue(state)]
}

type Fields = Readonly<Record<string, unknown>>

/** The record that a value is, or the beginning of one and how much was left out. */
const fieldsOf = (value: unknown): { record: Fields | null; rest: readonly string[] } => {
  if (value instanceof Beginning && isRecord(value.of)) {
    return { record: value.of, rest: [`… and ${value.more} more fields`] }
  }
  return { record: isRecord(value) ? value : null, rest: [] }
}

/** A node's state on one line. */
export const showState = (state: unknown): string => stateParts(state).join(', ')

/** A name out of a model, on one line, with nothing in it that a terminal would obey. */
export const showName = (name: string): string => printable(name)

/** Whether a value is a record: an object that is no array, Set or Map. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Map) &&
  !(value instanceof Set) &&
  !(value instanceof Gap) &&
  !(value instanceof Beginning)

const showObject = (value: object): string => {
  if (value instanceof Gap) return printable(value.words)
  if (value instanceof Beginning) return showMembers(value.of, [`… and ${value.more} more`])
  return showMembers(value, [])
}

const showMembers = (value: object, rest: readonly string[]): string => {
  if (Array.isArray(value)) return `[${[...value.map(showValue), ...rest].join(', ')}]`
  if (value instanceof Set) return `Set{${[...[...value].map(showValue), ...rest].join(', ')}}`
  if (value instanceof Map) {
    const entries = [...value].map(([key, inner]) => `${showValue(key)} => ${showValue(inner)}`)
    return `Map{${[...entries, ...rest].join(', ')}}`
  }
  const record = value as Fields
  return `{${[...typeFirst(record).map((key) => showField(record, key)), ...rest].join(', ')}}`
}

const showField = (record: Fields, key: string): string =>
  `${showKey(key)}: ${showValue(record[key])}`

const typeFirst = (record: object): readonly string[] => {
  const keys = Object.keys(record)
  return keys.includes('type') ? ['type', ...keys.filter((key) => key !== 'type')] : keys
}

const showKey = (key: string): string =>
  /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key) ? key : quote(key)

/** Words that can be told from what stands around them: `request vote`, `2PC/prepare`. */
const isWords = (text: string): boolean =>
  /^[\p{L}\p{N}_$][\p{L}\p{N}_$.:/+-]*( [\p{L}\p{N}_$.:/+-]+)*$/u.test(text)

const quote = (text: string): string => printable(JSON.stringify(text))
