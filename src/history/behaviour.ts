import { canonical } from '../value/canonical.ts'
import { keyOf } from '../value/key.ts'
import { textOf } from './equal.ts'
import type { Operation } from './operation.ts'
import type { Call, Specification } from './specification.ts'

/** What an operation does and gives, apart from when: operations of one class are as good as each other. */
interface OperationClass {
  readonly call: Call
  /** What is asked, as text. */
  readonly asked: string
  /** What it gave, as text; null where anything goes. */
  readonly result: string | null
  readonly isReadOnly: boolean
  readonly isOverwriting: boolean
}

/**
 * A specification in numbers: states and classes of operations have ids, and what a class does in a state is
 * asked for once.
 */
export class Behaviour {
  readonly initial: number
  readonly #spec: Specification
  readonly #states: unknown[] = []
  readonly #stateIds = new Map<string, number>()
  readonly #classes: OperationClass[] = []
  readonly #classIds = new Map<string, number>()
  /** Of each state, what follows by each class. */
  readonly #next: (readonly number[] | undefined)[][] = []

  constructor(spec: Specification) {
    this.#spec = spec
    this.initial = this.idOf(spec.initial)
  }

  /** How many states it has had so far; these are their ids, from 0. */
  get stateCount(): number {
    return this.#states.length
  }

  /** The class of an operation. */
  classOf({ f, key, argument, result }: Operation): number {
    return this.classFor({ f, key, argument }, result)
  }

  /** The class of an operation, by what it is asked and what it gave: undefined where that tells nothing. */
  classFor(call: Call, result: unknown): number {
    const { f, key, argument } = call
    const isKnown = result !== undefined
    const given = isKnown ? textOf(this.#spec.resultOf?.(call, result) ?? result) : null
    const asked = `${JSON.stringify(f)} ${textOf(key)} ${textOf(argument)}`
    const text = `${asked} ${given ?? '?'}`
    const known = this.#classIds.get(text)
    if (known !== undefined) return known
    const { isReadOnly = false, isOverwriting = false } = this.#spec.operations[f] ?? {}
    this.#classIds.set(text, this.#classes.length)
    return this.#classes.push({ call, asked, result: given, isReadOnly, isOverwriting }) - 1
  }

  isReadOnly(operation: number): boolean {
    return this.#classes[operation]?.isReadOnly ?? false
  }

  isOverwriting(operation: number): boolean {
    return this.#classes[operation]?.isOverwriting ?? false
  }

  /** The states that an operation of a class may lead to; none where it cannot happen, or not with its result. */
  next(state: number, operation: number): readonly number[] {
    const row = this.#next[state] as (readonly number[] | undefined)[]
    return (row[operation] ??= this.#ask(state, operation))
  }

  /** What operations of a class are asked, as text: classes that are asked the same differ in what they give. */
  askedIn(operation: number): string {
    return this.#classes[operation]?.asked ?? ''
  }

  /** The classes of operations that are asked the same as those of a class, and may happen in a state; null for all. */
  alike(operation: number, state: number): readonly number[] | null {
    const { call, asked } = this.#classes[operation] as OperationClass
    const outcomes = this.#spec.apply(this.#states[state], call)
    // That fits whatever an operation gave.
    if (outcomes.some(({ result }) => result === undefined)) return null
    const given = ['?', ...outcomes.map(({ result }) => textOf(result))]
    return [...new Set(given)].flatMap((result) => this.#classIds.get(`${asked} ${result}`) ?? [])
  }

  state(id: number): unknown {
    return this.#states[id]
  }

  #ask(state: number, operation: number): readonly number[] {
    const { call, result } = this.#classes[operation] as OperationClass
    const outcomes = this.#spec.apply(this.#states[state], call)
    const fitting = outcomes.filter(
      (outcome) =>
        result === null || outcome.result === undefined || textOf(outcome.result) === result,
    )
    return [...new Set(fitting.map((outcome) => this.idOf(outcome.state)))]
  }

  /** The id of a state. */
  idOf(state: unknown): number {
    const value = canonical(state)
    const text = keyOf(value)
    const known = this.#stateIds.get(text)
    if (known !== undefined) return known
    this.#stateIds.set(text, this.#states.length)
    this.#next.push([])
    return this.#states.push(value) - 1
  }
}
