import type { Verdict } from '../property/verdicts.ts'
import { partitions, type Partition, type Question } from './rows.ts'

/** Which of consistency, availability and partition tolerance go together, as in the eight combinations. */
export const combinations = ['C A -', 'C - P', '- A P', 'C A P'] as const
export type Combination = (typeof combinations)[number]

/**
 * The combinations that a design has, by its row of the table, the largest ones only. C is `consistent`, A is
 * `served`; with P they hold under both kinds of cut, too. What cannot be cut has all three at no merit.
 */
export const combinationsOf = (
  verdictOn: (partition: Partition, question: Question) => Verdict | null,
): readonly Combination[] => {
  const holds = (situations: readonly Partition[], asked: readonly Question[]): boolean =>
    situations.every((partition) =>
      asked.every((question) => verdictOn(partition, question) === 'holds'),
    )
  if (holds(partitions, ['consistent', 'served'])) return ['C A P']
  const has: Readonly<Record<Exclude<Combination, 'C A P'>, boolean>> = {
    'C A -': holds(['none'], ['consistent', 'served']),
    'C - P': holds(partitions, ['consistent']),
    '- A P': holds(partitions, ['served']),
  }
  return combinations.filter((combination) => combination !== 'C A P' && has[combination])
}
