import { PairTable } from '../store/pair-table.ts'
import { Tuples } from '../store/tuples.ts'
import { ModelError } from '../value/model-error.ts'
import { Conditions } from './conditions.ts'
import type { Letters } from './letters.ts'
import { partsOf, type Term, type Terms } from './terms.ts'

/** More ways than this to meet a set of obligations in one state are too many. */
const mostWays = 4096

/** The set of no obligations: whatever comes, the formula is true. */
export const discharged = 0

/** The empty list of moves. */
const noMoves = new Int32Array(0)

/**
 * One way to meet some obligations in a state, as far as it has been followed: formulas that are still
 * to be dealt with, those that were, what is left to the next state, and the eventualities put off.
 */
interface Way {
  readonly todo: Term[]
  readonly done: Set<Term>
  readonly next: Set<Term>
  readonly putOff: Set<Term>
}

/**
 * The automaton of a formula, made as far as it is asked for: it accepts the runs of which the formula
 * is true. Its states are sets of obligations: formulas that must be true of the rest of the run. In
 * each state of the system it reads there are some ways to meet them; each leaves a set for the rest.
 *
 * The tableau of Gerth, Peled, Vardi and Wolper (1995), read as Couvreur (1999) does: acceptance is
 * of moves, and what is true in the state is known, so that only what depends on the future branches.
 * What recurs is carried along and never branches (Babiak, Badie, Duret-Lutz, Křetínský and Strejček,
 * "Compositional approach to suspension and other improvements to LTL translation", 2013).
 */
export class Automaton {
  /** The obligations at the start of a run. */
  readonly initial: number
  /** Which calls and answers the moves come with. */
  readonly conditions: Conditions
  /** Whether a beginning of a run may make the formula true by itself, as far as its shape tells. */
  readonly mayDischarge: boolean
  readonly #terms: Terms
  readonly #letters: Letters
  readonly #recurring: readonly Term[]
  readonly #byId: readonly Term[]
  readonly #sets = new Tuples()
  /** Each move as [the set that it leaves, its mark]. */
  readonly #moves = new Tuples()
  readonly #lists: Int32Array[] = []
  readonly #known = new PairTable()

  constructor(formula: Term, terms: Terms, letters: Letters) {
    this.#terms = terms
    this.#letters = letters
    const parts = partsOf(formula)
    const byId: Term[] = []
    for (const part of parts) byId[part.id] = part
    this.#byId = byId
    this.#recurring = parts.filter(({ op }) => op === 'until' || op === 'recurs')
    this.conditions = new Conditions(this.#recurring.length)
    this.mayDischarge = mayDischarge(formula)
    this.#intern([])
    this.initial = this.#intern([formula])
  }

  /** How many moves there are by now. */
  get size(): number {
    return this.#moves.size
  }

  /** The moves by which a set of obligations is met in a state with a letter. */
  moves(set: number, letter: number): Int32Array {
    const known = this.#known.get(set, letter)
    if (known >= 0) return this.#lists[known] as Int32Array
    const list = this.#find(set, letter)
    this.#known.add(set, letter, this.#lists.push(list) - 1)
    return list
  }

  /** The set of obligations that a move leaves. */
  leaves(move: number): number {
    return this.#moves.items.data[this.#moves.start(move)] as number
  }

  /** The calls and answers of a move, as an id of {@link conditions}. */
  markOf(move: number): number {
    return this.#moves.items.data[this.#moves.start(move) + 1] as number
  }

  #find(set: number, letter: number): Int32Array {
    const obligations = [...this.#sets.get(set)].flatMap((id) => this.#byId[id] ?? [])
    const now = new Present(this.#letters, letter)
    const ways = leastOf(waysToMeet(obligations, now))
    if (ways.length === 0) return noMoves
    const moves = ways.map(({ next, putOff }) => {
      const left = this.#intern([...next])
      return this.#moves.intern(Int32Array.of(left, this.#mark(next, putOff, now)))
    })
    return Int32Array.from(new Set(moves))
  }

  #mark(next: ReadonlySet<Term>, putOff: ReadonlySet<Term>, now: Present): number {
    const calls: number[] = []
    const answers: number[] = []
    this.#recurring.forEach((term, condition) => {
      if (term.op !== 'recurs') (putOff.has(term) ? calls : answers).push(condition)
      else if (next.has(term)) {
        if (now.isTrue(term.calls)) calls.push(condition)
        if (now.isTrue(term.answers)) answers.push(condition)
      }
    })
    return this.conditions.mark(calls, answers)
  }

  #intern(obligations: readonly Term[]): number {
    const own = obligations.filter((term) => term !== this.#terms.true)
    return this.#sets.intern(Int32Array.from(own, ({ id }) => id).toSorted())
  }
}

