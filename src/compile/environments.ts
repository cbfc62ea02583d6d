import type { Budget } from '../model/network.ts'
import { allows, spend, spendOwn, type Environment } from '../semantics/global-state.ts'
import { IntList } from '../store/int-list.ts'

/** The faults that a budget limits, in the order of the kinds of outcomes. The system's own budgets follow. */
const budgets = ['losses', 'duplicates', 'crashes', 'pauses'] as const

/** The number of the first of the system's own budgets. */
export const firstOwn = budgets.length

/** Environments with dense ids, and what faults make of them. */
export class Environments {
  readonly all: Environment[] = []
  /** For each environment the index of its cut + 1, or 0. */
  readonly cuts = new IntList()
  readonly #ids = new Map<string, number>()
  /** For each environment and budget the environment after one use; -1: not allowed, -2: unknown. */
  readonly #next = new IntList()

  readonly #onNew: (size: number) => void
  /** How many budgets there are, of faults and of the system's own. */
  readonly #count: number

  /**
   * @param own how many budgets the system has of its own
   * @param onNew is told of each growth, before it happens: it may refuse by throwing
   */
  constructor(own: number, onNew: (size: number) => void) {
    this.#count = firstOwn + own
    this.#onNew = onNew
  }

  intern(environment: Environment): number {
    const { cut, splits, crashes, losses, duplicates, pauses, own } = environment
    const key = [cut, splits, crashes, losses, duplicates, pauses, ...own].join()
    const known = this.#ids.get(key)
    if (known !== undefined) return known
    const id = this.all.length
    this.#onNew(id + 1)
    this.#ids.set(key, id)
    this.all.push(environment)
    this.cuts.push(cut + 1)
    for (let index = 0; index < this.#count; index++) this.#next.push(-2)
    return id
  }

  /** The environment after one use of a budget, or -1 if none is left; below 0 no budget is used. */
  after(id: number, budget: number): number {
    if (budget < 0) return id
    const known = this.#next.data[id * this.#count + budget] as number
    return known === -2 ? this.#spend(id, budget) : known
  }

  /** Whether something is left of a budget, of none below 0. No environment is numbered for that. */
  may(id: number, budget: number): boolean {
    if (budget < 0) return true
    const known = this.#next.data[id * this.#count + budget] as number
    return known === -2 ? this.#after(this.all[id] as Environment, budget) !== null : known >= 0
  }

  #spend(id: number, budget: number): number {
    const environment = this.all[id] as Environment
    const after = this.#after(environment, budget)
    const next = after === null ? -1 : this.intern(after)
    this.#next.data[id * this.#count + budget] = next
    return next
  }

  #after(environment: Environment, budget: number): Environment | null {
    const name = budgets[budget]
    if (name === undefined) return spendOwn(environment, budget - firstOwn)
    const left: Budget = environment[name]
    return allows(left) ? { ...environment, [name]: spend(left) } : null
  }
}
