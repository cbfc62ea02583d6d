import { expect, test } from 'vitest'
import { check, role, system, unordered } from 'netsplit'
import { explore } from '../../src/semantics/reference.ts'

const sender = role<{ count: number }, number>({
  initial: () => ({ count: 0 }),
  internal: {
    tick: {
      when: ({ count }) => count < 2,
      do: (state, { send }) => {
        state.count += 1
        if (state.count === 1) send('b', 1)
      },
    },
  },
})
const receiver = role<{ got: boolean }, number>({
  initial: () => ({ got: false }),
  receive: (state) => {
    state.got = true
  },
})

test('a loss is no progress, and counts only where it may happen, in nodes whose steps are not due', async () => {
  const lossy = system({
    name: 'lossy',
    nodes: { a: sender, b: receiver, c: sender },
    network: unordered({ loss: 1 }),
    faults: { crashes: { times: 1, restarts: 'never', nodes: ['b'] } },
    properties: ({ noDeadlock }) => ({ 'never stuck': noDeadlock() }),
  })
  const reference = explore(lossy, { limit: 1000 })
  const options = {
    exhaustive: true,
    noReduction: ['symmetry', 'ignored-deliveries', 'stale-messages'],
  }
  const found = await check(lossy, options)
  expect(found.states.generated).toBe(reference?.generated)
  expect(found.properties[0]).toMatchObject({ verdict: 'violated' })
  expect(found.properties[0]?.trace?.steps).toHaveLength(
    reference?.shortest.get('never stuck') ?? -1,
  )
})
