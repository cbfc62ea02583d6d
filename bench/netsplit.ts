import { mkdirSync } from 'node:fs'
import { buildSync } from 'esbuild'
import type { Verifier } from './peers.ts'
import { buildFolder, here, measured } from './run.ts'
import type { Task } from './tasks.ts'

const program = here('../dist/src/cli/main.js')

/** The command that checks a task, as a user gives it. Its model is compiled, as the peers' are. */
export const netsplitFor = ({ model, isBundled, settings }: Task): Verifier => ({
  command: [
    process.execPath,
    program,
    'check',
    isBundled ? model : compiled(model),
    '--json',
    ...settings.flatMap((setting) => ['--set', setting]),
  ],
  read: (stdout) => {
    const { states, properties } = JSON.parse(stdout) as {
      states: { distinct: number; generated: number }
      properties: readonly { verdict: string }[]
    }
    const open = properties.filter(({ verdict }) => verdict !== 'holds' && verdict !== 'reachable')
    if (open.length > 0) throw new Error(`netsplit did not prove the model:\n${stdout}`)
    return { distinct: states.distinct, transitions: states.generated }
  },
})

/** A model of bench/models as JavaScript. */
const compiled = (model: string): string => {
  const folder = `${buildFolder}/models`
  mkdirSync(folder, { recursive: true })
  const outfile = `${folder}/${model}.mjs`
  buildSync({ entryPoints: [here(`models/${model}.ts`)], outfile, format: 'esm' })
  return outfile
}

/** The peak memory of a Node process that does nothing, in bytes. */
export const idleMemory = (): number => measured([process.execPath, '-e', '0']).peakMemoryBytes
