import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Other explicit-state model checkers, run on two-phase commit: the same state graph and the
 * same invariant as netsplit's model, every state stored exactly, on one thread, with the
 * fastest encoding and flags found (`peers/` says what was tried).
 */
export type Peer = 'spin' | 'rumur' | 'rumur without traces'

/** Rumur can do without what it takes to print a counterexample; Spin and netsplit always can. */
export const peers: readonly Peer[] = ['spin', 'rumur', 'rumur without traces']

const programOf = (peer: Peer): string => (peer === 'spin' ? 'spin' : 'rumur')

/** A compiled verifier, in a temporary folder of its own until `discardPeer`. */
export interface BuiltPeer {
  readonly peer: Peer
  readonly participants: number
  readonly version: string
  readonly folder: string
  /** The verifier and its arguments. */
  readonly command: readonly string[]
  /** How the verifier was generated, compiled and run, for a report. */
  readonly flags: string
}

export interface PeerRun {
  readonly peer: Peer
  readonly participants: number
  /** Distinct states. */
  readonly distinct: number
  /** The initial state and every successor, duplicates included: TLC's "states generated". */
  readonly transitions: number
  /** User and system time of the verifier alone. */
  readonly cpuSeconds: number
  /** Peak resident memory of the verifier alone. */
  readonly peakMemoryBytes: number
  readonly version: string
}

/** What a peer's build leaves to run. */
interface Recipe {
  readonly command: readonly string[]
  readonly flags: string
}

/** The participants packed in one 32-bit word of the Promela model, three bits each. */
const mostParticipants = 10

const models = fileURLToPath(new URL('peers', import.meta.url))

/** Which Debian package brings a program. */
const packages: Readonly<Record<string, string>> = { spin: 'spin', rumur: 'rumur', gcc: 'gcc' }

interface Counts {
  readonly distinct: number
  readonly transitions: number
}

interface Output {
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program to its end; its output, or an error with what it wrote. */
function run(command: readonly string[], folder?: string): Output {
  const [program = '', ...args] = command
  const child = spawnSync(program, args, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, LC_ALL: 'C' },
  })
  if (child.error) {
    const missing = 'code' in child.error && child.error.code === 'ENOENT'
    const from = packages[program]
    if (missing && from !== undefined)
      throw new Error(`${program} is not installed: install the Debian package "${from}"`, {
        cause: child.error,
      })
    throw child.error
  }
  if (child.status !== 0) {
    const ending = child.signal ?? `status ${child.status}`
    throw new Error(`${command.join(' ')} ended with ${ending}:\n${child.stdout}\n${child.stderr}`)
  }
  return { stdout: child.stdout, stderr: child.stderr }
}

/** The peer's version as it states it; throws when it is not installed. */
export function peerVersion(peer: Peer): string {
  const { stdout, stderr } = run([programOf(peer), peer === 'spin' ? '-V' : '--version'])
  return /\bv?\d\S*/.exec(stdout + stderr)?.[0] ?? 'unknown'
}

