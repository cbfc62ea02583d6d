import { expect, test } from 'vitest'
import { check, role, system } from '../../src/index.ts'

test('a delivery that is ignored is a step, and a property of steps may forbid it', async () => {
  type State = { readonly count: number }
  const idle = { initial: (): State => ({ count: 0 }) }
  const { properties, reductions } = await check(
    system({
      name: 'every step counts',
      nodes: {
        asker: role<State, string>({ ...idle, start: (_, { send }) => send('deaf', 'hello') }),
        deaf: role<State, string>({ ...idle, receive: () => undefined }),
      },
      properties: ({ stepwise }) => ({
        'each step counts': stepwise(
          (before, after) => after.nodes.deaf.count > before.nodes.deaf.count,
        ),
      }),
    }),
  )
  // It is left out of the graph, and asked about all the same.
  expect(reductions[0]).toMatchObject({ isApplied: true, bar: null })
  expect(properties[0]?.verdict).toBe('violated')
  expect(properties[0]?.trace?.steps).toHaveLength(1)
})
