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
  at({ item, open, called }: Deadline, now: Configuration): readonly Move[] {
    const direct: Move[] = []
    const helpful: Move[] = []
    const others: Move[] = []
    const candidates = this.#candidates({ item, open, called }, now)
    for (const { kind, item: by } of candidates) {
      for (const state of this.#behaviour.next(now.state, kind)) {
        const move = { kind, item: by, state, isCovered: false }
        const isOverwriting = this.#behaviour.isOverwriting(kind)
        // What never returns need not take effect where it changes nothing, unless it covers others.
        if (by === null && state === now.state && !isOverwriting) continue
        if (by === item) direct.push(move)
        else if (!item.isOverwriting && this.#isPossible(state, item.kind)) helpful.push(move)
        else if (!isOverwriting || this.#isOfUse(state, candidates)) others.push(move)
      }
    }
    return [...direct, ...this.#covered({ item, open, called }, now), ...helpful, ...others]
  }

  /** What may have come just before what covers it: the operation itself, or what a read saw. */
  #covered({ item, open }: Deadline, now: Configuration): readonly Move[] {
    const { state } = now
    if (!now.isCovered(item.ordinal)) return []
    if (item.isOverwriting) return [{ kind: item.kind, item, state, isCovered: true }]
    if (!item.isReadOnly) return []
    const sees = (kind: number): boolean =>
      this.#behaviour.isOverwriting(kind) &&
      this.#behaviour.next(state, kind).some((next) => this.#isPossible(next, item.kind))
    const moves = new Map<number, Move>()
    for (const each of open) {
      if (moves.has(each.kind) || now.isMarked(each) || !now.isCovered(each.ordinal)) continue
      if (sees(each.kind))
        moves.set(each.kind, { kind: each.kind, item: each, state, isCovered: true })
    }
    for (const { kind, ordinals } of this.#schedule.endless) {
      const next = ordinals[now.usedOf(kind)]
      if (moves.has(kind) || next === undefined || !now.isCovered(next)) continue
      if (sees(kind)) moves.set(kind, { kind, item: null, state, isCovered: true })
    }
    return [...moves.values()]
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

  /** Whether an operation that needs a state may follow before another overwrites it. */
  #isOfUse(state: number, candidates: readonly Candidate[]): boolean {
    return candidates.some(
      ({ kind }) => !this.#behaviour.isOverwriting(kind) && this.#isPossible(state, kind),
    )
  }

  #isPossible(state: number, kind: number): boolean {
    return this.#behaviour.next(state, kind).length > 0
  }
}
