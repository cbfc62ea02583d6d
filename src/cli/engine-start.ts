import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Message } from './engine-messages.ts'
import {
  engineEnvironment,
  firstHeapFlags,
  ownGarbageFlag,
  youngHeapFlag,
} from './engine-tuning.ts'
import { defaultMemoryLimit, heapFlag } from './memory.ts'

/** `.ts` when netsplit runs from its sources, `.js` when it runs from its build. */
const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js'

/** An engine's process that waits for a job, or will soon. */
export interface Started {
  readonly child: ChildProcess
  /** What it has said so far. */
  readonly heard: readonly Message[]
}

/** Starts a process of the engine's, set up for checks: a program of this folder, without its ending. */
export const startProgram = (name: string, maxMemoryBytes: number): ChildProcess => {
  const own = [process.env['NODE_OPTIONS'], ...process.execArgv].join(' ')
  const flags = [
    ...(/max[-_]old[-_]space/.test(own) ? [] : [heapFlag(maxMemoryBytes)]),
    ...(/semi[-_]space/.test(own) ? [] : [youngHeapFlag]),
    ownGarbageFlag,
    ...firstHeapFlags(maxMemoryBytes),
  ]
  const program = fileURLToPath(new URL(`./${name}${extension}`, import.meta.url))
  return fork(program, [], {
    execArgv: [...process.execArgv, ...flags],
    env: engineEnvironment(process.env, maxMemoryBytes),
    serialization: 'advanced',
    // What a model prints is no part of the report.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
}

/** One that was started ahead, and how to take it from those who watch over it. */
interface Ahead extends Started {
  readonly maxMemoryBytes: number
  readonly take: () => void
}

const start = (maxMemoryBytes: number): ChildProcess =>
  startProgram('engine-process', maxMemoryBytes)

let ahead: Ahead | null = null

/**
 * Starts an engine's process where a command line will want one, before the rest of the program is
 * loaded: the two take equally long. If nobody takes it, it ends with this process.
 */
export const startAhead = ([command, ...rest]: readonly string[]): void => {
  if (
    !['check', 'simulate'].includes(command ?? '') ||
    rest.some((it) => /^(-h|--help|--max-memory)/.test(it))
  )
    return
  const maxMemoryBytes = defaultMemoryLimit()
  const child = start(maxMemoryBytes)
  const heard: Message[] = []
  const hear = (message: Message): void => void heard.push(message)
  const kill = (): void => void child.kill('SIGKILL')
  // What fails now fails again for whoever needs it.
  const forget = (): void => {
    ahead = null
  }
  child.on('message', hear)
  child.on('error', forget)
  child.on('exit', forget)
  process.once('exit', kill)
  const ends: readonly unknown[] = [child, child.channel, child.stdout, child.stderr]
  const held = ends.filter(isHeld)
  for (const each of held) each.unref()
  const take = (): void => {
    child.off('message', hear)
    child.off('error', forget)
    child.off('exit', forget)
    process.off('exit', kill)
    for (const each of held) each.ref()
  }
  ahead = { child, heard, maxMemoryBytes, take }
}

/** What keeps this process from ending. */
interface Held {
  ref(): void
  unref(): void
}

const isHeld = (value: unknown): value is Held =>
  typeof value === 'object' && value !== null && 'unref' in value

/** An engine's process: that which was started ahead, or another one. */
export const startEngine = (maxMemoryBytes: number): Started => {
  const started = ahead
  ahead = null
  if (started?.maxMemoryBytes !== maxMemoryBytes) return { child: start(maxMemoryBytes), heard: [] }
  started.take()
  return started
}
