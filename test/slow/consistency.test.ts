import fc from 'fast-check'
import { expect, test } from 'vitest'
import { check } from 'netsplit'
import { shape, watched } from '../support/watched-system.ts'

test('in every state of random systems the observer says what the whole history says', async () => {
  const counts = { holds: 0, vacuous: 0, violated: 0 }
  await fc.assert(
    fc.asyncProperty(shape, async (it) => {
      const { properties } = await check(watched(it), { exhaustive: true })
      const isLinearizable = properties.at(-1)
      for (const each of properties.slice(0, -1))
        expect([each.name, each.verdict]).toEqual([each.name, 'holds'])
      const verdict = isLinearizable?.verdict ?? 'incomplete'
      if (verdict !== 'incomplete') counts[verdict] += 1
    }),
    { numRuns: 100 },
  )
  expect(counts.holds).toBeGreaterThan(30)
  expect(counts.violated).toBeGreaterThan(8)
})
