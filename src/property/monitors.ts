import type { Facets } from '../explore/facets.ts'
import type { Observer } from '../explore/observer.ts'
import { anyBit } from '../explore/state-space.ts'
import type { NamedProperty, Property } from '../model/property.ts'
import type { System } from '../model/system.ts'
import { ModelError } from '../value/model-error.ts'
import { Watch } from './watch.ts'

/** Where a property was decided: at the end of a shortest run. */
export interface Decision {
  /** How many steps the run has. */
  readonly length: number
  /** The last state of the run; of a step, the state before it and the one after. */
  readonly states: readonly Int32Array[]
}

/** Thrown when a predicate threw: carries the state at which it did. */
export class PredicateFailure extends Error {
  readonly error: ModelError
  readonly states: readonly Int32Array[]

  constructor(error: ModelError, states: readonly Int32Array[]) {
    super(error.message)
    this.error = error
    this.states = states.map((state) => state.slice())
  }
}

interface Monitor {
  readonly name: string
  readonly property: Property
  readonly watch: Watch
}

/** All properties of a system, and its bound, watched in one pass. */
export class Monitors implements Observer {
  interest = 0
  readonly admits: Observer['admits']
  onStep: Observer['onStep'] = null
  onStuck: Observer['onStuck'] = null
  /** The properties that are decided, by name. */
  readonly decisions = new Map<string, Decision>()
  /** Called at the end of each level. */
  onLevelEnd: (depth: number) => void = () => undefined

  readonly #stopsAtFirst: boolean
  #hasViolation = false
  /** Whether {@link abandon} was called. */
  isAbandoned = false
  readonly #bound: Watch | null
  readonly #onStates: Monitor[] = []
  readonly #onSteps: Monitor[] = []
  readonly #onStuck: Monitor[] = []
  readonly #all: readonly Monitor[]

  /** @param options.onMail is told when a predicate first looks at messages in flight */
  constructor(
    system: System,
    facets: Facets,
    options: { stopsAtFirst?: boolean; onMail?: () => void } = {},
  ) {
    this.#stopsAtFirst = options.stopsAtFirst ?? false
    const onMail = options.onMail ?? (() => undefined)
    this.#all = system.properties.map(({ name, property }) => ({
      name,
      property,
      watch: watchOf(system, facets, property, onMail),
    }))
    for (const monitor of this.#all) this.#listOf(monitor.property.kind).push(monitor)
    const { within } = system
    this.#bound = within === null ? null : new Watch(system, facets, within, { onMail })
    this.admits = this.#bound === null ? null : (state, touched) => this.#admit(state, touched)
    this.#refresh()
  }

  /** Gives the search up: it has to start afresh. */
  abandon(): void {
    this.isAbandoned = true
  }

  get isDone(): boolean {
    if (this.isAbandoned) return true
    if (this.#all.length === 0) return false
    return this.decisions.size === this.#all.length || (this.#stopsAtFirst && this.#hasViolation)
  }

  /** Properties whose predicates never looked at anything. */
  get blind(): readonly NamedProperty[] {
    return this.#all.filter(
      ({ property, watch }) => property.kind !== 'noDeadlock' && !watch.hasRead,
    )
  }

  onState(state: Int32Array, depth: number): void {
    for (const monitor of this.#onStates.slice()) {
      const isTrue = this.#ask(monitor, state)
      if (isTrue !== (monitor.property.kind === 'always')) this.#decide(monitor, depth, [state])
    }
    this.#refresh()
  }

  onLevel(depth: number): void {
    this.onLevelEnd(depth)
  }

  #stepped(before: Int32Array, after: Int32Array, depth: number): void {
    for (const monitor of this.#onSteps.slice()) {
      if (!this.#ask(monitor, before, after)) this.#decide(monitor, depth, [before, after])
    }
  }

  #stuck(state: Int32Array, depth: number): void {
    for (const monitor of this.#onStuck.slice()) {
      // Without `unless`, the watched predicate says no everywhere.
      if (!this.#ask(monitor, state)) this.#decide(monitor, depth - 1, [state])
    }
  }

  #admit(state: Int32Array, touched: number): boolean {
    const bound = this.#bound
    if (bound === null || ((touched | anyBit) & (bound.interest | firstTime(bound))) === 0)
      return true
    return guard('the bound `within`', [state], () => bound.test(state))
  }

  #ask({ name, watch }: Monitor, ...states: readonly Int32Array[]): boolean {
    return guard(`property '${name}'`, states, () => watch.test(...states))
  }

  #decide(monitor: Monitor, length: number, states: readonly Int32Array[]): void {
    if (monitor.property.kind !== 'reachable') this.#hasViolation = true
    this.decisions.set(monitor.name, { length, states: states.map((state) => state.slice()) })
    const list = this.#listOf(monitor.property.kind)
    list.splice(list.indexOf(monitor), 1)
    this.#refresh()
  }

  #listOf(kind: Property['kind']): Monitor[] {
    if (kind === 'stepwise') return this.#onSteps
    return kind === 'noDeadlock' ? this.#onStuck : this.#onStates
  }

  /** Asks only for what some undecided property still needs. */
  #refresh(): void {
    this.interest = this.#onStates.reduce((bits, { watch }) => bits | watch.interest, 0)
    this.onStep = this.#onSteps.length === 0 ? null : this.#boundStep
    this.onStuck = this.#onStuck.length === 0 ? null : this.#boundStuck
  }

  readonly #boundStep: NonNullable<Observer['onStep']> = (before, after, depth) =>
    this.#stepped(before, after, depth)

  readonly #boundStuck: NonNullable<Observer['onStuck']> = (state, depth) =>
    this.#stuck(state, depth)
}

/** A bound that was never asked has no interests yet: it must be asked once. */
const firstTime = (bound: Watch): number => (bound.evaluated === 0 ? anyBit : 0)

const watchOf = (system: System, facets: Facets, property: Property, onMail: () => void): Watch => {
  switch (property.kind) {
    case 'stepwise':
      return new Watch(system, facets, (before, after) => property.predicate(before, after), {
        views: 2,
        onMail,
      })
    case 'noDeadlock':
      return new Watch(system, facets, (view) => property.unless?.(view) ?? false, { onMail })
    default:
      return new Watch(system, facets, (view) => property.predicate(view), { onMail })
  }
}

const guard = (place: string, states: readonly Int32Array[], evaluate: () => boolean): boolean => {
  let answer: unknown
  try {
    answer = evaluate()
  } catch (error) {
    if (error instanceof ModelError) throw new PredicateFailure(error.at(place), states)
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    const story = { what: `A predicate threw ${message}`, where: [place] }
    const fix = 'make the predicate answer true or false for every reachable state'
    throw new PredicateFailure(new ModelError('property-threw', { ...story, fix }), states)
  }
  return answer === true
}
