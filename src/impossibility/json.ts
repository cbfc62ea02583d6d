import { modelWords } from './bound.ts'
import { proseOf, scopeWords } from './prose.ts'
import type { Proof } from './proof.ts'
import type { Answer } from './solve.ts'
import { decidingViews } from './solve.ts'
import { rulesOf } from './table.ts'
import type { Task } from './task.ts'
import { faultsWords, inputsWords, viewWords } from './words.ts'

/** An answer as plain data: what a program needs to check it, and the same in words. */
export interface AnswerJson {
  /** Whether some protocol does the task. */
  readonly possible: boolean
  /** The proof that none does; null where one does. */
  readonly proof: ReturnType<typeof proofJson> | null
  /** A protocol that does; null where there is none. */
  readonly protocol: ReturnType<typeof protocolJson> | null
  /** How many runs there are. */
  readonly runs: number
  /** How many views a node may have in them. */
  readonly views: number
}

/** The answer as plain data; two equal tasks give equal data. */
export function answerJson(answer: Answer): AnswerJson {
  const { task, possible, proof, runs } = answer
  return {
    possible,
    proof: proof === null ? null : proofJson(task, proof, answer),
    protocol: possible ? protocolJson(answer) : null,
    runs: runs.length,
    views: seenViews(answer),
  }
}

/** Views in which a node has seen something. */
export function seenViews({ views }: Answer): number {
  return views.filter((view) => view.length > 0).length
}

function proofJson(task: Task, proof: Proof, answer: Answer) {
  const { faults } = task
  const cut = faults.kind === 'asynchronous' && faults.cut !== 'absent'
  return {
    conditions: task.conditions.map(({ name, text }) => ({ name, text })),
    partition: cut ? faults.meaning : null,
    model: faults,
    bound: modelWords(task),
    scope: scopeWords(task, answer.runs.length, seenViews(answer)),
    runs: proof.runs.map((run) => ({
      ...run,
      words: `${inputsWords(task, run)} ${faultsWords(task, run)}`,
    })),
    argument: proof.argument,
    words: proseOf(task, proof).map(({ label, text }) => `${label}: ${text}`),
  }
}

function protocolJson(answer: Answer) {
  const { task, protocol, views, memory } = answer
  return {
    conditions: task.conditions.map(({ name, text }) => ({ name, text })),
    model: task.faults,
    bound: modelWords(task),
    remembers: memory,
    rules: rulesOf(answer).map(({ node, when, output, does }) => ({ node, when, output, does })),
    table: decidingViews(task, views).map((view) => ({
      node: view.node,
      seen: viewWords(task, view),
      decision: protocol?.table.get(view) ?? null,
    })),
  }
}
