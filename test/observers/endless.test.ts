import { expect, test } from 'vitest'
import { check, observer, role, system, type Told, type Trace } from '../../src/index.ts'
import { renderItf } from '../../src/diagram/itf.ts'

const lamp = role<{ lit: boolean }>({
  initial: () => ({ lit: false }),
  internal: { press: (state) => ({ lit: !state.lit }) },
})

const pressed = (count: (seen: number, told: Told) => number) =>
  system({
    name: 'lamp',
    nodes: { lamp },
    observers: { presses: observer({ initial: () => 0, on: { step: count } }) },
    properties: ({ always, alwaysEventually }) => ({
      'pressed twice at most': always(({ observed }) => observed.presses < 3),
      'an even number of presses again and again': alwaysEventually(
        ({ observed }) => observed.presses % 2 === 0,
      ),
    }),
  })

test('an observer that counts without end is named as what grows', async () => {
  const { incomplete } = await check(
    pressed((seen) => seen + 1),
    { maxStates: 100, exhaustive: true },
  )
  expect(incomplete?.growth.map(({ component }) => component)).toEqual([
    'what observer presses knows',
  ])
})

test('formulas see observers, and a run in the format of other viewers has what they know', async () => {
  const { properties } = await check(pressed((seen) => (seen + 1) % 4))
  expect(properties.map(({ verdict }) => verdict)).toEqual(['violated', 'holds'])
  const trace = properties[0]?.trace as Trace
  const itf = renderItf(trace, 'x') as {
    vars: string[]
    states: { observed: unknown }[]
  }
  expect(itf.vars).toContain('observed')
  expect(itf.states.map(({ observed }) => observed)).toEqual(
    [0, 1, 2, 3].map((count) => ({ presses: { '#bigint': String(count) } })),
  )
})
