import { current, isDraft } from 'immer'
import { checkArray, checkCollection, deepest, plainKeys } from '../value/plain.ts'

/**
 * A value without drafts, wherever in it they stand: a draft is slow to read and goes on changing.
 * What holds none is returned as it is.
 *
 * @throws ModelError 'not-data' where a copy that has to be made would lose something
 */
export const withoutDrafts = (value: unknown): unknown => strip(value, 0)

const strip = (value: unknown, depth: number): unknown => {
  // What is deeper, or without end, is refused when it gets its canonical form.
  if (typeof value !== 'object' || value === null || depth > deepest) return value
  if (isDraft(value)) return current(value)
  if (Array.isArray(value)) {
    const list = stripList(value, depth)
    if (list !== value) checkArray(value, [])
    return list
  }
  if (value instanceof Set) {
    const elements = [...value]
    const stripped = stripList(elements, depth)
    if (stripped === elements) return value
    checkCollection(value, [])
    return new Set(stripped)
  }
  if (value instanceof Map) {
    const [keys, values] = [[...value.keys()], [...value.values()]]
    const stripped = [stripList(keys, depth), stripList(values, depth)] as const
    if (stripped[0] === keys && stripped[1] === values) return value
    checkCollection(value, [])
    return new Map(stripped[0].map((key, index) => [key, stripped[1][index]]))
  }
  return stripFields(value, depth)
}

const stripList = (list: readonly unknown[], depth: number): readonly unknown[] => {
  const stripped = list.map((part) => strip(part, depth + 1))
  return stripped.every((part, index) => part === list[index]) ? list : stripped
}

const stripFields = (value: object, depth: number): object => {
  let copy: Record<string, unknown> | null = null
  for (const key of Object.keys(value)) {
    const part: unknown = Reflect.get(value, key)
    if (typeof part !== 'object') continue
    const stripped = strip(part, depth + 1)
    if (stripped === part) continue
    if (copy === null) {
      plainKeys(value, [])
      copy = { ...value }
    }
    copy[key] = stripped
  }
  return copy ?? value
}
