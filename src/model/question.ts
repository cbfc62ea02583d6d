import { ModelError } from '../value/model-error.ts'

/** The number of the question that is asked, or comes next. Predicates are asked one after the other. */
let question = 0
/** Whether somebody has looked at what was lent for an earlier question. */
let hasLookedBack = false

/**
 * What a predicate is lent for one question, and what shows another state later, or keeps count of
 * who looks: a predicate that kept it would answer by what it was asked before.
 */
export class Loan {
  readonly #question = question

  /** @throws ModelError 'not-pure' when the question that this was lent for is over */
  insist(): void {
    if (this.#question === question) return
    hasLookedBack = true
    throw lookedBack()
  }
}

/**
 * Asks a predicate about views that were made for it just now; they end with the question.
 *
 * @throws ModelError 'not-pure' when it looked at what an earlier question had lent, even if it caught
 *   the error for that; else whatever the predicate throws
 */
export const ask = <Answer>(
  predicate: (...views: readonly unknown[]) => Answer,
  views: readonly unknown[],
): Answer => {
  hasLookedBack = false
  let answer: Answer
  try {
    answer = predicate(...views)
  } finally {
    question += 1
  }
  if (hasLookedBack) throw lookedBack()
  return answer
}

const lookedBack = (): ModelError =>
  new ModelError('not-pure', {
    what: 'A view is looked at after the predicate that it was given to has answered',
    fix: 'let a predicate keep nothing of a view: it is given a new one for each state',
  })
