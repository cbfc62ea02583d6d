import type { Behaviour } from './behaviour.ts'
import type { Configuration } from './configuration.ts'
import type { Deadline, Item, Schedule } from './schedule.ts'

/** One way on from a configuration: an operation takes effect. */
export interface Move {
  readonly kind: number
  /** Null for one that never returns. */
  readonly item: Item | null
  readonly state: number
  /** Whether it came just before what covers it. */
  readonly isCovered: boolean
}

/** An operation that may take effect. */
type Candidate = Pick<Move, 'kind' | 'item'>

/** The moves that are to be tried. */
export class Moves {
  readonly #schedule: Schedule
  readonly #behaviour: Behaviour

  constructor(schedule: Schedule, behaviour: Behaviour) {
    this.#schedule = schedule
    this.#behaviour = behaviour
  }

  /** The moves at a deadline: its operation first, then those after which it is possible. */
  at({ item, open }: Deadline, now: Configuration): readonly Move[] {
    const direct: Move[] = []
    const helpful: Move[] = []
    const others: Move[] = []
    const candidates = this.#candidates({ item, open }, now)
    const reads = open.filter((each) => each.isReadOnly && !now.isMarked(each))
    for (const { kind, item: by } of candidates) {
      for (const state of this.#behaviour.next(now.state, kind)) {
        const move = { kind, item: by, state, isCovered: false }
        const isOverwriting = this.#behaviour.isOverwriting(kind)
        // What never returns need not take effect where it changes nothing, unless it covers others.
        if (by === null && state === now.state && !isOverwriting) continue
        if (by === item) direct.push(move)
        else if (!item.isOverwriting && this.#isPossible(state, item.kind)) helpful.push(move)
        else if (!isOverwriting || this.#isOfUse(state, reads, candidates)) others.push(move)
      }
    }
    const covered = { kind: item.kind, item, state: now.state, isCovered: true }
    return [...direct, ...(now.isCovered(item) ? [covered] : []), ...helpful, ...others]
  }

  /** What may take effect next, one of each class. */
  #candidates({ item, open }: Deadline, now: Configuration): readonly Candidate[] {
    const candidates: Candidate[] = []
    const seen = new Set<number>()
    for (const each of open) {
      // Of those of one class the first to return does: the others can stand in for it later.
      if (each.isReadOnly || now.isMarked(each) || seen.has(each.kind)) continue
      seen.add(each.kind)
      candidates.push({ kind: each.kind, item: each })
    }
    const returned = item.operation.returned as number
    for (const { kind, invoked } of this.#schedule.endless) {
      if (seen.has(kind)) continue
      const next = invoked[now.usedOf(kind)]
      if (next !== undefined && next < returned) candidates.push({ kind, item: null })
    }
    return candidates
  }

  /** Whether a state is of use to anything before another operation overwrites it. */
  #isOfUse(state: number, reads: readonly Item[], candidates: readonly Candidate[]): boolean {
    return (
      reads.some(({ kind }) => this.#isPossible(state, kind)) ||
      candidates.some(
        ({ kind }) => !this.#behaviour.isOverwriting(kind) && this.#isPossible(state, kind),
      )
    )
  }

  #isPossible(state: number, kind: number): boolean {
    return this.#behaviour.next(state, kind).length > 0
  }
}
