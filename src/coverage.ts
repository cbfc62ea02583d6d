/** A piece of a model's source. */
export interface CodeRange {
  /** The path of the file, from the working folder. */
  readonly file: string
  /** The line in which it begins, from 1. */
  readonly line: number
  /** The column at which it begins, from 1, in UTF-16 code units as editors count them. */
  readonly column: number
  /** The line in which it ends. */
  readonly endLine: number
  /** The column behind its last character. */
  readonly endColumn: number
}

/** Something of a model that a check never ran. */
export interface NeverRun extends CodeRange {
  /**
   * What it is: a function that was never called (a handler, by the path to it: `timeout.retry`), a statement, or a part of
   * an expression that was never asked for, such as what comes after `&&`.
   */
  readonly kind: 'function' | 'statement' | 'part'
  /** A function's name or path, or the text. */
  readonly text: string
}

/**
 * A condition that came out the same whenever it was asked, though nothing that never ran shows it: of an `if` without `else`, before
 * `&&` or `||`, or behind them in a condition.
 */
export interface AlwaysSame extends CodeRange {
  /** What it always was. */
  readonly value: boolean
  /** The text, or its first line. */
  readonly text: string
}

/** How often a function with a name was called: a handler, a guard, or what they use. */
export interface CalledFunction {
  /** Its name, or the path to it in the settings of its role: `timeout.retry`. */
  readonly name: string
  /** The path of the file, from the working folder. */
  readonly file: string
  /** The line in which it begins, from 1. */
  readonly line: number
  /**
   * How often V8 saw it called: once for each distinct step, and again where the check asks once more before it
   * reports, or tells a run.
   */
  readonly times: number
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
  /** Conditions that always came out the same. */
  readonly always: readonly AlwaysSame[]
  /** How often its functions were called. */
  readonly calls: readonly CalledFunction[]
}

/** A file of a model, as it was when it was checked. */
export interface CoveredFile {
  /** Its path, from the working folder. */
  readonly file: string
  /** All of it. */
  readonly text: string
}

/** What of a model's source a check ran. */
export interface Coverage {
  /** Roles, properties, and the rest of files, in the order of the source. */
  readonly parts: readonly CoveredPart[]
  /** The source of the files that parts are in. */
  readonly files: readonly CoveredFile[]
  /** Whether all that is reachable was seen: else what was not run may only not have had its turn. */
  readonly isWhole: boolean
  /** Properties of which it is not plain from the source where they are stated: no part is of them. */
  readonly notFound: readonly string[]
}
