import { isRecord } from '../value/notation.ts'
import { canonical } from '../value/canonical.ts'
import { ModelError } from '../value/model-error.ts'
import { deeper, Gap, holdsGap, shorten, type Room } from '../value/shorten.ts'
import { damaged, named, type Place, type Schema } from './codec.ts'

/**
 * A value in JSON, one-to-one. What JSON lacks becomes an object with one key that begins with `#`
 * (for Sets, Maps and bigints as in the Informal Trace Format):
 *
 * - a Set: `{ "#set": [1, 2] }`
 * - a Map: `{ "#map": [["a", 1]] }`
 * - a bigint: `{ "#bigint": "12" }`
 * - an infinite number: `{ "#number": "Infinity" }` or `{ "#number": "-Infinity" }`
 * - a field that is not there: `{ "#absent": true }`
 * - what nests too deep to be kept: `{ "#deeper": 995 }`, so many levels
 *
 * A record's own key that begins with `#` gets one more `#` in front.
 */
export const encodeValue = (value: unknown): unknown => {
  if (value === undefined) return { '#absent': true }
  if (typeof value === 'bigint') return { '#bigint': String(value) }
  if (typeof value === 'number' && !Number.isFinite(value)) return { '#number': String(value) }
  if (Array.isArray(value)) return value.map(encodeValue)
  if (value instanceof Set) return { '#set': [...value].map(encodeValue) }
  if (value instanceof Map) {
    return { '#map': [...value].map(([key, inner]) => [encodeValue(key), encodeValue(inner)]) }
  }
  if (value instanceof Gap) return { '#deeper': value.levels }
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.startsWith('#') ? `#${key}` : key,
      encodeValue(inner),
    ]),
  )
}

/** Values in a document nest less deep than this. */
const deepest = 3000

/** The value that {@link encodeValue} encoded, its Sets and Maps not in canonical order yet. */
const decodeInside = (json: unknown, place: Place): unknown => {
  if (place.length > deepest) throw damaged(place.slice(0, 20), 'a value is too deep')
  if (Array.isArray(json)) return json.map((item, index) => decodeInside(item, [...place, index]))
  if (!isRecord(json)) return json
  const keys = Object.keys(json)
  const mark = keys.find((key) => /^#(?!#)/.test(key))
  if (mark !== undefined) return decodeMarked(mark, json, keys.length, place)
  return Object.fromEntries(
    keys.map((key) => [key.replace(/^##/, '#'), decodeInside(json[key], [...place, key])]),
  )
}

const decodeMarked = (
  mark: string,
  json: Readonly<Record<string, unknown>>,
  keys: number,
  place: Place,
): unknown => {
  const inner = json[mark]
  const value =
    keys > 1
      ? undefined
      : Array.isArray(inner)
        ? decodeCollection(mark, inner, [...place, mark])
        : decodeScalar(mark, inner)
  if (value === undefined) throw damaged([...place, mark], 'this encodes no value')
  return value
}

const decodeScalar = (mark: string, inner: unknown): unknown => {
  if (mark === '#bigint' && typeof inner === 'string' && /^(0|-?[1-9]\d*)$/.test(inner)) {
    return BigInt(inner)
  }
  if (mark === '#number' && (inner === 'Infinity' || inner === '-Infinity')) return Number(inner)
  return mark === '#deeper' && typeof inner === 'number' && Number.isInteger(inner) && inner > 0
    ? deeper(inner)
    : undefined
}

const isPair = (item: unknown): boolean => Array.isArray(item) && item.length === 2

const decodeCollection = (mark: string, items: readonly unknown[], place: Place): unknown => {
  if (mark === '#set') {
    return new Set(items.map((item, index) => decodeInside(item, [...place, index])))
  }
  return mark === '#map' && items.every(isPair)
    ? new Map(decodeInside(items, place) as [unknown, unknown][])
    : undefined
}

const decodeValue = (json: unknown, place: Place): unknown => {
  const value = decodeInside(json, place)
  try {
    return holdsGap(value) ? value : canonical(value)
  } catch (error) {
    throw error instanceof ModelError ? damaged(place, error.what) : error
  }
}

/** How much of a value a document keeps: a long run of a deep value would fill a disk. */
const kept: Room = { levels: 24, members: Infinity }

const encodeKept = (value: unknown): unknown => encodeValue(shorten(value, kept))

const self: Schema = { $ref: '#/$defs/Value' }

/** An object that has one field. */
const only = (name: string, schema: Schema): Schema => ({
  type: 'object',
  properties: { [name]: schema },
  required: [name],
  additionalProperties: false,
})

/** A value of a model, in canonical form. */
export const valueCodec = named<unknown>('Value', {
  schema: {
    anyOf: [
      { type: ['null', 'boolean', 'number', 'string'] },
      { type: 'array', items: self },
      {
        type: 'object',
        patternProperties: { '^(?!#|__proto__$)': self, '^##': self },
        additionalProperties: false,
      },
      only('#set', { type: 'array', items: self }),
      only('#map', {
        type: 'array',
        items: { type: 'array', items: self, minItems: 2, maxItems: 2 },
      }),
      only('#bigint', { type: 'string', pattern: '^(0|-?[1-9][0-9]*)$' }),
      only('#number', { enum: ['Infinity', '-Infinity'] }),
      only('#deeper', { type: 'integer', minimum: 1 }),
    ],
  },
  encode: encodeKept,
  decode: decodeValue,
})

/** A value of a model, or `undefined` for a field that is not there. */
export const fieldCodec = named<unknown>('Field', {
  schema: { anyOf: [self, only('#absent', { const: true })] },
  encode: encodeKept,
  decode: (json, place) => {
    const isAbsent = isRecord(json) && json['#absent'] === true && Object.keys(json).length === 1
    return isAbsent ? undefined : decodeValue(json, place)
  },
})
