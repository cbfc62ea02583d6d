import { expect, test } from 'vitest'
import { machine, ModelError, role, system, unordered } from '../../src/index.ts'

/** As a model file without a type check may call it. */
const untyped = (make: (...options: never[]) => unknown, options: object): unknown =>
  make(options as never)

const node = role({ initial: () => 0 })
const withFaults = (faults: object) => () =>
  untyped(system, { name: 's', nodes: { node, other: node }, faults })

test.each<[string, () => unknown]>([
  ['faults', () => untyped(system, { name: 's', nodes: { node }, fualts: { crashes: {} } })],
  ['crashes', withFaults({ crash: {} })],
  ['restarts', withFaults({ crashes: { restart: 'never' } })],
  ['never', withFaults({ crashes: { restarts: 'nevr' } })],
  ['heals', withFaults({ partitions: { split: 'any', heal: 'never' } })],
  ['dropped', withFaults({ partitions: { split: 'any', messages: 'droped' } })],
  ['patient', () => untyped(system, { name: 's', nodes: { node }, timers: 'patiant' })],
  ['strong', () => untyped(system, { name: 's', nodes: { node }, fairness: 'strng' })],
  [
    'internal',
    () => untyped(system, { name: 's', nodes: { node }, fairness: { internl: 'none' } }),
  ],
  [
    'within',
    () => untyped(machine, { name: 'm', initial: () => 0, actions: {}, witin: () => true }),
  ],
  ['receive', () => untyped(role, { initial: () => 0, recieve: () => undefined })],
  ['loss', () => untyped(unordered, { los: 1 })],
])('a misspelt setting is refused, and the right one named: %s', (right, make) => {
  let error: unknown = null
  try {
    make()
  } catch (thrown) {
    error = thrown
  }
  expect(error).toBeInstanceOf(ModelError)
  expect(String(error)).toContain(right)
})
