import { element } from './entry.ts'
import { stepsOf } from './proof.ts'
import type { Proof } from './proof.ts'
import type { Message, Run, Step } from './run.ts'
import { vocabularyOf } from './task.ts'
import type { Task } from './task.ts'

/** One line of a run when it is drawn from top to bottom. */
export type Event =
  /** Something that a node sees or does. `own`: the number of the step, or the decision after it. */
  | { readonly kind: 'label'; readonly node: string; readonly text: string; readonly own: Own }
  /** A single message that arrives (and is a step of its receiver), or is lost. */
  | { readonly kind: 'arrives'; readonly message: Message; readonly own: Own }
  | { readonly kind: 'lost'; readonly message: Message }
  /** Something that happens to the network. */
  | { readonly kind: 'network'; readonly text: string }

/** Whose history the line belongs to, and after how many of its steps. */
interface Own {
  readonly node: string
  readonly at: number
  readonly decision: boolean
}

/** What the proof knows a node to have decided in one of its runs. */
interface Known {
  readonly node: string
  readonly at: number
  readonly output: string
}

/** One run of a proof as lines: its steps, its faults, and the decisions that the proof derives. */
export function eventsOf(task: Task, proof: Proof, index: number): Event[] {
  const run = element(proof.runs, index)
  const decisions = knownDecisions(proof, index)
  const taken = new Map<string, number>()
  const events: Event[] = []
  const waiting = new Set(decisions)
  const flush = (ready: (known: Known) => boolean): void => {
    for (const known of [...waiting].filter(ready)) {
      waiting.delete(known)
      const own = { node: known.node, at: known.at, decision: true }
      events.push({ kind: 'label', node: known.node, text: known.output.toUpperCase(), own })
    }
  }
  const due = (known: Known): boolean => (taken.get(known.node) ?? 0) >= known.at
  // Where requests come at any time, what was answered before a request matters: draw it at once.
  const prompt = task.faults.kind === 'asynchronous' && task.faults.inputs === 'any time'
  events.push(...cutEvents(run, 0))
  run.steps.forEach((step, position) => {
    flush((known) => due(known) && (prompt || known.node === step.node))
    const at = (taken.get(step.node) ?? 0) + 1
    taken.set(step.node, at)
    events.push(...stepEvents(task, run, step, { node: step.node, at, decision: false }))
    if (run.cut?.heals === position + 1) flush(due)
    events.push(...cutEvents(run, position + 1))
    events.push(...lostEvents(run, step.node, at))
  })
  flush(due)
  return events
}

function stepEvents(task: Task, run: Run, step: Step, own: Own): Event[] {
  const { node } = step
  if (step.kind === 'input') {
    const text = vocabularyOf(task).inputLabel(run.inputs[node] ?? null)
    const crash = run.crashes.find((one) => one.node === node && one.round === 1)
    return [{ kind: 'label', node, text, own }, ...crashEvents(node, crash?.reaches)]
  }
  const [only] = step.messages
  if (task.faults.kind !== 'synchronous crashes') {
    if (only !== undefined) return [{ kind: 'arrives', message: only, own }]
    return [{ kind: 'label', node, text: 'nothing', own }]
  }
  const heard = step.messages.map((message) => message.from).join(' ')
  const crash = run.crashes.find((one) => one.node === node && one.round === own.at)
  const label: Event = { kind: 'label', node, text: `hears ${heard === '' ? '-' : heard}`, own }
  return [label, ...crashEvents(node, crash?.reaches)]
}

function crashEvents(node: string, reaches: readonly string[] | undefined): Event[] {
  if (reaches === undefined) return []
  return [{ kind: 'network', text: `${node} crashes, reaches ${reaches.join(' ') || 'nobody'}` }]
}

function cutEvents({ cut }: Run, position: number): Event[] {
  const events: Event[] = []
  if (cut?.after === position) events.push({ kind: 'network', text: 'cut' })
  if (cut?.heals === position) events.push({ kind: 'network', text: 'cut heals' })
  return events
}

/** Messages that this node sent upon this step and that never arrive. Crashes say so themselves. */
function lostEvents(run: Run, node: string, at: number): Event[] {
  if (run.crashes.length > 0) return []
  const lost = run.lost.filter((message) => message.from === node && message.sent === at)
  return lost.map((message) => ({ kind: 'lost', message }))
}

/** The decisions that the proof derives or carries over, each where it is known to have been made by. */
function knownDecisions(proof: Proof, index: number): Known[] {
  const known = new Map<string, Known>()
  const facts = new Map<number, readonly (string | null)[]>()
  const note = (node: string, at: number, values: readonly (string | null)[]): void => {
    const [output = null] = values
    const earlier = known.get(node)?.at ?? Infinity
    if (values.length === 1 && output !== null && at < earlier)
      known.set(node, { node, at, output })
  }
  for (const { id, run, links, concludes } of stepsOf(proof.argument)) {
    if (concludes !== null) facts.set(id, concludes.values)
    if (run !== index) continue
    for (const { step, node, at } of links) note(node, at, facts.get(step) ?? [])
    if (concludes !== null) note(concludes.node, concludes.at, concludes.values)
  }
  return [...known.values()]
}
