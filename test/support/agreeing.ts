import fc from 'fast-check'

/** How many systems agree, of so many that are drawn. */
export const agreeing = async <Spec>(
  specs: fc.Arbitrary<Spec>,
  numRuns: number,
  compare: (spec: Spec) => unknown,
  examples: readonly Spec[] = [],
): Promise<number> => {
  let compared = 0
  const property = fc.asyncProperty(specs, async (spec) => {
    if ((await compare(spec)) !== null) compared += 1
  })
  await fc.assert(property, { numRuns, examples: examples.map((each): [Spec] => [each]) })
  return compared
}
