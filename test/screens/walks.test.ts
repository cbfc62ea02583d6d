import { describe, expect, test } from 'vitest'
import { explore, role, system } from '../../src/index.ts'
import {
  begins,
  branchesOf,
  noHistory,
  pathText,
  visited,
  withRunAhead,
} from '../../src/page/screens/explore/history.ts'

/** Two nodes that each count to three: from every state two ways lead on. */
const counter = role<{ count: number }>({
  initial: () => ({ count: 0 }),
  internal: {
    up: {
      when: ({ count }) => count < 3,
      do: (state) => {
        state.count += 1
      },
    },
  },
})
const walk = explore(
  system({
    name: 'two counters',
    nodes: { a: counter, b: counter },
    properties: ({ never }) => ({
      'a is never at two': never(({ nodes }) => nodes.a.count === 2),
    }),
  }),
)

const after = (...paths: readonly string[]) =>
  paths.reduce((history, path) => visited(history, walk.at(path)), noHistory)

const shape = (history: ReturnType<typeof after>) =>
  branchesOf(history).map(({ from, parent, visits }) => ({
    from,
    parent,
    paths: visits.map(({ path }) => pathText(path)),
  }))

describe('where walks have been', () => {
  test('is a row for each branch, the last fork first, and nothing is forgotten', () => {
    expect(shape(after('0.0.0', '0.0', '0.0.1', '0', '0.1'))).toEqual([
      { from: 0, parent: null, paths: ['0', '0.0', '0.0.0'] },
      { from: 2, parent: 0, paths: ['0.0.1'] },
      { from: 1, parent: 0, paths: ['0.1'] },
    ])
  })

  test('each visit is in exactly one row, right of the state before it', () => {
    const paths = ['0.0.0.0', '0.0.1.1', '0.1.0', '0.0.0.1', '0.1.1.0', '0.1.1.1', '0.0.1.0']
    const history = after(...paths)
    const rows = branchesOf(history)
    const shown = rows.flatMap(({ visits }) => visits.map(({ path }) => pathText(path)))
    expect(shown.toSorted()).toEqual([...history.visits.keys()].toSorted())
    expect(new Set(shown).size).toBe(shown.length)
    for (const { from, parent, visits } of rows) {
      visits.forEach(({ path }, at) => expect(path.length - 1).toBe(from + at))
      const before = pathText(visits[0]?.path.slice(0, -1) ?? [])
      const row = parent === null ? null : rows[parent]?.visits.map(({ path }) => pathText(path))
      expect(row === null ? before === '' : row?.includes(before)).toBe(true)
    }
  })

  test('the walk that is looked at goes on where it went before, or ends where it is', () => {
    expect(after('0.0.0', '0.0').line).toEqual([0, 0, 0])
    expect(after('0.0.0', '0.1').line).toEqual([0, 1])
    expect(after('0.0.0', '0.1', '0.0').line).toEqual([0, 0, 0])
    expect(begins([0, 1], [0])).toBe(true)
    expect(begins([0], [0, 1])).toBe(false)
  })

  test('a state in which a property is broken is marked, and no other', () => {
    const broken = [...after('0.1.0.0.1').visits].filter(([, { isBroken }]) => isBroken)
    expect(broken.map(([path]) => path)).toEqual(['0.1.0.0', '0.1.0.0.1'])
  })

  test('a run of the adversary is walked on along', async () => {
    const found = await walk.finish('0.1')
    if (found.kind !== 'run' || found.property.trace === null) throw new Error('no run')
    const history = withRunAhead(after('0.1', '0.0', '0.1'), found.path, found.property.trace)
    expect(history.line).toEqual(found.path)
    expect(history.visits.get(pathText(found.path))?.isBroken).toBe(true)
    expect(history.visits.has('0.0')).toBe(true)
  })
})
