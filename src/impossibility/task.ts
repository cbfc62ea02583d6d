import type { FaultModel } from './faults.ts'
import type { Run } from './run.ts'

/** A bounded question to all protocols at once: can any of them do this, under these faults? */
export interface Task {
  /** What it is called; no two bundled tasks share a name. */
  readonly name: string
  /** One line, no full stop. */
  readonly title: string
  /** The story, one paragraph. */
  readonly story: string
  /** The names of the nodes. */
  readonly nodes: readonly string[]
  /** The inputs each node may have; `null` is "no request". Every combination is tried. */
  readonly inputs: Readonly<Record<string, readonly (string | null)[]>>
  /** What each node may decide, what to prefer first. A node decides at most once, and only after it has its input, which must not be `null`. */
  readonly outputs: Readonly<Record<string, readonly string[]>>
  /** What is asked of every run; their names differ. */
  readonly conditions: readonly Condition[]
  /** What may go wrong, and the bound. */
  readonly faults: FaultModel
  /** How to say it. Default: plain words. */
  readonly vocabulary?: Vocabulary
  /** What a known theorem says; compared with the answer. */
  readonly expected?: 'possible' | 'impossible'
}

/** One demand on a finished run, with a name to cite. All of a task's conditions must hold. */
export interface Condition {
  /** What proofs cite it by. */
  readonly name: string
  /** A full sentence, for people. */
  readonly text: string
  /**
   * Must be pure. It may look at the run's inputs, losses, cut and crashes, at the decisions, and at
   * {@link answeredBefore}; not at the order of steps otherwise, as runs that differ only in that
   * are merged.
   */
  readonly holds: (outcome: Outcome) => boolean
}

/** A finished run together with what each node decided in it (`null`: nothing). */
export interface Outcome {
  /** What happened. */
  readonly run: Run
  /** What each node decided, by its name. */
  readonly decisions: Readonly<Record<string, Decision | null>>
}

/** A decision and the index of the step in `run.steps` upon which it was made. */
export interface Decision {
  /** One of the outputs of the node. */
  readonly output: string
  /** The index in {@link Run.steps} of the step upon which it was made. */
  readonly step: number
}

/** How to say it: phrases with the node as their subject, such as `has an order` or `confirms`. */
export interface Vocabulary {
  /** What a node is like that has this input: `has an order`. */
  readonly input: (input: string | null) => string
  /** What a node does that decides so: `confirms its order`. */
  readonly output: (output: string) => string
  /** What a node does that has not decided, or never does. */
  readonly undecided: string
  /** A label of at most 9 characters for diagrams. */
  readonly inputLabel: (input: string | null) => string
}

/** Whether `one` decided before the request of `other` was made. False if either never happened. */
export function answeredBefore(outcome: Outcome, one: string, other: string): boolean {
  const decision = outcome.decisions[one] ?? null
  const request = outcome.run.steps.findIndex(
    (step) => step.kind === 'input' && step.node === other,
  )
  return decision !== null && request >= 0 && decision.step < request
}

/** What a node decided, or `null`. */
export function outputOf(outcome: Outcome, node: string): string | null {
  return outcome.decisions[node]?.output ?? null
}

/** The task's words, or plain ones. */
export function vocabularyOf(task: Task): Vocabulary {
  return (
    task.vocabulary ?? {
      input: (input) => (input === null ? 'has no request' : `has input ${input}`),
      output: (output) => `decides ${output}`,
      undecided: 'waits',
      inputLabel: (input) => (input === null ? 'none' : input.slice(0, 9)),
    }
  )
}
