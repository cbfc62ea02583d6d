import { printable } from './printable.ts'
import { isInstance } from './thrown.ts'

interface Story {
  readonly what: string
  readonly where?: readonly string[]
  readonly fix: string
  readonly cause?: unknown
}

/**
 * A mistake in a model, a parameter or an option: something the user must mend.
 *
 * The message says what is wrong; `where` names the place (role, node, event, path in the value);
 * `fix` names the way out. Findings about a protocol (a violated property) are never errors: they
 * are returned as verdicts.
 */
export class ModelError extends Error {
  /** The kind of mistake. */
  readonly code: ErrorCode
  /** What is wrong, in a sentence. */
  readonly what: string
  /** Where: role, node, event, path in a value; the widest place first. May be empty. */
  readonly where: readonly string[]
  /** The way out, in a few words. */
  readonly fix: string

  /** @param story.cause what user code threw, where it is that which was the mistake */
  constructor(code: ErrorCode, story: Story) {
    // Names and texts of the model's are in all of them.
    const where = (story.where ?? []).map(printable)
    const [what, fix] = [printable(story.what), printable(story.fix)]
    const places = where.map((place) => `\n  where: ${place}`).join('')
    super(`${what}${places}\n  mend:  ${fix}`, 'cause' in story ? { cause: story.cause } : {})
    this.name = 'ModelError'
    this.code = code
    this.what = what
    this.where = where
    this.fix = fix
  }

  /** The same error with one more place in front, for callers that know more of the context. */
  at(place: string): ModelError {
    return placed(this, place)
  }
}

// Not in the class: a bundler renames classes that name themselves.
const placed = (error: ModelError, place: string): ModelError => {
  const story = { ...storyOf(error), where: [place, ...error.where] }
  return fromWhere(error, new ModelError(error.code, story))
}

/** An error that is another one with more said of it: it comes from the same place in the code. */
export const fromWhere = <Told extends ModelError>(error: ModelError, told: Told): Told => {
  const at = error.stack?.indexOf('\n    at ') ?? -1
  if (at >= 0) told.stack = `${told.name}: ${told.message}${error.stack?.slice(at) ?? ''}`
  return told
}

/** Whether an error says that code of the model answered the same question in two ways. */
export const isImpure = (error: unknown): error is ModelError =>
  isInstance(error, ModelError) && error.code === 'not-pure'

/** What an error was made of. */
export const storyOf = (error: ModelError): Story => {
  const { what, where, fix } = error
  return 'cause' in error ? { what, where, fix, cause: error.cause } : { what, where, fix }
}

/** Every kind of mistake, with its meaning. */
export type ErrorCode =
  | 'not-data' // a value that is not plain data: a function, class instance, symbol, NaN, cycle
  | 'not-pure' // code of the model that answered the same question in two ways
  | 'wrong-stale' // `stale` gave a message up that the node heeds all the same, now or later
  | 'not-a-system' // system() or machine() was called with something it cannot check
  | 'handler-threw' // user code threw an error while it was being explored
  | 'handler-async' // a handler returned a promise
  | 'property-threw' // a property or a bound threw an error
  | 'unknown-node' // a message, near, split or property names a node that does not exist
  | 'unknown-timer' // a timer that has no timeout handler
  | 'empty-choice' // choose([]) has no outcome
  | 'cannot-receive' // a message was sent to a role without `receive`
  | 'unknown-parameter' // --set names a parameter that the model does not have
  | 'bad-parameter' // --set gives a parameter a value of the wrong type
  | 'bad-model-file' // a model file that is missing, does not parse, or exports no system
  | 'bad-option' // an option of the command line or of check() that makes no sense
  | 'unknown-property' // propertyOf() was asked for a property that the report does not have
  | 'bad-disk' // a folder that a check cannot keep its states in, or go on from
  | 'bad-report' // JSON that is no report, or one of another version
  | 'bad-history' // a recorded history that cannot have been: a return without a call, a torn line
  | 'unsound' // a combination that could give a wrong verdict, refused
  | 'too-large' // a value or a number beyond what the engine can hold

/** The closest of `known` to `name`, as a hint ("did you mean …?"), or an empty string. */
export const didYouMean = (name: string, known: readonly string[]): string => {
  const near = known
    .map((candidate) => ({ candidate, distance: editDistance(name, candidate) }))
    .filter(({ candidate, distance }) => distance <= Math.max(1, candidate.length / 3))
    .toSorted((a, b) => a.distance - b.distance)[0]
  return near === undefined ? '' : `did you mean '${near.candidate}'? `
}

/** Levenshtein's edit distance between two strings. */
const editDistance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
