import type { Partition, Question } from './rows.ts'

/** What each question asks. */
export const questionWords: Readonly<Record<Question, string>> = {
  consistent: 'nobody is told what contradicts what somebody was told',
  answered: 'every request gets an answer, be it "unavailable, try later"',
  served: 'every request gets an answer that is no such refusal',
  converges: 'in the end the regions know the same (asked of those that merge)',
}

/** What the situations are called. */
export const situationWords: Readonly<Record<Partition, string>> = {
  none: 'no cut',
  heals: 'a cut that heals',
  lasts: 'a cut that lasts',
}
