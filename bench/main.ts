import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { chartOf } from './chart.ts'
import { compareEngines } from './engines.ts'
import { idleMemory, netsplitFor } from './netsplit.ts'
import { peers, runVerifier, type Verifier } from './peers.ts'
import {
  insistOnOneGraph,
  median,
  merged,
  type Checker,
  type Results,
  type Row,
} from './results.ts'
import { buildUsage, here } from './run.ts'
import { tableOf, withTable } from './table.ts'
import { tasks, type Task } from './tasks.ts'

/*
 * netsplit beside its peers, in one run: each round runs every checker on a task once, so that a
 * machine whose speed drifts slows all of them. Medians over the rounds, CPU time of whole processes.
 *
 *     npm run bench                  the usual tasks, in some ten minutes: writes docs/benchmarks.*
 *     npm run bench -- --quick       small ones: prints only
 *     npm run bench:large            those that take minutes; results of the others are kept
 *     --rounds 5  --only Paxos       more rounds, one family
 *     npm run bench -- --engines     two-phase commit on each engine of netsplit's own: prints only
 *     --participants 7,8  --seconds 600   other sizes, another end for each check
 */

/** A checker that took longer runs once only, in seconds. */
const longest = 20

interface Contestant {
  readonly task: Task
  readonly checker: Checker
  readonly verifier: Verifier
  /** What its process has of memory for nothing, in bytes. */
  readonly idle: number
}

const valueOf = (option: string): string | undefined => {
  const at = process.argv.indexOf(option)
  return at < 0 ? undefined : process.argv[at + 1]
}

const versions: Record<Checker, string> = {
  netsplit: `(Node ${process.versions.node})`,
  Spin: '',
  Rumur: '',
  Stateright: '',
}

const present = (): typeof peers =>
  peers.filter(({ checker, version }) => {
    try {
      versions[checker] = version()
      return true
    } catch (error) {
      versions[checker] = 'left out'
      const [why] = String(error instanceof Error ? error.message : error).split('\n')
      console.log(`${checker} is left out: ${why}`)
      return false
    }
  })

const contestantsOf = (task: Task, others: typeof peers, idle: number): readonly Contestant[] => [
  { task, checker: 'netsplit', verifier: netsplitFor(task), idle },
  ...others.flatMap((peer): readonly Contestant[] => {
    const verifier = peer.build(task)
    return verifier === null ? [] : [{ task, checker: peer.checker, verifier, idle: 0 }]
  }),
]

type Sample = ReturnType<typeof runVerifier>

const rowOf = ({ task, checker, idle }: Contestant, samples: readonly Sample[]): Row => ({
  family: task.family,
  size: task.size,
  checker,
  distinct: samples[0]?.distinct ?? 0,
  transitions: samples[0]?.transitions ?? 0,
  cpuSeconds: median(samples.map(({ cpuSeconds }) => cpuSeconds)),
  memoryBytes: median(samples.map(({ memoryBytes }) => memoryBytes)) - idle,
  runs: samples.length,
})

/** Measures a task: round by round, in turn from the first and from the last contestant. */
const measure = (contestants: readonly Contestant[], rounds: number): readonly Row[] => {
  const samples = new Map<Contestant, Sample[]>(contestants.map((each) => [each, []]))
  for (let round = 0; round < rounds; round++) {
    for (const each of round % 2 === 0 ? contestants : contestants.toReversed()) {
      const known = samples.get(each) ?? []
      if (round > 0 && (known[0]?.cpuSeconds ?? 0) > longest) continue
      known.push(runVerifier(each.verifier))
    }
  }
  const rows = contestants.map((each) => rowOf(each, samples.get(each) ?? []))
  insistOnOneGraph(rows)
  for (const { family, size, checker, cpuSeconds } of rows) {
    console.log(`${family}, ${size}: ${checker} ${cpuSeconds.toFixed(3)} s`)
  }
  return rows
}

const kind = process.argv.includes('--large')
  ? 'large'
  : process.argv.includes('--quick')
    ? 'quick'
    : 'usual'
const only = valueOf('--only')
const rounds = Number(valueOf('--rounds') ?? (kind === 'usual' ? 3 : 1))
const chosen = tasks.filter(
  (task) =>
    (task.kind === kind || (kind === 'usual' && task.kind === 'quick')) &&
    (only === undefined || task.family === only),
)
const json = here('../docs/benchmarks.json')
const document = here('../docs/benchmarks.md')

buildUsage()
if (process.argv.includes('--engines')) {
  const sizes = (valueOf('--participants') ?? '7,8,9').split(',').map(Number)
  compareEngines(sizes, Number(valueOf('--seconds') ?? 900))
  process.exit()
}
const idle = idleMemory()
const others = present()
const rows: Row[] = []
const resultsOf = (measured: readonly Row[]): Results => ({
  machine: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}`,
  date: new Date().toISOString().slice(0, 10),
  versions,
  rows: measured,
})

/** Writes what is known so far, with what an earlier run has measured, into the docs. */
const save = (now: Results): void => {
  const before = existsSync(json) ? (JSON.parse(readFileSync(json, 'utf8')) as Results) : null
  const results = merged(now, before)
  writeFileSync(json, `${JSON.stringify(results, null, 2)}\n`)
  writeFileSync(here('../docs/benchmarks.svg'), chartOf(results, 'two-phase commit'))
  writeFileSync(document, withTable(readFileSync(document, 'utf8'), tableOf(results)))
}

for (const task of chosen) {
  rows.push(...measure(contestantsOf(task, others, idle), rounds))
  if (kind !== 'quick') save(resultsOf(rows))
}
console.log(`\n${tableOf(resultsOf(rows))}`)
