import { expect, test } from 'vitest'
import { cutShort } from '../../src/cli/engine-contract.ts'

test('a report on an engine that was killed keeps what was known: that there is no end of states', () => {
  const outline = { model: 'endless', parameters: {}, properties: [] }
  const last = {
    states: 7,
    transitions: 9,
    depth: 3,
    phase: 'searching',
    queue: 1,
    bytes: 1,
    seconds: 1,
    divergence: 'messages pile up',
  } as const
  const cause = { kind: 'memory', reason: 'memory ran out' } as const
  expect(cutShort(outline, last, cause)).toMatchObject({
    states: { distinct: 7 },
    incomplete: { reason: 'memory ran out; there is no end of states: messages pile up' },
  })
  expect(cutShort(outline, { ...last, divergence: null }, cause).incomplete?.reason).toBe(
    'memory ran out',
  )
})
