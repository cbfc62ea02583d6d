/**
 * A value in which two names have changed places wherever they stand as texts of their own: as values, as
 * keys of Maps and objects, as elements of Sets. Names within longer texts stay.
 *
 * @returns the same object where neither name is in it
 */
export const swapNames = (value: unknown, first: string, second: string): unknown => {
  const swap = (text: string): string => (text === first ? second : text === second ? first : text)
  return swapIn(value, swap)
}

const swapIn = (value: unknown, swap: (text: string) => string): unknown => {
  if (typeof value === 'string') return swap(value)
  if (typeof value !== 'object' || value === null) return value
  let isChanged = false
  const inner = (part: unknown): unknown => {
    const swapped = swapIn(part, swap)
    isChanged ||= swapped !== part
    return swapped
  }
  const copy = copyOf(value, inner)
  return isChanged ? copy : value
}

const copyOf = (value: object, inner: (part: unknown) => unknown): unknown => {
  if (Array.isArray(value)) return value.map((part: unknown) => inner(part))
  if (value instanceof Set) return new Set([...value].map((part: unknown) => inner(part)))
  if (value instanceof Map) {
    return new Map([...value].map(([key, part]: [unknown, unknown]) => [inner(key), inner(part)]))
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, part]: [string, unknown]) => [
      String(inner(key)),
      inner(part),
    ]),
  )
}
