import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import {
  check,
  fifo,
  renderReport,
  role,
  system,
  unordered,
  type Network,
  type QueueOptions,
} from '../../src/index.ts'
import { Mailboxes } from '../../src/compile/mailboxes.ts'
import { flips } from '../../src/model/flips.ts'
import { explore } from '../../src/semantics/reference.ts'
import { isFoundOut } from '../support/found-out.ts'
import { mistakeIn } from '../support/mistake-in.ts'
import { buildSystem, systemSpec, type SystemSpec } from '../support/random-system.ts'
import { expectAgreement } from '../support/safety-agreement.ts'

/** Small random systems on queues that lose messages; half of them the oldest only. */
const queueSpec: fc.Arbitrary<SystemSpec> = fc
  .tuple(systemSpec, fc.constantFrom(1, 2))
  .map(([spec, loss]) => ({
    ...spec,
    nodes: spec.nodes.length === 1 ? [0, 1] : spec.nodes.slice(0, 2),
    network: { kind: 'fifo', loss, duplication: 0, losesHead: true },
    crashes: null,
    partitions: null,
    traitor: null,
    clients: [],
    budgets: null,
    mostSent: 2,
  }))

/** Whether losing any message of a queue would lead to other states. */
const bites = (spec: SystemSpec): boolean => {
  const found = [true, false].map((losesHead) =>
    explore(buildSystem({ ...spec, network: { ...spec.network, losesHead } }), { limit: 600 }),
  )
  return found[0]?.generated !== found[1]?.generated
}

describe('queues of which the oldest message alone is lost', () => {
  afterEach(() => {
    vi.restoreAllMocks()
  })

  test('are searched as in the reference', async () => {
    let [compared, biting] = [0, 0]
    await fc.assert(
      fc.asyncProperty(queueSpec, async (spec) => {
        if ((await expectAgreement(spec)) === null) return
        compared += 1
        if (bites(spec)) biting += 1
      }),
      { numRuns: 45 },
    )
    expect(compared).toBeGreaterThan(10)
    // Measured: in 14 of 48.
    expect(biting).toBeGreaterThan(0)
  })

  test('are told from others: an engine that goes by the oldest where any may be lost is found out', async () => {
    vi.spyOn(Mailboxes.prototype, 'losses').mockImplementation(function (this: Mailboxes, box) {
      return this.deliveries(box)
    })
    const isFound = await isFoundOut(
      fc.asyncProperty(
        queueSpec.map((spec) => ({ ...spec, network: { ...spec.network, losesHead: false } })),
        async (spec) => {
          await expectAgreement(spec)
        },
      ),
      500,
    )
    expect(isFound).toBe(true)
  })
})

const counting = (network: Network) =>
  system({
    name: 'counting',
    nodes: {
      sender: role<null, number>({
        initial: () => null,
        start: (_, { send }) => {
          for (const number of [1, 2]) send('receiver', number)
        },
      }),
      receiver: role<number[], number>({
        initial: () => [],
        receive: (got, number) => void got.push(number),
      }),
    },
    network,
    properties: ({ reachable }) => ({
      'the first comes, the second is lost before': reachable(
        ({ nodes, inFlight }) =>
          nodes.receiver.length === 0 && inFlight[0]?.message === 1 && inFlight.length === 1,
      ),
    }),
  })

test('the second of a queue is not lost before the first', async () => {
  const verdicts = []
  for (const at of ['anywhere', 'head'] as const) {
    const { properties } = await check(counting(fifo({ loss: { times: 1, at } })))
    verdicts.push(properties[0]?.verdict)
  }
  expect(verdicts).toEqual(['holds', 'violated'])
})

test('that is among the assumptions, and varied', async () => {
  const subject = counting(fifo({ loss: { times: 1, at: 'head' } }))
  const text = renderReport(await check(subject), { columns: 200 })
  expect(text).toContain('1 message at most may be lost in a run, each the oldest of its link')
  const changes = flips(subject).map(({ change }) => change)
  expect(changes).toContain('losses: of the oldest → of any')
  const bag = flips(subject).find(({ change }) => change === 'network: fifo → unordered')
  expect(bag?.system.network.kinds).toEqual([{ network: unordered({ loss: 1 }), between: null }])
  expect(flips(counting(fifo({ loss: 1 }))).map(({ assumption }) => assumption)).not.toContain(
    'losses',
  )
})

test.each([
  ['another place', { times: 1, at: 'tail' }, 'tail'],
  ['no number', { at: 'head' }, "'times'"],
  ['half a time', { times: 0.5, at: 'head' }, '0.5 is no number of times'],
])('%s is refused', async (_, loss, saying) => {
  const mistake = await mistakeIn(() => fifo({ loss } as unknown as QueueOptions))
  expect(mistake).toEqual(expect.arrayContaining([expect.stringContaining(saying)]))
})

test('a bag has no head', async () => {
  const network = { ...unordered({ loss: 1 }), losesHead: true }
  expect(await mistakeIn(() => counting(network))).toEqual(
    expect.arrayContaining([expect.stringContaining('no message is the oldest')]),
  )
})
