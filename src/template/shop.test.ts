import { expectHolds } from 'netsplit'
import { test } from 'vitest'
import * as shop from './shop.ts'

test('a shop that remembers charges no order twice', async () => {
  await expectHolds(shop, 'no order is charged twice')
})

// This one fails, and tells the run that shows why: the shop forgets what it has charged. Mend the shop,
// or take the test out.
test('a shop that forgets charges no order twice', async () => {
  const parameters = { remembers: false }
  await expectHolds(shop, 'no order is charged twice', { parameters })
})
