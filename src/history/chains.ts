import type { Used } from './value-uses.ts'

/*
 * Where no value is put twice, what happens between two writes is forced: a value is seen by those who saw it, then
 * taken away by the one `cas` that found it, whose own value is seen next, and so on. Such a chain begins with a write,
 * or with what was there at first, and nothing that changes the object comes between. So chains follow one another as
 * wholes, and can do so unless one of two has an operation that was over before some of the other began, and the other
 * way round (Gibbons and Korach 1997, of reads and writes; `cas` makes their clusters longer).
 *
 * A `cas` that failed belongs to no chain: it may be anywhere but where the value is that it did not find.
 */

/** What is demanded besides what was recorded. */
export interface Demands {
  /** For each operation: after which moment it takes effect. */
  readonly after: Float64Array
  /** And before which. */
  readonly before: Float64Array
  /** Operations that never returned and are to take effect. */
  readonly taken: ReadonlySet<number>
  /** Chains that come one after the other, by their first operations. */
  readonly edges: readonly (readonly [earlier: number, later: number])[]
}

/** An order of the operations in chains, and when each of it may take effect: as soon as it can. */
export interface Arrangement {
  readonly order: readonly number[]
  /** After which moment each takes effect: it never decreases. */
  readonly moments: readonly number[]
  /** By value, the place of what put it there, -1 for what was there at first, and of what took it away. */
  readonly spans: ReadonlyMap<string, { readonly from: number; readonly to: number }>
}

/** Stands for what put the value there that is there at first. */
const first = -1

/** What belongs together: operations in their order. */
interface Chain {
  readonly root: number
  readonly order: readonly number[]
  /** When the last of them begins. */
  readonly begins: number
  /** When the first of them is over. */
  readonly over: number
}

/** The operations of a history by what they do, and how they can be put into an order. */
export class Chains {
  readonly #all: readonly Used[]
  readonly #initial: string
  readonly #writers = new Map<string, number>()
  readonly #seers = new Map<string, number[]>()

  constructor(all: readonly Used[], initial: string) {
    this.#all = all
    this.#initial = initial
    for (const [at, { use, isOpen }] of all.entries()) {
      if (use.kind === 'writes' || use.kind === 'swaps') this.#writers.set(use.value, at)
      if (use.kind !== 'sees' || isOpen) continue
      const seers = this.#seers.get(use.value) ?? []
      this.#seers.set(use.value, seers)
      seers.push(at)
    }
    for (const seers of this.#seers.values()) {
      seers.sort((a, b) => this.#begin(a) - this.#begin(b))
    }
  }

  #begin(at: number): number {
    return this.#all[at]?.operation.invoked ?? 0
  }

  /** What begins the chain that a value is in. */
  rootOf(value: string): number {
    let now = value
    for (let steps = 0; steps <= this.#all.length && now !== this.#initial; steps++) {
      const at = this.#writers.get(now) ?? first
      const use = this.#all[at]?.use
      if (use?.kind !== 'swaps') return at
      now = use.from
    }
    return first
  }

  /** The operations that must have happened; null where one is missing. */
  needed({ taken }: Demands): ReadonlySet<number> | null {
    const needed = new Set<number>()
    const open = [...this.#all.keys()].filter((at) => !this.#all[at]?.isOpen || taken.has(at))
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const use = this.#all[at]?.use
      if (use === undefined || use.kind === 'misses' || needed.has(at)) continue
      needed.add(at)
      const found =
        use.kind === 'sees' ? use.value : use.kind === 'swaps' ? use.from : this.#initial
      if (found === this.#initial) continue
      const writer = this.#writers.get(found)
      if (writer === undefined) return null
      open.push(writer)
    }
    return needed
  }

  /** An order of all operations that happened but those that missed a value; null where there is none. */
  arrange(demands: Demands): Arrangement | null {
    const needed = this.needed(demands)
    const chains = needed === null ? null : this.#chains(needed, demands)
    const sorted = chains === null ? null : inTurn(chains, demands.edges)
    return sorted === null ? null : this.#arranged(sorted, demands)
  }

  #chains(needed: ReadonlySet<number>, demands: Demands): readonly Chain[] | null {
    const swaps = new Map<string, number>()
    const roots = [first]
    for (const at of needed) {
      const use = this.#all[at]?.use
      if (use?.kind === 'writes') roots.push(at)
      if (use?.kind !== 'swaps') continue
      // Only one can have found it.
      if (swaps.has(use.from)) return null
      swaps.set(use.from, at)
    }
    const chains: Chain[] = []
    let length = 0
    for (const root of roots) {
      const chain = this.#chain(root, swaps, demands)
      if (chain === null) return null
      length += chain.order.length
      chains.push(chain)
    }
    // What is in none swaps in a circle.
    return length === needed.size ? chains : null
  }

