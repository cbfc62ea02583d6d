import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkProof, solve } from '../../src/impossibility/index.ts'
import { breachesOf } from '../../src/impossibility/protocol.ts'
import { someFunctionWorks } from './brute-force.ts'
import { anyTask } from './tasks.ts'

test('the answer is what trying every decision function says, and it can be checked', () => {
  let impossible = 0
  fc.assert(
    fc.property(anyTask, (task) => {
      const { possible, proof, protocol, runs } = solve(task)
      expect(possible).toBe(someFunctionWorks(task, runs))
      if (proof !== null) impossible++
      expect(proof === null || checkProof(task, proof) === null).toBe(true)
      expect(protocol === null ? [] : breachesOf(task, protocol, runs)).toEqual([])
    }),
    { numRuns: 300 },
  )
  // Otherwise the property would say little about proofs.
  expect(impossible).toBeGreaterThan(3)
})

test('a minimal proof needs each of its runs', () => {
  fc.assert(
    fc.property(anyTask, (task) => {
      const { proof } = solve(task)
      const core = proof?.runs ?? []
      expect(proof === null || !someFunctionWorks(task, core)).toBe(true)
      for (const run of core) {
        expect(
          someFunctionWorks(
            task,
            core.filter((one) => one !== run),
          ),
        ).toBe(true)
      }
    }),
    { numRuns: 150 },
  )
})
