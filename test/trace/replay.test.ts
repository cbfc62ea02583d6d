import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SafetyProperty } from '../../src/model/property.ts'
import { keyOf } from '../../src/value/key.ts'
import type { GlobalState } from '../../src/semantics/global-state.ts'
import { unpaced } from '../../src/pace/pace.ts'
import { replay, ReplayError } from '../../src/trace/replay.ts'
import { kit } from '../../src/model/property.ts'
import { ModelError, type System } from '../../src/index.ts'
import { applyChanges } from '../support/apply-changes.ts'
import { decidingRun, shortestRun } from '../support/shortest-run.ts'
import * as storybook from '../support/storybook.ts'
import { walks } from '../support/walk.ts'

const systems: readonly System[] = Object.values(storybook)

describe('replay', () => {
  test('any walk through the semantics replays', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc
          .constantFrom(...systems)
          .chain((system) => walks(system, 12).map((run) => ({ system, run }))),
        async ({ system, run }) => {
          const trace = await replay(system, run, unpaced)
          expect(trace.steps).toHaveLength(run.length - 1)
          expect(keyOf(applyChanges(trace))).toBe(
            keyOf(trace.final.nodes.map(({ state }) => state)),
          )
        },
      ),
      { numRuns: 300 },
    )
  })

  test('names the action, and prefers one that is no fault', async () => {
    const run = decidingRun(storybook.loss, propertyOf(storybook.loss))
    const property = propertyOf(storybook.loss)
    const trace = await replay(storybook.loss, run, unpaced, { property })
    expect(trace.steps.map(({ action, kind, node }) => ({ action, kind, node }))).toEqual([
      { action: 'left does "pass it on"', kind: 'internal', node: 'left' },
      { action: 'the network loses "token" from left to right', kind: 'lose', node: null },
    ])
  })

  test('tells what is sent into a cut, and what a cut loses', async () => {
    const { initial, steps, final } = await replay(
      storybook.droppedFromStart,
      decidingRun(storybook.droppedFromStart, propertyOf(storybook.droppedFromStart)),
      unpaced,
    )
    const hello = { from: 'sender', message: 'hello', sentInStep: 0 }
    expect(initial.inFlight).toEqual([{ ...hello, to: 'receiver1', id: 1, isHeld: false }])
    expect(initial.dropped).toEqual([{ ...hello, to: 'receiver2', id: 2 }])
    expect(initial.cut).toEqual({
      isOneWay: false,
      sides: [['receiver2'], ['sender', 'receiver1']],
    })
    expect(steps.map(({ cut }) => cut)).toEqual([initial.cut])
    expect(final.inFlight).toEqual([])
  })
})

describe('a run that is none is refused', () => {
  const run = decidingRun(storybook.loss, propertyOf(storybook.loss))
  const [first, second] = run as readonly [GlobalState, GlobalState]

  test('with no state at all', async () => {
    await expect(replay(storybook.loss, [], unpaced)).rejects.toThrow(ReplayError)
  })

  test('that begins elsewhere', async () => {
    await expect(replay(storybook.loss, [second], unpaced)).rejects.toThrow(/no initial state/)
  })

  test('with a wrong state: which step, and what was possible there', async () => {
    const wrong = {
      ...second,
      nodes: second.nodes.toSpliced(0, 1, { up: true, state: 7, timers: [] }),
    }
    const error = await caught(replay(storybook.loss, [first, second, wrong], unpaced))
    expect(error).not.toBeInstanceOf(ModelError)
    expect(error).toMatchObject({ name: 'ReplayError', step: 2 })
    expect(error?.message).toMatchInlineSnapshot(`
      "A run does not replay: no transition leads to the state after step 2
        This is a bug in netsplit, not in the model: please report it with the model.
        What was possible there:
          right receives "token" from left, leading to: left 0; right 1
          the network loses "token" from left to right, leading to: left 0; right 0"
    `)
  })

  test('whose end does not break the property', async () => {
    const property = propertyOf(storybook.loss)
    await expect(replay(storybook.loss, [first, second], unpaced, { property })).rejects.toThrow(
      /its end does not break the property/,
    )
  })

  test.each([
    ['never', kit.never(() => false)],
    ['reachable', kit.reachable(() => false)],
    ['stepwise', kit.stepwise(() => true)],
    ['noDeadlock', kit.noDeadlock()],
  ])('nor what a %s asks for', async (_, asked) => {
    const property = asked as SafetyProperty
    const states = [first, second]
    await expect(replay(storybook.loss, states, unpaced, { property })).rejects.toThrow(ReplayError)
  })

  test('that does not return to where it should repeat', async () => {
    await expect(replay(storybook.loss, [first, second], unpaced, { loopsTo: 0 })).rejects.toThrow(
      /does not return/,
    )
  })

  test('at which the predicate throws', async () => {
    const property = kit.always(() => {
      throw new RangeError('no')
    }) as SafetyProperty
    const error = await caught(replay(storybook.loss, [first], unpaced, { property }))
    expect(error?.cause).toBeInstanceOf(RangeError)
  })
})

test('a deadlock shows how everything stands', async () => {
  const property = kit.noDeadlock() as SafetyProperty
  const stuck = shortestRun(
    storybook.loss,
    ({ nodes, inFlight }) => nodes.every(({ state }) => state === 0) && inFlight.length === 0,
  )
  const { observations } = await replay(storybook.loss, stuck ?? [], unpaced, { property })
  expect(observations).toEqual([
    { path: 'left', value: 0 },
    { path: 'right', value: 0 },
    { path: 'inFlight', value: [] },
  ])
})

const caught = async (act: Promise<unknown>): Promise<Error | null> => {
  try {
    await act
    return null
  } catch (error) {
    return error as Error
  }
}

const propertyOf = (system: System): SafetyProperty =>
  system.properties[0]?.property as SafetyProperty
