import fc from 'fast-check'
import {
  check,
  explore,
  role,
  system as systemOf,
  type Formula,
  type Path,
  type System,
} from 'netsplit'
import { describe, expect, test } from 'vitest'
import { kit, type NamedProperty } from '../../src/model/property.ts'
import { transitions } from '../../src/semantics/actions.ts'
import type { GlobalState } from '../../src/semantics/global-state.ts'
import { initialStates, worldOf } from '../../src/semantics/initial.ts'
import { plainView } from '../../src/semantics/plain-view.ts'
import { isFault } from '../../src/semantics/reference.ts'
import { keyOf } from '../../src/value/key.ts'
import { buildGraph, markOf, refutableSpec, type GraphSpec } from '../support/random-graph.ts'
import { buildFormula, temporalSize } from '../support/random-liveness.ts'
import { buildSystem, systemSpec } from '../support/random-system.ts'

/** The path of a random walk, and the state in which it ends. */
const wander = (
  system: System,
  [start = 0, ...turns]: readonly number[],
): { readonly path: Path; readonly states: readonly GlobalState[] } => {
  const world = worldOf(system)
  const starts = initialStates(world)
  const path = [start % starts.length]
  const states = [starts[path[0] ?? 0] as GlobalState]
  for (const turn of turns) {
    const ways = transitions(world, states.at(-1) as GlobalState)
    if (ways.length === 0) break
    path.push(turn % ways.length)
    states.push((ways[turn % ways.length] as (typeof ways)[number]).next)
  }
  return { path, states }
}

/** The most states that the naive search looks at. */
const mostStates = 300

/** Whether a state, or a step from it, breaks a property by itself. */
const isBrokenAt = (system: System, { property }: NamedProperty, state: GlobalState): boolean => {
  const view = plainView(system, state)
  switch (property.kind) {
    case 'always':
      return !property.predicate(view)
    case 'never':
      return property.predicate(view)
    case 'noDeadlock': {
      const ways = transitions(worldOf(system), state)
      return ways.every(({ action }) => isFault(action)) && property.unless?.(view) !== true
    }
    default:
      return false
  }
}

const isBrokenByStep = (
  system: System,
  { property }: NamedProperty,
  [before, after]: readonly [GlobalState, GlobalState],
): boolean =>
  property.kind === 'stepwise' &&
  keyOf(after) !== keyOf(before) &&
  !property.predicate(plainView(system, before), plainView(system, after))

const isWithin = (system: System, state: GlobalState): boolean =>
  system.within === null || system.within(plainView(system, state))

/** How many steps the shortest run from a state has that breaks a property; null: there is none. */
const naively = (
  system: System,
  property: NamedProperty,
  from: GlobalState,
): number | null | 'too many' => {
  const seen = new Set([keyOf(from)])
  let level = [from]
  for (let length = 0; level.length > 0; length++) {
    if (level.some((state) => isBrokenAt(system, property, state))) return length
    // A step out of the bound is none that is judged.
    const steps = level
      .flatMap((state) =>
        transitions(worldOf(system), state).map(({ next }) => [state, next] as const),
      )
      .filter(([, after]) => isWithin(system, after))
    if (steps.some((step) => isBrokenByStep(system, property, step))) return length + 1
    level = steps
      .map(([, after]) => after)
      .filter((after) => seen.size < seen.add(keyOf(after)).size)
    if (seen.size > mostStates) return 'too many'
  }
  return null
}

/** What the adversary found, with how long its run is; `open` is no less than `none` under a bound. */
const foundBy = async (system: System, path: Path, name?: string): Promise<object> => {
  const walk = explore(system)
  const found = await walk.finish(path, name === undefined ? {} : { property: name })
  if (found.kind !== 'run') return { kind: 'none' }
  // The whole run is one, begins with the walk, and breaks the property where it ends.
  const end = walk.at(found.path).properties.find((it) => it.name === found.property.name)
  return {
    kind: 'run',
    steps: found.property.trace?.steps.length,
    begins: found.path.slice(0, path.length),
    isBroken: end?.moments.at(-1),
  }
}

const turns = fc.array(fc.nat(), { minLength: 1, maxLength: 8 })

