import type { Decision, Run, Task } from '../../src/impossibility/index.ts'

/** What a node has seen after so many of its steps, as plain nested lists. */
export function seen(run: Run, node: string, steps: number): unknown {
  const own = run.steps.filter((step) => step.node === node).slice(0, steps)
  return [
    node,
    ...own.map((step) =>
      step.kind === 'input'
        ? { input: run.inputs[node] }
        : step.messages.map(({ from, sent }) => seen(run, from, sent)),
    ),
  ]
}

/** For each node and each of its steps, the view after it, as text. */
export function viewsAlong(task: Task, run: Run): Map<string, string[]> {
  return new Map(
    task.nodes.map((node) => {
      const count = run.steps.filter((step) => step.node === node).length
      const steps = Array.from({ length: count }, (_, index) => index + 1)
      return [node, steps.map((at) => JSON.stringify(seen(run, node, at)))]
    }),
  )
}

/**
 * Whether some function from views to outputs or "wait" does the task: by trying every one of them.
 * A run is looked at as soon as all its views have a value, as no later value can mend it.
 */
export function someFunctionWorks(task: Task, runs: readonly Run[]): boolean {
  const tales = runs.map((run) => ({ run, views: viewsAlong(task, run) }))
  const owner = new Map<string, string>()
  for (const { run, views } of tales) {
    for (const [node, list] of views) {
      for (const view of list) if ((run.inputs[node] ?? null) !== null) owner.set(view, node)
    }
  }
  const order = [...owner.keys()]
  const due = order.map((): Tale[] => [])
  for (const tale of tales) {
    const places = [...tale.views.values()].flat().map((view) => order.indexOf(view))
    due[Math.max(0, ...places)]?.push(tale)
  }
  const decide = new Map<string, string | null>()
  const works = ({ run, views }: Tale): boolean => {
    const decisions = Object.fromEntries(
      task.nodes.map((node) => [node, firstDecision(run, node, views.get(node) ?? [], decide)]),
    )
    return task.conditions.every((condition) => condition.holds({ run, decisions }))
  }
  const attempt = (index: number): boolean => {
    const view = order[index]
    if (view === undefined) return order.length > 0 || tales.every(works)
    return [null, ...(task.outputs[owner.get(view) ?? ''] ?? [])].some((value) => {
      decide.set(view, value)
      return (due[index] ?? []).every(works) && attempt(index + 1)
    })
  }
  return attempt(0)
}

interface Tale {
  readonly run: Run
  readonly views: ReadonlyMap<string, readonly string[]>
}

function firstDecision(
  run: Run,
  node: string,
  views: readonly string[],
  decide: ReadonlyMap<string, string | null>,
): Decision | null {
  const steps = run.steps.flatMap((step, index) => (step.node === node ? [index] : []))
  const at = views.findIndex((view) => (decide.get(view) ?? null) !== null)
  const output = decide.get(views[at] ?? '') ?? null
  return output === null ? null : { output, step: steps[at] ?? -1 }
}
