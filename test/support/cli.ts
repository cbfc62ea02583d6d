import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'

/** The command line, built. */
export const program = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url))

/** What a run of the command line left behind. */
export interface Ended {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

const folders: string[] = []

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A fresh folder outside any package, with files in it; gone when the test file is through. */
export const folderWith = (files: Readonly<Record<string, string>>): string => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'netsplit-')))
  folders.push(folder)
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  return folder
}

export interface Surroundings {
  readonly cwd?: string
  /** Another copy of the command line than the built one. */
  readonly program?: string
  /** What the environment has besides that of the tests. */
  readonly env?: Readonly<Record<string, string>>
  /** Where standard output goes: a file's descriptor. Default: to the result. */
  readonly stdout?: number
  /** May do something to the process. */
  readonly meanwhile?: (child: ChildProcess) => void
}

/** Runs the command line. */
export const netsplit = (args: readonly string[], options: Surroundings = {}): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const { NODE_OPTIONS: _, FORCE_COLOR: __, ...env } = process.env
    const main = options.program ?? program
    const child = spawn(process.execPath, [main, ...args], {
      cwd: options.cwd,
      env: { ...env, ...options.env },
      stdio: ['pipe', options.stdout ?? 'pipe', 'pipe'],
    })
    let stdout = ''
    let stderr = ''
    child.stdout?.on('data', (text: Buffer) => {
      stdout += text.toString()
    })
    child.stderr?.on('data', (text: Buffer) => {
      stderr += text.toString()
    })
    child.on('error', reject)
    child.on('close', (status) => resolve({ status, stdout, stderr }))
    options.meanwhile?.(child)
  })

/** A run of the command line as golden text: what differs from machine to machine is left out. */
export const transcript = (args: readonly string[], ended: Ended, folder: string): string => {
  const stable = (text: string): string =>
    text
      .replaceAll(folder, '<folder>')
      .replaceAll(/^ {2}(memory|time) .*$/gm, '  $1       <varies>')
      .replaceAll(/"(seconds|peakMemoryBytes)": [\d.]+/g, '"$1": 0')
  const out = ended.stdout === '' ? '' : `--- standard output\n${stable(ended.stdout)}`
  const error = ended.stderr === '' ? '' : `--- standard error\n${stable(ended.stderr)}`
  return `${['$ netsplit', ...args].join(' ')}\n${out}${error}--- exit status ${ended.status}\n`
}
