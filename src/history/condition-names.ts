/** What can be asked of clients that do not compare clocks, from strong to weak; of the last four none follows from another. */
export const sessionConditionNames = [
  'sequential',
  'causal',
  'read-your-writes',
  'monotonic-reads',
  'monotonic-writes',
  'writes-follow-reads',
] as const

/** One of them. */
export type SessionConditionName = (typeof sessionConditionNames)[number]
