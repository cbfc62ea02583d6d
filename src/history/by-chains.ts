import type { Pace } from '../pace/pace.ts'
import { Chains, type Arrangement, type Demands } from './chains.ts'
import { textOf } from './equal.ts'
import type { Operation } from './operation.ts'
import type { Specification } from './specification.ts'
import { differentValues, type Used } from './value-uses.ts'

/*
 * Linearizability of an object that holds one value, where no value is put there twice: chains are put into an order, and then each
 * `cas` that failed is looked at. Where it would have found its value all the time that it took, there are few ways
 * out: it came before the value was put there, or something took the value away before it returned. Each way demands
 * something of the order, and is tried; so what is answered is so. There may be many ways, if seldom: then it is not known.
 */

/** So many orders are tried. */
const mostTried = 300

/** An order; `none` where there is none, and null where that is not known. */
export type ByChains = readonly Operation[] | 'none' | null

/**
 * What is known of a history by chains of values that are all different; null where they are not.
 *
 * @throws Halt when the pace ends it
 */
export const orderByChains = async (
  history: readonly Operation[],
  spec: Specification,
  pace: Pace,
): Promise<ByChains> => {
  const all = differentValues(history, spec)
  return all === null ? null : new Ordering(all, textOf(spec.initial), pace).find()
}

class Ordering {
  readonly #all: readonly Used[]
  readonly #initial: string
  readonly #chains: Chains
  readonly #missers: readonly number[]
  readonly #pace: Pace
  #tried = 0

  constructor(all: readonly Used[], initial: string, pace: Pace) {
    this.#all = all
    this.#pace = pace
    this.#initial = initial
    this.#chains = new Chains(all, initial)
    this.#missers = [...all.keys()].filter((at) => all[at]?.use.kind === 'misses')
  }

  async find(): Promise<ByChains> {
    const found = await this.#try({
      after: Float64Array.from(this.#all, ({ operation }) => operation.invoked),
      before: Float64Array.from(this.#all, ({ operation }) => operation.returned ?? Infinity),
      taken: new Set(),
      edges: [],
    })
    if (found !== null) return found
    return this.#tried > mostTried ? null : 'none'
  }

  async #try(demands: Demands): Promise<readonly Operation[] | null> {
    this.#tried += 1
    if (this.#tried > mostTried) return null
    if (this.#pace.isDue()) await this.#pace.turn()
    const found = this.#chains.arrange(demands)
    if (found === null) return null
    const places = new Map<number, number>()
    for (const at of this.#missers) {
      const place = this.#placeOf(at, found)
      if (place === null) return this.#otherwise(at, demands)
      places.set(at, place)
    }
    return this.#told(found, places)
  }

  /** Before which operation of an order one can be that missed a value; null where nowhere. */
  #placeOf(at: number, { moments, spans }: Arrangement): number | null {
    const { operation, use } = this.#all[at] as Used
    const earliest = placeFrom(moments, operation.invoked)
    const span = spans.get(use.value)
    if (span === undefined || earliest <= span.from) return earliest
    const latest = placeFrom(moments, operation.returned as number)
    return latest > span.to ? Math.max(earliest, span.to + 1) : null
  }

  /** Tries all ways in which an operation can have missed its value. */
  async #otherwise(at: number, demands: Demands): Promise<readonly Operation[] | null> {
    for (const way of this.#ways(at, demands)) {
      // One after the other: the first that leads to an order is enough.
      // oxlint-disable-next-line no-await-in-loop
      const found = await this.#try(way)
      if (found !== null) return found
      if (this.#tried > mostTried) return null
    }
    return null
  }

  *#ways(at: number, demands: Demands): Generator<Demands> {
    const { operation, use } = this.#all[at] as Used
    const { value } = use
    const end = operation.returned as number
    const needed = this.#chains.needed(demands) ?? new Set()
    const [writer, taker] = [this.#writerOf(value), this.#takerOf(value, needed)]
    if (taker !== null) yield soonerThan(demands, taker, end)
    if (writer !== null) {
      const after = demands.after.slice()
      after[writer] = Math.max(after[writer] as number, operation.invoked)
      yield { ...demands, after }
    }
    if (taker !== null) return
    const root = this.#chains.rootOf(value)
    for (const [other, { use: its, isOpen, operation: begun }] of this.#all.entries()) {
      if (other === root || begun.invoked > end) continue
      const isFree = isOpen && !needed.has(other)
      const sooner = {
        ...soonerThan(demands, other, end),
        taken: new Set([...demands.taken, other]),
      }
      if (its.kind === 'writes') yield { ...sooner, edges: [...demands.edges, [root, other]] }
      else if (its.kind === 'swaps' && isFree && its.from === value) yield sooner
    }
  }

  #writerOf(value: string): number | null {
    if (value === this.#initial) return null
    const at = this.#all.findIndex(({ use }) => puts(use) && use.value === value)
    return at < 0 ? null : at
  }

  /** What found a value, and put another one in its place, among the operations that happened. */
  #takerOf(value: string, needed: ReadonlySet<number>): number | null {
    const at = this.#all.findIndex(
      ({ use }, each) => use.kind === 'swaps' && use.from === value && needed.has(each),
    )
    return at < 0 ? null : at
  }

  #told({ order }: Arrangement, places: ReadonlyMap<number, number>): readonly Operation[] {
    const operation = (each: number): Operation => (this.#all[each] as Used).operation
    const before: Operation[][] = Array.from({ length: order.length + 1 }, () => [])
    for (const [each, place] of places) before[place]?.push(operation(each))
    for (const missed of before) missed.sort((a, b) => a.invoked - b.invoked)
    const [last = []] = before.slice(-1)
    return [...order.flatMap((each, place) => [...(before[place] ?? []), operation(each)]), ...last]
  }
}

const puts = ({ kind }: Used['use']): boolean => kind === 'writes' || kind === 'swaps'

/** With something that takes effect before a moment. */
const soonerThan = (demands: Demands, at: number, moment: number): Demands => {
  const before = demands.before.slice()
  before[at] = Math.min(before[at] as number, moment)
  return { ...demands, before }
}

/** The place of the first operation that takes effect at a moment, or later. */
const placeFrom = (moments: readonly number[], moment: number): number => {
  let [low, high] = [0, moments.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((moments[middle] as number) >= moment) high = middle
    else low = middle + 1
  }
  return low
}
