import type { Budget } from '../model/network.ts'
import { didYouMean, ModelError } from '../value/model-error.ts'
import { isRecord } from '../value/notation.ts'

/** A JSON Schema, or a part of one. */
export type Schema = Readonly<Record<string, unknown>>

/** Where in a document something stands: fields and indices from its top. */
export type Place = readonly (string | number)[]

/**
 * One part of a document: what it is as JSON, both ways, and the JSON Schema of that. All three are
 * made from one description, which the type of the part checks.
 */
export interface Codec<T> {
  readonly schema: Schema
  readonly encode: (value: T) => unknown
  /** @throws ModelError 'bad-report' when the JSON is not what the schema says */
  readonly decode: (json: unknown, place: Place) => T
}

/** A field that may be missing. */
export interface OptionalCodec<T> extends Codec<T> {
  readonly isOptional: true
}

/** A document that is damaged at a place. */
export const damaged = (place: Place, what: string): ModelError => {
  const path = place
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '')
  return new ModelError('bad-report', {
    what: `This is no report of netsplit: ${what}`,
    where: [path === '' ? 'at its top' : `at ${path}`],
    fix: 'give a document that `netsplit check --json` or reportToJson(…) made, unchanged',
  })
}

const nounOf = (json: unknown): string => {
  if (json === null) return 'null'
  if (json === undefined) return 'nothing'
  if (Array.isArray(json)) return 'a list'
  return typeof json === 'object' ? 'an object' : `a ${typeof json}`
}

/** A part that is the same as JSON. */
const plain = <T>(schema: Schema, noun: string, isOne: (json: unknown) => boolean): Codec<T> => ({
  schema,
  encode: (value) => value,
  decode: (json, place) => {
    if (!isOne(json)) throw damaged(place, `${nounOf(json)} stands where ${noun} should`)
    return json as T
  },
})

export const text: Codec<string> = plain(
  { type: 'string' },
  'a text',
  (json) => typeof json === 'string',
)

export const flag: Codec<boolean> = plain(
  { type: 'boolean' },
  'true or false',
  (json) => typeof json === 'boolean',
)

/** A number, a text, or true or false. */
export const scalar: Codec<number | string | boolean> = plain(
  { type: ['number', 'string', 'boolean'] },
  'a number, a text, true or false',
  (json) => ['number', 'string', 'boolean'].includes(typeof json),
)

/** A number from 0. */
export const amount: Codec<number> = plain(
  { type: 'number', minimum: 0 },
  'a number from 0',
  (json) => typeof json === 'number' && json >= 0,
)

/** A whole number from `least`. */
export const whole = (least: number): Codec<number> =>
  plain(
    { type: 'integer', minimum: least },
    `a whole number from ${least}`,
    (json) => typeof json === 'number' && Number.isInteger(json) && json >= least,
  )

/** One of some words, or numbers. */
export const oneOf = <const Word extends string | number>(
  ...words: readonly Word[]
): Codec<Word> => ({
  schema: words.length === 1 ? { const: words[0] } : { enum: words },
  encode: (value) => value,
  decode: (json, place) => {
    const word = words.find((each) => each === json)
    if (word !== undefined) return word
    const given = typeof json === 'string' ? `'${json}'` : nounOf(json)
    const hint = typeof json === 'string' ? didYouMean(json, words.map(String)) : ''
    throw damaged(place, `${given} is not one of ${words.join(', ')}${hint && ` (${hint.trim()})`}`)
  },
})

/** A part, or null. */
export const orNull = <T>({ schema, encode, decode }: Codec<T>): Codec<T | null> => ({
  schema: { anyOf: [{ type: 'null' }, schema] },
  encode: (value) => (value === null ? null : encode(value)),
  decode: (json, place) => (json === null ? null : decode(json, place)),
})

/** A part whose JSON, like its value, is of a simple type; or another part, of another type. */
export const either = <One extends string | number, Other>(
  type: 'string' | 'number',
  one: Codec<One>,
  other: Codec<Other>,
): Codec<One | Other> => {
  const isOne = (value: unknown): value is One => typeof value === type
  return {
    schema: { anyOf: [one.schema, other.schema] },
    encode: (value) => (isOne(value) ? one.encode(value) : other.encode(value)),
    decode: (json, place) => (isOne(json) ? one : other).decode(json, place),
  }
}

