import { askAfresh } from '../../src/audit/afresh.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Audited } from '../../src/audit/audited.ts'
import { choose } from '../../src/audit/chosen.ts'
import { Clock } from '../../src/pace/clock.ts'
import { unpaced } from '../../src/pace/pace.ts'

const partOf = (pieces: readonly string[]): Audited => ({
  size: pieces.length,
  pieceOf: (at) => pieces[at] ?? '',
  again: () => undefined,
})

const chosenOf = async (pieces: readonly string[]): Promise<readonly number[]> =>
  (await choose(partOf(pieces), new Clock({ memoryInUse: () => 0 }))).places

const manyOf = (size: number, rare: readonly number[]): readonly string[] =>
  Array.from({ length: size }, (_, at) => (rare.includes(at) ? `rare ${at % 3}` : 'often'))

test('of few questions all are asked once more, the last first', async () => {
  const places = await chosenOf(manyOf(500, []))
  expect(places).toEqual(Array.from({ length: 500 }, (_, index) => 499 - index))
})

test('a sample of many holds the first and the last question of each piece of code', async () => {
  const rare = fc.uniqueArray(fc.integer({ min: 5000, max: 45_000 }), { minLength: 1 })
  await fc.assert(
    fc.asyncProperty(rare, async (at) => {
      const pieces = manyOf(50_000, at)
      const places = await chosenOf(pieces)
      for (const piece of new Set(pieces)) {
        expect(places).toContain(pieces.indexOf(piece))
        expect(places).toContain(pieces.lastIndexOf(piece))
      }
    }),
    { numRuns: 20 },
  )
})

test('a sample grows with the run, and stays small', async () => {
  const sizes = [10_000, 100_000, 1_000_000].map(
    async (size) => (await chosenOf(manyOf(size, []))).length,
  )
  const [few = 0, more = 0, most = 0] = await Promise.all(sizes)
  expect([few < more, more < most, most < 20_000]).toEqual([true, true, true])
})

test('another instance is asked something of each part, however much is asked of others', async () => {
  const asked = new Map<string, number>()
  const partOf = (name: string, size: number): Audited => ({
    size,
    pieceOf: () => 'predicates',
    again: () => void asked.set(name, (asked.get(name) ?? 0) + 1),
  })
  const parts = [partOf('much', 1000), partOf('more', 500), partOf('one', 1)]
  const chosen = await Promise.all(parts.map((part) => choose(part, unpaced)))
  await askAfresh(chosen, () => Promise.resolve((part) => part), unpaced)
  expect([...asked.keys()]).toEqual(['much', 'more', 'one'])
  expect(asked.get('one')).toBe(1)
  expect(asked.get('much')).toBeLessThan(500)
})
