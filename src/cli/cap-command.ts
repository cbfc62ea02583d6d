import { cap } from './cap.ts'
import type { Io } from './io.ts'
import { memoryGauge } from './memory.ts'
import { styleFor } from './rendering.ts'

/** The options of `netsplit cap`, parsed. */
export interface CapFlags {
  readonly show?: string
  readonly maxStates?: number
  readonly maxMemory?: number
  readonly maxSeconds?: number
  readonly json?: true
}

/** `netsplit cap`: prints the table of CAP or one cell of it, and returns the exit status. */
export const capCommand = async (
  { maxStates, maxMemory, maxSeconds, ...flags }: CapFlags,
  io: Io,
): Promise<number> => {
  const controller = new AbortController()
  const stopListening = io.onInterrupt(() => controller.abort())
  const gauge = maxMemory === undefined ? null : memoryGauge(maxMemory)
  const limits = {
    signal: controller.signal,
    ...(maxStates === undefined ? {} : { maxStates }),
    ...(maxSeconds === undefined ? {} : { maxSeconds }),
    ...(maxMemory === undefined || gauge === null
      ? {}
      : { maxMemoryBytes: maxMemory, memoryInUse: gauge.inUse, collectGarbage: gauge.collect }),
  }
  try {
    const { output, exitCode } = await cap({ ...flags, limits, ...styleFor(io.stdout) })
    io.stdout.write(output)
    return exitCode
  } finally {
    stopListening()
  }
}
