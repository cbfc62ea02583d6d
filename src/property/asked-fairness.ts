import type { Audited } from '../audit/audited.ts'
import { itself, type Instance } from '../audit/instance.ts'
import type { Meaning } from '../explore/meaning.ts'
import {
  asksModel,
  promiseOf,
  type FairAction,
  type FairPromise,
  type Fairness,
} from '../model/fairness.ts'
import { brief, thrown } from '../value/brief.ts'
import { ModelError } from '../value/model-error.ts'

interface Answer {
  readonly action: FairAction
  readonly promise: FairPromise
}

/** What a fairness said of the actions of a space, to be asked once more. */
export class AskedFairness implements Audited {
  readonly #property: string
  readonly #fairness: Fairness
  readonly #asksModel: boolean
  readonly #meaning: Meaning
  readonly #asked: Answer[] = []

  /** @param property whose fairness it is, for errors */
  constructor(property: string, fairness: Fairness, meaning: Meaning) {
    this.#property = property
    this.#fairness = fairness
    this.#asksModel = asksModel(fairness)
    this.#meaning = meaning
  }

  /** What is promised of the action of a label. */
  of(label: number): FairPromise {
    const action = this.#meaning.actionOf(label)
    if (action === null) return { degree: 'none', moves: false }
    const promise = promiseOf(this.#fairness, action)
    // What is no function cannot change.
    if (this.#asksModel) this.#asked.push({ action, promise })
    return promise
  }

  get size(): number {
    return this.#asked.length
  }

  pieceOf(): string {
    return `fairness of ${this.#property}`
  }

  again(at: number, instance = itself): void {
    const { action, promise } = this.#asked[at] as Answer
    const [before, now] = [inWords(promise), this.#now(action, instance)]
    if (now === before) return
    throw new ModelError('not-pure', {
      what: 'A fairness is not pure: asked once more about the same action, it gave another answer',
      where: [
        `the fairness of property '${this.#property}'`,
        `action ${brief(action)}`,
        `${before} before, ${now} now`,
      ],
      fix: 'let it look at nothing but the action: no clock, no Math.random, no outside variable',
    })
  }

  #now(action: FairAction, instance: Instance): string {
    try {
      return inWords(promiseOf(instance(this.#fairness), action))
    } catch (error) {
      return `throws ${thrown(error)}`
    }
  }
}

const inWords = ({ degree, moves }: FairPromise): string =>
  `'${degree}'${moves ? ' of steps that change the state' : ''}`
