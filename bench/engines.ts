import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildFolder, here, numberIn } from './run.ts'

/*
 * One check on each of netsplit's own engines, one after the other: in memory, on disk, in DuckDB, in Spark. Whole
 * processes, with all that they start.
 */

const program = here('../dist/src/cli/main.js')

/** What a check is given to be searched elsewhere. */
const engines: Readonly<Record<string, (folder: string) => readonly string[]>> = {
  'in memory': () => [],
  'on disk': (folder) => ['--disk', join(folder, 'states')],
  DuckDB: () => ['--engine', 'duckdb'],
  'Spark, local[2]': () => ['--engine', 'spark', '--master', 'local[2]'],
}

interface Run {
  readonly distinct: number
  /** Why the search ended. */
  readonly ended: string
  readonly wallSeconds: number
  readonly cpuSeconds: number
  readonly peakMemoryBytes: number
}

const runOn = (
  engine: string,
  participants: number,
  maxSeconds: number,
): Run | { readonly missing: string } => {
  const folder = mkdtempSync(join(tmpdir(), 'netsplit-bench-'))
  try {
    const model = ['two-phase-commit', '--set', `participants=${participants}`]
    // A database knows nothing of symmetry; here no engine is to look for it.
    const same = ['--json', '--no-reduction', 'symmetry', '--max-seconds', `${maxSeconds}`]
    const own = engines[engine]?.(folder) ?? []
    const command = [process.execPath, program, 'check', ...model, ...same, ...own]
    const begin = performance.now()
    const child = spawnSync(`${buildFolder}/usage`, command, {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    })
    const wallSeconds = (performance.now() - begin) / 1000
    // 0: proved; 3: a limit came first.
    if (child.status !== 0 && child.status !== 3) {
      return { missing: child.stderr.trim().split('\n')[0] ?? 'it failed' }
    }
    const { states, ended } = JSON.parse(child.stdout) as {
      states: { distinct: number }
      ended: string
    }
    return {
      distinct: states.distinct,
      ended,
      wallSeconds,
      cpuSeconds: numberIn(child.stderr, /usage (\S+) \d+\s*$/),
      peakMemoryBytes: 1024 * numberIn(child.stderr, /usage \S+ (\d+)\s*$/),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const count = (value: number): string => value.toLocaleString('en-US')

const lineOf = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

/**
 * Two-phase commit on each engine that is installed, as Markdown, a line at a time.
 *
 * @param maxSeconds a check that takes longer is ended, and its line says so
 * @throws Error where two engines that came to the end have found different numbers of states
 */
export const compareEngines = (participants: readonly number[], maxSeconds: number): void => {
  const head = ['participants', 'engine', 'states', 'wall', 'CPU time', 'in memory = 1', 'memory']
  console.log(lineOf(head))
  console.log(lineOf(['---:', '---', ...head.slice(2).map(() => '---:')]))
  for (const size of participants) {
    let first: Run | null = null
    for (const engine of Object.keys(engines)) {
      const run = runOn(engine, size, maxSeconds)
      if ('missing' in run) {
        console.log(lineOf([`${size}`, engine, run.missing, '', '', '', '']))
        continue
      }
      first ??= run
      const isWhole = run.ended.startsWith('everything')
      if (isWhole && first.ended === run.ended && run.distinct !== first.distinct) {
        throw new Error(`${engine} has found ${run.distinct} states, not ${first.distinct}`)
      }
      const states = count(run.distinct) + (isWhole ? '' : ` (${run.ended})`)
      const ratio = isWhole ? (run.cpuSeconds / first.cpuSeconds).toFixed(1) : ''
      const [wall, cpu] = [run.wallSeconds, run.cpuSeconds].map((it) => `${it.toFixed(1)} s`)
      const memory = `${Math.round(run.peakMemoryBytes / 2 ** 20)} MiB`
      console.log(lineOf([`${size}`, engine, states, wall ?? '', cpu ?? '', ratio, memory]))
    }
  }
}
