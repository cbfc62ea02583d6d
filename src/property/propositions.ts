import type { StatePredicate } from '../model/property.ts'

/** How a proposition is made of others, by their numbers; `is` of a predicate. */
type Shape =
  | { readonly op: 'is' | 'not'; readonly of: number }
  | { readonly op: 'all' | 'any'; readonly parts: readonly number[] }

/** The propositions that are false and true of every state. */
export const falsum = 0
export const verum = 1

/**
 * Boolean combinations of predicates, which are true or false of a state by itself. Each is a number;
 * those that are made alike are the same. Only constants are simplified: what `p or not p` comes to is
 * asked of each state.
 */
export class Propositions {
  readonly #predicates = new Map<StatePredicate, number>()
  readonly #shapes: Shape[] = [
    { op: 'any', parts: [] },
    { op: 'all', parts: [] },
  ]
  readonly #known = new Map<string, number>()

  /** The predicates by number; the same function is the same one. */
  get predicates(): readonly StatePredicate[] {
    return [...this.#predicates.keys()]
  }

  is(predicate: StatePredicate): number {
    const known = this.#predicates.get(predicate) ?? this.#predicates.size
    this.#predicates.set(predicate, known)
    return this.#add(`is ${known}`, { op: 'is', of: known })
  }

  not(of: number): number {
    if (of === falsum || of === verum) return of === falsum ? verum : falsum
    const shape = this.#shapes[of]
    if (shape?.op === 'not') return shape.of
    return this.#add(`not ${of}`, { op: 'not', of })
  }

  all(parts: readonly number[]): number {
    return this.#join('all', parts, verum, falsum)
  }

  any(parts: readonly number[]): number {
    return this.#join('any', parts, falsum, verum)
  }

  /** The truth of each proposition, given that of each predicate: 1 or 0. */
  evaluate(predicates: readonly boolean[]): Uint8Array {
    const truth = new Uint8Array(this.#shapes.length)
    const holds = (part: number): boolean => truth[part] === 1
    // Parts come before what is made of them.
    for (const [index, shape] of this.#shapes.entries()) {
      truth[index] = Number(isTrue(shape, predicates, holds))
    }
    return truth
  }

  #join(op: 'all' | 'any', parts: readonly number[], neutral: number, absorbing: number): number {
    const own = [...new Set(parts)].filter((part) => part !== neutral).toSorted((a, b) => a - b)
    const [first = neutral] = own
    if (own.length < 2) return first
    return own.includes(absorbing)
      ? absorbing
      : this.#add(`${op} ${own.join(' ')}`, { op, parts: own })
  }

  #add(key: string, shape: Shape): number {
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const index = this.#shapes.push(shape) - 1
    this.#known.set(key, index)
    return index
  }
}

const isTrue = (
  shape: Shape,
  predicates: readonly boolean[],
  holds: (part: number) => boolean,
): boolean => {
  switch (shape.op) {
    case 'is':
      return predicates[shape.of] === true
    case 'not':
      return !holds(shape.of)
    case 'all':
      return shape.parts.every(holds)
    case 'any':
      return shape.parts.some(holds)
  }
}
