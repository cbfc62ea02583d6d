import { Promised, type FairBase } from './fair-components.ts'
import type { Product } from './product.ts'

/** So many actions of states are remembered at a time. */
const mostRemembered = 1 << 20

/** The promised actions that states enable, remembered. */
export class Promises {
  readonly base: FairBase
  readonly product: Product
  readonly #known = new Map<number, ReadonlySet<number>>()
  #remembered = 0

  constructor(base: FairBase, product: Product) {
    this.base = base
    this.product = product
  }

  /** Those that the state of a node enables. */
  in(node: number): ReadonlySet<number> {
    const { graph, promised } = this.base
    const state = this.product.states.data[node] as number
    const known = this.#known.get(state)
    if (known !== undefined) return known
    const found = new Set<number>()
    for (let at = graph.start(state); at < graph.start(state + 1); at++) {
      const label = graph.labels.data[at] as number
      if (promised[label] !== Promised.nothing) found.add(label)
    }
    this.#remembered += found.size
    if (this.#remembered > mostRemembered) {
      this.#known.clear()
      this.#remembered = found.size
    }
    this.#known.set(state, found)
    return found
  }

  isStrong(label: number): boolean {
    return this.base.promised[label] === Promised.strong
  }
}

/**
 * What a walk through a component still lacks to be a fair cycle, kept up to date as the walk goes on.
 */
export class Needs {
  readonly #promises: Promises
  /** Weakly promised actions that all of its states enable and no step takes. */
  #weak: ReadonlySet<number>
  /** Strongly promised actions that some of its states enable and no step takes. */
  readonly #strong = new Set<number>()
  readonly #taken = new Set<number>()
  /** The calls and answers so far, and the calls without an answer. */
  readonly #met: Int32Array
  #unmet: Int32Array | null

  private constructor(promises: Promises, weak: ReadonlySet<number>) {
    this.#promises = promises
    this.#weak = weak
    this.#met = promises.product.conditions.none()
    this.#unmet = null
  }

  /** The needs of a walk that begins at a node. */
  static of(promises: Promises, start: number): Needs {
    const enabled = promises.in(start)
    const weak = [...enabled].filter((label) => !promises.isStrong(label))
    const needs = new Needs(promises, new Set(weak))
    needs.#visit(start, enabled)
    return needs
  }

  copy(): Needs {
    const copy = new Needs(this.#promises, this.#weak)
    for (const label of this.#strong) copy.#strong.add(label)
    for (const label of this.#taken) copy.#taken.add(label)
    copy.#met.set(this.#met)
    copy.#unmet = this.#unmet
    return copy
  }

  get areMet(): boolean {
    return this.#weak.size === 0 && this.#strong.size === 0 && this.#unmet === null
  }

  /** The walk goes one step further. */
  follow(label: number, target: number): void {
    this.#taken.add(label)
    this.#strong.delete(label)
    const enabled = this.#promises.in(target)
    this.#weak = new Set([...this.#weak].filter((each) => each !== label && enabled.has(each)))
    this.#visit(target, enabled)
  }

  /** Whether a step by an action meets a need, wherever it leads. */
  isMetBy(label: number): boolean {
    return this.#weak.has(label) || this.#strong.has(label)
  }

  /** Whether to visit a node meets a need. */
  isMetIn(node: number): boolean {
    const { conditions, markOf } = this.#promises.product
    if (this.#unmet !== null && conditions.answers(markOf(node), this.#unmet)) return true
    if (this.#weak.size === 0) return false
    const enabled = this.#promises.in(node)
    for (const label of this.#weak) if (!enabled.has(label)) return true
    return false
  }

  #visit(node: number, enabled: ReadonlySet<number>): void {
    for (const label of enabled) {
      if (this.#promises.isStrong(label) && !this.#taken.has(label)) this.#strong.add(label)
    }
    if (this.#met.length === 0) return
    const { conditions, markOf } = this.#promises.product
    conditions.addTo(this.#met, markOf(node))
    this.#unmet = conditions.unmet(this.#met)
  }
}
