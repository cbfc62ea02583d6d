/*
 * What the page is given by who hands it out: `netsplit open` a model that may change, `netsplit check --html` a
 * model with its report, `netsplit cap --html` the table that it made.
 */

/** A model of the user's own. */
export interface OwnModel {
  /** What it is called in addresses and lists: the name of its file. */
  readonly name: string
  /** Its source; missing where it cannot be had. */
  readonly text?: string
  /** Why it cannot be had. */
  readonly failed?: {
    readonly message: string
    readonly where: readonly string[]
    readonly wayOut: string
  }
  /** A report on it, as JSON, and the parameters that were set for it: nothing has to be checked to show it. */
  readonly report?: { readonly json: unknown; readonly set: Readonly<Record<string, string>> }
}

/** A row of the table of CAP in one situation, checked, as JSON. */
export interface SavedSituation {
  readonly row: string
  readonly partition: string
  readonly timers: 'any' | 'patient' | null
  readonly report: unknown
}

/** What a document of the page holds. */
export interface Given {
  readonly own?: OwnModel
  /** The whole table of CAP: nothing has to be checked to show it. */
  readonly table?: readonly SavedSituation[]
  /** Where the page begins if its address names nothing: with a model that is run, or the table of CAP. */
  readonly start?:
    | { readonly run: string; readonly set: Readonly<Record<string, string>> }
    | { readonly cell: string | null }
  /** Whether whoever serves the page tells of changes. */
  readonly isWatched?: boolean
}

/** The id of the element of the document that holds it. */
export const givenId = 'given'

/** Where a page that is served gets it anew, and where it hears that it has changed. */
export const servedAt = { given: '/given.json', changes: '/changes' } as const
