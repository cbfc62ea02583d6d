import { CopiedSpace } from '../../src/compile/copied-space.ts'
import type { TableNews } from '../../src/compile/table-news.ts'
import { Member } from '../../src/levels/member.ts'
import type { Answer, Order, Team } from '../../src/levels/team.ts'

/** A team whose members work in this thread; nothing of what they are given or give is shared. */
export class TeamHere implements Team {
  readonly size: number
  readonly #members: readonly Member[]
  readonly #answers: Answer[][]
  /** Damages what members answer. */
  readonly #spoil: (answer: Answer) => Answer

  constructor(size: number, spoil: (answer: Answer) => Answer = (answer) => answer) {
    this.size = size
    this.#spoil = spoil
    this.#answers = Array.from({ length: size }, () => [])
    this.#members = Array.from(
      { length: size },
      () => new Member((news, sizes) => new CopiedSpace(news as TableNews, sizes)),
    )
  }

  give(member: number, order: Order): void {
    for (const answer of this.#members[member]?.answers(structuredClone(order)) ?? []) {
      this.#answers[member]?.push(this.#spoil(structuredClone(answer)))
    }
  }

  take(member: number): Answer | null {
    return this.#answers[member]?.shift() ?? null
  }

  wait(): void {
    throw new Error('there is nothing to wait for')
  }

  end(): Promise<void> {
    return Promise.resolve()
  }
}
