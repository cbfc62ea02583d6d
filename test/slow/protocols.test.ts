import { expect, test } from 'vitest'
import { bundledModels } from '../../models/catalogue.ts'
import { build, fewStates, outcomeOf } from '../support/protocols.ts'

/*
 * The protocols without reductions: other states, the same verdicts and lengths. With reductions those that are too
 * large for test/models/protocols.test.ts.
 */

const protocols = bundledModels.flatMap(({ name, load, configurations }) =>
  configurations.flatMap((it) =>
    it.reduced === undefined ? [] : [{ name, load, ...it, reduced: it.reduced }],
  ),
)
const titled = <Item extends { name: string; parameters: object }>(all: readonly Item[]) =>
  all.map((it) => [it.name, JSON.stringify(it.parameters), it] as const)

test.each(titled(protocols.filter(({ reductions }) => reductions.length === 0)))(
  '%s with %s comes out the same without reductions',
  async (_, __, { load, parameters, properties, distinct, generated, depth }) => {
    const system = build(await load(), parameters)
    expect(await outcomeOf(system, false)).toEqual({ distinct, generated, depth, properties })
  },
)

test.each(titled(protocols.filter(({ reduced }) => reduced.distinct > fewStates)))(
  '%s with %s comes out as expected with reductions',
  async (_, __, { load, parameters, properties, reduced }) => {
    const system = build(await load(), parameters)
    expect(await outcomeOf(system, true)).toEqual({ ...reduced, properties })
  },
)

const published = bundledModels
  .filter(({ name }) => name === 'safra-termination')
  .flatMap(({ name, load, configurations }) =>
    configurations.flatMap((it) => (it.source.startsWith('TLC') ? [{ name, load, ...it }] : [])),
  )

test.each(titled(published))(
  '%s with %s has the published number of states',
  async (_, __, { load, parameters, properties, distinct, generated, depth }) => {
    const system = build(await load(), parameters)
    expect(await outcomeOf(system, true)).toEqual({ distinct, generated, depth, properties })
  },
)
