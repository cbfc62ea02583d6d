import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Graph, outside } from '../../src/explore/graph.ts'
import { degreeOf, type Degree } from '../../src/model/fairness.ts'
import { expectGraphAgreement, type Spoil } from '../support/liveness-agreement.ts'
import { graphSpec } from '../support/random-graph.ts'

/*
 * The comparisons of test/engine/liveness-agreement.test.ts find a judge of infinite runs out that
 * is broken on purpose.
 */

/** A judge that takes one promise for another. */
const withDegrees =
  (change: (degree: Degree) => Degree): Spoil =>
  (grounds) => {
    const { system } = grounds
    const degree = degreeOf.bind(null, system.fairness)
    return { ...grounds, system: { ...system, fairness: (action) => change(degree(action)) } }
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
  const degree = degreeOf.bind(null, system.fairness)
  const isPromised = (label: number): boolean => {
    const action = meaning.actionOf(label)
    return action !== null && degree(action) !== 'none'
  }
  const graph = new Graph()
  for (let source = 0; source < explored.states; source++) {
    let rests = true
    for (let at = explored.graph.start(source); at < explored.graph.start(source + 1); at++) {
      const label = explored.graph.labels.data[at] ?? 0
      rests &&= !isPromised(label)
      graph.add(source, explored.graph.targets.data[at] ?? outside, label)
    }
    if (rests) graph.add(source, outside, never)
  }
  graph.finish(explored.states)
  const added = { kind: 'internal', node: 'nobody', name: 'never' } as const
  return {
    system: {
      ...system,
      fairness: (action) =>
        action.kind === 'internal' && action.node === 'nobody' ? 'weak' : degree(action),
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
    const run = await fc.check(
      fc.asyncProperty(graphSpec, async (spec) => {
        await expectGraphAgreement(spec, spoil)
      }),
      { numRuns: 20_000, endOnFailure: true },
    )
    expect(run.failed).toBe(true)
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
