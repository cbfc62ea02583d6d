import { givenId, servedAt, type Given, type OwnModel } from '../given.ts'
import { addressOf } from './document.ts'
import type { Answer } from './engine/contract.ts'

/** What this document was given when it was written. */
export const givenByDocument = (): Given => {
  const text = document.getElementById(givenId)?.textContent
  // Whoever writes the document is whoever wrote the page.
  return text === undefined || text === null ? {} : (JSON.parse(text) as Given)
}

/** Where the page begins if its address names nothing. */
export const startAddress = ({ start }: Given): string => {
  if (start === undefined) return '#/'
  if ('cell' in start) return start.cell === null ? '#/cap' : `#/cap/${start.cell}`
  const model = { kind: 'bundled', name: start.run } as const
  const subject = { model, parameters: start.set, flips: [] }
  return addressOf({ screen: 'run', subject, property: null, step: null })
}

/** Calls back with what is given now, whenever it has changed, until told to stop. */
export const onChange = (changed: (given: Given) => void): (() => void) => {
  const events = new EventSource(`.${servedAt.changes}`)
  const ask = async (): Promise<void> => {
    const response = await fetch(`.${servedAt.given}`)
    changed((await response.json()) as Given)
  }
  // A server that is gone has nothing to say; what is shown stays.
  events.addEventListener('message', () => void ask().catch(() => undefined))
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