/** Why the peer cannot be built here, or `undefined` when it can. */
export function whyPeerMissing(peer: Peer): string | undefined {
  try {
    peerVersion(peer)
    run(['gcc', '--version'])
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function buildSpin(participants: number, folder: string): Recipe {
  run(['spin', `-DN=${participants}`, '-a', join(models, 'two-phase-commit.pml')], folder)
  const flags = ['-O3', '-march=native', '-DSAFETY', '-DNOREDUCE', '-DNOCOMP', '-DMEMLIM=16000']
  run(['gcc', '-w', ...flags, '-o', 'pan', 'pan.c'], folder)
  // About one hash slot a state: each participant more multiplies the states by nearly 6.
  const slots = Math.max(10, Math.ceil(8.2 + 2.53 * (participants - 3)))
  const args = ['-m1000', `-w${slots}`, '-n']
  return {
    command: [join(folder, 'pan'), ...args],
    flags: `gcc ${flags.join(' ')}; pan ${args.join(' ')}`,
  }
}

function buildRumur(participants: number, folder: string, keepsTraces: boolean): Recipe {
  const model = readFileSync(join(models, 'two-phase-commit.m'), 'utf8')
  writeFileSync(join(folder, 'model.m'), model.replace('const N: 3;', `const N: ${participants};`))
  const capacity = Math.ceil(2 ** 24 * 6 ** Math.max(-1, participants - 7))
  const settings = '--threads 1 --symmetry-reduction off --deadlock-detection off'
  const traces = keepsTraces ? [] : ['--counterexample-trace', 'off']
  const options = [...settings.split(' '), ...traces, '--set-capacity', String(capacity)]
  run(['rumur', ...options, '--output', 'model.c', 'model.m'], folder)
  const flags = ['-std=c11', '-O3', '-march=native', '-mcx16']
  run(['gcc', '-w', ...flags, '-o', 'verifier', 'model.c', '-lpthread'], folder)
  return {
    command: [join(folder, 'verifier')],
    flags: `rumur ${options.join(' ')}; gcc ${flags.join(' ')}`,
  }
}

const builders: Readonly<Record<Peer, (participants: number, folder: string) => Recipe>> = {
  spin: buildSpin,
  rumur: (participants, folder) => buildRumur(participants, folder, true),
  'rumur without traces': (participants, folder) => buildRumur(participants, folder, false),
}

/** Generates and compiles a peer's verifier in a new temporary folder. */
export function buildPeer(peer: Peer, participants: number): BuiltPeer {
  if (!Number.isInteger(participants) || participants < 1 || participants > mostParticipants)
    throw new Error(`The participants must be from 1 to ${mostParticipants}, not ${participants}`)
  const version = peerVersion(peer)
  const folder = mkdtempSync(join(tmpdir(), `netsplit-${programOf(peer)}-`))
  try {
    run(['gcc', '-O2', '-o', 'usage', join(models, 'usage.c')], folder)
    return { peer, participants, version, folder, ...builders[peer](participants, folder) }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

/** Removes the folder of a compiled verifier. */
export function discardPeer(built: BuiltPeer): void {
  rmSync(built.folder, { recursive: true, force: true })
}

/** The number a pattern's first group finds in a text that must hold it. */
function numberIn(text: string, pattern: RegExp): number {
  const digits = pattern.exec(text)?.[1]
  const value = Number(digits)
  if (digits === undefined || !Number.isFinite(value))
    throw new Error(`No ${pattern} in the output of the verifier:\n${text}`)
  return value
}

/**
 * Reads the two counts of an exhaustive search that found no error. Spin prints eight digits of
 * a count and rounds the rest, which begins with the transitions of nine participants.
 */
const spinCounts = (stdout: string): Counts => {
  if (numberIn(stdout, /errors: (\d+)/) !== 0 || stdout.includes('Search not completed'))
    throw new Error(`Spin did not prove the model:\n${stdout}`)
  return {
    distinct: numberIn(stdout, /(\S+) states, stored/),
    transitions: numberIn(stdout, /(\S+) transitions/),
  }
}

const rumurCounts = (stdout: string): Counts => {
  if (!stdout.includes('No error found'))
    throw new Error(`Rumur did not prove the model:\n${stdout}`)
  // Rumur counts the successors alone: the initial state is one more.
  return {
    distinct: numberIn(stdout, /Explored:\s+(\d+) states/),
    transitions: 1 + numberIn(stdout, /Explored:\s+\d+ states, (\d+) rules/),
  }
}

const countsIn = (peer: Peer, stdout: string): Counts =>
  peer === 'spin' ? spinCounts(stdout) : rumurCounts(stdout)

/** Runs a compiled verifier once, under the operating system's accounting. */
export function runPeer(built: BuiltPeer): PeerRun {
  const { stdout, stderr } = run([join(built.folder, 'usage'), ...built.command], built.folder)
  return {
    peer: built.peer,
    participants: built.participants,
    ...countsIn(built.peer, stdout),
    cpuSeconds: numberIn(stderr, /usage (\S+) \d+\s*$/),
    peakMemoryBytes: 1024 * numberIn(stderr, /usage \S+ (\d+)\s*$/),
    version: built.version,
  }
}
