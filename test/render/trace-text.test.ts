import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import { check } from '../../src/check.ts'
import { renderTrace } from '../../src/render/trace-text.ts'
import { unpaced } from '../../src/pace/pace.ts'
import { replay } from '../../src/trace/replay.ts'
import type { SafetyProperty } from '../../src/model/property.ts'
import type { System } from '../../src/index.ts'
import { decidingRun, shortestRun } from '../support/shortest-run.ts'
import * as storybook from '../support/storybook.ts'

/** The shortest run that decides the property of a system with this number, as text. */
const tell = async (
  system: System,
  index: number,
  style: { columns?: number; colour?: boolean } = {},
): Promise<string> => {
  const { name, property } = propertyOf(system, index)
  const trace = await replay(system, decidingRun(system, property), unpaced, { property })
  const verdict = property.kind === 'reachable' ? 'holds' : 'violated'
  return renderTrace(
    trace,
    { name, kind: property.kind, verdict, expected: 'holds' },
    { columns: 80, colour: false, ...style },
  )
}

const propertyOf = (system: System, index: number): { name: string; property: SafetyProperty } => {
  const named = system.properties[index]
  if (named === undefined || 'fairness' in named.property) throw new Error('no such property')
  return { name: named.name, property: named.property }
}

const widthsOf = (text: string): readonly number[] => text.split('\n').map((line) => line.length)

describe('the text of a run', () => {
  test.each([
    ['a cut from the start, messages held back', storybook.delayedFromStart, 0, 'cut-from-start'],
    ['a cut that heals', storybook.healing, 2, 'cut-heals'],
    [
      'a cut from the start, messages dropped',
      storybook.droppedFromStart,
      0,
      'cut-from-start-drops',
    ],
    ['a cut that drops messages, and heals', storybook.dropped, 1, 'cut-drops'],
    ['a one-way cut that heals', storybook.oneWay, 1, 'cut-one-way'],
    ['a crash, timers and what is durable', storybook.crash, 0, 'crash'],
    ['a message lost', storybook.loss, 0, 'loss'],
    ['a message delivered and kept', storybook.duplicate, 0, 'duplicate'],
    ['queues: a witness', storybook.queue, 0, 'queue'],
    ['choices, Maps and Sets', storybook.collections, 0, 'collections'],
    ['replicas and long payloads', storybook.longPayload, 0, 'long-payload'],
    ['a machine', storybook.jugs, 0, 'machine'],
    ['a step that breaks a stepwise property', storybook.jugs, 1, 'stepwise'],
    ['a deadlock', storybook.deadlock, 0, 'deadlock'],
  ])('%s', async (_, system, index, file) => {
    const text = await tell(system, index)
    expect(Math.max(...widthsOf(text))).toBeLessThanOrEqual(80)
    await expect(text).toMatchFileSnapshot(`../golden/trace/${file}.txt`)
  })

  test('in colour it says the same', async () => {
    const text = await tell(storybook.delayedFromStart, 0, { colour: true })
    await expect(text).toMatchFileSnapshot('../golden/trace/cut-from-start.colour.txt')
    expect(stripVTControlCharacters(text)).toBe(await tell(storybook.delayedFromStart, 0))
  })

  test('fits narrow terminals', async () => {
    const text = await tell(storybook.longPayload, 0, { columns: 50 })
    expect(Math.max(...widthsOf(text))).toBeLessThanOrEqual(50)
  })

  test.each([
    ['a request that waits for ever', 0, 'waits'],
    ['a request that is refused', 1, 'refused'],
  ])('%s', async (_, index, file) => {
    const { properties } = await check(storybook.relay)
    const property = properties[index]
    if (property === undefined || property.trace === null) throw new Error('nothing was found')
    const text = renderTrace(property.trace, property, { columns: 80, colour: false })
    await expect(text).toMatchFileSnapshot(`../golden/trace/${file}.txt`)
  })

  test('a run that is told for itself has no ending', async () => {
    const run = shortestRun(storybook.jugs, (state) => state.nodes[0]?.up === true) ?? []
    const text = renderTrace(
      await replay(storybook.jugs, run, unpaced),
      { name: 'The run that leads there', kind: null, verdict: 'incomplete', expected: 'holds' },
      { columns: 80, colour: false },
    )
    await expect(text).toMatchFileSnapshot('../golden/trace/bare.txt')
  })

  test('an infinite run: what repeats is marked', async () => {
    const { small, big } = { small: 0, big: 0 }
    const states = [
      { small, big },
      { small, big: 5 },
      { small: 3, big: 2 },
      { small, big: 2 },
      { small, big: 5 },
    ]
    const run = states.map((state) => ({
      nodes: [{ up: true, state, timers: [] }],
      inFlight: [],
      environment: {
        cut: -1,
        splits: 0,
        crashes: 0,
        disks: 0,
        losses: 0,
        duplicates: 0,
        pauses: 0,
        own: [],
      },
      observed: [],
    }))
    const context = { kind: 'eventually', verdict: 'violated', expected: 'holds' } as const
    const style = { columns: 80, colour: false }
    const loop = await replay(storybook.jugs, run, unpaced, { loopsTo: 1 })
    const name = 'the big jug holds four gallons some time'
    await expect(renderTrace(loop, { ...context, name }, style)).toMatchFileSnapshot(
      '../golden/trace/loop.txt',
    )
    const stays = await replay(storybook.jugs, run.slice(0, 2), unpaced, { loopsTo: 1 })
    await expect(renderTrace(stays, { ...context, name }, style)).toMatchFileSnapshot(
      '../golden/trace/stays.txt',
    )
  })
})
