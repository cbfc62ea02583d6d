import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ProtocolSpace } from '../../src/compile/protocol-space.ts'
import { unlimited } from '../../src/explore/limits.ts'
import type { Observer } from '../../src/explore/observer.ts'
import { Search } from '../../src/explore/search.ts'
import { allDue, anyBit, Successors } from '../../src/explore/state-space.ts'
import { keyOf } from '../../src/value/key.ts'
import { around } from '../support/around.ts'
import { buildSystem, systemSpec, type SystemSpec } from '../support/random-system.ts'

interface Learned {
  readonly state: Int32Array
  readonly due: number
}

/** Explores a system. @returns the space, its states, and those at whose expansion something was learned */
const explored = (
  spec: SystemSpec,
): {
  readonly space: ProtocolSpace
  readonly states: readonly Int32Array[]
  readonly learned: readonly Learned[]
  readonly isWhole: boolean
} => {
  const space = new ProtocolSpace(buildSystem(spec), { leavesIgnored: false })
  const learned: Learned[] = []
  const states: Int32Array[] = []
  const noting = around(space, (state, out, due) => {
    const before = space.learned
    space.successors(state, out, due)
    if (space.learned !== before) learned.push({ state: state.slice(), due })
  })
  const observer: Observer = {
    interest: anyBit,
    admits: null,
    onStep: null,
    onStuck: null,
    isDone: false,
    onLevel: () => undefined,
    onForget: () => undefined,
    onState: (state) => states.push(state.slice()),
  }
  const search = new Search(noting, observer, { ...unlimited, maxStates: 600 })
  search.run()
  return { space, states, learned, isWhole: search.stop === null }
}

test('whoever expands the states at which something was learned has the same ids, and nothing more to learn', () => {
  let skipped = 0
  fc.assert(
    fc.property(systemSpec, (spec) => {
      const { space, states, learned, isWhole } = explored(spec)
      const again = new ProtocolSpace(buildSystem(spec), { leavesIgnored: false })
      for (const state of again.initial()) expect(state).toHaveLength(space.width)
      const out = new Successors()
      for (const { state, due } of learned) {
        out.clear()
        again.successors(state, out, due)
      }
      const { workedOut } = again.tables
      expect([...again.sizes]).toEqual([...space.sizes])
      for (const state of states) {
        expect(keyOf(again.decode(state))).toBe(keyOf(space.decode(state)))
        if (!isWhole) continue
        out.clear()
        again.successors(state, out, allDue)
      }
      expect(again.tables.workedOut).toBe(workedOut)
      skipped += states.length - learned.length
    }),
    { numRuns: 300 },
  )
  expect(skipped).toBeGreaterThan(300)
})
