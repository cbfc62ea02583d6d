import type { Audited } from '../audit/audited.ts'
import type { Facets } from '../explore/facets.ts'
import { initialTouch, type Observer } from '../explore/observer.ts'
import { anyBit } from '../explore/state-space.ts'
import { isLiveness, isWitnessed, subjectOf } from '../model/property-kinds.ts'
import type { SafetyProperty } from '../model/property.ts'
import type { System } from '../model/system.ts'
import type { Sized } from '../store/sized.ts'
import { evaluateWatch, PredicateFailure } from './ask.ts'
import { boundName, boundPlace, placeOf, type Decision, type Monitor } from './monitor.ts'
import { watchFor, watchOf } from './watch-of.ts'
import type { Watching, WatchOptions } from './watching.ts'
import { AskedStates } from './watch-audit.ts'

/** What watches a predicate, as it is. */
const itself = (watch: Watching): Watching => watch

interface MonitorsOptions extends Pick<WatchOptions, 'weighAfter'> {
  readonly stopsAtFirst?: boolean
  /** Goes on when every property is decided. */
  readonly isExhaustive?: boolean
  /** As in {@link WatchOptions}, with the property's name; null for the bound. */
  readonly onMail?: ((name: string | null) => void) | undefined
  /**
   * Called when a property of steps forbids a step from a state to itself, or cannot be asked about it. Such
   * steps are only asked about, and decide nothing. Default: they are steps like others.
   */
  readonly onStutter?: ((name: string) => void) | undefined
  /** As in {@link WatchOptions}, with the property's name. */
  readonly onOpaque?: (name: string) => void
  /** The properties that read states as a whole. */
  readonly readWhole?: ReadonlySet<string>
  /** Makes something else of what watches a predicate, given the property's name; null for the bound. */
  readonly watched?: (watch: Watching, name: string | null) => Watching
}

/** A property that is not decided yet, and the facets that it has read so far: that grows. */
interface OpenProperty {
  readonly name: string
  readonly reads: ReadonlySet<number>
}

const openOf = ({ name, watch: { reads } }: Monitor): OpenProperty => ({ name, reads })

/** All safety properties of a system, and its bound, watched in one pass. */
export class Monitors implements Observer {
  interest = 0
  readonly admits: Observer['admits']
  onStep: Observer['onStep'] = null
  onStuck: Observer['onStuck'] = null
  /** The properties that are decided, by name. */
  readonly decisions = new Map<string, Decision>()
  /** Called at the end of each level. */
  onLevelEnd: (depth: number) => void = () => undefined

  readonly #onStutter: ((name: string) => void) | null
  readonly #stopsAtFirst: boolean
  readonly #isExhaustive: boolean
  /** Liveness is judged on all of the space, afterwards. */
  readonly #hasLiveness: boolean
  #hasViolation = false
  /** Counts what is asked about: a state, or a step. */
  #moment = 0
  /** Whether {@link abandon} was called. */
  isAbandoned = false
  /** States at which predicates were asked. */
  readonly #askedStates: AskedStates
  readonly #bound: Monitor | null
  #onStates: Monitor[] = []
  #onSteps: Monitor[] = []
  #onStuck: Monitor[] = []
  /** The properties that are judged elsewhere, by name, and not decided here. */
  readonly #waived = new Set<string>()
  /** Whether a property was decided that is still among those to be asked. */
  #hasDecided = false
  readonly #all: readonly Monitor[]
  readonly #fields: Facets['fields']

