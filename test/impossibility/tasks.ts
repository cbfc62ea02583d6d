import fc from 'fast-check'
import type { Condition, FaultModel, Outcome, Task } from '../../src/impossibility/index.ts'
import { outputOf } from '../../src/impossibility/index.ts'

/**
 * Two players who cannot talk must answer alike, except that they must differ if both are asked 1: the
 * game of Clauser, Horne, Shimony and Holt. No single run can be ruled out, so a proof needs cases.
 */
export const game: Task = {
  name: 'game',
  title: 'a game that cannot always be won',
  story: 'Two players are asked 0 or 1 and answer x or y, without talking.',
  nodes: ['Ann', 'Bob'],
  inputs: { Ann: ['0', '1'], Bob: ['0', '1'] },
  outputs: { Ann: ['x', 'y'], Bob: ['x', 'y'] },
  conditions: [
    {
      name: 'win',
      text: 'Both answer, and alike, but differently if both are asked 1.',
      holds: (outcome) => {
        const [ann, bob] = [outputOf(outcome, 'Ann'), outputOf(outcome, 'Bob')]
        const differ = outcome.run.inputs['Ann'] === '1' && outcome.run.inputs['Bob'] === '1'
        return ann !== null && bob !== null && (ann === bob) !== differ
      },
    },
  ],
  faults: { kind: 'lossy link', timetable: [], losses: 0 },
  expected: 'impossible',
}

/** Fault models that leave few enough views for enumerating all decision functions. */
const faults: readonly { readonly nodes: readonly string[]; readonly model: FaultModel }[] = [
  ...[0, 1, 2].map((losses) => ({
    nodes: ['A', 'B'],
    model: {
      kind: 'lossy link',
      timetable: [
        { from: 'A', to: 'B' },
        { from: 'B', to: 'A' },
      ].slice(0, Math.max(1, losses)),
      losses,
    } as const,
  })),
  ...(['absent', 'present', 'either'] as const).flatMap((cut) =>
    (['lost', 'delayed'] as const).map((meaning) => ({
      nodes: ['A', 'B'],
      model: {
        kind: 'asynchronous',
        inputs: 'start',
        hops: 1,
        answers: 'all',
        cut,
        cuts: [[['A'], ['B']]],
        meaning,
      } as const,
    })),
  ),
  { nodes: ['A', 'B'], model: { kind: 'synchronous crashes', rounds: 1, crashes: 1 } },
  { nodes: ['A', 'B'], model: { kind: 'lossy link', timetable: [], losses: 0 } },
  {
    nodes: ['A', 'B', 'C'],
    model: { kind: 'lossy link', timetable: [{ from: 'A', to: 'C' }], losses: 1 },
  },
]

/** A small task whose conditions are tables of chance. */
export const anyTask: fc.Arbitrary<Task> = fc
  .record({
    faults: fc.constantFrom(...faults),
    inputs: fc.constantFrom<(string | null)[]>(['0', '1'], ['0', null], ['0']),
    outputs: fc.constantFrom(['x', 'y'], ['x']),
    obliged: fc.constantFrom('always', 'always', 'without loss', 'never'),
    forbidden: fc.uniqueArray(fc.nat(63), { maxLength: 40 }),
  })
  .map(({ faults: { nodes, model }, inputs, outputs, obliged, forbidden }): Task => {
    const code = (outcome: Outcome): number =>
      nodes.reduce(
        (sum, node) => {
          const input = inputs.indexOf(outcome.run.inputs[node] ?? null) === 1 ? 1 : 0
          const output = outputOf(outcome, node) ?? '-'
          return (sum * 6 + input * 3 + '-xy'.indexOf(output)) % 64
        },
        outcome.run.lost.length > 0 ? 7 : 0,
      )
    const must: Condition = {
      name: 'must decide',
      text: 'Every node with an input decides.',
      holds: (outcome) =>
        obliged === 'never' ||
        (obliged === 'without loss' && outcome.run.lost.length > 0) ||
        nodes.every((node) => {
          const crashed = outcome.run.crashes.some((crash) => crash.node === node)
          return crashed || outcome.run.inputs[node] === null || outputOf(outcome, node) !== null
        }),
    }
    const table: Condition = {
      name: 'table',
      text: 'The outcome is not forbidden.',
      holds: (outcome) => !forbidden.includes(code(outcome)),
    }
    const every = <T>(value: T): Record<string, T> =>
      Object.fromEntries(nodes.map((node) => [node, value]))
    return {
      name: 'any',
      title: 'a task of chance',
      story: '',
      nodes,
      inputs: every(inputs),
      outputs: every(outputs),
      conditions: [must, table],
      faults: model,
    }
  })
