import fc from 'fast-check'
import { expect, test } from 'vitest'
import { check } from '../../src/index.ts'
import { namedSystem, oddNames } from '../support/odd-names.ts'

/*
 * Names are the model's business: whatever they are, a model under other names has as many states and the
 * same verdicts.
 */

/** What must not depend on names. */
const outline = async (names: readonly string[]): Promise<unknown> => {
  const report = await check(namedSystem(names))
  return [report.states, report.properties.map(({ verdict }) => verdict)]
}

test('a model under odd names is the same model', async () => {
  const plain = ['a', 'b', 'c', 't', 's', 'f', 'p']
  const expected = await outline(plain)
  expect(
    await outline(['__proto__', 'b', 'c', '__proto__', '__proto__', 'f', '__proto__']),
  ).toEqual(expected)
  const names = fc.uniqueArray(fc.constantFrom(...oddNames), { minLength: 7, maxLength: 7 })
  await fc.assert(
    fc.asyncProperty(names, async (some) => {
      expect(await outline(some)).toEqual(expected)
    }),
    { numRuns: 40 },
  )
})
