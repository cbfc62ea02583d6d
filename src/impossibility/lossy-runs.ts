import { inputsOf, subsets } from './combinations.ts'
import type { LossyLink } from './faults.ts'
import type { Message, Run, Step } from './run.ts'
import type { Task } from './task.ts'

/** Every run of the timetable in which no more messages are lost than may be. */
export function* lossyRuns(task: Task, model: LossyLink): Generator<Run> {
  const numbers = model.timetable.map((_, index) => index)
  const fates = subsets(numbers).filter((lost) => lost.length <= model.losses)
  // Runs in which just the last messages are lost come first, as they make the plainest chains.
  const plain = (lost: number[]): boolean =>
    lost.every((one) => one >= numbers.length - lost.length)
  fates.sort((a, b) => Number(plain(b)) - Number(plain(a)) || a.length - b.length)
  for (const inputs of inputsOf(task)) {
    for (const lost of fates) yield lossyRun(task.nodes, model, inputs, new Set(lost))
  }
}

/** The run in which exactly the messages with these places in the timetable are lost. */
function lossyRun(
  nodes: readonly string[],
  model: LossyLink,
  inputs: Run['inputs'],
  losses: ReadonlySet<number>,
): Run {
  const taken = new Map(nodes.map((node) => [node, 1]))
  const steps: Step[] = nodes.map((node) => ({ kind: 'input', node }))
  const lost: Message[] = []
  for (const [index, { from, to }] of model.timetable.entries()) {
    const message: Message = { from, to, sent: taken.get(from) ?? 0 }
    const gone = losses.has(index)
    if (gone) lost.push(message)
    // The receiver knows the timetable, so it sees that nothing came.
    steps.push({ kind: 'receive', node: to, messages: gone ? [] : [message] })
    taken.set(to, (taken.get(to) ?? 0) + 1)
  }
  return { inputs, steps, lost, cut: null, crashes: [] }
}
