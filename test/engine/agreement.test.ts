import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ignoredMayStay } from '../../src/compile/reductions.ts'
import { recordHeader, type StateSpace, type Successors } from '../../src/explore/state-space.ts'
import { explore } from '../../src/semantics/reference.ts'
import { exploreWithEngine } from '../support/engine-run.ts'
import { buildSystem, systemSpec, type SystemSpec } from '../support/random-system.ts'

/** Beyond this the reference explorer is too slow; such systems are passed over. */
const limit = 400

/** Whether engine and reference agree on a system; null where it is too large to say. */
const agree = (spec: SystemSpec, spoil?: (space: StateSpace) => StateSpace): string | null => {
  const system = buildSystem(spec)
  const readsMail = JSON.stringify([spec.properties, spec.within]).includes('"mail"')
  const full = explore(system, { limit })
  if (full === null) return null
  const mayReduce = ignoredMayStay(system) && !readsMail
  const reductions = mayReduce ? [false, true] : [false]
  for (const leaveIgnored of reductions) {
    const reference = leaveIgnored ? explore(system, { leaveIgnored }) : full
    if (reference === null) return null
    const engine = exploreWithEngine(system, leaveIgnored, spoil)
    expect([...engine.keys].toSorted()).toEqual([...reference.states.keys()].toSorted())
    const counts = ({ generated, depth, cut }: typeof engine): object => ({ generated, depth, cut })
    expect(counts(engine)).toEqual(counts({ ...reference, keys: engine.keys }))
    // With the reduction too, every verdict and length is that of the full system.
    expect(Object.fromEntries(engine.shortest)).toEqual(Object.fromEntries(full.shortest))
  }
  return 'agreed'
}

describe('engine and reference explorer', () => {
  test('agree on every reachable state, verdict and shortest length of random systems', () => {
    let compared = 0
    fc.assert(
      fc.property(systemSpec, (spec) => {
        if (agree(spec) !== null) compared += 1
      }),
      { numRuns: 450 },
    )
    expect(compared).toBeGreaterThanOrEqual(300)
  }, 240_000)
})

/** A state space in which something goes wrong with the records of the successors. */
const spoiled =
  (damage: (out: Successors, space: StateSpace) => void) =>
  (space: StateSpace): StateSpace => ({
    width: space.width,
    sizes: space.sizes,
    get revision() {
      return space.revision
    },
    initial: () => space.initial(),
    successors: (state, out) => {
      space.successors(state, out)
      damage(out, space)
    },
  })

const changeIds = (change: (id: number) => number) =>
  spoiled(({ records: { data, length } }) => {
    for (let at = 0; at < length; at += recordHeader + 2 * (data[at + 2] ?? 0)) {
      data[at + recordHeader + 1] = change(data[at + recordHeader + 1] ?? 0)
    }
  })

describe('the comparison catches a broken engine', () => {
  const breakages = {
    'a lost successor': spoiled((out) => {
      const { data } = out.records
      // The last of three or more successors is dropped.
      if (out.count < 3) return
      let at = 0
      for (let left = out.count; left > 1; left--) at += recordHeader + 2 * (data[at + 2] ?? 0)
      out.records.length = at
      out.count -= 1
    }),
    'a confused cell': changeIds((id) => (id === 3 ? 2 : id)),
    'a field that wraps around': changeIds((id) => id & 3),
    'a step that claims to touch nothing': spoiled(({ records: { data, length } }) => {
      for (let at = 0; at < length; at += recordHeader + 2 * (data[at + 2] ?? 0)) data[at + 1] = 0
    }),
  }
  test.each(Object.entries(breakages))('%s', (_, spoil) => {
    const run = fc.check(
      fc.property(systemSpec, (spec) => {
        agree(spec, spoil)
      }),
      { numRuns: 300, endOnFailure: true },
    )
    expect(run.failed).toBe(true)
  })
})
