import { expect, test } from 'vitest'
import type { Relation } from '../../src/explore/relation.ts'
import { Halt, unpaced } from '../../src/pace/pace.ts'
import { checkIn } from '../../src/check.ts'
import type { Database } from '../../src/sql/database.ts'
import { Joins } from '../../src/sql/joins.ts'
import { Session } from '../../src/sql/session.ts'
import { counters } from '../support/counters.ts'

const database: Database = {
  name: 'none',
  run: () => Promise.resolve(),
  read: () => Promise.resolve([]),
  insert: () => Promise.resolve(),
  save: () => Promise.resolve(),
  saved: (place) => place,
  bytes: () => Promise.resolve(0),
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

test('limits are looked at between the questions of a page', async () => {
  let [asked, turns] = [0, 0]
  const relation: Relation = {
    processes: [{ reads: [0], affects: [], dueBit: 1 }],
    stepsOf: () => {
      asked += 1
      return { count: 0, progress: 0, rows: [] }
    },
    after: (_, __, id) => id,
  }
  const pace = {
    ...unpaced,
    isDue: () => true,
    turn: () => (++turns > 10 ? Promise.reject(new Halt('seconds')) : Promise.resolve()),
  }
  const page = Array.from({ length: 1000 }, (_, id) => [0, id, 1])
  const session = new Session({ ...database, read: () => Promise.resolve(page) }, () => pace)
  const joins = new Joins(session, relation, () => Promise.resolve())
  await expect(joins.expand('level_0')).rejects.toBeInstanceOf(Halt)
  expect(asked).toBeLessThanOrEqual(10)
})

test.each([
  [2 ** 30 - 1, null],
  [2 ** 30, 'memory'],
])('an effect whose number has no room in a column ends the search: %i', async (effect, ended) => {
  const inserted: number[] = []
  const relation: Relation = {
    processes: [{ reads: [0], affects: [1], dueBit: 1 }],
    stepsOf: () => ({
      count: 1,
      progress: 1,
      rows: [{ due: 1, isAlways: false, writes: [0], effects: [effect] }],
    }),
    after: (_, __, id) => id,
  }
  const there = {
    ...database,
    read: () => Promise.resolve([[0, 0, 1]]),
    insert: (_: string, __: number, rows: readonly number[]) => {
      inserted.push(...rows)
      return Promise.resolve()
    },
  }
  const joins = new Joins(new Session(there, () => unpaced), relation, () => Promise.resolve())
  const halt = await joins.expand('level_0').then(
    () => null,
    (error: unknown) => (error instanceof Halt ? error.kind : error),
  )
  expect(halt).toBe(ended)
  expect(Math.max(0, ...inserted)).toBe(ended === null ? 2 ** 31 - 1 : 0)
})

test('an end that comes while a database is opened ends that', async () => {
  let isGivenUp = false
  let end: ((error: Error) => void) | undefined
  const controller = new AbortController()
  const engine = {
    name: 'none',
    from: 1,
    open: (): Promise<Database> => {
      controller.abort()
      return new Promise((_, reject) => {
        end = reject
      })
    },
    giveUp: () => {
      isGivenUp = true
      end?.(new Error('given up'))
    },
  }
  const { ended, states } = await checkIn(counters(5), { signal: controller.signal }, engine)
  expect({ ended, isGivenUp }).toEqual({ ended: 'interrupted', isGivenUp: true })
  expect(states.distinct).toBeGreaterThan(0)
})