  constructor(system: System, facets: Facets, options: MonitorsOptions = {}) {
    const { stopsAtFirst = false, isExhaustive = false, ...others } = options
    const { onMail, onOpaque, onStutter, readWhole, watched: wrap = itself, ...watched } = others
    this.#onStutter = onStutter ?? null
    const shared = new Map()
    const states = new AskedStates(system, facets)
    this.#askedStates = states
    const predicates = system.properties.length + 1
    const watching = (name: string, property: string | null = name): WatchOptions => ({
      ...watched,
      shared,
      audit: { place: property === null ? boundPlace : placeOf(name), states, predicates },
      ...(onMail === undefined ? {} : { onMail: () => onMail(property) }),
      ...(onOpaque === undefined || readWhole?.has(name) ? {} : { onOpaque: () => onOpaque(name) }),
    })
    this.#stopsAtFirst = stopsAtFirst
    this.#isExhaustive = isExhaustive
    this.#fields = facets.fields
    this.#hasLiveness = system.properties.some(({ property }) => isLiveness(property))
    this.#all = system.properties.flatMap(({ name, property }) =>
      isLiveness(property)
        ? []
        : {
            name,
            place: placeOf(name),
            kind: property.kind,
            undecided: property.kind === 'always',
            watch: wrap(watchFor(system, facets, property, watching(name)), name),
          },
    )
    for (const monitor of this.#all) this.#listOf(monitor.kind).push(monitor)
    const { within } = system
    this.#bound =
      within === null
        ? null
        : {
            name: boundName,
            place: boundPlace,
            kind: 'always',
            undecided: true,
            watch: wrap(watchOf(system, facets, within, watching(boundName, null)), null),
          }
    this.admits = this.#bound === null ? null : (state, touched) => this.#admit(state, touched)
    this.#refresh()
  }

