import { expect, test } from 'vitest'
import { gainsTable } from '../support/gains.ts'
import { tableIn } from '../support/tables.ts'

// UPDATE_DOCS=1 rewrites the table.
test('the table of what each reduction gains says what searches find', async () => {
  const table = await gainsTable()
  expect(tableIn('docs/reductions.md', 'gains', table)).toBe(table)
})
