import { asynchronousRuns } from './asynchronous-runs.ts'
import { lossyRuns } from './lossy-runs.ts'
import type { Run } from './run.ts'
import { synchronousRuns } from './synchronous-runs.ts'
import type { Task } from './task.ts'

/** A task with more runs than this is refused: its bound was meant to be smaller. */
export const runsMax = 100_000

/**
 * Every run of the task under its fault model, in a fixed order, simple ones first where that is easy.
 * @throws if there are more than {@link runsMax}.
 */
export function runsOf(task: Task): Run[] {
  const runs: Run[] = []
  for (const run of generate(task)) {
    runs.push(run)
    if (runs.length > runsMax) {
      throw new Error(
        `task ${task.name} has more than ${runsMax} runs; give it fewer nodes, inputs or messages`,
      )
    }
  }
  return runs.toSorted((one, other) => rank(one) - rank(other))
}

/** Plain runs first, so that a proof is made of them if it can: cut from the start, or not at all. */
function rank({ cut }: Run): number {
  if (cut === null) return 2
  if (cut.after > 0) return 3
  return cut.heals === null ? 0 : 1
}

function generate(task: Task): Generator<Run> {
  const model = task.faults
  switch (model.kind) {
    case 'asynchronous':
      return asynchronousRuns(task, model)
    case 'lossy link':
      return lossyRuns(task, model)
    case 'synchronous crashes':
      return synchronousRuns(task, model)
  }
}
