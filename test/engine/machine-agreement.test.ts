import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SystemSpace } from '../../src/compile/system-space.ts'
import type { DecisionTree, Path } from '../../src/parts/decision-tree.ts'
import { expectMachineAgreement, type Damage } from '../support/machine-agreement.ts'
import { machineSpec } from '../support/random-machine.ts'

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
      { numRuns: 600 },
    )
    expect(compared).toBeGreaterThan(300)
    expect(large).toBeGreaterThan(100)
    expect(decided).toBeGreaterThan(100)
  }, 240_000)
})

/** What is learned of a machine is damaged, and nobody compares it with user code later. */
const learning =
  (damage: (path: Path, leaf: readonly number[]) => readonly [Path, readonly number[]]): Damage =>
  (space: SystemSpace) => {
    const tree = space.facets.parts?.tree as DecisionTree
    const add = tree.add.bind(tree)
    tree.add = (slot, state, path, leaf, source) => {
      const at = add(slot, state, ...damage(path, leaf), source)
      if (at !== 0) tree.words.data[at + 1] = 1 << 30
      return at
    }
    return space
  }

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
  test.each(Object.entries(breakages))('%s', (_, spoil) => {
    const run = fc.check(
      fc.property(machineSpec, (spec) => {
        expectMachineAgreement(spec, spoil)
      }),
      { numRuns: 2000, endOnFailure: true },
    )
    expect(run.failed).toBe(true)
  })
})
