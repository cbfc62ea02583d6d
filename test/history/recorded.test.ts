import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { HistoryReader } from '../../src/history/history-reader.ts'
import { map } from '../../src/history/keyed.ts'
import {
  linearizable,
  type HistoryAnswer,
  type ObjectAnswer,
} from '../../src/history/linearizable.ts'
import type { Operation } from '../../src/history/operation.ts'
import { casRegister } from '../../src/history/registers.ts'
import { expectSmallest } from '../support/naive-conflict.ts'

/*
 * Histories that were recorded in the field, with verdicts that other checkers gave (test/history/recorded).
 */

const folder = join(import.meta.dirname, 'recorded')
const filesIn = (name: string): readonly string[] => readdirSync(join(folder, name)).toSorted()
const linearizableLogs = ['002', '005', '007', '018', '025'].map((name) => `etcd_${name}.log`)

const readAll = (path: string, reader: HistoryReader): ReturnType<HistoryReader['finish']> => {
  reader.add(readFileSync(join(folder, path), 'utf8'))
  return reader.finish()
}

/** The operations of a history that have to do with a conflict. */
const nearby = (
  { conflict }: ObjectAnswer,
  history: readonly Operation[],
): readonly Operation[] => {
  const end = Math.max(...(conflict?.operations.map(({ returned }) => returned ?? 0) ?? []))
  return history.filter(({ invoked }) => invoked < end)
}

const sizesOf = ({ objects }: HistoryAnswer): readonly number[] =>
  objects.flatMap(({ conflict }) => (conflict === null ? [] : [conflict.operations.length]))

describe('logs of Jepsen on etcd', () => {
  test.each(filesIn('etcd'))('%s', async (file) => {
    const history = readAll(`etcd/${file}`, new HistoryReader(casRegister(), null))
    const answer = await linearizable(history, casRegister())
    const isGood = linearizableLogs.includes(file)
    expect(answer.verdict).toBe(isGood ? 'linearizable' : 'violated')
    // Each shows a part that a person can take in.
    for (const size of sizesOf(answer)) expect(size).toBeLessThanOrEqual(5)
    for (const object of answer.objects) {
      expect(object.conflict === null || object.conflict.isSmallest).toBe(true)
      // All orders of many more would take minutes.
      if ((object.conflict?.others.length ?? 0) <= 5)
        expectSmallest(object, nearby(object, history), casRegister())
    }
  })
})

describe('histories of a map of strings', () => {
  test.each(filesIn('kv'))('%s', async (file) => {
    const reader = new HistoryReader(map(''), { field: 'key', isPair: false })
    const answer = await linearizable(readAll(`kv/${file}`, reader), map(''))
    expect(answer.verdict).toBe(file.endsWith('-ok.txt') ? 'linearizable' : 'violated')
    for (const size of sizesOf(answer)) expect(size).toBeLessThanOrEqual(6)
  })
})
