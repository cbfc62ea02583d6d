/** The reporters, as the command line calls them. */
export const reporterNames = [
  'text',
  'json',
  'junit',
  'sarif',
  'github',
  'markdown',
  'lines',
] as const

export type ReporterName = (typeof reporterNames)[number]

/** A reporter that is asked for, and where its text goes: a file, or null for standard output. */
export interface WantedReporter {
  readonly name: ReporterName
  readonly file: string | null
}
