import type { Answer } from './engine/contract.ts'

/*
 * What the page is given by who hands it out: `netsplit open` a model that may change, `netsplit check --html` a
 * model with its report, `netsplit cap --html` nothing.
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

/** What the document holds. */
export interface Given {
  readonly own?: OwnModel
  /** Where the page begins if its address names nothing. */
  readonly start?: string
  /** Whether whoever serves the page tells of changes. */
  readonly isWatched?: boolean
}

/** What this document was given when it was written. */
export const givenByDocument = (): Given => {
  const text = document.getElementById('given')?.textContent
  // Whoever writes the document is whoever wrote the page.
  return text === undefined || text === null ? {} : (JSON.parse(text) as Given)
}

/** Calls back with what is given now, whenever it has changed, until told to stop. */
export const onChange = (changed: (given: Given) => void): (() => void) => {
  const events = new EventSource('./changes')
  const ask = async (): Promise<void> => {
    const response = await fetch('./given.json')
    changed((await response.json()) as Given)
  }
  events.addEventListener('message', () => void ask())
  return () => events.close()
}

/** The answer to whatever is asked of a model that cannot be had. */
export const failedOwn = ({
  message,
  where,
  wayOut,
}: NonNullable<OwnModel['failed']>): Answer<never> => ({
  kind: 'failed',
  cause: 'mistake',
  message,
  where,
  wayOut,
  at: null,
})
