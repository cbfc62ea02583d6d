import { falsum, verum, type Propositions } from './propositions.ts'

/**
 * A formula in negation normal form. Equal ones are one object, with one id.
 *
 * `recurs` is about the infinite part of a run only: if `calls` is true again and again, then so is
 * `answers`. It comprises "again and again" (`calls` is always true) and "from some point on" (`answers`
 * never is). If it is true at one moment, it is so at all.
 */
export type Term = { readonly id: number } & (
  | { readonly op: 'now'; readonly proposition: number }
  | { readonly op: 'and' | 'or'; readonly parts: readonly Term[] }
  | { readonly op: 'next'; readonly of: Term }
  | { readonly op: 'until' | 'release'; readonly left: Term; readonly right: Term }
  | { readonly op: 'recurs'; readonly calls: number; readonly answers: number }
)

/**
 * Makes terms, as simple as equivalences allow that keep a formula's finite witnesses: a beginning of a
 * run that makes the one true whatever comes later does so for the other.
 */
export class Terms {
  readonly propositions: Propositions
  readonly false: Term
  readonly true: Term
  readonly #known = new Map<string, Term>()

  constructor(propositions: Propositions) {
    this.propositions = propositions
    this.false = this.now(falsum)
    this.true = this.now(verum)
  }

  now(proposition: number): Term {
    return this.#add(`now ${proposition}`, (id) => ({ id, op: 'now', proposition }))
  }

  and(parts: readonly Term[]): Term {
    return this.#join('and', parts)
  }

  or(parts: readonly Term[]): Term {
    return this.#join('or', parts)
  }

  next(of: Term): Term {
    if (isConstant(of) || of.op === 'recurs') return of
    return this.#add(`next ${of.id}`, (id) => ({ id, op: 'next', of }))
  }

  until(left: Term, right: Term): Term {
    return this.#reach('until', left, right)
  }

  release(left: Term, right: Term): Term {
    return this.#reach('release', left, right)
  }

  #recurs(calls: number, answers: number): Term {
    if (calls === falsum || answers === verum) return this.true
    return this.#add(`recurs ${calls} ${answers}`, (id) => ({ id, op: 'recurs', calls, answers }))
  }

  #join(op: 'and' | 'or', given: readonly Term[]): Term {
    const [neutral, absorbing] = op === 'and' ? [this.true, this.false] : [this.false, this.true]
    const flat = given.flatMap((part) => (part.op === op ? part.parts : [part]))
    const close = this.#mergeAlike(op, flat)
    const merged = op === 'and' ? close : this.#mergeRecurring(close)
    const present = merged.flatMap((part) => (part.op === 'now' ? [part.proposition] : []))
    const { propositions } = this
    const now = this.now(op === 'and' ? propositions.all(present) : propositions.any(present))
    if (now === absorbing) return absorbing
    const later = merged.filter((part) => part.op !== 'now')
    const all = [...new Set(now === neutral ? later : [now, ...later])]
    const [only = neutral] = all
    if (all.length < 2) return only
    return this.#add(`${op} ${all.map(({ id }) => id).join(' ')}`, (id) => ({ id, op, parts: all }))
  }

  /** `always p and always q` is `always (p and q)`, where both are about states by themselves. */
  #mergeAlike(op: 'and' | 'or', parts: readonly Term[]): readonly Term[] {
    const [outer, left] =
      op === 'and' ? (['release', this.false] as const) : (['until', this.true] as const)
    const propositionOf = (part: Term): number | null =>
      part.op === outer && part.left === left && part.right.op === 'now'
        ? part.right.proposition
        : null
    const found = parts.flatMap((part) => propositionOf(part) ?? [])
    if (found.length < 2) return parts
    const { propositions } = this
    const joint = this.now(op === 'and' ? propositions.all(found) : propositions.any(found))
    const others = parts.filter((part) => propositionOf(part) === null)
    return [...others, this.#reach(outer, left, joint)]
  }

  /** Of several that may recur, those without calls join another: one acceptance condition. */
  #mergeRecurring(parts: readonly Term[]): readonly Term[] {
    const recurring = parts.filter((part) => part.op === 'recurs')
    const free = recurring.filter(({ calls }) => calls === verum)
    const host = recurring.find(({ calls }) => calls !== verum) ?? free[0]
    if (free.length === 0 || host === undefined) return parts
    const joined = new Set<Term>([host, ...free])
    const answers = this.propositions.any([host.answers, ...free.map((part) => part.answers)])
    const others = parts.filter((part) => !joined.has(part))
    return [...others, this.#recurs(host.calls, answers)]
  }

  /**
   * `until`, or its dual `release`. Where the right side is a conjunction (of `release`: a disjunction)
   * with something that is true at all moments or none, that is taken out.
   */
  #reach(op: 'until' | 'release', left: Term, right: Term): Term {
    const [inner, outer] = op === 'until' ? (['and', 'or'] as const) : (['or', 'and'] as const)
    const [none, all] = op === 'until' ? [this.false, this.true] : [this.true, this.false]
    if (isConstant(right) || left === none || right.op === 'recurs') return right
    if (right.op === inner && right.parts.some((part) => part.op === 'recurs')) {
      const own = right.parts.filter((part) => part.op !== 'recurs')
      const recurring = right.parts.filter((part) => part.op === 'recurs')
      return this.#join(inner, [this.#reach(op, left, this.#join(inner, own)), ...recurring])
    }
    if (left === all) {
      if (right.op === outer) {
        const parts = right.parts.map((part) => this.#reach(op, left, part))
        return this.#join(outer, parts)
      }
      if (right.op === op && right.left === all) return right
      if (right.op === 'next') return this.next(this.#reach(op, left, right.of))
      const recurring = this.#recurring(op, right)
      if (recurring !== null) return recurring
    }
    const key = `${op} ${left.id} ${right.id}`
    return this.#add(key, (id) => ({ id, op, left, right }))
  }

  /** "Eventually always" and "always eventually" something about states by themselves. */
  #recurring(op: 'until' | 'release', right: Term): Term | null {
    if (right.op !== 'until' && right.op !== 'release') return null
    if (right.op === op || right.right.op !== 'now') return null
    const { proposition } = right.right
    if (op === 'until' && right.left === this.false) {
      return this.#recurs(this.propositions.not(proposition), falsum)
    }
    return op === 'release' && right.left === this.true ? this.#recurs(verum, proposition) : null
  }

  #add(key: string, make: (id: number) => Term): Term {
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const term = make(this.#known.size)
    this.#known.set(key, term)
    return term
  }
}

const isConstant = (term: Term): boolean =>
  term.op === 'now' && (term.proposition === falsum || term.proposition === verum)

/** A term and all that it is made of, each once. */
export const partsOf = (term: Term): readonly Term[] => {
  const found = new Set<Term>([term])
  for (const each of found) {
    switch (each.op) {
      case 'now':
      case 'recurs':
        break
      case 'and':
      case 'or':
        for (const part of each.parts) found.add(part)
        break
      case 'next':
        found.add(each.of)
        break
      case 'until':
      case 'release':
        found.add(each.left)
        found.add(each.right)
        break
    }
  }
  return [...found]
}
