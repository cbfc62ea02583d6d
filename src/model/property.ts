/** What a verdict is expected to be: teaching models and known-bad variants expect a violation. */
export interface PropertyOptions {
  readonly expected?: 'holds' | 'violated'
}

/** A message in flight, with its sender and receiver. */
export interface Envelope<Message = unknown> {
  readonly from: string
  readonly to: string
  readonly message: Message
}

/**
 * A property, as the combinators make it. Predicates are erased to `unknown` views here; the
 * combinators that a model is handed are typed by its nodes.
 */
export type Property = (
  | { readonly kind: 'always' | 'never' | 'reachable'; readonly predicate: StatePredicate }
  | { readonly kind: 'stepwise'; readonly predicate: StepPredicate }
  | { readonly kind: 'noDeadlock'; readonly unless: StatePredicate | null }
) & { readonly expected: 'holds' | 'violated' }

export type StatePredicate = (view: unknown) => boolean
export type StepPredicate = (before: unknown, after: unknown) => boolean

/** A property under the name that the model gives it. */
export interface NamedProperty {
  readonly name: string
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
}

/** The kit itself; {@link Kit} gives it a model's types. */
export const kit: Kit<unknown> = {
  always: (predicate, options) => ({ kind: 'always', predicate, expected: expected(options) }),
  never: (predicate, options) => ({ kind: 'never', predicate, expected: expected(options) }),
  reachable: (predicate, options) => ({
    kind: 'reachable',
    predicate,
    expected: expected(options),
  }),
  stepwise: (predicate, options) => ({ kind: 'stepwise', predicate, expected: expected(options) }),
  noDeadlock: (options) => ({
    kind: 'noDeadlock',
    unless: options?.unless ?? null,
    expected: expected(options),
  }),
}

const expected = (options: PropertyOptions | undefined): 'holds' | 'violated' =>
  options?.expected ?? 'holds'
