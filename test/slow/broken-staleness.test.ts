import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ProtocolSpace } from '../../src/compile/protocol-space.ts'
import { StaleCheck } from '../../src/compile/stale-check.ts'
import type { Evidence } from '../../src/compile/stale-node.ts'
import { Reacts } from '../../src/compile/reacts.ts'
import type { StepMemo } from '../../src/compile/step-memo.ts'
import { isFoundOut } from '../support/found-out.ts'
import type { Ageing } from '../support/random-system.ts'
import { expectStaleAgreement, staleSpec } from '../support/stale-agreement.ts'

/*
 * The comparison of test/engine/stale-agreement.test.ts finds a check of stale messages out that is
 * broken on purpose.
 */

type Memo = Evidence['memos'][number]

/** What a check goes by that overlooks something. */
const overlooking = (change: (memo: StepMemo) => Partial<Memo>) => (space: ProtocolSpace) => {
  const { values, staleness, memos } = space.tables
  const spoiled = memos.map((memo): Memo => ({
    place: memo.place,
    steps: memo.steps,
    accepts: memo.accepts.bind(memo),
    results: memo.results.bind(memo),
    isStale: memo.isStale.bind(memo),
    deliveryOf: memo.deliveryOf.bind(memo),
    eventOf: memo.eventOf.bind(memo),
    kindOf: memo.kindOf.bind(memo),
    ...change(memo),
  }))
  return new StaleCheck({ values, staleness, memos: spoiled })
}

/** The steps of a node but for those of one kind. */
const without =
  (kind: number) =>
  (memo: StepMemo): Partial<Memo> => ({
    steps: {
      get size() {
        return memo.steps.size
      },
      at: (place) => {
        const step = memo.steps.at(place)
        return memo.kindOf(step.second) === kind ? { ...step, answer: [] } : step
      },
    },
  })

/** Systems in which nothing but a delivery leads a node back to where a message matters again. */
const byDeliveries = staleSpec.map((spec) => ({
  ...spec,
  ages: 'turns back' as const,
  roles: spec.roles.map((role) => ({
    ...role,
    timeout: role.timeout.map(() => []),
    internal: [],
  })),
  crashes: null,
}))

/** Systems whose nodes come back to where messages matter again. */
const ageing = (ages: Ageing): typeof staleSpec => staleSpec.map((spec) => ({ ...spec, ages }))

describe('the comparison catches a check of stale messages', () => {
  test.each(
    Object.entries<[ReturnType<typeof overlooking>, typeof staleSpec]>({
      'that follows no step': [
        overlooking(() => ({ steps: { size: 0, at: () => never() } })),
        staleSpec,
      ],
      'that overlooks deliveries': [overlooking(without(Reacts.receive)), byDeliveries],
      'that overlooks timeouts': [overlooking(without(Reacts.timeout)), ageing('goes back')],
      'that overlooks internal steps': [
        overlooking(without(Reacts.internal)),
        ageing('turns back'),
      ],
      'that overlooks crashes': [overlooking(without(Reacts.crash)), ageing('forgets')],
      'that does not look at what a delivery does': [
        overlooking(() => ({ accepts: () => false })),
        staleSpec,
      ],
      'that takes a message to be stale for good': [
        overlooking(() => ({ isStale: () => true })),
        staleSpec,
      ],
    }),
  )('%s', async (_, [checkOf, specs]) => {
    const isFound = await isFoundOut(
      fc.asyncProperty(specs, async (spec) => {
        await expectStaleAgreement(spec, checkOf)
      }),
      3000,
    )
    expect(isFound).toBe(true)
  })
})

const never = (): never => {
  throw new Error('there is no step')
}
