import { printable } from '../value/printable.ts'

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
export const showMessage = (message: unknown): string => {
  const { name, parts } = messageParts(message)
  if (name === null) return parts.join(', ')
  return parts.length === 0 ? name : `${name}(${parts.join(', ')})`
}

/** A message's `type`, if it has one that is a word, and its other fields; else its value. */
export const messageParts = (
  message: unknown,
): { readonly name: string | null; readonly parts: readonly string[] } => {
  const type = isRecord(message) ? message['type'] : undefined
  if (!isRecord(message) || typeof type !== 'string' || !isWord(type)) {
    return { name: null, parts: [showValue(message)] }
  }
  const rest = Object.keys(message).filter((key) => key !== 'type')
  return { name: type, parts: rest.map((key) => showField(message, key)) }
}

/** A node's state in parts that may stand on lines of their own: a record's fields, else its value. */
export const stateParts = (state: unknown): readonly string[] =>
  isRecord(state) && Object.keys(state).length > 0
    ? typeFirst(state).map((key) => showField(state, key))
    : [showValue(state)]

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
  !(value instanceof Set)

const showObject = (value: object): string => {
  if (Array.isArray(value)) return `[${value.map(showValue).join(', ')}]`
  if (value instanceof Set) return `Set{${[...value].map(showValue).join(', ')}}`
  if (value instanceof Map) {
    const entries = [...value].map(([key, inner]) => `${showValue(key)} => ${showValue(inner)}`)
    return `Map{${entries.join(', ')}}`
  }
  const record = value as Readonly<Record<string, unknown>>
  return `{${showFields(record, typeFirst(record))}}`
}

const showFields = (record: Readonly<Record<string, unknown>>, keys: readonly string[]): string =>
  keys.map((key) => showField(record, key)).join(', ')

const showField = (record: Readonly<Record<string, unknown>>, key: string): string =>
  `${showKey(key)}: ${showValue(record[key])}`

const typeFirst = (record: object): readonly string[] => {
  const keys = Object.keys(record)
  return keys.includes('type') ? ['type', ...keys.filter((key) => key !== 'type')] : keys
}

const showKey = (key: string): string =>
  /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key) ? key : quote(key)

const isWord = (text: string): boolean => /^[\p{L}_$][\p{L}\p{N}_$.:/-]*$/u.test(text)

const quote = (text: string): string => printable(JSON.stringify(text))
