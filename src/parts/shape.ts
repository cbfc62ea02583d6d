import { byCodeUnit } from '../value/by-code-unit.ts'

/**
 * How a state is divided into components: records into their fields, and arrays into their elements, as
 * far as their shape stays as it is; whatever else there is, is one component as a whole. Components are
 * numbered from left to right: a shape has those from `from` up to, but not including, `to`.
 */
export type Shape = Whole | Divided

/** One component. */
export interface Whole extends Spot {
  readonly kind: 'whole'
}

/** A record that always has the same fields, or an array that always has the same length. */
export interface Divided extends Spot {
  readonly kind: 'record' | 'list'
  /** The fields, sorted; of a list none. */
  readonly keys: readonly string[]
  readonly parts: readonly Shape[]
}

interface Spot {
  readonly from: number
  readonly to: number
  /** Where it stands in the state, in words: `procs[0].pc`; nothing for the state itself. */
  readonly path: string
  /** The same for all elements of an array alike: `procs[].pc`. */
  readonly place: string
}

/** At most so many components: of a state that has more, the innermost stay whole. */
const mostComponents = 160
/** What is nested deeper than that stays whole. */
const mostLevels = 6

/**
 * The shape of a canonical value.
 *
 * @param coarse the places that are not divided
 */
export const shapeOf = (value: unknown, coarse: ReadonlySet<string>): Shape => {
  for (let levels = mostLevels; levels > 0; levels--) {
    const shape = divide(value, { from: 0, path: '', place: '' }, { coarse, levels })
    if (shape.to <= mostComponents) return shape
  }
  return { kind: 'whole', from: 0, to: 1, path: '', place: '' }
}

type Start = Omit<Spot, 'to'>

interface Limits {
  readonly coarse: ReadonlySet<string>
  readonly levels: number
}

const divide = (value: unknown, start: Start, { coarse, levels }: Limits): Shape => {
  const whole = { ...start, kind: 'whole' as const, to: start.from + 1 }
  if (levels === 0 || coarse.has(start.place)) return whole
  const isList = Array.isArray(value)
  const keys = isList ? [] : fieldsOf(value)
  const inner: readonly unknown[] = isList
    ? value
    : keys.map((key) => Reflect.get(value as object, key))
  if (inner.length === 0) return whole
  const parts: Shape[] = []
  let { from } = start
  for (const [index, part] of inner.entries()) {
    const key = keys[index]
    const step = key === undefined ? `[${index}]` : stepOf(key, start.path)
    const place = key === undefined ? '[]' : stepOf(key, start.place)
    const here = { from, path: start.path + step, place: start.place + place }
    const shape = divide(part, here, { coarse, levels: levels - 1 })
    parts.push(shape)
    from = shape.to
    // It is too many as it is.
    if (from > mostComponents) break
  }
  return { ...start, kind: isList ? 'list' : 'record', keys, parts, to: from }
}

const fieldsOf = (value: unknown): readonly string[] =>
  isPlainRecord(value) ? Object.keys(value).toSorted(byCodeUnit) : []

export const stepOf = (key: string, above: string): string => {
  if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `[${JSON.stringify(key)}]`
  return above === '' ? key : `.${key}`
}

/** Whether a value is an object of fields, of whatever class: no array, Map or Set. */
export const isPlainRecord = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Map) &&
  !(value instanceof Set)

/** The place of a part by its key, or -1. */
export const partAt = ({ kind, keys, parts }: Divided, key: PropertyKey): number => {
  if (typeof key !== 'string') return -1
  if (kind === 'record') return keys.indexOf(key)
  const index = Number(key)
  return String(index) === key && index >= 0 && index < parts.length ? index : -1
}

/** The key of a part by its place. */
export const keyAt = ({ kind, keys }: Divided, index: number): string | number =>
  kind === 'record' ? (keys[index] ?? '') : index

/** The path of each component, in order. */
export const pathsOf = (shape: Shape): readonly string[] =>
  shape.kind === 'whole' ? [shape.path] : shape.parts.flatMap(pathsOf)
