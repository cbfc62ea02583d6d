import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Graph, outside } from '../../src/explore/graph.ts'
import {
  promiseOf,
  type Degree,
  type Fairness,
  type FairnessEntry,
} from '../../src/model/fairness.ts'
import { isFoundOut } from '../support/found-out.ts'
import { expectGraphAgreement, type Spoil } from '../support/liveness-agreement.ts'
import { graphSpec } from '../support/random-graph.ts'

/*
 * The comparisons of test/engine/liveness-agreement.test.ts find a judge of infinite runs out that
 * is broken on purpose.
 */

/** The same promises as a list, but for their degrees; what counts for them stays. */
const asList = (
  fairness: Fairness,
  change: (degree: Degree) => Degree,
): readonly FairnessEntry[] => [
  ...(['weak', 'strong'] as const).flatMap((degree) =>
    [true, false].map((moves): FairnessEntry => ({
      of: (action) => {
        const promise = promiseOf(fairness, action)
        return change(promise.degree) === degree && promise.moves === moves
      },
      degree,
      moves,
    })),
  ),
  { of: () => true, degree: 'none' },
]

/** A judge that takes one promise for another. */
const withDegrees =
  (change: (degree: Degree) => Degree): Spoil =>
  (grounds) => {
    const { system } = grounds
    return { ...grounds, system: { ...system, fairness: asList(system.fairness, change) } }
  }

/** A judge that sees other steps. @param change gives for each step those that take its place */
const withSteps =
  (
    change: (
      step: { source: number; target: number; label: number },
      grounds: Parameters<Spoil>[0],
    ) => readonly { target: number; label: number }[],
  ): Spoil =>
  (grounds) => {
    const { explored } = grounds
    const graph = new Graph()
    for (let source = 0; source < explored.states; source++) {
      for (let at = explored.graph.start(source); at < explored.graph.start(source + 1); at++) {
        const target = explored.graph.targets.data[at] ?? outside
        const label = explored.graph.labels.data[at] ?? 0
        const steps = change({ source, target, label }, grounds)
        for (const step of steps) graph.add(source, step.target, step.label)
      }
    }
    graph.finish(explored.states)
    return { ...grounds, explored: { ...explored, graph } }
  }

/** The first label of the same kind of action: as if fairness were promised of kinds. */
const kindOf = (label: number, { meaning }: Parameters<Spoil>[0]): number => {
  const kind = meaning.actionOf(label)?.kind
  for (let other = 0; other < label; other++) {
    if (meaning.actionOf(other)?.kind === kind) return other
  }
  return label
}

/** A judge for whom a state without a promised step cannot last: the step `never` is promised. */
const restless: Spoil = (grounds) => {
  const { explored, meaning, system } = grounds
  const never = meaning.labels
  const isPromised = (label: number, isMove: boolean): boolean => {
    const action = meaning.actionOf(label)
    if (action === null) return false
    const { degree, moves } = promiseOf(system.fairness, action)
    return degree !== 'none' && (isMove || !moves)
  }
  const graph = new Graph()
  for (let source = 0; source < explored.states; source++) {
    let rests = true
    for (let at = explored.graph.start(source); at < explored.graph.start(source + 1); at++) {
      const label = explored.graph.labels.data[at] ?? 0
      const target = explored.graph.targets.data[at] ?? outside
      rests &&= !isPromised(label, target !== source)
      graph.add(source, target, label)
    }
    if (rests) graph.add(source, outside, never)
  }
  graph.finish(explored.states)
  const added = { kind: 'internal', node: 'nobody', name: 'never' } as const
  return {
    system: {
      ...system,
      fairness: [
        { of: (action) => 'node' in action && action.node === 'nobody', degree: 'weak' },
        ...asList(system.fairness, (degree) => degree),
      ],
    },
    meaning: {
      ...meaning,
      labels: never + 1,
      actionOf: (label) => (label === never ? added : meaning.actionOf(label)),
    },
    explored: { ...explored, graph },
  }
}

describe('the comparison catches a judge', () => {
  const faults: Record<string, Spoil> = {
    'that ignores weak fairness': withDegrees((degree) => (degree === 'weak' ? 'none' : degree)),
    'that takes strong fairness for weak': withDegrees((degree) =>
      degree === 'strong' ? 'weak' : degree,
    ),
    'that takes weak fairness for strong': withDegrees((degree) =>
      degree === 'weak' ? 'strong' : degree,
    ),
    'that forgets where a run may rest': restless,
    'that forgets the steps out of the bound': withSteps(({ target, label }) =>
      target === outside ? [] : [{ target, label }],
    ),
    'that forgets the steps that change nothing': withSteps(({ source, target, label }) =>
      target === source ? [] : [{ target, label }],
    ),
    'that goes by the first way into a state': withSteps(({ source, target, label }) =>
      target > source ? [{ target, label }] : [],
    ),
    'that tells actions apart by kind only': withSteps(({ target, label }, grounds) => [
      { target, label: kindOf(label, grounds) },
    ]),
  }
  test.each(Object.entries(faults))('%s', async (_, spoil) => {
    const isFound = await isFoundOut(
      fc.asyncProperty(graphSpec, async (spec) => {
        await expectGraphAgreement(spec, spoil)
      }),
      20_000,
    )
    expect(isFound).toBe(true)
  })

  test('only if there is a fault', async () => {
    const run = await fc.check(
      fc.asyncProperty(graphSpec, async (spec) => {
        await expectGraphAgreement(spec, (grounds) => grounds)
      }),
      { numRuns: 100 },
    )
    expect(run.failed).toBe(false)
  })
})
