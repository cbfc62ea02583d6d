import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rulesOf, solve, taskNamed } from '../../src/impossibility/index.ts'
import { someFunctionWorks } from '../impossibility/brute-force.ts'
import { anyTask } from '../impossibility/tasks.ts'

test('four nodes, one crash: one round is not enough, two are', () => {
  for (const [name, possible] of [
    ['consensus/4-nodes-1-round', false],
    ['consensus/4-nodes-2-rounds', true],
  ] as const) {
    const task = taskNamed(name)
    if (task === undefined) throw new Error(`no task ${name}`)
    const answer = solve(task)
    expect(answer.possible).toBe(possible)
    const deciding = rulesOf(answer).filter((rule) => rule.output !== null)
    expect(deciding).toHaveLength(possible ? 3 : 0)
  }
})

test('the answer is what trying every decision function says, on thousands of tasks', () => {
  fc.assert(
    fc.property(anyTask, (task) => {
      const { possible, runs } = solve(task)
      expect(possible).toBe(someFunctionWorks(task, runs))
    }),
    { numRuns: 5000 },
  )
})
