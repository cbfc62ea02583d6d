import { describe, expect, test } from 'vitest'
import {
  check,
  client,
  duplicating,
  machine,
  ModelError,
  replicas,
  role,
  system,
  unordered,
  type System,
} from '../../src/index.ts'
import { setParameters } from '../../src/model/parameters.ts'

/*
 * Model files run without a type check. What does not exist, or cannot be what it is, is refused: a
 * fault that is misspelt would be no fault at all, and properties that are no table none.
 */

type Untyped = (...options: unknown[]) => unknown
const loose = { client, machine, role, system, unordered, replicas } as unknown as Record<
  'client' | 'machine' | 'role' | 'system' | 'unordered' | 'replicas',
  Untyped
>

const node = role({ initial: () => 0 })
const withSettings = (settings: object) => () =>
  loose.system({ name: 's', nodes: { node, other: node }, ...settings })
const withFaults = (faults: unknown) => withSettings({ faults })
const withRole = (settings: object) => () => loose.role({ initial: () => 0, ...settings })
const withClient = (settings: object) => () => loose.client({ near: 'node', ...settings })
type Kit = Record<string, Untyped>
const withProperty = (make: (kit: Kit) => unknown) =>
  withSettings({ properties: (kit: Kit) => ({ it: make(kit) }) })
const withMachine = (settings: object) => () =>
  loose.machine({ name: 'm', initial: () => 0, actions: {}, ...settings })

const errorOf = (make: () => unknown): ModelError => {
  try {
    make()
  } catch (error) {
    if (error instanceof ModelError) return error
    throw error
  }
  throw new Error('nothing is refused')
}

test.each<[string, () => unknown]>([
  ['faults', withSettings({ fualts: { crashes: {} } })],
  ['crashes', withFaults({ crash: {} })],
  ['restarts', withFaults({ crashes: { restart: 'never' } })],
  ['never', withFaults({ crashes: { restarts: 'nevr' } })],
  ['heals', withFaults({ partitions: { split: 'any', heal: 'never' } })],
  ["did you mean 'links'", withFaults({ partitions: { split: { linkz: [['node', 'other']] } } })],
  ['there are from, to', withFaults({ partitions: { split: { form: ['node'], to: ['other'] } } })],
  ["did you mean 'to'", withFaults({ partitions: { split: { from: ['node'], too: ['other'] } } })],
  ['dropped', withFaults({ partitions: { split: 'any', messages: 'droped' } })],
  ['patient', withSettings({ timers: 'patiant' })],
  ['strong', withSettings({ fairness: 'strng' })],
  ['delay', withSettings({ time: { delays: { min: 1, max: 2 } } })],
  ['max', withSettings({ time: { delay: { min: 1, maximum: 2 } } })],
  ['a whole number from 1 to', withSettings({ time: { delay: { min: 0, max: 0 } } })],
  ['a whole number from 0 to', withSettings({ time: { delay: { min: 0.5, max: 1 } } })],
  ['a max that is not below min', withSettings({ time: { delay: { min: 3, max: 2 } } })],
  ['a whole number from 0', withSettings({ time: { delay: { min: 1, max: 2 }, pauses: -1 } })],
  ['leave `timers` out', withSettings({ timers: 'patient', time: { delay: { min: 1, max: 2 } } })],
  [
    'retry: 5',
    () =>
      loose.system({
        name: 's',
        nodes: { node, other: client({ near: 'node', ask: [], retry: true }) },
        time: { delay: { min: 1, max: 2 } },
      }),
  ],
  [
    'give retry: true',
    () =>
      loose.system({
        name: 's',
        nodes: { node, other: client({ near: 'node', ask: [], retry: 5 }) },
      }),
  ],
  [
    'unordered({ duplication: 2 })',
    withSettings({ network: duplicating(), time: { delay: { min: 1, max: 2 } } }),
  ],
  ['internal', withSettings({ fairness: { internl: 'none' } })],
  ['deliver', withSettings({ fairness: [{ of: 'delivr', degree: 'none' }] })],
  ['degree', withSettings({ fairness: [{ of: 'deliver', degre: 'none' }] })],
  ['strong', withSettings({ fairness: [{ of: 'deliver', degree: 'strng' }] })],
  ['within', withMachine({ witin: () => true })],
  ['receive', withRole({ recieve: () => undefined })],
  [
    'receive',
    () =>
      loose.role(
        new (class {
          initial() {
            return 0
          }
          recieve() {}
        })(),
      ),
  ],
  ['when', withRole({ internal: { go: { wen: () => true, do: () => 1 } } })],
  ['when', withMachine({ actions: { go: { wen: () => true, do: () => 1 } } })],
  ['loss', () => loose.unordered({ los: 1 })],
  ['until', withClient({ ask: [{ send: 1, untill: () => true }] })],
  ['upTo', withClient({ ask: { anyOf: [], upto: 2 } })],
  ['expected', withProperty(({ always }) => always?.(() => true, { expect: 'violated' }))],
  ['violated', withProperty(({ always }) => always?.(() => true, { expected: 'violatd' }))],
  ['unless', withProperty(({ noDeadlock }) => noDeadlock?.({ unles: () => true }))],
  ['fairness', withProperty(({ eventually }) => eventually?.(() => true, { fairnes: 'none' }))],
])('a misspelt setting is refused, and the right one named: %s', (right, make) => {
  expect(errorOf(make).message).toContain(right)
})

