/** The databases that a search can go on in. */
export const engineNames = ['duckdb'] as const

export type EngineName = (typeof engineNames)[number]
