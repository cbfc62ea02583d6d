import { expect, test } from 'vitest'
import { check } from '../../src/index.ts'
import { ProtocolSpace } from '../../src/compile/protocol-space.ts'
import { unlimited } from '../../src/explore/limits.ts'
import { runToEnd } from '../../src/explore/run-to-end.ts'
import { Search } from '../../src/explore/search.ts'
import { anyBit } from '../../src/explore/state-space.ts'
import { OrbitSpace } from '../../src/symmetry/orbit-space.ts'
import { pointsOf } from '../../src/symmetry/points.ts'
import raft, { parameters } from '../support/raft-in-full.ts'

/* What the reductions make of Raft, all three servers standing for election. */

test('the first 400,000 states of Raft stand for less than a hundredth', async () => {
  const system = raft({ ...parameters, terms: 2, crashes: 1 })
  const whole = new ProtocolSpace(system, { leavesIgnored: false })
  const settled = new ProtocolSpace(system, { leavesIgnored: false, removesStale: true })
  const { orbits } = new OrbitSpace(settled, pointsOf(system, []), unexpected)
  const [withoutStale, folded] = [new Set<string>(), new Set<string>()]
  const observer = {
    interest: anyBit,
    admits: null,
    onStep: null,
    onStuck: null,
    isDone: false,
    onForget: () => {},
    onLevel: () => {},
    onState: (vector: Int32Array) => {
      const state = settled.encode(whole.decode(vector))
      withoutStale.add(state.join())
      orbits.toLeast(state)
      folded.add(state.join())
    },
  }
  const search = new Search(whole, observer, { ...unlimited, maxStates: 400_000 })
  await runToEnd(search)
  expect(search.distinct).toBe(400_000)
  expect([withoutStale.size, folded.size]).toEqual([15_592, 3006])
})

const unexpected = (): Error => new Error('told apart')

/** How many states there are, and how long the runs are that show what becomes of each property. */
const outcome = async (
  changes: Partial<typeof parameters>,
): Promise<{ states: number; lengths: readonly (number | null)[] }> => {
  const { states, properties, reductions, ended } = await check(
    raft({ ...parameters, ...changes }),
    { exhaustive: true },
  )
  expect(ended).toBe('everything-seen')
  expect(reductions.every(({ isApplied }) => isApplied)).toBe(true)
  return {
    states: states.distinct,
    lengths: properties.map(({ trace }) => trace?.steps.length ?? null),
  }
}

const none = [null, null, null, null, 10]

test.each<[Partial<typeof parameters>, number, (number | null)[]]>([
  [{ terms: 2, crashes: 1 }, 4656, none],
  [{ terms: 3, crashes: 1 }, 34_501, none],
  [{ terms: 2, log: 2, crashes: 1 }, 350_957, none],
  [{ terms: 2, crashes: 1, bug: 'volatile-vote' }, 12_112, [8, 10, 16, 13, 10]],
  [{ terms: 3, bug: 'stale-log-vote' }, 9926, [null, null, 9, 12, 10]],
  [{ terms: 4, bug: 'figure-8' }, 34_153, [null, null, 20, 24, 10]],
  [{ terms: 4, log: 2, bug: 'figure-8' }, 1_531_783, [null, null, 20, 24, 10]],
])('Raft, %o, has %i orbits without stale messages', async (changes, states, lengths) => {
  expect(await outcome(changes)).toEqual({ states, lengths })
})
