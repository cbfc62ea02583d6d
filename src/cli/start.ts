import { engineApart } from './engine.ts'
import { Exit, type Io } from './io.ts'
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

/** A report that cannot be written is no success. */
const watchStreams = (): void => {
  process.stderr.on('error', () => undefined)
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that has seen enough (`| head`) is no failure of ours.
    if (error.code === 'EPIPE') return
    process.stderr.write(`error: The output cannot be written: ${error.message}\n`)
    process.once('exit', () => {
      process.exitCode = Exit.mistake
    })
  })
}

/** Runs the command line in this process. */
export const start = async (): Promise<void> => {
  watchStreams()
  process.exitCode = await run(process.argv.slice(2), {
    stdout: process.stdout,
    stderr: process.stderr,
    cwd: process.cwd(),
    engine: engineApart,
    onInterrupt,
  })
}
