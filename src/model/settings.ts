import { brief } from '../value/brief.ts'
import { didYouMean, ModelError, type ErrorCode } from '../value/model-error.ts'
import { isPlain } from '../value/plain.ts'

/** What a setting may be: one of some words, or something of a kind; null: whoever uses it checks it. */
type Kind = readonly string[] | 'text' | 'flag' | 'names' | 'function' | 'record' | null

/** The settings there are, and what each may be. */
export type Known = Readonly<Record<string, Kind>>

/** What settings are called, and the error that a wrong one is. */
interface Family {
  readonly noun: string
  readonly code: ErrorCode
}

const ofModels: Family = { noun: 'setting', code: 'not-a-system' }

/** Options of the library's functions. */
export const ofFunctions: Family = { noun: 'option', code: 'bad-option' }

/** What else {@link checkSettings} is told. */
interface Rules {
  /** The settings that may not be left out. */
  readonly required?: readonly string[]
  readonly of?: Family
}

/**
 * Refuses settings that do not exist or cannot be what they are: model files run without a type
 * check, and a fault that is misspelt would be no fault at all.
 *
 * @throws ModelError 'not-a-system'
 */
export const checkSettings = (
  settings: unknown,
  known: Known,
  place: string,
  { required = [], of = ofModels }: Rules = {},
): void => {
  const { noun } = of
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) {
    throw wrong(
      `${place} takes its ${noun}s as an object, and was given ${brief(settings)}`,
      place,
      `there are ${Object.keys(known).join(', ')}`,
      of,
    )
  }
  for (const name of namesOf(settings)) {
    if (!Object.hasOwn(known, name)) {
      const names = Object.keys(known)
      const fix = `${didYouMean(name, names)}there are ${names.join(', ')}`
      throw wrong(`There is no ${noun} '${name}'`, place, fix, of)
    }
    const value: unknown = Reflect.get(settings, name)
    if (value !== undefined) checkKind(value, known[name] ?? null, `'${name}'`, `${place}.${name}`)
  }
  const missing = required.find((name) => Reflect.get(settings, name) === undefined)
  if (missing !== undefined) {
    const kind = known[missing] ?? null
    throw wrong(`The ${noun} '${missing}' is missing`, place, `give it ${wordsFor(kind)}`, of)
  }
}

/** Refuses what is no table of names, such as the properties of a system. */
export const checkRecord = (value: unknown, subject: string, place: string): void =>
  checkKind(value, 'record', subject, place)

/** Refuses what is no function. */
export const checkFunction = (value: unknown, subject: string, place: string): void =>
  checkKind(value, 'function', subject, place)

const checkKind = (value: unknown, kind: Kind, subject: string, place: string): void => {
  if (isOf(value, kind)) return
  const words = typeof kind === 'object' ? (kind ?? []) : []
  const hint = typeof value === 'string' ? didYouMean(value, words) : ''
  throw wrong(`${subject} cannot be ${brief(value)}`, place, `${hint}give it ${wordsFor(kind)}`)
}

const isOf = (value: unknown, kind: Kind): boolean => {
  switch (kind) {
    case null:
      return true
    case 'text':
      return typeof value === 'string'
    case 'flag':
      return typeof value === 'boolean'
    case 'names':
      return Array.isArray(value) && value.every((name) => typeof name === 'string')
    case 'function':
      return typeof value === 'function'
    case 'record':
      return typeof value === 'object' && value !== null && isPlain(value)
    default:
      return kind.includes(value as string)
  }
}

const wordsFor = (kind: Kind): string => {
  switch (kind) {
    case null:
      return 'a value'
    case 'text':
      return 'a text'
    case 'flag':
      return 'true or false'
    case 'names':
      return "a list of names: ['a', 'b']"
    case 'function':
      return 'a function'
    case 'record':
      return 'a plain object: `{ name: … }`'
    default:
      return `one of ${kind.join(', ')}`
  }
}

/** The names that an object has, those of its class included: a role may be an instance. */
const namesOf = (settings: object): readonly string[] => {
  const names = new Set(Object.keys(settings))
  let at: object | null = Object.getPrototypeOf(settings) as object | null
  while (at !== null && !Object.hasOwn(at, 'isPrototypeOf')) {
    for (const name of Object.getOwnPropertyNames(at)) if (name !== 'constructor') names.add(name)
    at = Object.getPrototypeOf(at) as object | null
  }
  return [...names]
}

const wrong = (what: string, place: string, fix: string, { code } = ofModels): ModelError =>
  new ModelError(code, { what, where: [place], fix })
