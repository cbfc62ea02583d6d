import fc from 'fast-check'
import type { EventType, HistoryEvent } from '../../src/history/operation.ts'
import type { Specification } from '../../src/history/specification.ts'
import { stepsOf, type TransactionStep } from '../../src/history/transactions.ts'

/*
 * Random histories of an object: clients call, the object does it at some moment before they return, and now
 * and then an answer is not the one that it gave.
 */

/** One step of a client: it calls, its operation takes effect, or it returns. */
export interface Step {
  readonly client: number
  readonly f: number
  readonly value: number
  readonly key: number
  /** How it ends, where it ends: mostly well. */
  readonly end: number
  /** Whether what it gives is made up. */
  readonly isWrong: boolean
  /** Of the first step: whether all operations return in the end. */
  readonly isComplete: boolean
}

const step: fc.Arbitrary<Step> = fc.record({
  client: fc.nat(2),
  f: fc.nat(11),
  value: fc.nat(8),
  key: fc.nat(1),
  end: fc.nat(11),
  isWrong: fc.integer({ min: 0, max: 3 }).map((it) => it === 0),
  isComplete: fc.boolean(),
})

/** Steps of three clients, with up to so many operations. */
export const stepsUpTo = (operations: number): fc.Arbitrary<readonly Step[]> =>
  fc.array(step, { minLength: 4, maxLength: operations * 3, size: 'max' })

/** An operation that a client has open. */
interface Open {
  readonly f: string
  readonly key: number | null
  readonly argument: unknown
  readonly hasHappened: boolean
  readonly result: unknown
}

/** The events of a history that an object may have, or nearly. */
export const historyOf = (
  steps: readonly Step[],
  spec: Specification,
  mostOperations: number,
): readonly HistoryEvent[] => {
  const clients = new Clients(spec)
  for (const step of steps) {
    if (clients.isOpen(step)) clients.goOn(step)
    else if (clients.calls < mostOperations) clients.call(step)
  }
  if (steps[0]?.isComplete === true) clients.finish()
  return clients.events
}

class Clients {
  readonly events: HistoryEvent[] = []
  calls = 0
  readonly #spec: Specification
  readonly #open = new Map<number, Open>()
  /** The state of each entry. */
  readonly #states = new Map<number | null, unknown>()
  /** How often a client had to be given another name. */
  readonly #lost = [0, 0, 0]

  constructor(spec: Specification) {
    this.#spec = spec
  }

  isOpen({ client }: Step): boolean {
    return this.#open.has(client)
  }

  call(step: Step): void {
    const names = Object.keys(this.#spec.operations)
    const f = names[step.f % names.length] ?? ''
    const takes = this.#spec.operations[f]?.takes
    const key = this.#spec.name === 'map' ? step.key : null
    const process = this.#nameOf(step)
    const value = takes === 'value' ? argumentOf(this.#spec, f, step.value) : null
    const argument = takes === 'process' ? process : value
    this.calls += 1
    this.#open.set(step.client, { f, key, argument, hasHappened: false, result: undefined })
    this.events.push({ process, type: 'invoke', f, key, value })
  }

  /** The operation takes effect, or returns, or both. */
  goOn(step: Step): void {
    const now = this.#open.get(step.client) as Open
    if (now.hasHappened) return this.#return(step, now)
    const { key } = now
    const state = this.#states.has(key) ? this.#states.get(key) : this.#spec.initial
    const [outcome] = this.#spec.apply(state, now)
    if (outcome === undefined && !step.isWrong) return
    if (outcome !== undefined) this.#states.set(key, outcome.state)
    const after = { ...now, hasHappened: true, result: outcome?.result }
    this.#open.set(step.client, after)
    if (step.end >= 5) this.#return(step, after)
  }

  /** All that is open comes to its end, where it can. */
  finish(): void {
    for (const client of [0, 1, 2, 0, 1, 2, 0, 1, 2]) {
      const step = { client, f: 0, value: 0, key: 0, end: 5, isWrong: false, isComplete: true }
      if (this.isOpen(step)) this.goOn(step)
    }
  }

  #return(step: Step, { f, key, result }: Open): void {
    const process = this.#nameOf(step)
    this.#open.delete(step.client)
    const type = typeOf(step)
    if (type === 'info') this.#lost[step.client] = (this.#lost[step.client] ?? 0) + 1
    const tells = type === 'ok' && this.#spec.operations[f]?.gives !== 'nothing'
    const told = tells ? { result: toldOf(this.#spec, result, step) } : {}
    this.events.push({ process, type, f, key, ...told })
  }

  #nameOf({ client }: Step): number {
    return client + 3 * (this.#lost[client] ?? 0)
  }
}

/** What is told to have failed has happened: one more thing that can be wrong. */
const typeOf = ({ end, isWrong }: Step): EventType => {
  if (end === 11) return 'info'
  return end === 10 && isWrong ? 'fail' : 'ok'
}

const toldOf = (spec: Specification, result: unknown, { isWrong, value }: Step): unknown => {
  if (!isWrong) return result ?? null
  if (typeof result === 'boolean') return !result
  if (isOfTransactions(spec)) return stepsOf(result).map((step) => misread(step, value))
  if (Array.isArray(result) && spec.name === 'set') return result.slice(1)
  return value % 3
}

const isOfTransactions = ({ operations }: Specification): boolean => 'txn' in operations

/** A step of a transaction that has read something else. */
const misread = ([f, key, value]: TransactionStep, other: number): TransactionStep =>
  f === 'r' ? [f, key, other % 3] : [f, key, value]

/** Transactions on two keys, each of which reads or writes, or both. */
const transactionOf = (value: number): readonly TransactionStep[] => {
  const [one, other] = value % 2 === 0 ? ['x', 'y'] : ['y', 'x']
  const [read, write] = [['r', one] as const, ['w', value < 3 ? one : other, value % 3] as const]
  if (value > 6) return [read, ['r', other]]
  return value === 6
    ? [
        ['w', one, 1],
        ['w', other, 2],
      ]
    : [read, write]
}

const argumentOf = (spec: Specification, f: string, value: number): unknown => {
  if (isOfTransactions(spec)) return transactionOf(value)
  if (f === 'cas') return [value % 3, Math.floor(value / 3) % 3]
  if (f === 'append') return String(value % 2)
  if (spec.name === 'counter') return (value % 3) - 1 || 2
  return value % 3
}
