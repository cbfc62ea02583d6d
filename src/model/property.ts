import type { Fairness } from './fairness.ts'
import { checkFormula, formulas, type Formula, type Formulas } from './formula.ts'
import { checkFunction, checkSettings, type Known } from './settings.ts'

/** What a verdict is expected to be: teaching models and known-bad variants expect a violation. */
export interface PropertyOptions {
  /** The verdict that counts as expected. Default `'holds'`. */
  readonly expected?: 'holds' | 'violated'
}

/** What a liveness property may say besides: its own fairness. Default: the system's. */
export interface LivenessOptions extends PropertyOptions {
  /** The fairness that this property is judged under. Default: the system's. */
  readonly fairness?: Fairness
}

/** A message in flight, with its sender and receiver. */
export interface Envelope<Message = unknown> {
  /** The id of the node that sent it. */
  readonly from: string
  /** The id of the node that it goes to. */
  readonly to: string
  /** What was sent. */
  readonly message: Message
}

/**
 * A property, as the combinators make it. Predicates are erased to `unknown` views here; the
 * combinators that a model is handed are typed by its nodes.
 */
export type Property = SafetyProperty | LivenessProperty

/** A property that a finite run breaks (or, of `reachable`, witnesses). */
export type SafetyProperty = (
  | { readonly kind: 'always' | 'never' | 'reachable'; readonly predicate: StatePredicate }
  | { readonly kind: 'stepwise'; readonly predicate: StepPredicate }
  | { readonly kind: 'noDeadlock'; readonly unless: StatePredicate | null }
) &
  Expectation

/**
 * A property of whole runs. Most are broken by infinite runs only; some formulas by a finite one, too,
 * whatever comes after it.
 */
export type LivenessProperty = (Temporal | Requests) & Expectation

/** A property that a finite run may decide by what predicates say of its states. */
export type DecidedByRun = Exclude<Property, Requests>

/** What a model expects of a property. */
export interface Expectation {
  /** The verdict that counts as expected. */
  readonly expected: 'holds' | 'violated'
}

/** A property of whole runs, by a formula. */
export interface Temporal {
  /** The combinator that made it. */
  readonly kind:
    | 'eventually'
    | 'leadsTo'
    | 'alwaysEventually'
    | 'eventuallyAlways'
    | 'until'
    | 'ltl'
  /** What has to be true of each run. */
  readonly formula: Formula
  /** The antecedent: if it is never true, the verdict is vacuous; null of a property that has none. */
  readonly trigger: StatePredicate | null
  /** The fairness of this property; null for the system's. */
  readonly fairness: Fairness | null
}

/** A property of requests: of clients, and of the operations that roles mark themselves. */
export interface Requests {
  /** The combinator that made it. */
  readonly kind: 'everyRequestAnswered' | 'everyRequestServed'
  /** The fairness of this property; null for the system's. */
  readonly fairness: Fairness | null
}

/** A predicate over the view of a state. */
export type StatePredicate = (view: unknown) => boolean
/** A predicate over the views before and after a step. */
export type StepPredicate = (before: unknown, after: unknown) => boolean

/** A property under the name that the model gives it. */
export interface NamedProperty {
  /** The name. */
  readonly name: string
  /** What was made by a combinator. */
  readonly property: Property
}

