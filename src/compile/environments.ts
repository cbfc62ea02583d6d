import type { Budget } from '../model/network.ts'
import { allows, spend, type Environment } from '../semantics/global-state.ts'
import { IntList } from '../store/int-list.ts'

/** The faults that a budget limits, in the order of the kinds of outcomes. */
const budgets = ['losses', 'duplicates', 'crashes', 'pauses'] as const

/** Environments with dense ids, and what faults make of them. */
export class Environments {
  readonly all: Environment[] = []
  /** For each environment the index of its cut + 1, or 0. */
  readonly cuts = new IntList()
  readonly #ids = new Map<string, number>()
  /** For each environment and budget the environment after one use; -1: not allowed, -2: unknown. */
  readonly #next = new IntList()

  readonly #onNew: (size: number) => void

  /** @param onNew is told of each growth, before it happens: it may refuse by throwing */
  constructor(onNew: (size: number) => void) {
    this.#onNew = onNew
  }

  intern(environment: Environment): number {
    const { cut, splits, crashes, losses, duplicates, pauses } = environment
    const key = [cut, splits, crashes, losses, duplicates, pauses].join()
    const known = this.#ids.get(key)
    if (known !== undefined) return known
    const id = this.all.length
    this.#onNew(id + 1)
    this.#ids.set(key, id)
    this.all.push(environment)
    this.cuts.push(cut + 1)
    for (let index = 0; index < budgets.length; index++) this.#next.push(-2)
    return id
  }

  /** The environment after one use of a budget, or -1 if none is left. */
  after(id: number, budget: number): number {
    const known = this.#next.data[id * budgets.length + budget] as number
    return known === -2 ? this.#spend(id, budget) : known
  }

  #spend(id: number, budget: number): number {
    const environment = this.all[id] as Environment
    const name = budgets[budget] as (typeof budgets)[number]
    const left: Budget = environment[name]
    const next = allows(left) ? this.intern({ ...environment, [name]: spend(left) }) : -1
    this.#next.data[id * budgets.length + budget] = next
    return next
  }
}
