import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isFoundOut } from '../support/found-out.ts'
import { expectMachineAgreement, learning, type Damage } from '../support/machine-agreement.ts'
import { check } from '../../src/index.ts'
import { buildMachine, machineSpec, type MachineSpec } from '../support/random-machine.ts'

describe('engine and reference explorer', () => {
  test('agree on every reachable state, verdict and shortest length of random machines', () => {
    let [compared, large, decided] = [0, 0, 0]
    fc.assert(
      fc.property(machineSpec, (spec) => {
        const found = expectMachineAgreement(spec)
        if (found === null) return
        compared += 1
        if (found.states >= 10) large += 1
        decided += found.decided
      }),
      { numRuns: 300 },
    )
    expect(compared).toBeGreaterThan(200)
    expect(large).toBeGreaterThan(20)
    expect(decided).toBeGreaterThan(20)
  })
})

test('a machine is not blamed for states that turn out to be of another shape', async () => {
  let finished = 0
  await fc.assert(
    fc.asyncProperty(machineSpec, async (spec) => {
      const report = await check(buildMachine(spec), { maxStates: 300, exhaustive: true })
      finished += report.incomplete === null ? 1 : 0
    }),
    { numRuns: 75, examples: [[misfit]] },
  )
  expect(finished).toBeGreaterThan(5)
})

/** Of one action's outcomes the first is of the shape of the states before, and another is not. */
const misfit: MachineSpec = {
  actions: [
    {
      when: null,
      deeds: [
        { deed: 11, by: [0, 1], when: null },
        { deed: 0, by: 0, when: null },
      ],
    },
    { when: null, deeds: [{ deed: 0, by: { look: 0, not: 0 }, when: null }] },
  ],
  properties: [],
  within: null,
  begins: [2],
}

describe('what is learned of a machine is right', () => {
  test('even if nobody compares it with user code later', () => {
    let compared = 0
    fc.assert(
      fc.property(machineSpec, (spec) => {
        const found = expectMachineAgreement(
          spec,
          learning((...learned) => learned),
        )
        if (found !== null) compared += 1
      }),
      { numRuns: 200 },
    )
    expect(compared).toBeGreaterThan(100)
  })
})

describe('the comparison catches a broken engine', () => {
  const breakages: Record<string, Damage> = {
    'a read that is lost': learning((path, leaf) => {
      const [, ...reads] = path.reads
      return [{ ...path, reads, after: path.after.slice(1) }, leaf]
    }),
    'a write that is lost': learning((path, leaf) => [
      path,
      leaf.slice(0, Math.max(1, leaf.length - 2)),
    ]),
    'a choice that is lost': learning((path, leaf) =>
      path.counts.length === 0
        ? [path, leaf]
        : [{ ...path, counts: path.counts.map((count) => Math.max(1, count - 1)) }, leaf],
    ),
  }
  test.each(Object.entries(breakages))('%s', async (_, spoil) => {
    const isFound = await isFoundOut(
      fc.property(machineSpec, (spec) => {
        expectMachineAgreement(spec, spoil)
      }),
      2000,
    )
    expect(isFound).toBe(true)
  })
})
