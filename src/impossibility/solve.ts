import { checkProof } from './checker.ts'
import { element } from './entry.ts'
import { classesOf, memories } from './memory.ts'
import type { Memory } from './memory.ts'
import { choicesAt, constraintOf, everyView, taleOf } from './problem.ts'
import type { Encoding, Problem, Tale } from './problem.ts'
import type { Proof } from './proof.ts'
import { breachesOf } from './protocol.ts'
import type { Protocol } from './protocol.ts'
import { prove } from './prove.ts'
import type { Run } from './run.ts'
import { runsOf } from './runs.ts'
import { search } from './search.ts'
import type { Assignment } from './search.ts'
import type { Task } from './task.ts'
import { validate } from './validate.ts'
import { Views } from './view.ts'
import type { View } from './view.ts'

/** The answer to a task: a protocol, or a proof that there is none. */
export interface Answer {
  /** The task that was asked. */
  readonly task: Task
  /** Whether some protocol does it. */
  readonly possible: boolean
  /** Why none does; null where one does. */
  readonly proof: Proof | null
  /** One that does; null where none does. */
  readonly protocol: Protocol | null
  /** What the protocol's table needs to remember; `null` without a protocol. */
  readonly memory: Memory | null
  /** Every run within the bound, those that differ only in the order of steps merged. */
  readonly runs: readonly Run[]
  /** Every view that occurs in some run, those before the first step included. */
  readonly views: readonly View[]
}

/** Tables up to this many rows are read as they are; longer ones are made to need less memory. */
const rowsMax = 16

/**
 * Search all protocols of a bounded task. Either the answer's protocol has been run through every
 * run, or its proof has been accepted by the independent checker.
 *
 * @throws if the task is malformed or has too many runs; the message says where and how to mend it.
 */
export function solve(task: Task): Answer {
  validate(task)
  const runs = runsOf(task)
  const views = new Views()
  const tales = runs.map((run) => taleOf(task, views, run))
  const problem = problemOf(task, tales, views.all, everyView)
  const assignment = search(problem)
  const base = { task, runs, views: views.all }
  if (assignment === null) {
    const proof = prove(problem, tales, views.all)
    const complaint = checkProof(task, proof)
    if (complaint !== null) throw new Error(`unsound proof of ${task.name}: ${complaint}`)
    return { ...base, possible: false, proof, protocol: null, memory: null }
  }
  const { protocol, memory } = readable(task, tales, views, assignment)
  const [breach] = breachesOf(task, protocol, runs)
  if (breach !== undefined)
    throw new Error(`unsound protocol for ${task.name}: ${breach.condition}`)
  return { ...base, possible: true, proof: null, protocol, memory }
}

function problemOf(
  task: Task,
  tales: readonly Tale[],
  views: readonly View[],
  encoding: Encoding,
): Problem {
  const constraints = tales.map((tale) => constraintOf(task, tale, task.conditions, encoding))
  const place = (view: View): number => task.nodes.indexOf(view.node)
  const sorted = views.toSorted((one, other) => place(one) - place(other) || one.id - other.id)
  const order = [...new Set(sorted.map(encoding.variableOf))]
  const domains = new Int32Array(order.length)
  for (const view of views) {
    const variable = encoding.variableOf(view)
    domains[variable] = element(domains, variable) | choicesAt(task, view)
  }
  return { task, domains, order, constraints }
}

/** The protocol that needs to remember least, if the one found is too long to read. */
function readable(
  task: Task,
  tales: readonly Tale[],
  views: Views,
  assignment: Assignment,
): { protocol: Protocol; memory: Memory } {
  if (decidingViews(task, views.all).length > rowsMax) {
    for (const memory of memories) {
      if (memory === 'values' && !nodesAreAlike(task)) continue
      const classes = classesOf(views.all, memory, task.faults.kind !== 'asynchronous')
      const variableOf = (view: View): number => element(classes, view.id)
      const encoding: Encoding = { variableOf, afterwards: 'free' }
      const found = search(problemOf(task, tales, views.all, encoding))
      if (found !== null) return { protocol: protocolOf(task, views, found, variableOf), memory }
    }
  }
  return { protocol: protocolOf(task, views, assignment, (view) => view.id), memory: 'everything' }
}

/** One rule for all nodes makes sense only if they may decide the same. */
function nodesAreAlike({ nodes, outputs }: Task): boolean {
  return new Set(nodes.map((node) => JSON.stringify(outputs[node]))).size === 1
}

/** The views in which a node could decide: it has a request, and a choice. */
export function decidingViews(task: Task, views: readonly View[]): View[] {
  return views.filter(({ node, input }) => {
    return input !== null && input !== undefined && (task.outputs[node] ?? []).length > 0
  })
}

function protocolOf(
  task: Task,
  views: Views,
  assignment: Assignment,
  variableOf: (view: View) => number,
): Protocol {
  const table = new Map<View, string | null>()
  // Earlier views have smaller ids, so whether a decision was made before is known by then.
  for (const view of views.all) {
    const value = element(assignment, variableOf(view))
    const made = view.earlier === null ? null : (table.get(view.earlier) ?? null)
    table.set(view, made ?? (value === 0 ? null : (task.outputs[view.node]?.[value - 1] ?? null)))
  }
  return { table, views }
}
