import { expect, test } from 'vitest'
import { expectAsByAdya, expectAsByOrders } from '../support/isolation-agreement.ts'

test('ten thousand random histories of transactions are judged as all orders judge them', () => {
  const counts = expectAsByOrders(10_000)
  expect(counts.serializable).toBeGreaterThan(3000)
  expect(counts.neither).toBeGreaterThan(3000)
  // Write skew takes two that each read what the other writes.
  expect(counts.snapshot).toBeGreaterThan(3)
})

test('ten thousand random histories of transactions are judged as the definitions judge them', () => {
  const counts = expectAsByAdya(10_000)
  for (const held of [0, 1, 2, 4]) expect(counts.get(held)).toBeGreaterThan(200)
  expect(counts.get(3)).toBeGreaterThan(2)
})
