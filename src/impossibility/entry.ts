/** The entry of a record that is known to have one. */
export function entry<T>(record: Readonly<Record<string, T>>, key: string): T {
  const value = record[key]
  if (value === undefined) throw new Error(`there is no entry for ${JSON.stringify(key)}`)
  return value
}

/** The element of a list that is known to be long enough. */
export function element<T>(list: ArrayLike<T>, index: number): T {
  const value = list[index]
  if (value === undefined) throw new Error(`there is no element ${index}`)
  return value
}
