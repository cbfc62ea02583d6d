import { element } from './entry.ts'
import type { Tale } from './problem.ts'
import type { Run } from './run.ts'
import type { Decision, Task } from './task.ts'
import type { View, Views } from './view.ts'

/**
 * A protocol that does the task: everyone tells everyone all it has seen, and decides by this table.
 * A node that has decided stands by it.
 */
export interface Protocol {
  /** What a node that has this view has decided; `null` is "nothing yet". */
  readonly table: ReadonlyMap<View, string | null>
  /** The views that the table's views were interned in. */
  readonly views: Views
}

/** What the nodes decide in a run by the table. @throws if the table lacks a view or goes back on a decision. */
export function decisionsOf(
  task: Task,
  protocol: Protocol,
  { run, chains }: Tale,
): Record<string, Decision | null> {
  const decisionOf = (node: string): Decision | null => {
    let decision: Decision | null = null
    const steps = run.steps.flatMap((step, index) => (step.node === node ? [index] : []))
    for (const view of (chains.get(node) ?? []).slice(1)) {
      const output = protocol.table.get(view)
      if (output === undefined) throw new Error(`the table lacks a view of ${node}`)
      if (decision === null && output !== null) {
        decision = { output, step: element(steps, view.length - 1) }
      } else if (decision !== null && decision.output !== output) {
        throw new Error(`${node} goes back on its decision`)
      }
    }
    return decision
  }
  return Object.fromEntries(task.nodes.map((node) => [node, decisionOf(node)]))
}

/** A run in which a protocol breaks a condition. */
export interface Breach {
  readonly run: Run
  readonly condition: string
}

/** Run the protocol through all these runs; every condition it breaks, in order. */
export function breachesOf(task: Task, protocol: Protocol, runs: readonly Run[]): Breach[] {
  return runs.flatMap((run) => {
    const chains = protocol.views.along(task.nodes, run)
    const decisions = decisionsOf(task, protocol, { run, chains })
    const broken = task.conditions.filter((condition) => !condition.holds({ run, decisions }))
    return broken.map((condition) => ({ run, condition: condition.name }))
  })
}