test.each<[string, () => unknown]>([
  ['system({…}) takes its settings as an object, and was given undefined', () => loose.system()],
  ["The setting 'name' is missing", () => loose.system({ nodes: { node } })],
  ["'name' cannot be {a: 1}", withSettings({ name: { a: 1 } })],
  ["'nodes' cannot be [", () => loose.system({ name: 's', nodes: [node] })],
  ["'nodes' cannot be Map{", () => loose.system({ name: 's', nodes: new Map([['node', node]]) })],
  ["Node 'node' has no role", () => loose.system({ name: 's', nodes: { node: null } })],
  ['too many nodes', () => loose.system({ name: 's', nodes: { n: replicas(1e9, node) } })],
  ['network takes its settings as an object', withSettings({ network: 'fifo' })],
  ['\'kind\' cannot be "udp"', withSettings({ network: { kind: 'udp', loss: 0, duplication: 0 } })],
  ['-1 is no number of times', withSettings({ network: { ...unordered(), loss: -1 } })],
  ["'faults' cannot be null", withFaults(null)],
  ["'crashes' cannot be true", withFaults({ crashes: true })],
  ['\'nodes\' cannot be "node"', withFaults({ crashes: { nodes: 'node' } })],
  ['\'atStart\' cannot be "no"', withFaults({ partitions: { split: 'any', atStart: 'no' } })],
  ["The setting 'split' is missing", withFaults({ partitions: {} })],
  [
    "There is no setting 'messages'",
    withFaults({ partitions: { split: { links: [['node', 'other']], messages: 'dropped' } } }),
  ],
  [
    "There is no setting 'heals'",
    withFaults({ partitions: { split: [{ from: ['node'], to: ['other'], heals: 'never' }] } }),
  ],
  ["The setting 'to' is missing", withFaults({ partitions: { split: { from: ['node'] } } })],
  ['7 is no split', withFaults({ partitions: { split: [7] } })],
  ['5 is no split', withFaults({ partitions: { split: 5 } })],
  ['[["node"], "other"] is no split', withFaults({ partitions: { split: [['node'], 'other'] } })],
  ["'within' cannot be 5", withSettings({ within: 5 })],
  ["'properties' cannot be {", withSettings({ properties: {} })],
  ['What `properties` returns cannot be undefined', withSettings({ properties: () => undefined })],
  ['What `properties` returns cannot be Map{', withSettings({ properties: () => new Map() })],
  ['What `properties` returns cannot be null', withMachine({ properties: () => null })],
  ["The setting 'initial' is missing", () => loose.role({})],
  ["'initial' cannot be 0", () => loose.role({ initial: 0 })],
  ["'timeout' cannot be a function", withRole({ timeout: () => 1 })],
  ["'t' cannot be 5", withRole({ timeout: { t: 5 } })],
  ["'internal' cannot be [a function]", withRole({ internal: [() => 1] })],
  ["The setting 'do' is missing", withRole({ internal: { go: { when: () => true } } })],
  [
    '\'optional\' cannot be "yes"',
    withRole({ internal: { go: { do: () => 1, optional: 'yes' } } }),
  ],
  ["The setting 'initial' is missing", () => loose.machine({ name: 'm', actions: {} })],
  ["'actions' cannot be []", withMachine({ actions: [] })],
  ['A client cannot ask {', withClient({ ask: { anyOf: [], upTo: Number.NaN } })],
  ['takes its settings as an object', withClient({ ask: 5 })],
  ['A predicate cannot be undefined', withProperty(({ always }) => always?.())],
  ['A predicate cannot be undefined', withProperty(({ leadsTo }) => leadsTo?.(() => true))],
  ['A formula cannot be {}', withProperty(({ ltl }) => ltl?.({}))],
  [
    'A part of a formula is a function',
    withProperty(({ ltl }) => ltl?.((formulas: Kit) => formulas['not']?.(() => true))),
  ],
  ['is not one that the combinators made', withProperty(() => () => true)],
  [
    'the options of always takes its settings',
    withProperty(({ always }) => always?.(() => true, 5)),
  ],
])('what cannot be what it is is refused: %s', (words, make) => {
  expect(errorOf(make).message).toContain(words)
})

