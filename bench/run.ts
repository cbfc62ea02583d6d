import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

/** What the benchmark builds, ignored by git. */
export const buildFolder = here('build')

interface Output {
  readonly stdout: string
  readonly stderr: string
}

/** Which Debian package brings a program. */
const packages: Readonly<Record<string, string>> = { spin: 'spin', rumur: 'rumur', gcc: 'gcc' }

/**
 * Runs a program to its end.
 *
 * @throws Error with what it wrote when it cannot be run or fails
 */
export const run = (command: readonly string[], folder?: string): Output => {
  const [program = '', ...args] = command
  const child = spawnSync(program, args, {
    ...(folder === undefined ? {} : { cwd: folder }),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, LC_ALL: 'C' },
  })
  if (child.error) {
    const isMissing = 'code' in child.error && child.error.code === 'ENOENT'
    const from = packages[program]
    const hint = from === undefined ? '' : `: install the Debian package "${from}"`
    throw isMissing
      ? new Error(`${program} is not installed${hint}`, { cause: child.error })
      : child.error
  }
  if (child.status !== 0) {
    const ending = child.signal ?? `status ${child.status}`
    throw new Error(`${command.join(' ')} ended with ${ending}:\n${child.stdout}\n${child.stderr}`)
  }
  return { stdout: child.stdout, stderr: child.stderr }
}

/** The number that a pattern's first group finds in a text that must hold it. */
export const numberIn = (text: string, pattern: RegExp): number => {
  const digits = pattern.exec(text)?.[1]
  const value = Number(digits)
  if (digits === undefined || !Number.isFinite(value)) throw new Error(`No ${pattern} in:\n${text}`)
  return value
}

/** Builds the program that {@link measured} runs others under. */
export const buildUsage = (): void => {
  run(['mkdir', '-p', buildFolder])
  run(['gcc', '-O2', '-o', `${buildFolder}/usage`, here('peers/usage.c')])
}

/** What the operating system accounts to a command with all that it started. */
export interface Measured {
  readonly stdout: string
  /** User and system time. */
  readonly cpuSeconds: number
  /** The peak resident memory of the largest process, in bytes. */
  readonly peakMemoryBytes: number
}

export const measured = (command: readonly string[]): Measured => {
  const { stdout, stderr } = run([`${buildFolder}/usage`, ...command], buildFolder)
  return {
    stdout,
    cpuSeconds: numberIn(stderr, /usage (\S+) \d+\s*$/),
    peakMemoryBytes: 1024 * numberIn(stderr, /usage \S+ (\d+)\s*$/),
  }
}
