import { expect, test } from 'vitest'
import { bundledModels } from '../../models/catalogue.ts'
import { build, outcomeOf } from '../support/protocols.ts'

/* The protocols without reductions: other states, the same verdicts and lengths. */

const protocols = bundledModels.flatMap(({ name, load, configurations }) =>
  configurations
    .filter(({ reduced, reductions }) => reduced !== undefined && reductions.length === 0)
    .map((it) => [name, JSON.stringify(it.parameters), { load, ...it }] as const),
)

test.each(protocols)(
  '%s with %s comes out the same without reductions',
  async (_, __, { load, parameters, properties, distinct, generated, depth }) => {
    const system = build(await load(), parameters)
    expect(await outcomeOf(system, false)).toEqual({ distinct, generated, depth, properties })
  },
)
