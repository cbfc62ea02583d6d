import { expect, test } from 'vitest'
import { unpaced } from '../../src/pace/pace.ts'
import type { Database } from '../../src/sql/database.ts'
import { Session } from '../../src/sql/session.ts'

const database: Database = {
  name: 'none',
  size: '',
  run: () => Promise.resolve(),
  read: () => Promise.resolve([]),
  insert: () => Promise.resolve(),
  interrupt: () => undefined,
  close: () => Promise.resolve(),
}

const timers = (): number =>
  process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length

test('a statement leaves no timer behind, for which the model would be blamed', async () => {
  const before = timers()
  await new Session(database, () => unpaced).run('one', 'two', 'three')
  expect(timers()).toBe(before)
})
