/*
 * What was typed and is not in the address yet. It outlives a reload, in this tab only.
 */

const name = 'netsplit draft'

interface Draft {
  /** The address that was shown while it was typed. */
  readonly address: string
  readonly text: string
}

/** Keeps a draft; a browser that does not let the page keep anything keeps nothing. */
export const keepDraft = (draft: Draft): void => {
  try {
    sessionStorage.setItem(name, JSON.stringify(draft))
  } catch {
    // The address still keeps it, once nothing was typed for a moment.
  }
}

export const forgetDraft = (): void => {
  try {
    sessionStorage.removeItem(name)
  } catch {
    // Then nothing was kept.
  }
}

/** The text that was typed while an address was shown; null where there is none. */
export const draftAt = (address: string): string | null => {
  try {
    const draft = JSON.parse(sessionStorage.getItem(name) ?? 'null') as Draft | null
    return draft?.address === address ? draft.text : null
  } catch {
    return null
  }
}
