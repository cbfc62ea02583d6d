import { element } from './entry.ts'
import type { Asynchronous, FaultModel, LossyLink, SynchronousCrashes } from './faults.ts'
import { separates } from './run.ts'
import type { Message, Run } from './run.ts'

/**
 * Whether a run is a complete run of the fault model, told by replaying it. Written apart from the
 * enumeration of runs and sharing no code with it: a proof rests on this, not on that.
 */
export function permits(model: FaultModel, nodes: readonly string[], run: Run): boolean {
  switch (model.kind) {
    case 'asynchronous':
      return permitsAsynchronous(model, nodes, run)
    case 'lossy link':
      return permitsLossy(model, nodes, run)
    case 'synchronous crashes':
      return permitsCrashes(model, nodes, run)
  }
}

const label = (message: Message): string => `${message.from}>${message.to}@${message.sent}`

/** Whether the lost messages are exactly these, in any order and without repetition. */
function losesExactly(run: Run, labels: readonly string[]): boolean {
  const lost = new Set(run.lost.map(label))
  const same = lost.size === run.lost.length && lost.size === labels.length
  return same && labels.every((one) => lost.has(one))
}

function permitsAsynchronous(model: Asynchronous, nodes: readonly string[], run: Run): boolean {
  if (run.crashes.length > 0 || !permitsCut(model, run)) return false
  const replay: Replay = {
    taken: new Map(nodes.map((node) => [node, 0])),
    flight: new Map(),
    waiting: new Set(nodes.filter((node) => model.inputs === 'start' || run.inputs[node] !== null)),
  }
  const possible = run.steps.every((_, index) => replayStep(model, nodes, run, index, replay))
  const { flight, waiting } = replay
  const excused = [...flight.values()].every(({ message }) =>
    stopped(run, message, run.steps.length),
  )
  return possible && waiting.size === 0 && excused && losesExactly(run, [...flight.keys()])
}

/** Where a replay has got to: steps taken, messages under way with their hops, inputs to come. */
interface Replay {
  readonly taken: Map<string, number>
  readonly flight: Map<string, { readonly message: Message; readonly hops: number }>
  readonly waiting: Set<string>
}

/** Take one step of an asynchronous run; false if it cannot happen. */
function replayStep(
  model: Asynchronous,
  nodes: readonly string[],
  run: Run,
  index: number,
  replay: Replay,
): boolean {
  const { taken, flight, waiting } = replay
  const step = element(run.steps, index)
  const steps = taken.get(step.node)
  if (steps === undefined) return false
  taken.set(step.node, steps + 1)
  let hops = model.hops
  let told = nodes.filter((node) => node !== step.node)
  if (step.kind === 'input' && !waiting.delete(step.node)) return false
  if (step.kind === 'receive') {
    const [message] = step.messages
    if (message?.to !== step.node || step.messages.length !== 1) return false
    const sent = flight.get(label(message))
    const early = model.inputs === 'start' && waiting.size > 0
    if (sent === undefined || early || stopped(run, message, index)) return false
    flight.delete(label(message))
    hops = sent.hops - 1
    if (model.answers === 'sender') told = [message.from]
  }
  if (hops <= 0) return true
  for (const to of told) {
    const message = { from: step.node, to, sent: steps + 1 }
    flight.set(label(message), { message, hops })
  }
  return true
}

function permitsCut(model: Asynchronous, { cut, steps }: Run): boolean {
  if (cut === null) return model.cut !== 'present'
  const groups = JSON.stringify(cut.groups)
  if (!model.cuts.some((one) => JSON.stringify(one) === groups)) return false
  if (cut.after < 0 || cut.after > steps.length) return false
  if (cut.heals !== null && (model.meaning !== 'delayed' || cut.heals < cut.after)) return false
  return model.cut === 'either' || (model.cut === 'present' && cut.after === 0)
}

/** Whether the cut stops this message from being received as step `index`. */
function stopped({ cut }: Run, message: Message, index: number): boolean {
  if (cut === null || !separates(cut.groups, message.from, message.to)) return false
  return index >= cut.after && (cut.heals === null || index < cut.heals)
}

function permitsLossy(model: LossyLink, nodes: readonly string[], run: Run): boolean {
  if (run.cut !== null || run.crashes.length > 0 || run.lost.length > model.losses) return false
  if (run.steps.length !== nodes.length + model.timetable.length) return false
  const inputs = nodes.every((node, index) => {
    const step = run.steps[index]
    return step?.kind === 'input' && step.node === node
  })
  const taken = new Map(nodes.map((node) => [node, 1]))
  const missing: string[] = []
  const kept = model.timetable.every(({ from, to }, index) => {
    const step = run.steps[nodes.length + index]
    if (step?.kind !== 'receive' || step.node !== to || step.messages.length > 1) return false
    const due = label({ from, to, sent: taken.get(from) ?? 0 })
    const [came] = step.messages
    if (came === undefined) missing.push(due)
    taken.set(to, (taken.get(to) ?? 0) + 1)
    return came === undefined || label(came) === due
  })
  return inputs && kept && losesExactly(run, missing)
}

function permitsCrashes(model: SynchronousCrashes, nodes: readonly string[], run: Run): boolean {
  const { crashes } = run
  const crashed = new Set(crashes.map((crash) => crash.node))
  if (run.cut !== null || crashes.length > model.crashes) return false
  if (crashed.size !== crashes.length) return false
  if (crashes.some(({ round }) => !(round >= 1 && round <= model.rounds))) return false
  const last = (node: string): number =>
    crashes.find((crash) => crash.node === node)?.round ?? Infinity
  const reached = (from: string, to: string): boolean =>
    crashes.some((crash) => crash.node === from && crash.reaches.includes(to))
  const due: string[] = nodes.map((node) => `${node} input`)
  const missing: string[] = []
  for (let round = 1; round <= model.rounds; round++) {
    for (const node of nodes) {
      if (last(node) <= round) continue
      const sent = nodes.filter((from) => from !== node && last(from) >= round)
      const came = sent.filter((from) => last(from) > round || reached(from, node))
      due.push(`${node} hears ${came.map((from) => label({ from, to: node, sent: round })).join()}`)
      for (const from of sent) {
        if (!came.includes(from)) missing.push(label({ from, to: node, sent: round }))
      }
    }
  }
  const told = run.steps.map((step) =>
    step.kind === 'input'
      ? `${step.node} input`
      : `${step.node} hears ${step.messages.map(label).join()}`,
  )
  return told.join(' ') === due.join(' ') && losesExactly(run, missing)
}
