/** A mistake in a source, and where. */
export interface Problem {
  /** From 1; null where the place is not known. */
  readonly at: { readonly line: number; readonly column: number } | null
  /** The last place that is meant, from 1; the end of the word where it is missing. */
  readonly to?: { readonly line: number; readonly column: number }
  readonly message: string
  /** Node, event, path in a value. */
  readonly where: readonly string[]
  readonly wayOut: string
}