  /** What is still asked about states, and about those in which nothing happens by itself, with what it reads. */
  get open(): {
    readonly states: readonly OpenProperty[]
    readonly ends: readonly OpenProperty[]
  } {
    return { states: this.#onStates.map(openOf), ends: this.#onStuck.map(openOf) }
  }

  /** The answers that are remembered, what they are looked up by, and what is asked once more. */
  get tables(): readonly Sized[] {
    const answers = this.#all.flatMap(({ watch }) => watch.tables)
    const bound = this.#bound?.watch.tables ?? []
    return [...answers, ...bound, ...(this.#fields?.tables ?? []), this.#askedStates.words]
  }

  /** What the predicates and the bound were asked. */
  get audited(): readonly Audited[] {
    const watches = [...this.#all, ...(this.#bound === null ? [] : [this.#bound])]
    return watches.flatMap(({ watch }) => watch.audit ?? [])
  }

  /** What was decided in another process at states that are not judged again here. */
  restore(decisions: ReadonlyMap<string, Decision>): void {
    for (const [name, { length, index, states }] of decisions) {
      const monitor = this.#all.find((each) => each.name === name)
      if (monitor !== undefined) this.#decide(monitor, length, index, states)
    }
    if (this.#hasDecided) this.#drop()
  }

  /**
   * Asks no more about properties that are decided elsewhere.
   *
   * @param hasViolation whether one of them is violated
   */
  waive(names: readonly string[], hasViolation: boolean): void {
    for (const name of names) if (!this.decisions.has(name)) this.#waived.add(name)
    if (hasViolation) this.#hasViolation = true
    this.#drop()
  }

  /** Gives the search up: it has to start afresh. */
  abandon(): void {
    this.isAbandoned = true
  }

  get isDone(): boolean {
    if (this.isAbandoned) return true
    if (this.#stopsAtFirst && this.#hasViolation) return true
    if (this.#isExhaustive) return false
    const isAllDecided = this.decisions.size + this.#waived.size === this.#all.length
    return isAllDecided && this.#all.length > 0 && !this.#hasLiveness
  }

  /** Properties whose predicates never looked at anything. */
  get blind(): readonly string[] {
    return this.#all
      .filter(({ name }) => !this.#waived.has(name))
      .filter(({ kind, watch }) => kind !== 'noDeadlock' && !watch.hasRead && watch.evaluated > 0)
      .map(({ name }) => name)
  }

  onState(state: Int32Array, depth: number, index: number, touched: number): void {
    const monitors = this.#onStates
    this.#moment += 1
    for (let last = monitors.length - 1; last >= 0; last--) {
      const monitor = monitors[last] as Monitor
      // What it reads is as it was in the state before, where it was asked.
      if (touched !== initialTouch && (touched & monitor.watch.interest) === 0) continue
      const isTrue = this.#ask(monitor, state, null)
      this.interest |= monitor.watch.interest
      if (isTrue !== monitor.undecided) this.#decide(monitor, depth, index, [state])
    }
    if (this.#hasDecided) this.#drop()
  }

  /** Called before the search forgets its parents. */
  onForgetting: () => void | Promise<void> = () => undefined

  onForget(): void | Promise<void> {
    return this.onForgetting()
  }

  onLevel(depth: number): void {
    this.onLevelEnd(depth)
  }

  #stepped(before: Int32Array, after: Int32Array, depth: number, index: number): void {
    this.#moment += 1
    if (before === after && this.#onStutter !== null) {
      const [forbids] = this.#onSteps.filter((monitor) => !this.#letsStay(monitor, before))
      if (forbids !== undefined) this.#onStutter(forbids.name)
      return
    }
    for (const monitor of this.#onSteps) {
      if (!this.#ask(monitor, before, after)) this.#decide(monitor, depth, index, [before, after])
    }
    if (this.#hasDecided) this.#drop()
  }

  /** Whether a property of steps allows one that leads from a state to itself. */
  #letsStay(monitor: Monitor, state: Int32Array): boolean {
    try {
      return this.#ask(monitor, state, state)
    } catch (error) {
      if (error instanceof PredicateFailure) return false
      throw error
    }
  }

  #stuck(state: Int32Array, depth: number, index: number): void {
    this.#moment += 1
    for (const monitor of this.#onStuck) {
      // Without `unless`, the watched predicate says no everywhere.
      if (!this.#ask(monitor, state, null)) this.#decide(monitor, depth - 1, index, [state])
    }
    if (this.#hasDecided) this.#drop()
  }

  #admit(state: Int32Array, touched: number): boolean {
    const bound = this.#bound
    if (bound === null) return true
    const isNew = touched === initialTouch || bound.watch.evaluated === 0
    if (!isNew && ((touched | anyBit) & bound.watch.interest) === 0) return true
    this.#moment += 1
    return this.#ask(bound, state, null)
  }

  #ask(monitor: Monitor, state: Int32Array, after: Int32Array | null): boolean {
    const known = monitor.watch.recall(state, after, this.#moment)
    return known >= 0 ? known === 1 : evaluateWatch(monitor.watch, monitor.place, state, after)
  }

  #decide(monitor: Monitor, length: number, index: number, states: readonly Int32Array[]): void {
    if (!isWitnessed(monitor.kind)) this.#hasViolation = true
    this.decisions.set(monitor.name, {
      length,
      index,
      states: states.map((state) => state.slice()),
    })
    this.#hasDecided = true
  }

  /** Leaves out what was decided just now: of many properties all at once. */
  #drop(): void {
    this.#hasDecided = false
    const isOpen = ({ name }: Monitor): boolean =>
      !this.decisions.has(name) && !this.#waived.has(name)
    this.#onStates = this.#onStates.filter(isOpen)
    this.#onSteps = this.#onSteps.filter(isOpen)
    this.#onStuck = this.#onStuck.filter(isOpen)
    this.#refresh()
  }

  #listOf(kind: SafetyProperty['kind']): Monitor[] {
    const lists = { states: this.#onStates, steps: this.#onSteps, ends: this.#onStuck, runs: [] }
    return lists[subjectOf(kind)]
  }

  /** Asks only for what some undecided property still needs. */
  #refresh(): void {
    this.interest = this.#onStates.reduce((bits, { watch }) => bits | watch.interest, 0)
    this.onStep = this.#onSteps.length === 0 ? null : this.#boundStep
    this.onStuck = this.#onStuck.length === 0 ? null : this.#boundStuck
  }

  readonly #boundStep: NonNullable<Observer['onStep']> = (before, after, depth, index) =>
    this.#stepped(before, after, depth, index)

  readonly #boundStuck: NonNullable<Observer['onStuck']> = (state, depth, index) =>
    this.#stuck(state, depth, index)
}
