import { describe, expect, test } from 'vitest'
import { defaultsOf } from 'netsplit'
import { bundledModels } from '../../models/catalogue.ts'
import { choicesIn } from '../../src/model/choices.ts'
import { withParameters } from '../../src/model/parameters.ts'
import { build, fewStates, outcomeOf, unmeasured } from '../support/protocols.ts'

/*
 * The protocols too large for the naive explorer: what the engine says with its reductions; without them in
 * test/slow/protocols.test.ts.
 */

const protocols = bundledModels.flatMap(({ name, load, configurations }) =>
  configurations.flatMap((it) =>
    it.reduced === undefined ? [] : [{ name, load, ...it, reduced: it.reduced }],
  ),
)

describe('a protocol comes out as expected', () => {
  const small = protocols.filter(({ reduced }) => reduced.distinct <= fewStates)
  test.each(small.map((it) => [it.name, JSON.stringify(it.parameters), it] as const))(
    '%s with %s',
    async (_, __, { load, parameters, properties, reduced }) => {
      const system = build(await load(), parameters)
      expect(await outcomeOf(system, true)).toEqual({ ...reduced, properties })
    },
  )
})

test('each configuration has a time in docs/protocols.json, by npm run bench:protocols', () => {
  expect(unmeasured()).toEqual([])
})

test('a bug that is not known is refused with the names of those that are', async () => {
  const buggy = new Map(
    protocols.filter(({ parameters }) => 'bug' in parameters).map((it) => [it.name, it] as const),
  )
  expect(buggy.size).toBeGreaterThan(2)
  for (const { load } of buggy.values()) {
    const { parameters = {} } = await load()
    const choices = choicesIn(parameters)
    expect(() => withParameters(defaultsOf(parameters), { bug: 'typo' }, choices)).toThrow(
      /'bug' cannot be "typo"[^]*one of none, /,
    )
  }
})