export const list = <T>({ schema, encode, decode }: Codec<T>): Codec<readonly T[]> => ({
  schema: { type: 'array', items: schema },
  encode: (value) => value.map(encode),
  decode: (json, place) => {
    if (!Array.isArray(json)) throw damaged(place, `${nounOf(json)} stands where a list should`)
    return json.map((item, index) => decode(item, [...place, index]))
  },
})

/** A record with any names. */
export const dictionary = <T>(codec: Codec<T>): Codec<Readonly<Record<string, T>>> => ({
  schema: { type: 'object', additionalProperties: codec.schema },
  encode: (value) => mapEntries(value, (inner) => codec.encode(inner)),
  decode: (json, place) =>
    mapEntries(recordAt(json, place), (inner, name) => codec.decode(inner, [...place, name])),
})

/** The same record with other values; a name such as `__proto__` is a name like others. */
const mapEntries = <In, Out>(
  record: Readonly<Record<string, In>>,
  map: (value: In, name: string) => Out,
): Record<string, Out> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value, name)]))

const recordAt = (json: unknown, place: Place): Readonly<Record<string, unknown>> => {
  if (isRecord(json)) return json
  throw damaged(place, `${nounOf(json)} stands where an object should`)
}

export const optional = <T>(codec: Codec<T>): OptionalCodec<T> => ({ ...codec, isOptional: true })

/** A codec for each field of a type; an optional one for each that may be missing. */
export type Fields<T> = {
  readonly [Key in keyof T]-?: object extends Pick<T, Key>
    ? OptionalCodec<Exclude<T[Key], undefined>>
    : Codec<T[Key]>
}

/** A record with exactly these fields. */
export const fields = <T extends object>(codecs: Fields<T>): Codec<T> => {
  const named = Object.entries(codecs) as [string, Codec<unknown> | OptionalCodec<unknown>][]
  const names = named.map(([name]) => name)
  const required = named.filter(([, codec]) => !('isOptional' in codec)).map(([name]) => name)
  return {
    schema: {
      type: 'object',
      properties: Object.fromEntries(named.map(([name, { schema }]) => [name, schema])),
      required,
      additionalProperties: false,
    },
    encode: (value) =>
      Object.fromEntries(
        named
          .filter(([name]) => Object.hasOwn(value, name))
          .map(([name, { encode }]) => [name, encode(Reflect.get(value, name))]),
      ),
    decode: (json, place) => {
      const record = recordAt(json, place)
      const unknown = Object.keys(record).find((name) => !names.includes(name))
      if (unknown !== undefined) throw damaged([...place, unknown], `there is no such field`)
      const missing = required.find((name) => !Object.hasOwn(record, name))
      if (missing !== undefined) throw damaged([...place, missing], 'this field is missing')
      return Object.fromEntries(
        named
          .filter(([name]) => Object.hasOwn(record, name))
          .map(([name, { decode }]) => [name, decode(record[name], [...place, name])]),
      ) as T
    },
  }
}

/** For each kind of a union a codec of its other fields. */
type Kinds<T extends { readonly kind: string }> = {
  readonly [Kind in T['kind']]: Fields<Omit<Extract<T, { readonly kind: Kind }>, 'kind'>>
}

/** A union whose members are told apart by their `kind`. */
export const byKind = <T extends { readonly kind: string }>(kinds: Kinds<T>): Codec<T> => {
  const codecs = Object.fromEntries(
    Object.entries<Fields<object>>(kinds).map(([kind, others]) => [
      kind,
      fields<{ kind: string }>({ kind: oneOf(kind), ...others }),
    ]),
  )
  const kind = oneOf(...Object.keys(codecs))
  const codecOf = (name: string): Codec<{ kind: string }> => {
    const codec = codecs[name]
    if (codec === undefined) throw damaged([], `'${name}' is no kind`)
    return codec
  }
  return {
    schema: { anyOf: Object.values(codecs).map(({ schema }) => schema) },
    encode: (value) => codecOf(value.kind).encode(value),
    decode: (json, place) => {
      const name = kind.decode(recordAt(json, place)['kind'], [...place, 'kind'])
      return codecOf(name).decode(json, place) as unknown as T
    },
  }
}

/** A part that its schema refers to by a name: `definitions` has the named schemas. */
export const named = <T>(
  name: string,
  { schema, encode, decode }: Codec<T>,
): Codec<T> & {
  readonly definition: readonly [name: string, schema: Schema]
} => ({
  schema: { $ref: `#/$defs/${name}` },
  encode,
  decode,
  definition: [name, schema],
})

/** How often something may happen. */
export const budget: Codec<Budget> = either('number', whole(0), oneOf('unlimited'))
