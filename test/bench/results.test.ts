import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { chartOf } from '../../bench/chart.ts'
import { insistOnOneGraph, merged, type Results } from '../../bench/results.ts'
import { tableOf, withTable } from '../../bench/table.ts'

const doc = (name: string): string =>
  readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8')
const stored = JSON.parse(doc('benchmarks.json')) as Results

test('the table and the chart in the docs are those of the numbers in the docs', () => {
  const document = doc('benchmarks.md')
  expect(withTable(document, tableOf(stored))).toBe(document)
  expect(chartOf(stored, 'two-phase commit')).toBe(doc('benchmarks.svg'))
})

test('the checkers explored the same graphs; where one did not, it is refused', () => {
  insistOnOneGraph(stored.rows)
  const off = stored.rows.map((row, index) =>
    index === 1 ? { ...row, transitions: row.transitions + 1 } : row,
  )
  expect(() => insistOnOneGraph(off)).toThrow('the graphs differ: netsplit has ')
})

test('what was not measured again stays, on the same machine only', () => {
  const [first] = stored.rows
  const some = { ...stored, rows: first === undefined ? [] : [first] }
  const others = stored.rows.filter((row) => row.family !== first?.family)
  expect(others.length).toBeGreaterThan(0)
  expect(merged(some, stored).rows).toEqual(expect.arrayContaining(others))
  expect(merged({ ...some, machine: 'another one' }, stored).rows).toEqual(some.rows)
})
