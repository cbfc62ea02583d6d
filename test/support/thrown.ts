import type { ModelErrorInRun } from '../../src/check.ts'

/** What something fails with; null where it does not. */
export const thrownBy = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (thrown: unknown) => thrown,
  )

/** What a mistake is, and how long the run is that leads to it. */
export const essence = ({ code, what, trace }: ModelErrorInRun): unknown => [
  code,
  what,
  trace?.steps.length,
]