  /** A chain from its beginning; null where time forbids it. */
  #chain(root: number, swaps: ReadonlyMap<string, number>, demands: Demands): Chain | null {
    const { after, before } = demands
    const order: number[] = []
    let [begins, over] = root === first ? [-Infinity, -Infinity] : [-Infinity, Infinity]
    for (let at: number | undefined = root; at !== undefined;) {
      if (at !== first) {
        order.push(at)
        begins = Math.max(begins, after[at] as number)
        over = Math.min(over, before[at] as number)
        if ((before[at] as number) < begins) return null
      }
      const value = this.#valueOf(at)
      const since = begins
      for (const seer of this.#seers.get(value) ?? []) {
        if ((before[seer] as number) < since) return null
        order.push(seer)
        begins = Math.max(begins, after[seer] as number)
        over = Math.min(over, before[seer] as number)
      }
      at = swaps.get(value)
    }
    return { root, order, begins, over }
  }

  #valueOf(at: number): string {
    return this.#all[at]?.use.value ?? this.#initial
  }

  #arranged(chains: readonly Chain[], { after }: Demands): Arrangement {
    const order = chains.flatMap((chain) => chain.order)
    const moments: number[] = []
    const spans = new Map<string, { from: number; to: number }>()
    let [value, from, moment] = [this.#initial, -1, -Infinity]
    for (const [place, at] of order.entries()) {
      moment = Math.max(moment, after[at] as number)
      moments.push(moment)
      if (this.#all[at]?.use.kind === 'sees') continue
      spans.set(value, { from, to: place })
      value = this.#valueOf(at)
      from = place
    }
    spans.set(value, { from, to: order.length })
    return { order, moments, spans }
  }
}

/** Chains one after the other, as time and demands have it; null where they cannot be. */
const inTurn = (chains: readonly Chain[], edges: Demands['edges']): readonly Chain[] | null => {
  const left = new Set(chains.toSorted((a, b) => a.begins - b.begins))
  const byEnd = new Ends(chains, left)
  const turn: Chain[] = []
  const isHeldBack = ({ root }: Chain): boolean =>
    edges.some(
      ([earlier, later]) => later === root && [...left].some((each) => each.root === earlier),
    )
  while (left.size > 0) {
    const [soonest, second] = byEnd.least()
    const next = firstOf(
      left,
      (chain) =>
        chain.begins <= ((chain === soonest ? second : soonest)?.over ?? Infinity) &&
        !isHeldBack(chain),
    )
    if (next === null) return null
    turn.push(next)
    left.delete(next)
  }
  return turn
}

const firstOf = <Each>(all: Iterable<Each>, is: (each: Each) => boolean): Each | null => {
  for (const each of all) if (is(each)) return each
  return null
}

/** Chains by when the first operation of each is over. */
class Ends {
  readonly #sorted: readonly Chain[]
  readonly #left: ReadonlySet<Chain>
  #at = 0

  constructor(chains: readonly Chain[], left: ReadonlySet<Chain>) {
    this.#sorted = chains.toSorted((a, b) => a.over - b.over)
    this.#left = left
  }

  /** The two that are over first, of those that are left. */
  least(): readonly (Chain | undefined)[] {
    this.#at = this.#from(this.#at)
    return [this.#sorted[this.#at], this.#sorted[this.#from(this.#at + 1)]]
  }

  #from(place: number): number {
    let at = place
    for (let it = this.#sorted[at]; it !== undefined && !this.#left.has(it); it = this.#sorted[at])
      at += 1
    return at
  }
}
