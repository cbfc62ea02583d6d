import { expect, test } from 'vitest'
import lamportMutex from '../../bench/models/lamport-mutex.ts'
import asMachine from '../../bench/models/two-phase-commit-machine.ts'
import twoPhaseCommit from '../../models/two-phase-commit.ts'
import { check, type System } from '../../src/index.ts'
import { explore } from '../../src/semantics/reference.ts'

const counts = async (system: System): Promise<readonly number[]> => {
  const { states } = await check(system, { noReduction: ['ignored-deliveries'] })
  return [states.distinct, states.generated]
}

test('two-phase commit as a machine has the states of its nodes and messages', async () => {
  for (const participants of [2, 4]) {
    const whole = await counts(asMachine({ participants }))
    expect(whole).toEqual(await counts(twoPhaseCommit({ participants })))
  }
})

test('mutual exclusion by logical clocks has the states that a naive search finds', async () => {
  const model = lamportMutex({ processes: 2, clock: 5 })
  const { states, properties } = await check(model)
  const reference = explore(model)
  expect(states).toMatchObject({
    distinct: reference?.states.size,
    generated: reference?.generated,
    depth: reference?.depth,
  })
  expect(properties.map(({ verdict }) => verdict)).toEqual(['incomplete'])
})