const running = (settings: object, faults: object = {}): System =>
  loose.system({
    name: 's',
    nodes: { node: loose.role({ initial: () => ({ a: 1 }), receive: () => {}, ...settings }) },
    faults,
    properties: ({ everyRequestAnswered }: Kit) => ({ it: everyRequestAnswered?.() }),
  }) as System
interface Context {
  readonly send: Untyped
  readonly choose: Untyped
}
const starting = (act: (context: Context) => unknown): System =>
  running({ start: (_: unknown, context: Context) => void act(context) })
const crashing = (durable: () => unknown): System => running({ durable }, { crashes: { times: 1 } })

test.each(['9'.repeat(400), '1e400', 'NaN', '0x10', '', ' 5 '])(
  'a parameter that is a number cannot be set to %j',
  (text) => {
    const error = errorOf(() => setParameters({ servers: 3 }, [['servers', text]]))
    expect(error.what).toContain("Parameter 'servers' cannot be")
    expect(error.fix).toBe('give a number; the default is servers=3')
  },
)

describe('what a handler hands over is refused where it cannot be meant', () => {
  test.each<[string, System]>([
    [
      'A message is sent to undefined, which is no node',
      starting(({ send }) => send(undefined, 1)),
    ],
    ['A message is sent to 5, which is no node', starting(({ send }) => send([5], 1))],
    [
      'A message is sent to ["node"], which is no node',
      starting(({ send }) => send([['node']], 1)),
    ],
    [
      "A message is sent to 'toString', which is no node",
      starting(({ send }) => send('toString', 1)),
    ],
    [
      'choose() takes a list of options, and was given "ab"',
      starting(({ choose }) => choose('ab')),
    ],
    ['and was given undefined', starting(({ choose }) => choose())],
    [
      '`waiting` is "ab", which is no list of ids',
      running({ operations: () => ({ waiting: 'ab' }) }),
    ],
    ['`waiting` is [1], which is no list', running({ operations: () => ({ waiting: [1] }) })],
    ['A handler returned a promise', crashing(() => Promise.resolve({}))],
    [
      'An instance of class Log',
      crashing(
        () =>
          new (class Log {
            b = 1
          })(),
      ),
    ],
    [
      'A computed field',
      crashing(() => ({
        get b() {
          return 1
        },
      })),
    ],
  ])('%s', async (words, model) => {
    await expect(check(model)).rejects.toThrow(words)
    await expect(check(model)).rejects.toBeInstanceOf(ModelError)
  })

  test('a system that only says that it is one is none', async () => {
    await expect(check({ kind: 'system' } as unknown as System)).rejects.toThrow('not a system')
  })
})
