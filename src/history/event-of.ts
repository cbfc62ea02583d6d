import { showValue } from '../value/notation.ts'
import type { EventType, HistoryEvent } from './operation.ts'
import { badLine } from './pairing.ts'

/** The fields of an event, as a format gives them. */
export type Fields = ReadonlyMap<string, unknown>

/** Where the key of an operation stands: in a field of that name, or in a value that is [key, value]. */
export interface KeyPlace {
  /** The field. */
  readonly field: string
  /** Whether the field is the value, which then is a pair. */
  readonly isPair: boolean
}

const types: readonly EventType[] = ['invoke', 'ok', 'fail', 'info']

const isType = (text: unknown): text is EventType => types.some((type) => type === text)

/**
 * An event, or null where it is none of a client's: Jepsen notes what its nemesis does in the same list.
 *
 * @throws ModelError 'bad-history'
 */
export const eventOf = (
  fields: Fields,
  key: KeyPlace | null,
  line: number,
): HistoryEvent | null => {
  const process = need(fields, 'process', line)
  if (process === 'nemesis' || process === ':nemesis') return null
  if (!Number.isSafeInteger(process) && typeof process !== 'string') {
    throw badLine(line, `The process is ${showValue(process)}`, 'a whole number or a name')
  }
  const type = bare(need(fields, 'type', line))
  if (!isType(type))
    throw badLine(line, `The type is ${showValue(type)}`, `one of: ${types.join(', ')}`)
  const f = bare(need(fields, 'f', line))
  if (typeof f !== 'string') throw badLine(line, `The operation (f) is ${showValue(f)}`, 'a name')
  const event = { process: process as string | number, type, f, line }
  return withKey({ ...event, ...pick(fields, 'value'), ...pick(fields, 'result') }, fields, key)
}

const pick = (fields: Fields, name: 'value' | 'result'): object =>
  fields.has(name) ? { [name]: fields.get(name) } : {}

/** An event with the key that its operation is on. */
const withKey = (
  event: HistoryEvent & { readonly line: number },
  fields: Fields,
  key: KeyPlace | null,
): HistoryEvent => {
  const { type, line, value = null } = event
  if (key === null) {
    if (!fields.has('key')) return event
    const expected = 'the option --key key, since each key is an object of its own'
    throw badLine(line, 'The operation has a key', expected)
  }
  if (!key.isPair) {
    // Only a call needs a key: the end is of the same operation.
    const isGiven = type === 'invoke' || fields.has(key.field)
    return isGiven ? { ...event, key: need(fields, key.field, line) } : event
  }
  if (Array.isArray(value) && value.length === 2) {
    return { ...event, key: value[0] as unknown, value: value[1] as unknown }
  }
  if (type === 'fail' || type === 'info') return { ...event, value: null }
  throw badLine(line, `The value is ${showValue(value)}`, 'a key and a value: [key value]')
}

const need = (fields: Fields, name: string, line: number): unknown => {
  if (fields.has(name)) return fields.get(name)
  throw badLine(line, `The line has no '${name}'`, 'an event with process, type, f and value')
}

/** A keyword without its colon. */
const bare = (value: unknown): unknown =>
  typeof value === 'string' && value.startsWith(':') ? value.slice(1) : value
