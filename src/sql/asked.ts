import { avalanche, mix } from '../store/hash.ts'
import { notAsBefore } from '../explore/as-before.ts'

/** What was asked, or came to its end. */
export const asks = { steps: 0, after: 1, state: 2, stuck: 3, level: 4 } as const

export type Ask = (typeof asks)[keyof typeof asks]

/** What a state is told of for. */
export type Told = typeof asks.state | typeof asks.stuck

/** What is told at the end of a level, in this order. */
export interface Counted {
  readonly distinct: number
  readonly generated: number
  readonly queued: number
}

/**
 * What user code was asked, in order, and a digest of what it answered: who asks the same once more gives the same
 * ids, and sees at the first answer that is another one.
 */
export class Asked {
  #digest = 0
  #all: number[] = []

  /** Notes a question; its length depends on its kind alone. */
  note(kind: Ask, question: readonly number[], answer: readonly number[]): void {
    let digest = this.#digest
    for (const word of answer) digest = mix(digest, word)
    this.#digest = avalanche(mix(digest, answer.length))
    for (const word of [kind, ...question, this.#digest]) this.#all.push(word)
  }

  /** What was asked since this was asked for last. */
  take(): readonly number[] {
    const all = this.#all
    this.#all = []
    return all
  }

  /** @throws ModelError 'bad-disk' where answers up to now are not those that came to a digest before */
  insistOn(digest: number | undefined): void {
    if (digest !== this.#digest) throw notAsBefore('a handler or a predicate answers otherwise')
  }
}