describe('the adversary', () => {
  test('tells the steps of the walk, also where others lead to the same state', async () => {
    const node = role<{ n: number }>({
      initial: () => ({ n: 0 }),
      internal: {
        toss: {
          when: ({ n }) => n < 2,
          do: (state, { choose }) => {
            choose(['heads', 'tails'])
            state.n += 1
          },
        },
      },
    })
    const coin = systemOf({
      name: 'coin',
      nodes: { node },
      properties: ({ never, eventually }) => ({
        'stays low': never(({ nodes }) => nodes.node.n === 2),
        'gets to 3': eventually(({ nodes }) => nodes.node.n === 3),
      }),
    })
    const walk = explore(coin)
    const tails = walk.at('0').possible.find(({ step }) => step.choices[0] === 'tails')
    const stage = walk.take(walk.at('0'), tails?.id ?? -1)
    for (const property of ['stays low', 'gets to 3']) {
      const found = await walk.finish(stage.path, { property })
      if (found.kind !== 'run') throw new Error('there is a run')
      expect(found.path.slice(0, 2)).toEqual(stage.path)
      expect(found.property.trace?.steps[0]?.choices).toEqual(['tails'])
    }
  })

  test('finds the shortest run from any state of a random system, and none where there is none', async () => {
    const tally = { run: 0, none: 0, later: 0 }
    await fc.assert(
      fc.asyncProperty(systemSpec, turns, async (spec, script) => {
        const system = buildSystem(spec)
        const { path, states } = wander(system, script)
        const end = states.at(-1) as GlobalState
        if (!isWithin(system, end)) return
        for (const each of system.properties) {
          if (each.property.kind === 'reachable') continue
          const steps = naively(system, each, end)
          if (steps === 'too many') return
          const run = {
            kind: 'run',
            steps: states.length - 1 + (steps ?? 0),
            begins: path,
            isBroken: true,
          }
          const expected = steps === null ? { kind: 'none' } : run
          expect(await foundBy(system, path, each.name)).toEqual(expected)
          tally[steps === null ? 'none' : 'run'] += 1
          if (path.length > 2 && (steps ?? 0) > 0) tally.later += 1
        }
      }),
      { numRuns: 40 },
    )
    expect(Math.min(tally.run, tally.none, tally.later)).toBeGreaterThan(0)
  })

  test('breaks a formula after some steps exactly if a run that begins with them breaks it', async () => {
    const tally = { run: 0, none: 0 }
    await fc.assert(
      fc.asyncProperty(refutableSpec, turns, async (given, script) => {
        const spec = { ...given, outside: [] }
        if (temporalSize(spec.formula) > 5) return
        const base = buildGraph(spec)
        const { path, states } = wander(base, script)
        const formula = kit.ltl((all) => buildFormula(spec.formula, all, markOf(spec)))
        const system = { ...base, properties: [{ name: 'formula', property: formula }] }
        const kind = (await isBroken(base, states, spec)) ? 'run' : 'none'
        const begins = kind === 'run' ? { begins: path } : {}
        expect(await foundBy(system, path)).toMatchObject({ kind, ...begins })
        tally[kind] += 1
      }),
      { numRuns: 50 },
    )
    expect(Math.min(tally.run, tally.none)).toBeGreaterThan(2)
  })
})

const isAt =
  (state: GlobalState) =>
  (view: unknown): boolean =>
    keyOf((view as { nodes: { node: unknown } }).nodes.node) === keyOf(state.nodes[0]?.state)

/** Whether some run that goes through certain states first violates the formula of a graph. */
const isBroken = async (
  base: System,
  states: readonly GlobalState[],
  spec: GraphSpec,
): Promise<boolean> => {
  const property = kit.ltl((all) => {
    const begins = states.reduceRight<Formula | null>(
      (rest, state) =>
        rest === null ? all.is(isAt(state)) : all.and(all.is(isAt(state)), all.next(rest)),
      null,
    )
    const formula = buildFormula(spec.formula, all, markOf(spec))
    return begins === null ? formula : all.implies(begins, formula)
  })
  const report = await check({ ...base, properties: [{ name: 'begun', property }] })
  return report.verdict === 'violated'
}
