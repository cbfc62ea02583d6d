import type { Answer } from '../impossibility/index.ts'

/** Whether the answer is the one that the task says a theorem gives; true if it says nothing. */
export function asExpected({ task, possible }: Answer): boolean {
  return task.expected === undefined || (task.expected === 'possible') === possible
}
