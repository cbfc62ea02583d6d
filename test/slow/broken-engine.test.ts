import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ProtocolSpace } from '../../src/compile/protocol-space.ts'
import type { StepResult } from '../../src/compile/step-result.ts'
import { firstOwn } from '../../src/compile/environments.ts'
import {
  allDue,
  dueAfter,
  recordHeader,
  Successors,
  type StateSpace,
} from '../../src/explore/state-space.ts'
import { isFoundOut } from '../support/found-out.ts'
import { around } from '../support/around.ts'
import { systemSpec } from '../support/random-system.ts'
import { expectAgreement } from '../support/safety-agreement.ts'

/*
 * The comparison of test/engine/agreement.test.ts finds an engine out that is broken on purpose.
 */

/** A state space in which something goes wrong with the records of the successors. */
const spoiled =
  (
    damage: (out: Successors, space: StateSpace) => void,
    before: (state: Int32Array) => void = () => undefined,
  ) =>
  (space: StateSpace): StateSpace =>
    around(space, (state, out, due) => {
      before(state)
      space.successors(state, out, due)
      out.gather()
      damage(out, space)
    })

const changeIds = (change: (id: number) => number) =>
  spoiled(({ records: { data, length } }) => {
    for (let at = 0; at < length; at += recordHeader + 2 * (data[at + 2] ?? 0)) {
      data[at + recordHeader + 1] = change(data[at + recordHeader + 1] ?? 0)
    }
  })

/** A state space in which nodes crash at other points of their steps. */
const withHalves = (
  space: StateSpace,
  change: (halves: StepResult['halves'], result: StepResult) => StepResult['halves'],
): StateSpace => {
  for (const memo of (space as ProtocolSpace).tables.memos) {
    const results = memo.results.bind(memo)
    memo.results = (...asked) =>
      results(...asked).map((result) => ({ ...result, halves: change(result.halves, result) }))
  }
  return space
}

/** A state space that never knows that a node is down. */
const withoutCount = (space: StateSpace): StateSpace => {
  const { environments } = (space as ProtocolSpace).tables
  const intern = environments.intern.bind(environments)
  environments.intern = (environment) => intern({ ...environment, down: 0 })
  return space
}

describe('the comparison catches a broken engine', () => {
  const breakages = {
    'a lost successor': spoiled(({ records }) => {
      const { data, length } = records
      // The last of three or more successors is dropped.
      const starts: number[] = []
      for (let at = 0; at < length; at += recordHeader + 2 * (data[at + 2] ?? 0)) starts.push(at)
      if (starts.length >= 3) records.length = starts.at(-1) ?? 0
    }),
    'a state whose due steps are forgotten': spoiled(({ records: { data, length } }) => {
      for (let at = 0; at < length; at += recordHeader + 2 * (data[at + 2] ?? 0)) data[at + 3] = 2
    }),
    'a confused cell': changeIds((id) => (id === 3 ? 2 : id)),
    'a field that wraps around': changeIds((id) => id & 3),
    'a step that claims to touch nothing': spoiled(({ records: { data, length } }) => {
      for (let at = 0; at < length; at += recordHeader + 2 * (data[at + 2] ?? 0)) data[at + 1] = 0
    }),
    'an observer that is told twice': (space: StateSpace): StateSpace => {
      for (const memo of (space as ProtocolSpace).tables.observation?.memos ?? []) {
        const after = memo.after.bind(memo)
        memo.after = (state, telling, told) => after(after(state, telling, told), telling, told)
      }
      return space
    },
    'a question about what no state enables': (space: StateSpace): StateSpace =>
      spoiled(
        () => undefined,
        (state) => {
          const { tables } = space as ProtocolSpace
          // As if there had never been a fault.
          space.successors(state.with(tables.nodes, 0), new Successors(), allDue)
        },
      )(space),
    'a message that is sent once and is there twice': (space: StateSpace): StateSpace => {
      ;(space as ProtocolSpace).tables.envelopes.isOnce = () => false
      return space
    },
    'a traitor that says nothing twice': (space: StateSpace): StateSpace => {
      const { boxes, envelopes, system } = (space as ProtocolSpace).tables
      const without = boxes.without.bind(boxes)
      boxes.without = (mailbox, at) => {
        const envelope = boxes.moves.data[at] ?? 0
        const isSaid = system.faults.traitors[envelopes.from.data[envelope] ?? 0] === true
        return isSaid ? boxes.filter(mailbox, (other) => other !== envelope) : without(mailbox, at)
      }
      return space
    },
    'a budget that is not spent': (space: StateSpace): StateSpace => {
      const { environments } = (space as ProtocolSpace).tables
      const after = environments.after.bind(environments)
      environments.after = (id, budget) => (budget < firstOwn ? after(id, budget) : id)
      return space
    },
    'a disk that is lost and is there again': (space: StateSpace): StateSpace => {
      for (const memo of (space as ProtocolSpace).tables.memos) {
        const eventOf = memo.eventOf.bind(memo)
        memo.eventOf = (code) => {
          const event = eventOf(code)
          return event.kind === 'crash' ? { ...event, losesDisk: false } : event
        }
      }
      return space
    },
    'a half-step that keeps what it has not saved': (space: StateSpace): StateSpace =>
      withHalves(space, (halves, { state }) => halves.map((half) => ({ ...half, disk: state }))),
    'a point of a step at which no node crashes': (space: StateSpace): StateSpace =>
      withHalves(space, (halves) => halves.slice(1)),
    'a half-step that sends too much': (space: StateSpace): StateSpace =>
      withHalves(space, (halves) => halves.map((half) => ({ ...half, sent: half.sent + 1 }))),
    'a field that predicates read and that is overlooked': (space: StateSpace): StateSpace => {
      const { fields } = (space as ProtocolSpace).facets
      if (fields === null) return space
      const source = fields.source.bind(fields)
      fields.source = (facet) => ({ ...source(facet), at: () => 0 })
      return space
    },
  }
  test.each(Object.entries(breakages))('%s', async (_, spoil) => {
    const isFound = await isFoundOut(
      fc.asyncProperty(systemSpec, async (spec) => {
        await expectAgreement(spec, spoil)
      }),
      3000,
    )
    expect(isFound).toBe(true)
  })

  test('an observer that does not see which of two steps came first', async () => {
    const observers = [[{ kind: 'change' as const, weight: 1, only: null }]]
    const calm = { observers, partitions: null, timers: 'any' as const, nodes: [0, 1, 0] }
    const spoil = spoiled(({ records: { data, length } }) => {
      for (let at = 0; at < length; at += recordHeader + 2 * (data[at + 2] ?? 0)) {
        const node = data[at + recordHeader] ?? 0
        if (data[at + 3] === allDue && node < calm.nodes.length) data[at + 3] = dueAfter(node)
      }
    })
    const isFound = await isFoundOut(
      fc.asyncProperty(systemSpec, async (spec) => {
        await expectAgreement({ ...spec, ...calm }, spoil)
      }),
      3000,
    )
    expect(isFound).toBe(true)
  })
  test('a node that is down and is not counted', async () => {
    const crashes = { times: 2, restarts: 'maybe', first: false, atOnce: 1, losesDisk: 0 } as const
    const isFound = await isFoundOut(
      fc.asyncProperty(systemSpec, async (spec) => {
        await expectAgreement({ ...spec, crashes, partitions: null, nodes: [0, 1] }, withoutCount)
      }),
      3000,
    )
    expect(isFound).toBe(true)
  })
})
