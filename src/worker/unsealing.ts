import { isRecord } from '../value/notation.ts'
import { isInstance } from '../value/thrown.ts'
import { ModelError } from '../value/model-error.ts'
import type { Answer, Failed } from './contract.ts'
import type { FromWorker, Question } from './port.ts'
import { unseal, unsealFailed, unsealProgress } from './sealed.ts'

/**
 * What a worker said that runs strangers' code, checked: null for what is nothing of what it may say.
 *
 * @param questionOf what was asked by a number; null where nothing is open
 */
export type Unsealing = (
  said: unknown,
  questionOf: (id: number) => Question | null,
) => FromWorker | null

export const unsealing: Unsealing = (said, questionOf) => {
  const message = parsed(said)
  if (!isRecord(message)) return null
  const { kind, id } = message
  if (typeof id !== 'number') return null
  const question = questionOf(id)
  if (question === null) return null
  switch (kind) {
    case 'begun':
      return { kind, id }
    case 'progress':
      try {
        return { kind, id, progress: unsealProgress(message['progress']) }
      } catch {
        return null
      }
    case 'answer':
      return { kind, id, answer: answerIn(message['answer'], question) }
    default:
      return null
  }
}

const parsed = (said: unknown): unknown => {
  if (typeof said !== 'string') return null
  try {
    return JSON.parse(said)
  } catch {
    return null
  }
}

const answerIn = (answer: unknown, question: Question): Answer<unknown> => {
  try {
    if (isRecord(answer) && answer['kind'] === 'found') {
      return { kind: 'found', found: unseal(question, answer['found']) }
    }
    return unsealFailed(answer)
  } catch (error) {
    return forged(isInstance(error, ModelError) ? error.what : '')
  }
}

const forged = (what: string): Failed => ({
  kind: 'failed',
  cause: 'mistake',
  message: `The answer is none that netsplit gives. ${what}`.trim(),
  where: [],
  wayOut: 'do not trust this model: its code may have answered instead',
  at: null,
})
