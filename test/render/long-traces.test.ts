import { describe, expect, test } from 'vitest'
import { replicas, role, system, type System, type Trace } from '../../src/index.ts'
import type { SafetyProperty } from '../../src/model/property.ts'
import { unpaced } from '../../src/pace/pace.ts'
import { renderTrace } from '../../src/render/trace-text.ts'
import { replay } from '../../src/trace/replay.ts'
import { fiveRounds, raft, secondTerm } from '../support/raft.ts'
import { decidingRun } from '../support/shortest-run.ts'
import { blocks } from '../support/blocks.ts'
import { walkBy } from '../support/walk.ts'

const style = { columns: 80, colour: false }

const propertyOf = (given: System, index: number): { name: string; property: SafetyProperty } => {
  const named = given.properties[index]
  if (named === undefined || 'fairness' in named.property) throw new Error('no such property')
  return { name: named.name, property: named.property }
}

const tellTrace = (trace: Trace, name: string, unfold = false): string =>
  renderTrace(
    trace,
    { name, kind: 'never', verdict: 'violated', expected: 'holds' },
    { ...style, unfold },
  )

const traceBy = async (
  index: number,
  script: readonly string[],
): Promise<{ trace: Trace; name: string }> => {
  const { name, property } = propertyOf(raft, index)
  return { trace: await replay(raft, walkBy(raft, script), unpaced, { property }), name }
}

const widest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length))

describe('the text of a long run', () => {
  test('tells how everything stands every so often, and at the end', async () => {
    const { trace, name } = await traceBy(0, secondTerm)
    const text = tellTrace(trace, name)
    expect(widest(text)).toBeLessThanOrEqual(80)
    await expect(text).toMatchFileSnapshot('../golden/trace/raft.txt')
  })

  test('folds equal rounds', async () => {
    const { trace, name } = await traceBy(1, fiveRounds)
    const text = tellTrace(trace, name)
    expect(widest(text)).toBeLessThanOrEqual(80)
    await expect(text).toMatchFileSnapshot('../golden/trace/raft-rounds.txt')
  })

  test('unfolded, tells every step', async () => {
    const { trace, name } = await traceBy(1, fiveRounds)
    const numbers = [...tellTrace(trace, name, true).matchAll(/^ {0,2}(\d+) /gm)].map(([, it]) =>
      Number(it),
    )
    expect(numbers).toEqual(trace.steps.map((_, index) => index + 1))
  })

  test('tells of what nests deeper with each step only what is new', async () => {
    const { name, property } = propertyOf(blocks, 0)
    const trace = await replay(blocks, decidingRun(blocks, property), unpaced, { property })
    await expect(tellTrace(trace, name)).toMatchFileSnapshot('../golden/trace/blocks.txt')
  })
})

test('a value that is put around another, or taken off, is told without it', async () => {
  const script = ['ada mines', 'ada mines', 'the last block is given up']
  const trace = await replay(blocks, walkBy(blocks, script), unpaced)
  const text = renderTrace(
    trace,
    { name: 'The run', kind: null, verdict: 'holds', expected: 'holds' },
    style,
  )
  expect(text.split('\n').slice(5)).toMatchInlineSnapshot(`
    [
      "  1   ada mines",
      "        chain: null → {by: "ada", height: 1, previous: null}",
      "        mined.ada: 0 → 1",
      "  2   ada mines",
      "        chain: (old) → {by: "ada", height: 2, previous: (old)}",
      "        mined.ada: 1 → 2",
      "  3   the last block is given up",
      "        chain: {by: "ada", height: 2, previous: (kept)} → (kept)",
      "",
    ]
  `)
})

test('what replicas have in common for the whole run is told once', async () => {
  const given = system({
    name: 'workers',
    nodes: {
      worker: replicas(
        3,
        role<{ id: string; limit: number; mode: string; done: number }>({
          initial: ({ self }) => ({ id: self, limit: 3, mode: 'strict', done: 0 }),
          internal: {
            work: { when: ({ done }) => done < 1, do: (state) => void (state.done = 1) },
          },
        }),
      ),
    },
    properties: () => ({}),
  })
  const trace = await replay(given, walkBy(given, ['worker2 does']), unpaced)
  const text = renderTrace(
    trace,
    { name: 'The run', kind: null, verdict: 'holds', expected: 'holds' },
    style,
  )
  expect(text).toMatchInlineSnapshot(`
    "The run: 1 step

          At the start
            worker1, worker2, worker3  limit: 3, mode: "strict"
            worker1  done: 0, id: "worker1"
            worker2  done: 0, id: "worker2"
            worker3  done: 0, id: "worker3"

      1   worker2 does "work"
            done: 0 → 1
    "
  `)
})
