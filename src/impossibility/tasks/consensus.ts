import type { Task } from '../task.ts'

/**
 * Binary consensus in synchronous rounds with crashes. `crashes + 1` rounds are needed and enough:
 * Fischer and Lynch 1982, Dolev and Strong 1983; Lynch, *Distributed Algorithms*, 1996, sections 6.2
 * (FloodSet) and 6.7 (the chain argument).
 *
 * @param rounds how many rounds there are
 * @param crashes how many nodes may crash in one run
 */
export function consensus(
  name: string,
  nodes: readonly string[],
  rounds: number,
  crashes: number,
): Task {
  const values = ['0', '1']
  const every = (list: readonly string[]): Record<string, string[]> =>
    Object.fromEntries(nodes.map((node) => [node, [...list]]))
  return {
    name,
    title: `consensus, ${nodes.length} nodes, at most ${crashes} crash, ${rounds} ${rounds === 1 ? 'round' : 'rounds'}`,
    story:
      `${nodes.length} nodes each start with 0 or 1 and must agree on one of them. In each round ` +
      'everybody sends to everybody. A node that crashes may reach only some of the others in its ' +
      'last round.',
    nodes,
    inputs: every(values),
    outputs: every(values),
    conditions: [
      {
        name: 'agreement',
        text: 'No two nodes decide differently.',
        holds: ({ decisions }) =>
          new Set(Object.values(decisions).flatMap((one) => (one === null ? [] : [one.output])))
            .size <= 1,
      },
      {
        name: 'validity',
        text: 'If all start with the same value, nobody decides another.',
        holds: ({ run, decisions }) => {
          const inputs = new Set(Object.values(run.inputs))
          if (inputs.size > 1) return true
          return Object.values(decisions).every((one) => one === null || inputs.has(one.output))
        },
      },
      {
        name: 'termination',
        text: 'Every node that does not crash has decided after the last round.',
        holds: ({ run, decisions }) =>
          nodes.every(
            (node) =>
              (decisions[node] ?? null) !== null || run.crashes.some((one) => one.node === node),
          ),
      },
    ],
    faults: { kind: 'synchronous crashes', rounds, crashes },
    vocabulary: {
      input: (input) => `starts with ${input ?? 'nothing'}`,
      output: (output) => `decides ${output}`,
      undecided: 'waits',
      inputLabel: (input) => `has ${input ?? 'none'}`,
    },
    // The last survivor has nobody to disagree with, so more than n - 2 crashes cost no more rounds.
    expected: rounds > Math.min(crashes, nodes.length - 2) ? 'possible' : 'impossible',
  }
}
