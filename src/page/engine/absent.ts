import type { Failed } from '../../worker/contract.ts'

/** What is said where the first worker lacks a part of the engine: another one is asked then. */
export const isAbsent = 'This worker has only what the designs around CAP need'

let missed = 0

/** How often something was called that is not there. */
export const timesMissed = (): number => missed

/** Stands for a function or a class that a worker is without (`engine-split.config.ts`). */
export function Absent(): never {
  // Whoever catches the error is found out by this.
  missed += 1
  throw new Error(isAbsent)
}

/** The answer to a question for which something was missing, whatever came of it. */
export const absence: Failed = {
  kind: 'failed',
  cause: 'mistake',
  message: isAbsent,
  where: [],
  wayOut: 'ask the worker that has all models',
  at: null,
}
