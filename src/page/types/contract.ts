/* What page and worker say to each other about the types of a source. Offsets count from 0, in UTF-16 units. */

/** The files that types come from, by their paths. */
export type TypeFiles = Readonly<Record<string, string>>

/** A question about a source. */
export type TypesQuestion =
  /** What the compiler complains of, and nodes that are not there. */
  | { readonly kind: 'problems'; readonly text: string }
  /** What may be written at a place. */
  | { readonly kind: 'completions'; readonly text: string; readonly at: number }
  /** More of one thing that may be written there. */
  | {
      readonly kind: 'details'
      readonly text: string
      readonly at: number
      readonly name: string
    }
  /** What stands at a place. */
  | { readonly kind: 'hover'; readonly text: string; readonly at: number }

/** What is answered to each question. */
export interface TypesAnswers {
  readonly problems: readonly TypeProblem[]
  readonly completions: Completions | null
  readonly details: Told | null
  readonly hover: (Told & Span) | null
}

export interface Span {
  readonly from: number
  readonly to: number
}

export interface TypeProblem extends Span {
  readonly message: string
}

/** What may be written from a place on. */
export interface Completions {
  readonly from: number
  /** Whether it is the inside of a string: then it may hold any sign but its quotes. */
  readonly isString: boolean
  readonly options: readonly Completion[]
}

export interface Completion {
  readonly name: string
  /** What it is, in the words of the editor. */
  readonly kind:
    | 'node'
    | 'function'
    | 'method'
    | 'property'
    | 'variable'
    | 'type'
    | 'keyword'
    | 'text'
  /** Whether it is from the source itself, or meant for the very place. */
  readonly isNear: boolean
}

/** What is known of a name. */
export interface Told {
  /** Its type, as TypeScript writes it. */
  readonly signature: string
  /** What its author says of it. May be empty. */
  readonly about: string
}

/** A question on its way to the worker; the first message holds the files. */
export type ToTypes =
  | { readonly kind: 'files'; readonly files: TypeFiles }
  | { readonly kind: 'ask'; readonly id: number; readonly question: TypesQuestion }

/** What the worker says: an answer, or that there is none. */
export type FromTypes = {
  readonly id: number
} & (
  | { readonly kind: 'answer'; readonly answer: TypesAnswers[TypesQuestion['kind']] }
  | { readonly kind: 'failed'; readonly why: string }
)
