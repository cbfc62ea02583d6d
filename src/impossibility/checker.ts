import { permits } from './permits.ts'
import type { Argument, CaseSplit, Link, Proof } from './proof.ts'
import type { Run } from './run.ts'
import type { Decision, Task } from './task.ts'

type Value = string | null
type Decisions = Readonly<Record<string, Decision | null>>
type Facts = ReadonlyMap<number, { readonly view: string; readonly values: readonly Value[] }>

/**
 * What is wrong with a proof; `null` if it is right. Knows nothing of how the proof was found: it
 * replays each run, works out the views afresh, and tries all that the nodes could decide in it.
 */
export function checkProof(task: Task, { runs, argument }: Proof): string | null {
  for (const [index, run] of runs.entries()) {
    const known = task.nodes.every((node) => task.inputs[node]?.includes(run.inputs[node] ?? null))
    if (!known || !permits(task.faults, task.nodes, run)) return `run ${index + 1} is not allowed`
  }
  return argue(task, runs, argument, new Map())
}

function argue(task: Task, runs: readonly Run[], argument: Argument, given: Facts): string | null {
  const facts = new Map(given)
  for (const { id, run: index, conditions, links, concludes } of argument.steps) {
    const run = runs[index]
    if (run === undefined || facts.has(id)) return `step ${id} is malformed`
    const broken = links.find((link) => carried(facts, run, link) === undefined)
    if (broken !== undefined) return `step ${id}: ${broken.node} can tell the runs apart`
    const cited = task.conditions.filter(({ name }) => conditions.includes(name))
    const left = decisionsIn(task, run, task.nodes).filter(
      (decisions) =>
        cited.every((condition) => condition.holds({ run, decisions })) &&
        links.every((l) => carried(facts, run, l)?.includes(valueAt(run, decisions, l.node, l.at))),
    )
    if (concludes === null) return left.length > 0 ? `step ${id}: a way out is left` : null
    const { node, at, values } = concludes
    const view = viewOf(run, node, at)
    const forced = left.every((decisions) => values.includes(valueAt(run, decisions, node, at)))
    if (view === undefined || !forced) return `step ${id} does not follow`
    facts.set(id, { view, values })
  }
  const { cases } = argument
  return cases === null ? 'there is no contradiction' : argueCases(task, runs, cases, facts)
}

function argueCases(task: Task, runs: readonly Run[], split: CaseSplit, facts: Facts) {
  const { node, at } = split
  const run = runs[split.run]
  const view = run && viewOf(run, node, at)
  if (run === undefined || view === undefined) return 'the cases are malformed'
  const links = split.links.filter((link) => link.node === node && link.at === at)
  for (const value of [null, ...(task.outputs[node] ?? [])]) {
    if (links.some((link) => carried(facts, run, link)?.includes(value) === false)) continue
    const found = split.cases.find((one) => one.value === value && !facts.has(one.id))
    if (found === undefined) return `no case for ${node}: ${value}`
    const assumed = new Map(facts).set(found.id, { view, values: [value] })
    const complaint = argue(task, runs, found.argument, assumed)
    if (complaint !== null) return complaint
  }
  return null
}

/** What a link carries over, if the views are the same. */
function carried(facts: Facts, run: Run, { step, node, at }: Link): readonly Value[] | undefined {
  return facts.get(step)?.view === viewOf(run, node, at) ? facts.get(step)?.values : undefined
}

/** All that the node has seen after so many of its steps, the messages' contents written out. */
function viewOf(run: Run, node: string, at: number): string | undefined {
  const own = run.steps.filter((step) => step.node === node)
  const seen = own.slice(0, at).map((step) => {
    if (step.kind === 'input') return `has ${JSON.stringify(run.inputs[node])}`
    return `heard ${step.messages.map(({ from, sent }) => viewOf(run, from, sent)).join(' ')}`
  })
  return seen.length === at ? JSON.stringify(node) + `(${seen.join('; ')})` : undefined
}

/** Everything that these nodes could decide, each at most once and not before its request. */
function decisionsIn(task: Task, run: Run, nodes: readonly string[]): Decisions[] {
  const [node, ...rest] = nodes
  if (node === undefined) return [{}]
  const start = run.steps.findIndex((step) => step.kind === 'input' && step.node === node)
  const own = run.steps.flatMap((step, index) => {
    const may = step.node === node && index >= start && start >= 0 && run.inputs[node] !== null
    return may ? (task.outputs[node] ?? []).map((output) => ({ output, step: index })) : []
  })
  const others = decisionsIn(task, run, rest)
  return [null, ...own].flatMap((one) => others.map((more) => ({ ...more, [node]: one })))
}

function valueAt(run: Run, decisions: Decisions, node: string, at: number): Value {
  const decision = decisions[node] ?? null
  if (decision === null) return null
  const steps = run.steps.slice(0, decision.step + 1).filter((step) => step.node === node)
  return steps.length <= at ? decision.output : null
}
