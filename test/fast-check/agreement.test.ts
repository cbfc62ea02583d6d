import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Disagreement, Shadow } from '../../src/fast-check/shadow.ts'
import { States } from '../../src/fast-check/states.ts'
import type { Part } from '../../src/fast-check/part.ts'
import type { System, TraceStep } from '../../src/index.ts'
import { transitions, type World } from '../../src/semantics/actions.ts'
import type { GlobalState } from '../../src/semantics/global-state.ts'
import { initialStates, worldOf } from '../../src/semantics/initial.ts'
import { printOf } from '../../src/simulate/draw.ts'
import { canonical } from '../../src/value/canonical.ts'
import { keyOf } from '../../src/value/key.ts'
import { begin, tellStep } from '../../src/walk/position.ts'
import { wordsOf } from '../../src/walk/written-run.ts'
import { buildSystem, systemSpec } from '../support/random-system.ts'

/*
 * The states that explain what a real system showed, compared with all of them, collected naively. The real system
 * is a walk through the model itself, or through another one.
 */

/** A walk that stands for a real system. */
interface Real {
  state: GlobalState
  log: unknown[]
}

/** By what happens in a step, and the kind of test, what it is to the real system. */
const partOf =
  (salt: number, real: { act: (real: Real, words: string) => void }) =>
  (step: TraceStep): Part<Real> => {
    const words = wordsOf(step)
    switch (printOf(step.kind + (step.name ?? '') + (step.node ?? ''), salt % 2) % 5) {
      case 0:
      case 1:
        return { does: (it: Real) => real.act(it, words) }
      case 2:
        // Several steps look alike.
        return { shows: { kind: step.kind } }
      case 3:
        return 'hidden'
      default:
        return 'never'
    }
  }

type Steps = (step: TraceStep) => Part<Real>

const waysFrom = (
  world: World,
  state: GlobalState,
  steps: Steps,
): { words: string; part: Part<Real>; next: GlobalState }[] => {
  const position = begin(world, state, 0)
  return transitions(world, state).map((way) => {
    const { step } = tellStep(world, position, way)
    return { words: wordsOf(step), part: steps(step), next: way.next }
  })
}

/** All states that hidden steps lead to, in rounds, until there is no new one; null: too many. */
const closed = (world: World, from: readonly GlobalState[], steps: Steps): GlobalState[] | null => {
  const all = new Map(from.map((state) => [keyOf(state), state]))
  for (let before = -1; before !== all.size;) {
    before = all.size
    const known = [...all.values()]
    for (const state of known) {
      for (const { part, next } of waysFrom(world, state, steps)) {
        if (part === 'hidden') all.set(keyOf(next), next)
      }
    }
    if (all.size > most) return null
  }
  return [...all.values()]
}

const most = 30

const isDone = (part: Part<Real>): boolean => typeof part === 'object' && 'does' in part

const doableIn = (world: World, states: readonly GlobalState[], steps: Steps): string[] => {
  const each = states.map((state) =>
    waysFrom(world, state, steps).flatMap(({ part, words }) => (isDone(part) ? words : [])),
  )
  return [...new Set(each[0])].filter((words) => each.every((names) => names.includes(words)))
}

/** Numbers that are as good as drawn, the same each time. */
const drawing = (seed: number): ((below: number) => number) => {
  let at = seed
  return (below) => {
    at = (Math.imul(at, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((at / 2 ** 32) * below)
  }
}

interface Tally {
  steps: number
  shown: number
  blamed: number
  /** How often there was more than one state. */
  unsure: number
}

/** Drives a walk through one system by the model of another, and follows both ways. */
const follow = async (
  model: System,
  real: System,
  { seed, salt }: { seed: number; salt: number },
  tally: Tally,
): Promise<void> => {
  const [world, own] = [worldOf(model), worldOf(real)]
  const below = drawing(seed)
  const walk: { act: (real: Real, words: string) => void } = { act: () => undefined }
  const steps = partOf(salt, walk)
  /** Does it where that is possible, and goes on by itself for a while. */
  walk.act = (it, words) => {
    const asked = waysFrom(own, it.state, steps).filter((way) => way.words === words)
    const taken = asked[below(asked.length)]
    if (taken !== undefined) it.state = taken.next
    for (let left = below(4); left > 0; left--) {
      const ways = waysFrom(own, it.state, steps).filter(
        ({ part }) => part === 'hidden' || (typeof part === 'object' && 'shows' in part),
      )
      const way = ways[below(ways.length)]
      if (way === undefined) return
      it.state = way.next
      if (typeof way.part === 'object' && 'shows' in way.part) it.log.push(way.part.shows)
    }
  }
  const starts = initialStates(own)
  const first = starts[below(starts.length)]
  let states = closed(world, initialStates(world), steps)
  if (first === undefined || states === null) return
  const it: Real = { state: first, log: [] }
  const shadow = new Shadow<Real>(new States(model, { steps }), undefined)
  for (let left = 8; left > 0; left--) {
    const doable = doableIn(world, states, steps)
    expect(shadow.doable.toSorted()).toEqual(doable.toSorted())
    expect(shadow.size).toBe(states.length)
    if (doable.length === 0) return
    let named = ''
    // Each step depends on the one before.
    // oxlint-disable-next-line no-await-in-loop
    await shadow.step(below(2 ** 31), it, (words) => {
      named = words
    })
    tally.steps += 1
    const next = states.flatMap((state) =>
      waysFrom(world, state, steps).flatMap((way) => (way.words === named ? [way.next] : [])),
    )
    states = closed(world, next, steps)
    if (states === null) return
    for (const value of it.log.splice(0)) {
      const fitting: GlobalState[] = states.flatMap((state) =>
        waysFrom(world, state, steps).flatMap(({ part, next: to }) =>
          typeof part === 'object' &&
          'shows' in part &&
          keyOf(canonical(part.shows)) === keyOf(canonical(value))
            ? [to]
            : [],
        ),
      )
      tally.shown += 1
      if (fitting.length === 0) {
        tally.blamed += 1
        expect(model === real, 'the model itself is blamed').toBe(false)
        expect(() => shadow.see(value)).toThrow(Disagreement)
        return
      }
      shadow.see(value)
      states = closed(world, fitting, steps)
      if (states === null) return
      if (states.length > 1) tally.unsure += 1
    }
  }
}

const draws = fc.record({ seed: fc.nat(), salt: fc.nat(1) })

test('a real system that is its model is never blamed, and all states that explain it are known', async () => {
  const tally = { steps: 0, shown: 0, blamed: 0, unsure: 0 }
  await fc.assert(
    fc.asyncProperty(systemSpec, draws, async (spec, drawn) => {
      const system = buildSystem(spec)
      await follow(system, system, drawn, tally)
    }),
    { numRuns: 12, seed: 1 },
  )
  expect(tally.unsure).toBeGreaterThan(0)
  expect(tally.shown).toBeGreaterThan(0)
})

test('a real system that is another one is blamed for what no run of the model explains', async () => {
  const tally = { steps: 0, shown: 0, blamed: 0, unsure: 0 }
  await fc.assert(
    fc.asyncProperty(systemSpec, systemSpec, draws, async (one, other, drawn) => {
      const changed = { ...one, roles: one.roles.map((role, at) => other.roles[at] ?? role) }
      await follow(buildSystem(one), buildSystem(changed), drawn, tally)
    }),
    { numRuns: 20, seed: 1 },
  )
  expect(tally.blamed).toBeGreaterThan(0)
})
