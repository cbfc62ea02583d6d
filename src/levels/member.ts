import { Partition } from './partition.ts'
import type { Answer, CopyOfSpace, Order } from './team.ts'

/** Makes a copy of a space from what is told of it first. */
export type MakeCopy = (news: unknown, sizes: Int32Array) => CopyOfSpace

/** One member of a team: what it does when it is given an order. */
export class Member {
  readonly #makeCopy: MakeCopy
  #partition: Partition | null = null

  constructor(makeCopy: MakeCopy) {
    this.#makeCopy = makeCopy
  }

  /** The answers to an order, each as soon as it is found. */
  *answers(order: Order): Generator<Answer, void, void> {
    switch (order.kind) {
      case 'begin':
        this.#partition = new Partition(order, this.#makeCopy(order.news, order.sizes))
        yield this.#partition.expand()
        return
      case 'settle':
        if (this.#partition === null) throw new Error('there is nothing to settle yet')
        yield this.#partition.settle(order)
        // Meanwhile others judge what was found.
        this.#partition.remember()
        yield this.#partition.expand()
    }
  }
}
