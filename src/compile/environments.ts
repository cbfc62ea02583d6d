import type { Budget } from '../model/network.ts'
import { allows, spend, spendOwn, type Environment } from '../semantics/global-state.ts'
import { IntList } from '../store/int-list.ts'

/** The faults that a budget limits, in the order of the kinds of outcomes. The system's own budgets follow. */
const budgets = ['losses', 'duplicates', 'crashes', 'pauses'] as const

/** The number of that of crashes. */
export const crashBudget = budgets.indexOf('crashes')

/** The number of the first of the system's own budgets. */
export const firstOwn = budgets.length

/**
 * What else an outcome may come to for the environment: numbered behind the system's own budgets, so that an
 * outcome names it in the same place as these.
 */
export const Extra = {
  /** One node less is down. */
  restart: 0,
  /** A crash in which a disk is lost. */
  lostDisk: 1,
} as const

const extras = Object.keys(Extra).length

/**
 * What a crash in the middle of a step comes to besides: a copy stays in flight, a node that restarts is down again, a
 * budget of the system's own, by its number, is spent; or nothing.
 */
export type HaltedStep = 'plain' | 'duplicate' | 'restart' | number

const halted: readonly HaltedStep[] = ['plain', 'duplicate', 'restart']

/** The number of what such a crash comes to, counted from the first of the system's own budgets. */
export const haltSpending = (
  { budgets: { length: own } }: Limits,
  step: HaltedStep,
  losesDisk: boolean,
): number => {
  const at = typeof step === 'number' ? halted.length + step : halted.indexOf(step)
  return own + extras + (losesDisk ? halted.length + own : 0) + at
}

/** What is known of an environment after one use of a budget, where it has no number. */
const Next = {
  refused: -1,
  unknown: -2,
  /** It is allowed. */
  unnumbered: -3,
} as const

/** An environment, and how many nodes are down, where that is limited. */
export type Counted = Environment & { readonly down?: number }

/** What environments depend on in a system: plain data. */
export interface Limits {
  readonly budgets: { readonly length: number }
  readonly faults: { readonly downAtOnce: number | null; readonly midStep: boolean }
}

/** Environments with dense ids, and what faults make of them. */
export class Environments {
  readonly all: Counted[] = []
  /** For each environment the index of its cut + 1, or 0. */
  readonly cuts = new IntList()
  readonly #ids = new Map<string, number>()
  /** For each environment and budget the environment after one use, or one of {@link Next}. */
  readonly #next = new IntList()

  readonly #onNew: (size: number) => void
  /** How many budgets the system has of its own. */
  readonly #own: number
  /** How many nodes may be down at the same time; null for any number. */
  readonly #mostDown: number | null
  /** How many own budgets there are, extras, and crashes in the middle of steps. */
  readonly columns: number
  /** The same with the budgets of faults. */
  readonly #count: number

  /** @param onNew is told of each growth, before it happens: it may refuse by throwing */
  constructor(system: Limits, onNew: (size: number) => void) {
    this.#own = system.budgets.length
    this.#mostDown = system.faults.downAtOnce
    const halts = system.faults.midStep ? 2 * (halted.length + this.#own) : 0
    this.columns = this.#own + extras + halts
    this.#count = firstOwn + this.columns
    this.#onNew = onNew
  }

  intern(environment: Counted): number {
    const { cut, splits, crashes, disks, losses, duplicates, pauses, own, down = 0 } = environment
    const key = [cut, splits, crashes, disks, losses, duplicates, pauses, down, ...own].join()
    const known = this.#ids.get(key)
    if (known !== undefined) return known
    const id = this.all.length
    this.#onNew(id + 1)
    this.#ids.set(key, id)
    this.all.push(environment)
    this.cuts.push(cut + 1)
    for (let index = 0; index < this.#count; index++) this.#next.push(Next.unknown)
    return id
  }

  /** An environment of the semantics, where some nodes are down. */
  counted(environment: Environment, nodes: readonly { readonly up: boolean }[]): Counted {
    if (this.#mostDown === null) return environment
    return { ...environment, down: nodes.filter(({ up }) => !up).length }
  }

  /** The environment of the semantics. */
  plain(id: number): Environment {
    const { down, ...environment } = this.all[id] as Counted
    return down === undefined ? (this.all[id] as Environment) : environment
  }

  /** The environment after one use of a budget, or -1 if none is left; below 0 no budget is used. */
  after(id: number, budget: number): number {
    if (budget < 0) return id
    const known = this.#next.data[id * this.#count + budget] as number
    return known < Next.refused ? this.#spend(id, budget) : known
  }

  /** Whether something is left of a budget, of none below 0. No environment is numbered for that. */
  may(id: number, budget: number): boolean {
    if (budget < 0) return true
    const at = id * this.#count + budget
    let known = this.#next.data[at] as number
    if (known === Next.unknown) {
      // Asked in each state: most of what is asked so often is refused.
      const isAllowed = this.#after(this.all[id] as Counted, budget) !== null
      known = isAllowed ? Next.unnumbered : Next.refused
      this.#next.data[at] = known
    }
    return known !== Next.refused
  }

  #spend(id: number, budget: number): number {
    const environment = this.all[id] as Counted
    const after = this.#after(environment, budget)
    const next = after === null ? Next.refused : this.intern(after)
    this.#next.data[id * this.#count + budget] = next
    return next
  }

  #after(environment: Counted, budget: number): Counted | null {
    const name = budgets[budget]
    if (name === 'crashes') return this.#crashed(environment)
    if (name !== undefined) return used(environment, name)
    const own = budget - firstOwn
    if (own < this.#own) return spendOwn(environment, own)
    if (own === this.#own + Extra.restart) return this.#moved(environment, -1)
    if (own > this.#own + Extra.lostDisk) return this.#halted(environment, own - this.#own - extras)
    const crashed = this.#crashed(environment)
    return crashed && used(crashed, 'disks')
  }

  /** After a crash in the middle of a step. @param at see {@link haltSpending} */
  #halted(environment: Counted, at: number): Counted | null {
    const ways = halted.length + this.#own
    const step = halted[at % ways]
    const whole = at < ways ? environment : used(environment, 'disks')
    // Who restarts is down already.
    const crashed = whole && (step === 'restart' ? used(whole, 'crashes') : this.#crashed(whole))
    if (crashed === null) return null
    if (step === undefined) return spendOwn(crashed, (at % ways) - halted.length)
    return step === 'duplicate' ? used(crashed, 'duplicates') : crashed
  }

  #crashed(environment: Counted): Counted | null {
    if (this.#mostDown !== null && (environment.down ?? 0) >= this.#mostDown) return null
    return used(this.#moved(environment, 1), 'crashes')
  }

  /** Where so many more nodes are down. */
  #moved(environment: Counted, more: number): Counted {
    if (this.#mostDown === null) return environment
    return { ...environment, down: (environment.down ?? 0) + more }
  }
}

/** The environment after one use of a budget of faults; null where nothing is left of it. */
const used = (environment: Counted, name: (typeof budgets)[number] | 'disks'): Counted | null => {
  const left: Budget = environment[name]
  return allows(left) ? { ...environment, [name]: spend(left) } : null
}
