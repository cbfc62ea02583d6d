import { inputsOf, product, subsets } from './combinations.ts'
import type { SynchronousCrashes } from './faults.ts'
import type { Crash, Message, Run, Step } from './run.ts'
import type { Task } from './task.ts'

/** Every run of the synchronous rounds with every pattern of crashes. */
export function* synchronousRuns(task: Task, model: SynchronousCrashes): Generator<Run> {
  const patterns = crashPatterns(task.nodes, model)
  for (const inputs of inputsOf(task)) {
    for (const crashes of patterns) yield synchronousRun(task.nodes, model, inputs, crashes)
  }
}

/** The run with these inputs and crashes. */
function synchronousRun(
  nodes: readonly string[],
  model: SynchronousCrashes,
  inputs: Run['inputs'],
  crashes: readonly Crash[],
): Run {
  const steps: Step[] = nodes.map((node) => ({ kind: 'input', node }))
  const lost: Message[] = []
  const fate = (node: string): Crash | undefined => crashes.find((crash) => crash.node === node)
  for (let round = 1; round <= model.rounds; round++) {
    for (const node of nodes.filter((one) => (fate(one)?.round ?? Infinity) > round)) {
      const messages: Message[] = []
      for (const from of nodes.filter((one) => one !== node)) {
        const crash = fate(from)
        const message = { from, to: node, sent: round }
        if (crash === undefined || crash.round > round) messages.push(message)
        else if (crash.round === round && crash.reaches.includes(node)) messages.push(message)
        else if (crash.round === round) lost.push(message)
      }
      steps.push({ kind: 'receive', node, messages })
    }
  }
  return { inputs, steps, lost, cut: null, crashes }
}

/** Every set of at most so many crashes; a crashing node reaches any subset of those that live on. */
function crashPatterns(nodes: readonly string[], model: SynchronousCrashes): Crash[][] {
  const rounds = Array.from({ length: model.rounds }, (_, index) => index + 1)
  return subsets(nodes)
    .filter((crashed) => crashed.length <= model.crashes)
    .toSorted((one, other) => one.length - other.length)
    .flatMap((crashed) => product(crashed.map(() => rounds)).map((when) => ({ crashed, when })))
    .flatMap(({ crashed, when }) => {
      const rest = (round: number): string[] =>
        nodes.filter((node) => {
          const place = crashed.indexOf(node)
          return place < 0 || (when[place] ?? 0) > round
        })
      const choices = crashed.map((node, index) => {
        const round = when[index] ?? 0
        return subsets(rest(round)).map((reaches): Crash => ({ node, round, reaches }))
      })
      return product(choices)
    })
}
