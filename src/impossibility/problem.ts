import { element } from './entry.ts'
import type { Run } from './run.ts'
import type { Condition, Decision, Task } from './task.ts'
import type { View, Views } from './view.ts'

/**
 * "Is there a decision function?" as a constraint problem: one variable per view, whose value is 0
 * for "wait" or k for the k-th output of its node; one constraint per run, listing the
 * combinations of values that satisfy every condition in it.
 */
export interface Problem {
  readonly task: Task
  /**
   * For each variable a mask of the values that it may have at all. A variable is the id of a view,
   * or of a class of views.
   */
  readonly domains: Int32Array
  /** The variables in the order in which to try them. */
  readonly order: readonly number[]
  readonly constraints: readonly Constraint[]
}

/** The values that the views of one run may take together. */
export interface Constraint {
  readonly run: Run
  readonly scope: readonly number[]
  /** Each row gives, for each variable of the scope, a mask of the values it may have in that row. */
  readonly rows: readonly Int32Array[]
}

/** A run with the views along it. */
export interface Tale {
  readonly run: Run
  readonly chains: ReadonlyMap<string, readonly View[]>
}

/** The run with its views, made by one interning table. */
export function taleOf(task: Task, views: Views, run: Run): Tale {
  return { run, chains: views.along(task.nodes, run) }
}

/** Which variable stands for a view, and what it says once the node has decided. */
export interface Encoding {
  /** Views in one class share a variable. */
  readonly variableOf: (view: View) => number
  /**
   * `stands`: a view's value is what has been decided by then, so it repeats the decision. `free`:
   * it is what an undecided node does there; after the decision it does not matter.
   */
  readonly afterwards: 'stands' | 'free'
}

/** One variable per view: the encoding in which proofs are found. */
export const everyView: Encoding = { variableOf: (view) => view.id, afterwards: 'stands' }

/** The constraint of one run. */
export function constraintOf(
  task: Task,
  tale: Tale,
  conditions: readonly Condition[],
  encoding: Encoding,
): Constraint {
  const { variableOf } = encoding
  const places = task.nodes.flatMap((node) => (tale.chains.get(node) ?? []).map(variableOf))
  const scope = [...new Set(places)]
  const slots = places.map((variable) => scope.indexOf(variable))
  const rows = new Map<string, Int32Array>()
  // One record for all behaviours: conditions are pure and keep nothing, and there are many of them.
  const decisions: Record<string, Decision | null> = {}
  const outcome = { run: tale.run, decisions }
  for (const behaviour of behavioursOf(task, tale, encoding.afterwards)) {
    for (let at = 0; at < behaviour.length; at++) {
      decisions[element(task.nodes, at)] = element(behaviour, at).decision
    }
    if (!conditions.every((condition) => condition.holds(outcome))) continue
    const row = rowOf(scope.length, slots, behaviour)
    if (row !== null) rows.set(row.join(), row)
  }
  return { run: tale.run, scope, rows: [...rows.values()] }
}

/** A mask of what a node may do at a view: only a node with a request may decide. */
export function choicesAt(task: Task, view: View): number {
  const mute = view.input === null || view.input === undefined
  return mute ? 1 : 2 ** ((task.outputs[view.node] ?? []).length + 1) - 1
}

/** What one node does along a run: a mask of values per view, and the decision that this amounts to. */
interface Behaviour {
  readonly masks: readonly number[]
  readonly decision: Decision | null
}

/** Every combination of the nodes' behaviours, "wait" first. */
function* behavioursOf(
  task: Task,
  tale: Tale,
  afterwards: Encoding['afterwards'],
): Generator<Behaviour[]> {
  const choices = task.nodes.map((node) => behavioursOfNode(task, tale, node, afterwards))
  const picks = choices.map(() => 0)
  while (true) {
    yield picks.map((pick, index) => element(element(choices, index), pick))
    let place = picks.length - 1
    while (place >= 0 && element(picks, place) + 1 === element(choices, place).length) {
      picks[place--] = 0
    }
    if (place < 0) return
    picks[place] = element(picks, place) + 1
  }
}

/** A node never decides, or decides upon some step and stands by it. */
function behavioursOfNode(
  task: Task,
  tale: Tale,
  node: string,
  afterwards: Encoding['afterwards'],
): Behaviour[] {
  const chain = tale.chains.get(node) ?? []
  const steps = tale.run.steps.flatMap((step, index) => (step.node === node ? [index] : []))
  const never: Behaviour = { masks: chain.map(() => 1), decision: null }
  const outputs = task.outputs[node] ?? []
  const decided = steps.flatMap((step, index) => {
    const place = index + 1
    const any = choicesAt(task, element(chain, place))
    if (any === 1) return []
    return outputs.map((output, number): Behaviour => {
      const value = 1 << (number + 1)
      const later = afterwards === 'stands' ? value : any
      const masks = chain.map((_, at) => (at < place ? 1 : at === place ? value : later))
      return { masks, decision: { output, step } }
    })
  })
  return [never, ...decided]
}

/** The row of a combination of behaviours; `null` if one variable would need two values. */
function rowOf(
  width: number,
  slots: readonly number[],
  behaviours: readonly Behaviour[],
): Int32Array | null {
  const row = new Int32Array(width).fill(-1)
  let place = 0
  for (const { masks } of behaviours) {
    for (const mask of masks) {
      const slot = element(slots, place++)
      const both = element(row, slot) & mask
      if (both === 0) return null
      row[slot] = both
    }
  }
  return row
}
