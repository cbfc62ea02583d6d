import type { Audited } from '../audit/audited.ts'
import { itself, type Instance } from '../audit/instance.ts'
import type { Meaning } from '../explore/meaning.ts'
import { degreeOf, type Degree, type FairAction, type Fairness } from '../model/fairness.ts'
import { brief, thrown } from '../value/brief.ts'
import { ModelError } from '../value/model-error.ts'

interface Answer {
  readonly action: FairAction
  readonly degree: Degree
}

/** What a fairness said of the actions of a space, to be asked once more. */
export class AskedFairness implements Audited {
  readonly #property: string
  readonly #fairness: Fairness
  readonly #meaning: Meaning
  readonly #asked: Answer[] = []

  /** @param property whose fairness it is, for errors */
  constructor(property: string, fairness: Fairness, meaning: Meaning) {
    this.#property = property
    this.#fairness = fairness
    this.#meaning = meaning
  }

  /** What is promised of the action of a label. */
  of(label: number): Degree {
    const action = this.#meaning.actionOf(label)
    if (action === null) return 'none'
    const degree = degreeOf(this.#fairness, action)
    // What is no function cannot change.
    if (typeof this.#fairness === 'function') this.#asked.push({ action, degree })
    return degree
  }

  get size(): number {
    return this.#asked.length
  }

  pieceOf(): string {
    return `fairness of ${this.#property}`
  }

  again(at: number, instance = itself): void {
    const { action, degree } = this.#asked[at] as Answer
    const now = this.#now(action, instance)
    if (now === degree) return
    throw new ModelError('not-pure', {
      what: 'A fairness is not pure: asked once more about the same action, it gave another answer',
      where: [
        `the fairness of property '${this.#property}'`,
        `action ${brief(action)}`,
        `'${degree}' before, ${now} now`,
      ],
      fix: 'let it look at nothing but the action: no clock, no Math.random, no outside variable',
    })
  }

  #now(action: FairAction, instance: Instance): string {
    try {
      return degreeOf(instance(this.#fairness), action)
    } catch (error) {
      return `throws ${thrown(error)}`
    }
  }
}
