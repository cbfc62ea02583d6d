/** Something of a model that a check never ran. */
export interface NeverRun {
  /** The path of the file, from the working folder. */
  readonly file: string
  /** The line in which it begins, from 1. */
  readonly line: number
  /**
   * What it is: a function that was never called (a handler, by the path to it: `timeout.retry`), a statement, or a part of
   * an expression that was never asked for, such as what comes after `&&`.
   */
  readonly kind: 'function' | 'statement' | 'part'
  /** A function's name or path, or the text. */
  readonly text: string
}

/** How much of one role, of one property or of the rest of a file a check ran. */
export interface CoveredPart {
  /** What it is. */
  readonly kind: 'role' | 'property' | 'rest'
  /** A role's name in the source, a property's name, or the file. */
  readonly name: string
  /** The path of the file, from the working folder. */
  readonly file: string
  /** The line in which it begins, from 1. */
  readonly line: number
  /** How many places of it were run: statements, results of functions, branches, and parts of conditions. */
  readonly run: number
  /** How many there are. */
  readonly all: number
  /** What was never run, and lies in nothing else that was not. */
  readonly never: readonly NeverRun[]
}

/** What of a model's source a check ran. */
export interface Coverage {
  /** Roles, properties, and the rest of files, in the order of the source. */
  readonly parts: readonly CoveredPart[]
  /** Whether all that is reachable was seen: else what was not run may only not have had its turn. */
  readonly isWhole: boolean
}
