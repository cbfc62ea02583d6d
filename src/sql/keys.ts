/** How a vector of ids is packed into a few columns of 64 bits. */
export interface Keys {
  /** How many columns. */
  readonly count: number
  readonly fields: readonly {
    readonly key: number
    readonly shift: number
    readonly bits: number
  }[]
}

/** A sum of fields stays below this, whatever it is made of. */
const bitsOfKey = 62

/** Components grow: to so many times their size before all states have to be packed anew. */
const roomToGrow = 4

const bitsFor = (size: number): number => (size <= 1 ? 0 : 32 - Math.clz32(size - 1))

/** @param bits how many of a column are used */
export const planKeys = (sizes: ArrayLike<number>, bits = bitsOfKey): Keys => {
  const free: number[] = [bits]
  const fields = Array.from({ length: sizes.length }, (_, component) => {
    const needed = bitsFor((sizes[component] ?? 1) * roomToGrow)
    let key = free.findIndex((room) => room >= needed)
    if (key < 0) key = free.push(Math.max(bits, needed)) - 1
    const left = (free[key] as number) - needed
    free[key] = left
    return { key, shift: left, bits: needed }
  })
  return { count: free.length, fields }
}

/** Whether all ids of components of these sizes have room. */
export const haveRoom = ({ fields }: Keys, sizes: ArrayLike<number>): boolean =>
  fields.every(({ bits }, component) => (sizes[component] ?? 0) <= 2 ** bits)

/** The names of the columns with keys. */
export const keyNames = ({ count }: Pick<Keys, 'count'>): readonly string[] =>
  Array.from({ length: count }, (_, key) => `k${key}`)

/** The names of the columns with the ids of components. */
export const idNames = (width: number): readonly string[] =>
  Array.from({ length: width }, (_, component) => `c${component}`)

/** The keys of ids, as columns. @param ids an expression for each component's id */
export const packed = (keys: Keys, ids: readonly string[]): string =>
  keyNames(keys)
    .map((name, key) => {
      const terms = keys.fields.flatMap(({ key: own, shift }, component) =>
        own === key ? [`CAST(${ids[component] ?? '0'} AS BIGINT) * ${2n ** BigInt(shift)}`] : [],
      )
      return `${terms.length === 0 ? 'CAST(0 AS BIGINT)' : terms.join(' + ')} AS ${name}`
    })
    .join(', ')

/** The ids in keys, as columns. */
export const unpacked = ({ fields }: Keys): string =>
  fields
    .map(
      ({ key, shift, bits }, component) =>
        `CAST((k${key} >> ${shift}) & ${2n ** BigInt(bits) - 1n} AS INTEGER) AS c${component}`,
    )
    .join(', ')

/** That two tables have the same in some columns. */
export const same = (names: readonly string[], one: string, other: string): string =>
  names.map((name) => `${one}.${name} = ${other}.${name}`).join(' AND ')