/** What is true in the state that is read. */
class Present {
  readonly #letters: Letters
  readonly #letter: number

  constructor(letters: Letters, letter: number) {
    this.#letters = letters
    this.#letter = letter
  }

  isTrue(proposition: number): boolean {
    return this.#letters.holds(this.#letter, proposition)
  }

  /** Whether a formula is true, or false, by what the state says alone; null where it takes more. */
  truth(term: Term): boolean | null {
    switch (term.op) {
      case 'now':
        return this.isTrue(term.proposition)
      case 'and':
      case 'or': {
        const absorbing = term.op === 'or'
        const truths = term.parts.map((part) => this.truth(part))
        if (truths.includes(absorbing)) return absorbing
        return truths.includes(null) ? null : !absorbing
      }
      case 'until':
      case 'release': {
        const isUntil = term.op === 'until'
        const right = this.truth(term.right)
        if (right === isUntil) return right
        const left = this.truth(term.left)
        // Without its left side an until hinges on its right side here; dually for a release.
        return left === !isUntil ? right : null
      }
      case 'next':
      case 'recurs':
        return null
    }
  }
}

/** All ways to meet some obligations, some of which may ask for more than others. */
const waysToMeet = (obligations: readonly Term[], now: Present): readonly Way[] => {
  const found: Way[] = []
  const work: Way[] = [
    { todo: [...obligations], done: new Set(), next: new Set(), putOff: new Set() },
  ]
  for (let way = work.pop(); way !== undefined; way = work.pop()) {
    const term = way.todo.pop()
    if (term === undefined) found.push(way)
    else if (way.done.has(term)) work.push(way)
    else {
      way.done.add(term)
      work.push(...follow(way, term, now))
    }
    if (found.length + work.length > mostWays) throw tooMany()
  }
  return found
}

const tooMany = (): ModelError =>
  new ModelError('too-large', {
    what: `A formula can be met in more than ${mostWays} ways in one state`,
    fix: 'split it into several properties',
  })

/** The ways that take the place of one, where a formula is dealt with. */
const follow = (way: Way, term: Term, now: Present): readonly Way[] => {
  const truth = now.truth(term)
  if (truth !== null) return truth ? [way] : []
  switch (term.op) {
    case 'and':
      way.todo.push(...term.parts)
      return [way]
    case 'or':
      return term.parts
        .filter((part) => now.truth(part) !== false)
        .map((part) => ({ ...copyOf(way), todo: [...way.todo, part] }))
    case 'next':
      way.next.add(term.of)
      return [way]
    case 'recurs':
      way.next.add(term)
      return [way]
    case 'until': {
      const later = copyOf(way)
      later.todo.push(term.left)
      later.next.add(term)
      later.putOff.add(term)
      way.todo.push(term.right)
      return [later, way]
    }
    case 'release': {
      const later = copyOf(way)
      later.todo.push(term.right)
      later.next.add(term)
      way.todo.push(term.left, term.right)
      return [later, way]
    }
    case 'now':
      return []
  }
}

const copyOf = ({ todo, done, next, putOff }: Way): Way => ({
  todo: [...todo],
  done: new Set(done),
  next: new Set(next),
  putOff: new Set(putOff),
})

/** Those that ask for no more than another does: what another meets with less need not be followed. */
const leastOf = (ways: readonly Way[]): readonly Way[] => {
  const least: Way[] = []
  const bySize = ways.toSorted((a, b) => a.next.size - b.next.size || a.putOff.size - b.putOff.size)
  for (const way of bySize) {
    const isMore = least.some(
      (it) => isWithin(it.next, way.next) && isWithin(it.putOff, way.putOff),
    )
    if (!isMore) least.push(way)
  }
  return least
}

const isWithin = (part: ReadonlySet<Term>, whole: ReadonlySet<Term>): boolean => {
  if (part.size > whole.size) return false
  for (const each of part) if (!whole.has(each)) return false
  return true
}

/** Whether some beginning of a run may leave nothing of a formula. */
const mayDischarge = (term: Term): boolean => {
  switch (term.op) {
    case 'now':
      return true
    case 'and':
      return term.parts.every(mayDischarge)
    case 'or':
      return term.parts.some(mayDischarge)
    case 'next':
      return mayDischarge(term.of)
    case 'until':
      return mayDischarge(term.right)
    case 'release':
      return mayDischarge(term.left) && mayDischarge(term.right)
    case 'recurs':
      return false
  }
}
