import { check, defaultsOf, type Parameters, type System } from 'netsplit'
import { bundledModels } from '../../models/catalogue.ts'
import type { ModelModule } from '../../models/configuration.ts'
import raft, { parameters as raftParameters } from './raft-in-full.ts'
import { twoPhaseCommit } from '../symmetry/models.ts'

/** What is searched at most for a row of the table; more states are told as more. */
const maxStates = 40_000

/** A model, and how it is called in the table. */
interface Subject {
  readonly title: string
  readonly system: System
}

/** The table of what each reduction gains on each model, in Markdown. */
export const gainsTable = async (): Promise<string> => {
  const rows: (readonly string[])[] = []
  // One after the other: each has all of the memory.
  for (const subject of await subjects()) {
    // oxlint-disable-next-line no-await-in-loop
    rows.push(await rowOf(subject))
  }
  const heads = ['model', 'all', ...names.map((name) => `without \`${name}\``), 'without any']
  return [heads, ['---', ...heads.slice(1).map(() => '---:')], ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}

const names = ['ignored-deliveries', 'stale-messages', 'symmetry'] as const

/** What is set of a model so that the search without reductions ends, too. */
const smaller: Readonly<Record<string, Parameters>> = { raft: { elections: 2 } }

/** The models that come with the program, and two that gain more. */
const subjects = async (): Promise<readonly Subject[]> => {
  const bundled = bundledModels.map(async ({ name, load }) => {
    const set = smaller[name] ?? {}
    const title = [name, ...Object.entries(set).map(([key, value]) => `${key}=${value}`)].join(' ')
    return { title: `\`${title}\``, system: build(await load(), set) }
  })
  const terms = 2
  return [
    ...(await Promise.all(bundled)),
    { title: 'two-phase commit, names kept in a Set', system: twoPhaseCommit(3) },
    { title: `Raft, ${terms} terms`, system: raft({ ...raftParameters, terms }) },
  ]
}

const build = (module: ModelModule, set: Parameters): System =>
  typeof module.default === 'function'
    ? (module.default as (all: unknown) => System)({
        ...defaultsOf(module.parameters ?? {}),
        ...set,
      })
    : module.default

const rowOf = async ({ title, system }: Subject): Promise<readonly string[]> => {
  const { counts, bars } = await countsOf(system, [])
  const cells: string[] = []
  for (const name of names) {
    const bar = bars.get(name) ?? null
    // oxlint-disable-next-line no-await-in-loop
    cells.push(bar === null ? (await countsOf(system, [name])).counts : bar.replaceAll('-', ' '))
  }
  const isReduced = [...bars.values()].includes(null)
  const bare = isReduced ? (await countsOf(system, names)).counts : counts
  return [title, counts, ...cells, bare]
}

interface Counts {
  /** States and transitions. */
  readonly counts: string
  /** By reduction the kind of reason why it is not in force, or null. */
  readonly bars: ReadonlyMap<string, string | null>
}

const countsOf = async (system: System, noReduction: readonly string[]): Promise<Counts> => {
  const { states, reductions, ended } = await check(system, {
    exhaustive: true,
    maxStates,
    noReduction,
  })
  const bars = new Map(reductions.map(({ name, bar }) => [name, bar?.kind ?? null] as const))
  const [distinct, generated] = [grouped(states.distinct), grouped(states.generated)]
  // A model may have a bound of its own.
  const isWhole = ended === 'everything-seen' || ended === 'bound'
  const counts = isWhole ? `${distinct} / ${generated}` : `more than ${distinct}`
  return { counts, bars }
}

const grouped = (count: number): string => count.toLocaleString('en')
