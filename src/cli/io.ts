import type { Engine } from './engine-contract.ts'

/** Where text goes: a terminal, a pipe, or a test's ear. */
export interface Sink {
  write(text: string): unknown
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
}

/** All that the command line needs of the world, so that a test can hand it another one. */
export interface Io {
  readonly stdout: Sink
  readonly stderr: Sink
  /** The working folder: paths in messages are relative to it. */
  readonly cwd: string
  /** Runs one check. */
  readonly engine: Engine
  /** Calls the listener at the first request to end; returns how to stop listening. */
  readonly onInterrupt: (listener: () => void) => () => void
}

/** The exit statuses, which are a promise to scripts. */
export const Exit = { asExpected: 0, unexpected: 1, mistake: 2, incomplete: 3 } as const
