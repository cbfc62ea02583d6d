import { answeredBefore, outputOf } from '../task.ts'
import type { Condition, Outcome, Task, Vocabulary } from '../task.ts'

const [writer, reader, third] = ['Writer', 'Reader', 'Third'] as const

/**
 * A register with one write and one read. With two nodes and a cut between them it cannot be both
 * available and atomic (Gilbert and Lynch 2002, Theorem 1); with three, of which any one may be cut
 * off, it can, if only the majority has to be served (Attiya, Bar-Noy and Dolev, JACM 42(1), 1995).
 */
export function register(name: string, size: 2 | 3): Task {
  const nodes = size === 2 ? [writer, reader] : [writer, reader, third]
  const alone = (node: string): string[][] => [[node], nodes.filter((other) => other !== node)]
  const cuts = size === 2 ? [[[writer], [reader]]] : nodes.map(alone)
  return {
    name,
    title:
      size === 2
        ? 'an atomic register on 2 nodes, cut or not'
        : 'an atomic register on 3 nodes, one of which may be cut off',
    story:
      'A register holds the value "old". One node may be asked, at any time, to write "new", ' +
      'another to read. A request is told to all others, who answer the sender.' +
      (size === 3
        ? ' At some moment one of the three nodes may be cut off from the other two.'
        : ''),
    nodes,
    inputs: {
      [writer]: ['write', null],
      [reader]: ['read', null],
      ...(size === 3 && { [third]: [null] }),
    },
    outputs: { [writer]: ['done'], [reader]: ['old', 'new'], ...(size === 3 && { [third]: [] }) },
    conditions: [...atomicity, size === 2 ? available : availableToMajority],
    faults: {
      kind: 'asynchronous',
      inputs: 'any time',
      hops: 2,
      answers: 'sender',
      cut: 'either',
      cuts,
      meaning: 'lost',
    },
    vocabulary,
    expected: size === 2 ? 'impossible' : 'possible',
  }
}

const vocabulary: Vocabulary = {
  input: (input) => (input === null ? 'has no request' : `has a ${input} request`),
  output: (output) => (output === 'done' ? 'reports the write done' : `returns "${output}"`),
  undecided: 'waits',
  inputLabel: (input) => input ?? 'none',
}

/** With one write and one read, atomic means just this. */
const atomicity: readonly Condition[] = [
  {
    name: 'atomicity',
    text: 'A read that is requested after the write was reported done returns the new value.',
    holds: (outcome) =>
      !answeredBefore(outcome, writer, reader) || outputOf(outcome, reader) !== 'old',
  },
  {
    name: 'validity',
    text: 'A read returns the new value only if its write has been requested.',
    holds: (outcome) => outputOf(outcome, reader) !== 'new' || writeIsRequestedBy(outcome),
  },
]

/** Whether the write was requested by the time the read returned. */
function writeIsRequestedBy({ run, decisions }: Outcome): boolean {
  const write = run.steps.findIndex((step) => step.kind === 'input' && step.node === writer)
  const read = decisions[reader]?.step ?? -1
  return write >= 0 && write <= read
}

const served = (outcome: Outcome, node: string): boolean =>
  (outcome.run.inputs[node] ?? null) === null || outputOf(outcome, node) !== null

const available: Condition = {
  name: 'availability',
  text: 'Every request is answered, whatever the network does.',
  holds: (outcome) => served(outcome, writer) && served(outcome, reader),
}

const availableToMajority: Condition = {
  name: 'availability',
  text: 'Every request to a node that is not cut off from both others is answered.',
  holds: (outcome) =>
    [writer, reader].every((node) => {
      const group = outcome.run.cut?.groups.find((members) => members.includes(node))
      return group?.length === 1 || served(outcome, node)
    }),
}
