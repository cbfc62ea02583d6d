/**
 * A canonical value as a string, one-to-one: two canonical values are equal exactly when their
 * keys are. Slow and simple on purpose: the reference explorer stores states by it, and the engine's
 * byte encoding is tested against it.
 */
export const keyOf = (value: unknown): string => {
  if (value === null) return 'null'
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value)
    case 'bigint':
      return `${value}n`
    case 'object':
      if (Array.isArray(value)) return `[${value.map(keyOf).join()}]`
      if (value instanceof Set) return `set(${[...value].map(keyOf).join()})`
      if (value instanceof Map) {
        return `map(${[...value].map(([key, inner]) => `${keyOf(key)}=>${keyOf(inner)}`).join()})`
      }
      return `{${Object.keys(value)
        .toSorted()
        .map((name) => `${JSON.stringify(name)}:${keyOf(Reflect.get(value, name))}`)
        .join()}}`
    default:
      return String(value)
  }
}
