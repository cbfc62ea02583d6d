import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { bundledModels } from '../models/catalogue.ts'
import { here, numberIn, run } from './run.ts'

/*
 * How long it takes to check the bundled models, one after the other, for docs/protocols.md.
 *
 *     npm run bench:protocols
 *
 * All of them, in some seven minutes: times of one machine and another, or of a busy one, say nothing side by side.
 * A check as a user gives it, with one thread: it ends when all properties are decided.
 */

const file = here('../docs/protocols.json')
const program = here('../dist/src/cli/main.js')

interface Times {
  readonly machine: string
  readonly date: string
  /** User time of a check, in seconds, by its model and settings. */
  readonly seconds: Readonly<Record<string, number>>
}

const seconds: Record<string, number> = {}
for (const { name, configurations } of bundledModels) {
  for (const { parameters } of configurations) {
    const settings = Object.entries(parameters).map(([key, value]) => `${key}=${value}`)
    const options = settings.flatMap((setting) => ['--set', setting])
    const command = [process.execPath, program, 'check', name, '--workers', '1', ...options]
    const { stderr } = run(['bash', '-c', 'TIMEFORMAT=%U; time "$@"', 'time', ...command])
    const title = [name, ...settings].join(' ')
    seconds[title] = Math.round(numberIn(stderr, /(\d+\.\d+)\s*$/) * 10) / 10
    process.stdout.write(`${title}: ${seconds[title]} s\n`)
  }
}
const times: Times = {
  machine: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}`,
  date: new Date().toISOString().slice(0, 10),
  seconds,
}
writeFileSync(file, `${JSON.stringify(times, null, 2)}\n`)
