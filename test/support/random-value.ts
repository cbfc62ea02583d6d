import fc from 'fast-check'

/** Any plain data that a state or a message may hold, canonical or not. */
export const anyValue: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom<unknown[]>(
      null,
      true,
      false,
      0,
      -0,
      1,
      127,
      128,
      200,
      -1,
      2 ** 40,
      -(2 ** 53) + 1,
    ),
    fc.double({ noNaN: true }),
    fc.integer(),
    fc.bigInt(),
    fc.string({ maxLength: 3 }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(tie('value'), { maxLength: 3 }).map((elements) => new Set(elements)),
    fc
      .uniqueArray(fc.tuple(fc.string({ maxLength: 2 }), tie('value')), {
        maxLength: 3,
        selector: ([key]) => key,
      })
      .map((entries) => new Map(entries)),
    fc.dictionary(
      fc.string({ maxLength: 2 }).filter((key) => key !== '__proto__'),
      fc.option(tie('value'), { nil: undefined }),
      { maxKeys: 4, noNullPrototype: false },
    ),
  ),
})).value

/** The same value, with object keys, Map entries and Set elements in another order. */
export const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled)
  if (value instanceof Set) return new Set([...value].map(shuffled).toReversed())
  if (value instanceof Map) {
    return new Map(
      [...value].map(([key, inner]) => [shuffled(key), shuffled(inner)] as const).toReversed(),
    )
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, inner]) => [key, shuffled(inner)] as const)
    return Object.fromEntries([...entries.toReversed(), ['absent', undefined]])
  }
  return value === 0 ? -0 : value
}
