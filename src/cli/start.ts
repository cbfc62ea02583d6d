import { engineApart } from './engine.ts'
import type { Io } from './io.ts'
import { run } from './run.ts'

/** The status of a program that Ctrl-C ended at once, as shells report it. */
const killedByInterrupt = 130

/** The first request to end is the listener's; the second ends the program. */
const onInterrupt: Io['onInterrupt'] = (listener) => {
  let isFirst = true
  const hear = (): void => {
    if (!isFirst) process.exit(killedByInterrupt)
    isFirst = false
    listener()
  }
  process.on('SIGINT', hear)
  process.on('SIGTERM', hear)
  return () => {
    process.off('SIGINT', hear)
    process.off('SIGTERM', hear)
  }
}

/** Runs the command line in this process. */
export const start = async (): Promise<void> => {
  // A reader that has seen enough (`| head`) is no failure of ours.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  }
  process.exitCode = await run(process.argv.slice(2), {
    stdout: process.stdout,
    stderr: process.stderr,
    cwd: process.cwd(),
    engine: engineApart,
    onInterrupt,
  })
}