/** The combinators that make properties over views of type `View`. */
export interface Kit<View> {
  /** The predicate is true in every reachable state. */
  readonly always: (predicate: (view: View) => boolean, options?: PropertyOptions) => Property
  /** The predicate is true in no reachable state. */
  readonly never: (predicate: (view: View) => boolean, options?: PropertyOptions) => Property
  /** The predicate is true in some reachable state: guards against models in which nothing happens. */
  readonly reachable: (predicate: (view: View) => boolean, options?: PropertyOptions) => Property
  /** The predicate is true of every step that changes the state. */
  readonly stepwise: (
    predicate: (before: View, after: View) => boolean,
    options?: PropertyOptions,
  ) => Property
  /**
   * In every reachable state something other than a fault can happen (a delivery, a timeout, an
   * internal step, a restart, a heal), or `unless` says that the run may end there.
   */
  readonly noDeadlock: (
    options?: PropertyOptions & { unless?: (view: View) => boolean },
  ) => Property
  /** On every run the predicate is true at some time. */
  readonly eventually: (predicate: (view: View) => boolean, options?: LivenessOptions) => Property
  /** Whenever the first is true, the second is true then or later. */
  readonly leadsTo: (
    when: (view: View) => boolean,
    then: (view: View) => boolean,
    options?: LivenessOptions,
  ) => Property
  /** On every run the predicate is true again and again, for ever. */
  readonly alwaysEventually: (
    predicate: (view: View) => boolean,
    options?: LivenessOptions,
  ) => Property
  /** On every run the predicate is true from some time on. */
  readonly eventuallyAlways: (
    predicate: (view: View) => boolean,
    options?: LivenessOptions,
  ) => Property
  /** On every run the second is true at some time, and the first in every state before. */
  readonly until: (
    first: (view: View) => boolean,
    second: (view: View) => boolean,
    options?: LivenessOptions,
  ) => Property
  /** Any formula of linear-time temporal logic, built from the combinators that are handed in. */
  readonly ltl: (
    build: (formulas: Formulas<View>) => Formula,
    options?: LivenessOptions,
  ) => Property
  /**
   * Each request of a client, and each operation that a role marks, is answered some time, with
   * whatever. A request whose node crashes is exempt; one whose node is cut off is not.
   */
  readonly everyRequestAnswered: (options?: LivenessOptions) => Property
  /** Each request is answered some time, and not by a refusal. */
  readonly everyRequestServed: (options?: LivenessOptions) => Property
}

const { is, implies, always, eventually, until } = formulas

/** The kit itself; {@link Kit} gives it a model's types. */
export const kit: Kit<unknown> = {
  always: (predicate, options) => invariant('always', predicate, options),
  never: (predicate, options) => invariant('never', predicate, options),
  reachable: (predicate, options) => invariant('reachable', predicate, options),
  stepwise: (predicate, options) => {
    checkFunction(predicate, 'A predicate', 'stepwise(…)')
    return { kind: 'stepwise', predicate, expected: expected(options, 'stepwise') }
  },
  noDeadlock: (options) => ({
    kind: 'noDeadlock',
    expected: expected(options, 'noDeadlock', { unless: 'function' }),
    unless: options?.unless ?? null,
  }),
  eventually: (predicate, options) => temporal('eventually', eventually(is(predicate)), options),
  leadsTo: (when, then, options) =>
    temporal('leadsTo', always(implies(is(when), eventually(is(then)))), options, when),
  alwaysEventually: (predicate, options) =>
    temporal('alwaysEventually', always(eventually(is(predicate))), options),
  eventuallyAlways: (predicate, options) =>
    temporal('eventuallyAlways', eventually(always(is(predicate))), options),
  until: (first, second, options) => temporal('until', until(is(first), is(second)), options),
  ltl: (build, options) => {
    checkFunction(build, 'A formula', 'ltl(…)')
    return temporal('ltl', checkFormula(build(formulas)), options)
  },
  everyRequestAnswered: (options) => requests('everyRequestAnswered', options),
  everyRequestServed: (options) => requests('everyRequestServed', options),
}

const temporal = (
  kind: Temporal['kind'],
  formula: Formula,
  options: LivenessOptions | undefined,
  trigger: StatePredicate | null = null,
): Property => ({
  kind,
  formula,
  trigger,
  expected: expected(options, kind, { fairness: null }),
  fairness: options?.fairness ?? null,
})

const requests = (kind: Requests['kind'], options: LivenessOptions | undefined): Property => ({
  kind,
  expected: expected(options, kind, { fairness: null }),
  fairness: options?.fairness ?? null,
})

const invariant = (
  kind: 'always' | 'never' | 'reachable',
  predicate: StatePredicate,
  options: PropertyOptions | undefined,
): Property => {
  checkFunction(predicate, 'A predicate', `${kind}(…)`)
  return { kind, predicate, expected: expected(options, kind) }
}

/** The verdict that is expected; refuses options that a kind of property does not have. */
const expected = (
  options: PropertyOptions | undefined,
  kind: Property['kind'],
  more: Known = {},
): 'holds' | 'violated' => {
  const known: Known = { expected: ['holds', 'violated'], ...more }
  checkSettings(options ?? {}, known, `the options of ${kind}`)
  return options?.expected ?? 'holds'
}
