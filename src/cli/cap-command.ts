import { cap } from './cap.ts'
import type { Io } from './io.ts'
import { styleFor } from './rendering.ts'

/** `netsplit cap`: prints the table of CAP or one cell of it, and returns the exit status. */
export const capCommand = async (
  flags: { show?: string; json?: true },
  io: Io,
): Promise<number> => {
  const { output, exitCode } = await cap({ ...flags, ...styleFor(io.stdout) })
  io.stdout.write(output)
  return exitCode
}
