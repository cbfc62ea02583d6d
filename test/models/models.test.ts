import { describe, expect, test } from 'vitest'
import { check, type System } from 'netsplit'
import { bundledModels, type Configuration } from '../../models/catalogue.ts'
import { between } from '../../models/cap/partition.ts'
import { isLiveness } from '../../src/model/property-kinds.ts'
import { explore } from '../../src/semantics/reference.ts'
import { build } from '../support/protocols.ts'

/**
 * What the reference explorer says of a system, in the words of the catalogue; of infinite runs,
 * what the checker says.
 */
const run = async (system: System, reductions: readonly string[]): Promise<Counts> => {
  const result = explore(system, { leaveIgnored: reductions.includes('ignored-deliveries') })
  if (result === null) throw new Error('the reference explorer gave up')
  const { states, generated, depth, shortest } = result
  const report = await check(system)
  const outcomes = system.properties.map(({ name, property }) => {
    if (isLiveness(property)) {
      const verdict = report.properties.find((each) => each.name === name)?.verdict
      return [name, { verdict, length: null }] as const
    }
    const length = shortest.get(name) ?? null
    const isFound = length !== null
    const holds = property.kind === 'reachable' ? isFound : !isFound
    return [name, { verdict: holds ? 'holds' : 'violated', length }] as const
  })
  return { distinct: states.size, generated, depth, properties: Object.fromEntries(outcomes) }
}

type Counts = Pick<Configuration, 'distinct' | 'generated' | 'depth'> & { properties: object }

const make = async (name: string, parameters: Configuration['parameters']): Promise<System> => {
  const model = bundledModels.find((it) => it.name === name)
  if (model === undefined) throw new Error(`no model ${name}`)
  return build(await model.load(), parameters)
}

const titled = (configurations: readonly Configuration[]) =>
  configurations.map((it) => [JSON.stringify(it.parameters), it] as const)

describe.each(bundledModels.map((model) => [model.name, model] as const))('%s', (_, model) => {
  const { name, about, load, configurations } = model

  test('is what the catalogue says it is', async () => {
    const system = build(await load(), {})
    expect(system).toMatchObject({ name, about })
    expect(about).toMatch(/^[^\n]{20,80}$/)
    // What comes with no parameter set is small: for the naive explorer, or, with reductions, for some seconds.
    const [preset] = configurations
    expect(preset?.slow === true ? (preset.reduced?.distinct ?? Infinity) : 0).toBeLessThan(300_000)
  })

  test.each(titled(configurations))(
    'expects with %s what the catalogue does',
    async (_, { parameters, properties }) => {
      const system = build(await load(), parameters)
      expect(Object.entries(properties).map(([name, { verdict }]) => [name, verdict])).toEqual(
        system.properties.map(({ name, property }) => [name, property.expected]),
      )
    },
  )

  test.each(titled(configurations.filter(({ slow }) => slow !== true)))(
    'comes out as expected with %s',
    async (_, { parameters, reductions, source: __, reduced: ___, ...expected }) => {
      const system = build(await load(), parameters)
      expect(await run(system, reductions)).toEqual(expected)
    },
  )

  test('names only parameters that it has', async () => {
    const { parameters = {} } = await load()
    for (const configuration of configurations) {
      expect(Object.keys(parameters)).toEqual(
        expect.arrayContaining(Object.keys(configuration.parameters)),
      )
    }
  })
})

describe('parameters that make no sense', () => {
  test('a partition that is none of the three', async () => {
    expect(() => between('never')).toThrow(/no partition 'never'[^]*none, heals, lasts/)
    await expect(make('cap-ap', { partition: '' })).rejects.toThrow(/none, heals, lasts/)
    await expect(make('cap-cp', { partition: 'Heals' })).rejects.toThrow(/none, heals, lasts/)
    await expect(make('cap-chat', { partition: 'for ever' })).rejects.toThrow(/none, heals, lasts/)
  })

  test('timers that are neither of the two', async () => {
    await expect(make('cap-ideal', { timers: 'slow' })).rejects.toThrow(/patient, any/)
  })

  test.each([
    ['dining-philosophers', { philosophers: 1 }],
    ['dining-philosophers', { philosophers: 2.5 }],
    ['two-generals', { messengers: 0 }],
    ['paxos', { servers: 0 }],
    ['two-phase-commit', { participants: -1 }],
  ])('%s with %o', async (name, parameters) => {
    await expect(make(name, parameters)).rejects.toThrow(/whole number from/)
  })
})
