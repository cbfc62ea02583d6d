import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { buildFolder, here, measured, numberIn, run } from './run.ts'
import type { Checker } from './results.ts'
import type { Task } from './tasks.ts'

/*
 * Other explicit-state model checkers: the same state graphs and the same invariants as netsplit's
 * models, on one thread, with the fastest encoding and flags found (`peers/` says what was tried).
 * Spin and Rumur store states exactly; Stateright stores hashes of 64 bits.
 */

export interface Counts {
  readonly distinct: number
  /** The initial states and every successor, duplicates included: TLC's "states generated". */
  readonly transitions: number
}

/** A verifier for a task, built. */
export interface Verifier {
  readonly command: readonly string[]
  /** @throws Error when it did not prove the model */
  readonly read: (stdout: string) => Counts
}

export interface Peer {
  readonly checker: Checker
  /** What it calls itself. @throws Error when it is not installed */
  readonly version: () => string
  /** The verifier of a task; null where there is no model for it. */
  readonly build: (task: Task) => Verifier | null
}

const modelOf = ({ model }: Task, extension: string): string => here(`peers/${model}${extension}`)

/** An empty folder for the verifier of a task. */
const folderFor = ({ model, size }: Task, name: string): string => {
  const folder = `${buildFolder}/${name}-${model}-${size}`
  mkdirSync(folder, { recursive: true })
  return folder
}

const gcc = ['gcc', '-w', '-O3', '-march=native'] as const

const spin: Peer = {
  checker: 'Spin',
  version: () => {
    run(['gcc', '--version'])
    return /\d\S*/.exec(run(['spin', '-V']).stdout)?.[0] ?? ''
  },
  build: (task) => {
    const model = modelOf(task, '.pml')
    if (!existsSync(model)) return null
    const folder = folderFor(task, 'spin')
    run(['spin', `-DN=${task.size}`, '-a', model], folder)
    const flags = ['-DSAFETY', '-DNOREDUCE', '-DNOCOMP', '-DMEMLIM=16000']
    const order = task.suitsBreadth ? ['-DBFS'] : []
    run([...gcc, ...flags, ...order, '-o', 'pan', 'pan.c'], folder)
    // About one hash slot a state. A state without successors is no error.
    const slots = Math.max(10, Math.ceil(Math.log2(task.about)))
    // The stack is made for so deep a search at once; none goes deeper.
    const depth = Math.min(50_000, Math.ceil(2 * task.about))
    const args = [`-m${depth}`, '-E', `-w${slots}`, '-n']
    return { command: [`${folder}/pan`, ...args], read: (stdout) => spinCounts(task, stdout) }
  },
}

/** Spin begins EWD840 in one more state, from which it chooses where to begin. */
const begins: Readonly<Record<string, number>> = { ewd840: 1 }

/**
 * Reads the two counts of an exhaustive search that found no error. Spin prints eight digits of
 * a count and rounds the rest, which begins with the transitions of nine participants.
 */
const spinCounts = ({ model }: Task, stdout: string): Counts => {
  const isCut = /Search not completed|max search depth too small/.test(stdout)
  if (numberIn(stdout, /errors: (\d+)/) !== 0 || isCut) {
    throw new Error(`Spin did not prove the model:\n${stdout}`)
  }
  const more = begins[model] ?? 0
  return {
    distinct: numberIn(stdout, /(\S+) states, stored/) - more,
    transitions: numberIn(stdout, /(\S+) transitions/) - more,
  }
}

const rumur: Peer = {
  checker: 'Rumur',
  version: () => {
    run(['gcc', '--version'])
    const { stdout, stderr } = run(['rumur', '--version'])
    return /\bv?(\d\S*)/.exec(stdout + stderr)?.[1] ?? ''
  },
  build: (task) => {
    const model = modelOf(task, '.m')
    if (!existsSync(model)) return null
    const folder = folderFor(task, 'rumur')
    const text = readFileSync(model, 'utf8').replace('const N: 3;', `const N: ${task.size};`)
    writeFileSync(`${folder}/model.m`, text)
    const options = '--threads 1 --symmetry-reduction off --deadlock-detection off'
    // Without what it takes to print a counterexample it is a third faster.
    const more = ['--counterexample-trace', 'off', '--set-capacity', capacityFor(task)]
    run(['rumur', ...options.split(' '), ...more, '--output', 'model.c', 'model.m'], folder)
    run([...gcc, '-std=c11', '-mcx16', '-o', 'verifier', 'model.c', '-lpthread'], folder)
    return { command: [`${folder}/verifier`], read: (stdout) => rumurCounts(task, stdout) }
  },
}

/** The bytes that Rumur begins its set of states with. */
const capacityFor = ({ about }: Task): string => String(2 ** Math.ceil(Math.log2(about * 12)))

/** How many initial states there are, which Rumur does not count among its transitions. */
const initialStates = ({ model, size }: Task): number => (model === 'ewd840' ? size * 4 ** size : 1)

const rumurCounts = (task: Task, stdout: string): Counts => {
  if (!stdout.includes('No error found')) {
    throw new Error(`Rumur did not prove the model:\n${stdout}`)
  }
  return {
    distinct: numberIn(stdout, /Explored:\s+(\d+) states/),
    transitions: initialStates(task) + numberIn(stdout, /Explored:\s+\d+ states, (\d+) rules/),
  }
}

const crate = here('peers/stateright')
const target = `${buildFolder}/stateright`

const stateright: Peer = {
  checker: 'Stateright',
  version: () => {
    run(['cargo', '--version'])
    const build = ['cargo', 'build', '--release', '--locked', '--target-dir', target]
    run(build, crate)
    const lock = readFileSync(`${crate}/Cargo.lock`, 'utf8')
    return /name = "stateright"\nversion = "([^"]+)"/.exec(lock)?.[1] ?? ''
  },
  build: ({ model, size }) => ({
    command: [`${target}/release/peers`, model, String(size)],
    read: (stdout) => ({
      distinct: numberIn(stdout, /states (\d+)/),
      transitions: numberIn(stdout, /generated (\d+)/),
    }),
  }),
}

export const peers: readonly Peer[] = [spin, rumur, stateright]

/** Runs a verifier once. */
export const runVerifier = ({
  command,
  read,
}: Verifier): Counts & { readonly cpuSeconds: number; readonly memoryBytes: number } => {
  const { stdout, cpuSeconds, peakMemoryBytes } = measured(command)
  return { ...read(stdout), cpuSeconds, memoryBytes: peakMemoryBytes }
}
