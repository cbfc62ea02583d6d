import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CopiedSpace } from '../../src/compile/copied-space.ts'
import { ProtocolSpace } from '../../src/compile/protocol-space.ts'
import { unlimited } from '../../src/explore/limits.ts'
import type { Observer } from '../../src/explore/observer.ts'
import { Search } from '../../src/explore/search.ts'
import { allDue, anyBit, recordHeader, Successors } from '../../src/explore/state-space.ts'
import { around } from '../support/around.ts'
import { buildSystem, systemSpec } from '../support/random-system.ts'

/** All that a search by levels reads of successors: labels are for others. */
const essence = (out: Successors): unknown => {
  const { count, progress } = out
  out.gather()
  const words = [...out.records.data.subarray(0, out.records.length)]
  for (let at = 0; at < words.length; at += recordHeader + 2 * (words[at + 2] ?? 0)) words[at] = 0
  return { count, progress, words }
}

const blind: Observer = {
  interest: anyBit,
  admits: null,
  onStep: null,
  onStuck: null,
  isDone: false,
  onLevel: () => undefined,
  onForget: () => undefined,
  onState: () => undefined,
}

test('a copy of the tables says what the space says, or that it does not know', () => {
  let [known, missed] = [0, 0]
  fc.assert(
    fc.property(systemSpec, fc.integer({ min: 1, max: 9 }), (spec, stride) => {
      // Copies know nothing of observers: a check with some has no threads.
      const system = buildSystem({ ...spec, observers: [] })
      const space = new ProtocolSpace(system, { leavesIgnored: spec.nodes.length > 2 })
      let asked = 0
      const [own, other] = [new Successors(), new Successors()]
      let copy: CopiedSpace | null = null
      const compared = around(space, (state, out, due) => {
        // Told of what is new now and then only, as in a round.
        const isTold = asked++ % stride === 0
        if (isTold && copy !== null) copy.hear(space.tell(), space.sizes)
        copy ??= new CopiedSpace(space.tell(), space.sizes)
        const before = space.learned
        const dues = due === allDue ? [allDue, 1 << (asked % 4)] : [allDue, due]
        for (const each of dues) {
          own.clear()
          other.clear()
          const isKnown = copy.successors(state, other, each)
          space.successors(state, own, each)
          if (isKnown) known += 1
          else missed += 1
          const wanted = essence(own)
          expect(isKnown ? essence(other) : wanted).toEqual(wanted)
          // Who knows all has nothing to ask.
          expect(isKnown && each === dues[0] ? space.learned : before).toBe(before)
          if (isKnown || !isTold) continue
          // Once the space has expanded the state, nothing more is missed there.
          copy.hear(space.tell(), space.sizes)
          other.clear()
          const isKnownNow = copy.successors(state, other, each)
          expect([isKnownNow, essence(other)]).toEqual([true, wanted])
        }
        space.successors(state, out, due)
      })
      new Search(compared, blind, { ...unlimited, maxStates: 400 }).run()
    }),
    { numRuns: 200 },
  )
  expect(known).toBeGreaterThan(6000)
  expect(missed).toBeGreaterThan(600)
})
