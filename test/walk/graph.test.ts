import fc from 'fast-check'
import { explore, type System } from 'netsplit'
import { describe, expect, test } from 'vitest'
import { renderDot } from '../../src/diagram/dot.ts'
import { explore as reference } from '../../src/semantics/reference.ts'
import * as storybook from '../support/storybook.ts'
import { buildSystem, systemSpec } from '../support/random-system.ts'

describe('the graph of a small system', () => {
  test('has the states of the reference, and each by a shortest walk', () => {
    let drawn = 0
    fc.assert(
      fc.property(systemSpec, (spec) => {
        const system = buildSystem(spec)
        const found = reference(system, { limit: 80 })
        const graph = explore(system).graph({ maxStates: 80 })
        expect(graph.isWhole).toBe(found !== null && found.states.size <= 80)
        if (found === null || !graph.isWhole) return
        expect(graph.states).toHaveLength(found.states.size)
        for (const [name, depth] of found.shortest) {
          const deciding = graph.states.filter(({ violates, witnesses }) =>
            [...violates, ...witnesses].includes(name),
          )
          const kind = system.properties.find((it) => it.name === name)?.property.kind
          if (kind === 'stepwise') continue
          const lengths = deciding.map(({ path }) => path.length - 1)
          expect(lengths.length === 0 ? null : Math.min(...lengths)).toBe(depth)
        }
        drawn += graph.steps.length
      }),
      { numRuns: 40 },
    )
    expect(drawn).toBeGreaterThan(20)
  })

  test('can be walked: each step leads from the one state to the other', () => {
    const walk = explore(storybook.crash)
    const { states, steps } = walk.graph()
    for (const { from, to, action } of steps) {
      const stage = walk.at(states[from]?.path ?? '')
      const ways = stage.possible.filter(({ step }) => step.action === action)
      const ends = ways.map(({ id }) => walk.take(stage, id).trace?.final.nodes)
      expect(ends).toContainEqual(states[to]?.standing.nodes)
    }
    expect(steps.length).toBeGreaterThan(states.length - 1)
  })

  test.each([
    ['healing', storybook.healing],
    ['crash', storybook.crash],
    ['machine', storybook.jugs],
  ] as readonly (readonly [string, System])[])('for Graphviz: %s', async (name, system) => {
    const text = renderDot(explore(system).graph(), system.name)
    await expect(text).toMatchFileSnapshot(`../golden/diagram/${name}.dot`)
  })
})
