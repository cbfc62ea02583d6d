import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ProtocolSpace } from '../../src/compile/protocol-space.ts'
import type { Observer } from '../../src/explore/observer.ts'
import type { Answer, Team } from '../../src/levels/team.ts'
import { unpaced } from '../../src/pace/pace.ts'
import { isFoundOut } from '../support/found-out.ts'
import { searchInLevels } from '../support/in-levels.ts'
import { buildSystem, systemSpec, type SystemSpec } from '../support/random-system.ts'
import { TeamHere } from '../support/team-here.ts'

interface Plan {
  readonly mostRows: number
  readonly wordBits: number
  readonly maxStates: number
  /** After so many calls the observer wants no more. */
  readonly patience: number
  /** Which changes it asks for. */
  readonly interest: number
}

const plan = fc.record({
  mostRows: fc.constantFrom(1, 8, 1 << 12),
  wordBits: fc.constantFrom(5, 32),
  maxStates: fc.constantFrom(20, 150, 1000, 1000, 1000),
  patience: fc.constantFrom(30, 200, Infinity, Infinity),
  interest: fc.constantFrom(-1, 1, 6),
})

/** All that a search by levels tells, in order, and how far it came; null where it is over before. */
const told = async (spec: SystemSpec, plan: Plan, team: Team | null): Promise<unknown> => {
  // Copies know nothing of observers: a check with some has no threads.
  const system = buildSystem({ ...spec, within: null, observers: [] })
  const space = new ProtocolSpace(system, { leavesIgnored: false })
  const calls: unknown[] = []
  const seen: { readonly index: number; readonly state: Int32Array }[] = []
  const observer: Observer = {
    interest: plan.interest,
    admits: null,
    onStep: null,
    onStuck: (state, depth) => calls.push(['stuck', depth, ...state]),
    onLevel: (depth) => calls.push(['level', depth, ...space.sizes]),
    onForget: () => undefined,
    onState: (state, depth, index, touched) => {
      calls.push([depth, index, touched, ...state])
      seen.push({ index, state: state.slice() })
    },
    get isDone() {
      return calls.length >= plan.patience
    },
  }
  const search = searchInLevels(space, observer, plan, plan.maxStates, team)
  if (search === null) return null
  const { distinct, generated, depth, stop, isAtEnd } = search
  const last = seen.at(-1)
  // Runs to what was found before are known.
  const known = last === undefined ? [] : search.history.runTo(last.index)
  const run = known ?? (last === undefined ? [] : await search.backFrom(last.state, unpaced))
  const { evaluated, sizes } = space
  return {
    calls,
    counts: { distinct, generated, depth, stop, isAtEnd, evaluated, sizes: [...sizes] },
    run: [...run].map((state) => [...state]),
  }
}

describe('a team', () => {
  test('tells what one thread tells, in the same order, however many its members are', async () => {
    let compared = 0
    await fc.assert(
      fc.asyncProperty(
        systemSpec,
        plan,
        fc.integer({ min: 1, max: 3 }),
        async (spec, plan, size) => {
          const alone = await told(spec, plan, null)
          expect(await told(spec, plan, new TeamHere(size))).toEqual(alone)
          if (alone !== null) compared += 1
        },
      ),
      { numRuns: 150 },
    )
    expect(compared).toBeGreaterThan(80)
  })

  const damages: Readonly<Record<string, (answer: Answer) => Answer>> = {
    'what was missed and is not told': (answer) =>
      answer.kind === 'expanded' ? { ...answer, events: answer.events.slice(1) } : answer,
    'what was found of a part and is lost': (answer) =>
      answer.kind === 'expanded'
        ? {
            ...answer,
            found: answer.found.map((each, at) => (at > 0 ? { ...each, parcels: [] } : each)),
          }
        : answer,
    'notes whose meaning is confused': (answer) =>
      answer.kind === 'settled'
        ? {
            ...answer,
            fresh: {
              ...answer.fresh,
              table: { ...answer.fresh.table, touched: answer.fresh.table.touched.toReversed() },
            },
          }
        : answer,
  }
  test.each(Object.entries(damages))('is seen to err by that: %s', async (_, spoil) => {
    const isFound = await isFoundOut(
      fc.asyncProperty(systemSpec, plan, async (spec, plan) => {
        expect(await told(spec, plan, new TeamHere(2, spoil))).toEqual(await told(spec, plan, null))
      }),
      1000,
    )
    expect(isFound).toBe(true)
  })
})
