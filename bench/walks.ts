import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { median } from './results.ts'
import { buildFolder, buildUsage, here, measured, numberIn, run } from './run.ts'

/*
 * Random walks through two-phase commit: netsplit beside Quint's simulator, in one run, by turns,
 * in CPU time of whole processes.
 *
 *     npm run bench:walks                    installs Quint from npm into bench/build
 *     npm run bench:walks -- --rounds 5      more rounds
 *
 * Quint's evaluator in TypeScript: the other one is no npm package, and is loaded from elsewhere when it
 * is first used. A step of netsplit changes the state; one of Quint's may say the same thing again, and so its
 * walks never end before their bound.
 */

interface Walker {
  readonly name: string
  readonly command: readonly string[]
  /** How many steps were taken. @throws Error when something was violated, or nothing was walked */
  readonly stepsIn: (stdout: string) => number
}

const longest = 50

const netsplitWalker = (participants: number, walks: number): Walker => ({
  name: 'netsplit',
  // Status 3 is the best that walks can say of what must always be so.
  command: [
    '/bin/sh',
    '-c',
    '"$@" || [ $? -eq 3 ]',
    'walk',
    process.execPath,
    here('../dist/src/cli/main.js'),
    ...`simulate two-phase-commit --set participants=${participants}`.split(' '),
    ...`--strategy uniform --workers 1 --json --runs ${walks} --max-steps ${longest}`.split(' '),
  ],
  stepsIn: (stdout) => {
    const { walks: walked, verdict } = JSON.parse(stdout) as {
      verdict: string
      walks: { steps: number }
    }
    if (verdict !== 'incomplete') throw new Error(`netsplit says ${verdict}:\n${stdout}`)
    return walked.steps
  },
})

const quintFolder = `${buildFolder}/quint`

/** @throws Error when it cannot be installed */
const installQuint = (): string => {
  cpSync(here('peers/quint'), quintFolder, { recursive: true })
  run(['npm', 'ci', '--no-audit', '--no-fund', '--ignore-scripts'], quintFolder)
  return run([`${quintFolder}/node_modules/.bin/quint`, '--version']).stdout.trim()
}

const quintWalker = (participants: number, walks: number): Walker => {
  const text = readFileSync(here('peers/two-phase-commit.qnt'), 'utf8')
  const model = `${quintFolder}/two-phase-commit-${participants}.qnt`
  writeFileSync(model, text.replace('N: int = 5', `N: int = ${participants}`))
  return {
    name: 'Quint',
    command: [
      `${quintFolder}/node_modules/.bin/quint`,
      'run',
      model,
      ...'--backend typescript --invariant consistent --seed 1'.split(' '),
      ...`--max-samples ${walks} --max-steps ${longest}`.split(' '),
    ],
    stepsIn: (stdout) => {
      if (!stdout.includes('No violation found')) throw new Error(`Quint found one:\n${stdout}`)
      return walks * (numberIn(stdout, /average=([\d.]+)/) - 1)
    },
  }
}

const speedOf = ({ command, stepsIn }: Walker): number => {
  const { stdout, cpuSeconds } = measured(command)
  return stepsIn(stdout) / cpuSeconds
}

const rounds = Number(process.argv[process.argv.indexOf('--rounds') + 1]) || 3
buildUsage()
console.log(`two-phase commit, walks of ${longest} steps at most; Quint ${installQuint()}`)
console.log('participants  netsplit steps/s  Quint steps/s  ratio (CPU time, medians)')
for (const participants of [3, 5, 8]) {
  const walkers = [netsplitWalker(participants, 50_000), quintWalker(participants, 500)]
  const speeds = new Map<string, number[]>(walkers.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const walker of walkers) speeds.get(walker.name)?.push(speedOf(walker))
  }
  const [own = 0, other = 0] = [...speeds.values()].map(median)
  const cells = [own, other].map((speed) => Math.round(speed).toLocaleString('en-US'))
  console.log(
    `${String(participants).padStart(12)}  ${(cells[0] ?? '').padStart(16)}  ${(cells[1] ?? '').padStart(13)}  ${(own / other).toFixed(1)}`,
  )
}
