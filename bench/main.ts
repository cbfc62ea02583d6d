import { cpus } from 'node:os'
import { nodeBaseline, runOwn } from './own.ts'
import { buildPeer, discardPeer, peers, runPeer, whyPeerMissing } from './peers.ts'

/*
 * netsplit beside its peers, in one run: each round runs every contestant once, so that a machine
 * whose speed drifts slows all of them. Medians over the rounds, CPU time of whole processes.
 *
 *     npm run bench [-- --rounds 5] [-- --quick]
 */

interface Sample {
  readonly distinct: number
  readonly transitions: number
  readonly cpuSeconds: number
  readonly peakMemoryBytes: number
}

interface Contestant {
  readonly task: string
  readonly name: string
  readonly run: () => Sample
  /** What the process would take for nothing, in bytes. */
  readonly baseline: number
}

const argument = (name: string, preset: number): number => {
  const at = process.argv.indexOf(name)
  return at < 0 ? preset : Number(process.argv[at + 1])
}
const isQuick = process.argv.includes('--quick')
const rounds = argument('--rounds', isQuick ? 1 : 5)
const baseline = nodeBaseline()

const own = (
  task: string,
  model: string,
  parameters: Readonly<Record<string, number>>,
): Contestant => ({ task, name: 'netsplit', baseline, run: () => runOwn(model, parameters) })

const builds = (isQuick ? [7] : [7, 8]).flatMap((participants) =>
  peers.flatMap((peer) => {
    const missing = whyPeerMissing(peer)
    if (missing === undefined) return [buildPeer(peer, participants)]
    console.log(`${peer} is left out: ${missing}`)
    return []
  }),
)

const commit = (participants: number): string => `two-phase commit, ${participants} participants`

const contestants: readonly Contestant[] = [
  ...[...new Set([7, ...builds.map(({ participants }) => participants)])].flatMap(
    (participants) => [
      own(commit(participants), 'two-phase-commit', { participants }),
      ...builds
        .filter((built) => built.participants === participants)
        .map((built) => ({
          task: commit(participants),
          name: `${built.peer} (${built.version})`,
          baseline: 0,
          run: () => runPeer(built),
        })),
    ],
  ),
  own('Paxos, 3 servers, 3 clients', 'paxos', { clients: 3 }),
  {
    task: 'Paxos, 2 clients, all deliveries: invariants',
    name: 'netsplit',
    baseline,
    run: () => runOwn('paxos', { clients: 2 }, 'safety'),
  },
  {
    task: 'Paxos, 2 clients, all deliveries: every request answered',
    name: 'netsplit',
    baseline,
    run: () => runOwn('paxos', { clients: 2 }, 'liveness'),
  },
]

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

const samples = new Map<Contestant, Sample[]>(contestants.map((each) => [each, []]))
try {
  for (let round = 0; round < rounds; round++) {
    for (const contestant of contestants) samples.get(contestant)?.push(contestant.run())
  }
} finally {
  builds.forEach(discardPeer)
}

const rows = contestants.map((contestant) => {
  const all = samples.get(contestant) ?? []
  const [first] = all
  const seconds = median(all.map(({ cpuSeconds }) => cpuSeconds))
  const memory = median(all.map(({ peakMemoryBytes }) => peakMemoryBytes)) - contestant.baseline
  return {
    ...contestant,
    distinct: first?.distinct ?? 0,
    transitions: first?.transitions ?? 0,
    seconds,
    perSecond: (first?.transitions ?? 0) / seconds,
    bytesPerState: memory / (first?.distinct ?? 1),
  }
})

const machine = `${cpus()[0]?.model.trim() ?? 'unknown processor'}, Node ${process.version}`
console.log(`${machine}; medians of ${rounds} rounds; CPU time of whole processes`)
for (const task of new Set(rows.map((row) => row.task))) {
  const group = rows.filter((row) => row.task === task)
  const counts = new Set(group.map(({ distinct, transitions }) => `${distinct}/${transitions}`))
  if (counts.size > 1) throw new Error(`${task}: the graphs differ: ${[...counts].join(', ')}`)
  const { distinct, transitions } = group[0] ?? { distinct: 0, transitions: 0 }
  console.log(
    `\n${task}: ${distinct.toLocaleString('en')} states, ${transitions.toLocaleString('en')} transitions`,
  )
  for (const row of group) {
    const ratio = row.perSecond / (group[0]?.perSecond ?? 1)
    console.log(
      `  ${row.name.padEnd(28)} ${row.seconds.toFixed(2).padStart(7)} s` +
        ` ${(row.perSecond / 1e6).toFixed(2).padStart(7)} M transitions/s` +
        ` ${row.bytesPerState.toFixed(1).padStart(7)} bytes/state` +
        (row === group[0] ? '' : `   netsplit is ${(1 / ratio).toFixed(2)} times as fast`),
    )
  }
}

const secondsOf = (task: string): number =>
  rows.find((row) => row.task.endsWith(task))?.seconds ?? Number.NaN
const ratio = secondsOf(': every request answered') / secondsOf(': invariants')
console.log(
  `\nJudging a request property takes ${ratio.toFixed(2)} times the time of the invariants.`,
)
