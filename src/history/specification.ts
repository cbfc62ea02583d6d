/** What a specification says of one kind of operation. */
export interface OperationKind {
  /** What it is given: nothing, a value, or, as if it were one, the name of its process. */
  readonly takes: 'nothing' | 'value' | 'process'
  /**
   * What its result is: nothing, the value that it returned with, or whether it succeeded (true, unless it
   * returned with the result false).
   */
  readonly gives: 'nothing' | 'value' | 'success'
  /** It never changes the object. */
  readonly isReadOnly?: boolean
  /** It can always happen, gives nothing, and what it leaves does not depend on what was there. */
  readonly isOverwriting?: boolean
}

/** What an operation is asked to do. */
export interface Call {
  /** The operation: `read`, `write`, … */
  readonly f: string
  /** Which entry; null where the object has none. */
  readonly key: unknown
  /** What it is given; null if nothing. */
  readonly argument: unknown
}

/** One way in which an operation may go. */
export interface Outcome<State> {
  /** The object afterwards. */
  readonly state: State
  /** What the operation gives; left out where its result tells nothing. */
  readonly result?: unknown
}

/**
 * What an object does when one operation comes after the other. States, arguments and results are plain
 * data; `apply` is a function of them and changes nothing.
 */
export interface Specification<State = unknown> {
  /** Its name, for messages. */
  readonly name: string
  /** The object before the first operation. */
  readonly initial: State
  /** Whether it has entries: operations have a key, and a state is that of one entry. Default: no. */
  readonly isKeyed?: boolean
  /** The operations that there are. */
  readonly operations: Readonly<Record<string, OperationKind>>
  /** All ways in which an operation may go in a state; none where it cannot happen there. */
  readonly apply: (state: State, call: Call) => readonly Outcome<State>[]
  /**
   * The part of the object that an operation is about, where parts are independent of each other: an entry of
   * a map. Each is checked by itself. Null for an operation on the whole: then there are no parts.
   */
  readonly partOf?: (call: Call) => unknown
  /**
   * The element that an operation adds, takes or looks at, given its result, where operations on one element
   * can be left out without those on the others being any less possible; null for none.
   */
  readonly elementOf?: (call: Call, result: unknown) => unknown
  /** What was expected instead of an argument; null where it is good. Default: all are good. */
  readonly wrongArgument?: (f: string, argument: unknown) => string | null
  /** What was expected instead of a result; null where it is good. Default: all are good. */
  readonly wrongResult?: (call: Call, result: unknown) => string | null
  /** A recorded result as `apply` gives it, where there are several ways to write it. Default: as it is. */
  readonly resultOf?: (call: Call, result: unknown) => unknown
}
