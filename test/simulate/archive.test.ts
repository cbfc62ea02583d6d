import { expect, test } from 'vitest'
import { Archive } from '../../src/simulate/archive.ts'

const kept = (id: number) => ({ state: Int32Array.of(id), first: Int32Array.of(0), way: null })

/** Which states walks go back to. */
const chosen = (archive: Archive, walks: number, isByCells: boolean): (number | undefined)[] =>
  Array.from({ length: walks }, (_, key) => archive.choose(key, isByCells)?.state[0])

/** A crowded cell, and two of one state each. */
const crowded = (): Archive => {
  const archive = new Archive()
  for (let id = 1; id <= 1000; id++) archive.add(kept(id), 7)
  archive.add(kept(2000), 8)
  archive.add(kept(3000), 9)
  return archive
}

test('by cells walks go back to each alike, however many states it has', () => {
  const ids = chosen(crowded(), 3000, true)
  for (const id of [2000, 3000]) {
    const share = ids.filter((each) => each === id).length / ids.length
    // A third of those that do not begin anew, and hardly more or less.
    expect(share).toBeGreaterThan(0.28)
    expect(share).toBeLessThan(0.34)
  }
  const others = new Set(ids.filter((id) => id !== undefined && id <= 1000))
  expect(others.size).toBe(16)
  // Later states take the place of earlier ones.
  expect(Math.max(...[...others].map(Number))).toBeGreaterThan(900)
})

test('else they go back to each state alike', () => {
  const ids = chosen(crowded(), 3000, false)
  const others = new Set(ids.filter((id) => id !== undefined && id <= 1000))
  expect(others.size).toBeGreaterThan(700)
  expect(ids.filter((id) => id === 2000).length).toBeLessThan(20)
})

test.each([true, false])('some walks begin anew; whether by cells: %s', (isByCells) => {
  const archive = new Archive()
  expect(archive.choose(1, isByCells)).toBeNull()
  for (let id = 1; id <= 8; id++) archive.add(kept(id), 7)
  const ids = chosen(archive, 1600, isByCells)
  for (let id = 1; id <= 8; id++) {
    const count = ids.filter((each) => each === id).length
    expect(count).toBeGreaterThan(150)
    expect(count).toBeLessThan(230)
  }
  const anew = ids.filter((id) => id === undefined).length
  expect(anew).toBeGreaterThan(50)
  expect(anew).toBeLessThan(150)
})
