import { expect, test } from 'vitest'
import { check, ModelError, machine, role, system, type Fairness } from '../../src/index.ts'

test('a guard that answers a promise, or anything but true and false, is refused', async () => {
  for (const answer of [async () => false, () => 0, () => undefined]) {
    const wrong = machine({
      name: 'guarded',
      initial: () => ({ n: 0 }),
      actions: {
        go: { when: answer as unknown as () => boolean, do: (state) => void (state.n = 1) },
      },
      properties: ({ always }) => ({ 'stays 0': always(({ n }) => n === 0) }),
    })
    await expect(check(wrong)).rejects.toThrow(/A guard answered|returned a promise/)
  }
})

const throwing = (): never => {
  throw new RangeError('no idea')
}

test.each([
  [() => undefined, 'The fairness function answered undefined'],
  [throwing, 'The fairness function threw RangeError: no idea for internal'],
])('a fairness function that answers no degree is refused: %s', async (fairness, words) => {
  const node = role<number>({ initial: () => 0, internal: { tick: (n) => (n + 1) % 2 } })
  const wrong = system({
    name: 'unfair',
    nodes: { node },
    fairness: fairness as unknown as Fairness,
    properties: ({ eventually }) => ({ 'gets to 1': eventually(({ nodes }) => nodes.node === 1) }),
  })
  const told = check(wrong)
  await expect(told).rejects.toBeInstanceOf(ModelError)
  await expect(told).rejects.toThrow(words)
})

test('a predicate may print what it sees', async () => {
  const node = role<{ n: number }>({ initial: () => ({ n: 0 }) })
  const report = await check(
    system({
      name: 'printed',
      nodes: { node },
      properties: ({ always }) => ({
        'is zero': always(({ nodes }) => JSON.stringify(nodes) === '{"node":{"n":0}}'),
      }),
    }),
  )
  expect(report.verdict).toBe('holds')
})
