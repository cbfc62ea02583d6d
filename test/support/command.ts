import type { Engine } from '../../src/cli/engine-contract.ts'
import { engineHere } from '../../src/cli/engine-job.ts'
import type { Io } from '../../src/cli/io.ts'
import { run } from '../../src/cli/run.ts'
import type { Ended } from './cli.ts'

/** Runs the command line in this process. */
export const netsplitHere = async (
  args: readonly string[],
  {
    engine = engineHere,
    cwd = process.cwd(),
    onInterrupt = () => () => undefined,
  }: { engine?: Engine; cwd?: string; onInterrupt?: Io['onInterrupt'] } = {},
): Promise<Ended> => {
  let stdout = ''
  let stderr = ''
  const status = await run(args, {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    cwd,
    engine,
    onInterrupt,
  })
  return { status, stdout, stderr }
}

/** A text without the times that differ from run to run. */
export const timeless = (text: string): string =>
  text
    .replaceAll(/^ {2}(memory|time) .*$/gm, '  $1       <varies>')
    .replaceAll(/ ▇+ \d+\.\d+ s$/gm, ' <time>')
    .replaceAll(/( states?) +\d+\.\d+ s$/gm, '$1  <time>')
