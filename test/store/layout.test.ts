import { expect, test } from 'vitest'
import { pack, planLayout, unpack } from '../../src/store/layout.ts'

test('states with more than 256 words lose nothing', () => {
  const sizes = Array.from({ length: 3000 }, (_, component) => 2 + (component % 40))
  const layout = planLayout(sizes)
  expect(layout.words).toBeGreaterThan(256)
  const state = Int32Array.from(sizes, (size, component) => (component * 7) % size)
  const words = new Int32Array(layout.words)
  const back = new Int32Array(sizes.length)
  pack(layout, state, words, 0)
  unpack(layout, words, 0, back)
  expect([...back]).toEqual([...state])
})
