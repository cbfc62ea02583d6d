import { readFileSync } from 'node:fs'
import { check, defaultsOf, type System } from 'netsplit'
import { bundledGroups } from '../../models/bundled.ts'
import {
  bundledModels,
  type BundledModel,
  type Configuration,
  type ModelModule,
} from '../../models/catalogue.ts'
import { reductionNames } from '../../src/check-options.ts'
import { isLiveness } from '../../src/model/property-kinds.ts'

/** What a check visits in a moment. */
export const fewStates = 25_000

/** The bundled models that are checked in a moment with their defaults. */
export const quickModels: readonly BundledModel[] = bundledModels.filter(
  ({ configurations: [preset] }) => (preset?.reduced?.distinct ?? 0) <= fewStates,
)

/** A bundled model with some of its parameters set. */
export const build = (module: ModelModule, parameters: Configuration['parameters']): System =>
  typeof module.default === 'function'
    ? (module.default as (all: unknown) => System)({
        ...defaultsOf(module.parameters ?? {}),
        ...parameters,
      })
    : module.default

/** What a check that visits all states says of a model, in the words of the catalogue. */
export const outcomeOf = async (system: System, isReduced: boolean) => {
  const { states, properties } = await check(system, {
    exhaustive: true,
    noReduction: isReduced ? [] : reductionNames,
  })
  const { distinct, generated, depth } = states
  const outcomes = properties.map(({ name, verdict, trace }) => {
    const isInfinite = system.properties.some((it) => it.name === name && isLiveness(it.property))
    return [name, { verdict, length: isInfinite ? null : (trace?.steps.length ?? null) }] as const
  })
  return { distinct, generated, depth, properties: Object.fromEntries(outcomes) }
}

const sourceOf = ({ name }: BundledModel): string => {
  const text = readFileSync(new URL(`../../models/${name}.ts`, import.meta.url), 'utf8')
  const [, found = ''] = /\n \* Source: ([^]*?)\n \*(?:\n|\/)/.exec(text) ?? []
  return found.replaceAll(/\n \* /g, ' ')
}

const grouped = (count: number): string => count.toLocaleString('en')

const verdictsOf = ({ properties }: Configuration): string => {
  const all = Object.entries(properties)
  const broken = all.filter(([, { verdict }]) => verdict === 'violated')
  const holding = all.length - broken.length
  const lines = broken.map(([name, { length }]) =>
    length === null ? `✗ ${name}` : `✗ ${name}: ${length} steps`,
  )
  return [...(holding > 0 ? [`✓ ${holding}`] : []), ...lines].join('<br>')
}

/** What was measured by `npm run bench:protocols`. */
const measured = JSON.parse(
  readFileSync(new URL('../../docs/protocols.json', import.meta.url), 'utf8'),
) as {
  readonly machine: string
  readonly date: string
  readonly seconds: Readonly<Record<string, number | undefined>>
}

/** The configurations of which no time was measured. */
export const unmeasured = (): readonly string[] =>
  bundledModels.flatMap(({ name, configurations }) =>
    configurations
      .map(({ parameters }) => titleOf(name, parameters))
      .filter((title) => measured.seconds[title] === undefined),
  )

const titleOf = (name: string, parameters: Configuration['parameters']): string =>
  [name, ...Object.entries(parameters).map(([key, value]) => `${key}=${value}`)].join(' ')

const rowOf = (name: string, configuration: Configuration): string => {
  const { parameters, distinct, reduced, reductions, source } = configuration
  const settings = Object.entries(parameters).map(([key, value]) => `${key}=${value}`)
  const whole = reductions.length === 0 ? grouped(distinct) : ''
  const cells = [
    settings.length === 0 ? 'as it comes' : `\`${settings.join(' ')}\``,
    grouped((reduced ?? configuration).distinct),
    whole,
    verdictsOf(configuration),
    `${measured.seconds[titleOf(name, parameters)]?.toFixed(1)} s`,
    source.replace(/^own count(?:; )?/, ''),
  ]
  return `| ${cells.join(' | ')} |`
}

const entryOf = (model: BundledModel): string => {
  return [
    `### ${model.name}`,
    '',
    `${model.about.charAt(0).toUpperCase()}${model.about.slice(1)}.`,
    `Source: ${sourceOf(model)}`,
    '',
    '| parameters | states | without reductions | verdicts | time | published |',
    '| --- | ---: | ---: | --- | ---: | --- |',
    ...model.configurations.map((each) => rowOf(model.name, each)),
  ].join('\n')
}

/** The protocols that come with netsplit, group by group, with source, states and verdicts, in Markdown. */
export const protocolTables = (): string => {
  const groups = bundledGroups
    .filter(({ group }) => group !== 'CAP' && group !== 'puzzles')
    .flatMap(({ group, all }) => [
      `## ${group.charAt(0).toUpperCase()}${group.slice(1)}`,
      ...all.flatMap(({ name }) => bundledModels.filter((it) => it.name === name)).map(entryOf),
    ])
  const sum = Object.values(measured.seconds).reduce<number>((all, each) => all + (each ?? 0), 0)
  const times = `Times are those of ${measured.date}, on ${measured.machine}; all together ${Math.round(sum / 60)} minutes.`
  return [times, ...groups].join('\n\n')
}
