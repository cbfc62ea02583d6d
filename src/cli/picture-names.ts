/** The pictures of a run that there are, by the names that `--as` takes. */
export const pictures = ['svg', 'mermaid', 'shiviz', 'itf'] as const

export type Picture = (typeof pictures)[number]
