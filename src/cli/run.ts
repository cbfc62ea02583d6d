import { CommanderError } from 'commander'
import { jsonError, showError } from './errors.ts'
import { Exit, type Io } from './io.ts'
import { program } from './program.ts'
import { usageError } from './usage-errors.ts'

/**
 * The command line as a function: writes to the streams that it is handed and returns the exit
 * status. Never throws.
 */
export const run = async (argv: readonly string[], io: Io): Promise<number> => {
  try {
    let status: number = Exit.asExpected
    const setStatus = (value: number): void => {
      status = value
    }
    await program(io, setStatus).parseAsync([...argv], { from: 'user' })
    return status
  } catch (error) {
    const isHelp = error instanceof CommanderError && error.exitCode === 0
    if (isHelp) return Exit.asExpected
    const isUsage = error instanceof CommanderError
    const mistake = isUsage ? usageError(error, argv) : error
    io.stderr.write(showError(mistake, io))
    if (/ --json\b| --reporter[= ]json( |$)/.test(` ${argv.join(' ')}`))
      io.stdout.write(jsonError(mistake, io.cwd))
    return Exit.mistake
  }
}
