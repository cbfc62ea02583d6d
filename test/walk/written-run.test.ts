import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  check,
  expectRunGone,
  machine,
  propertyOf,
  role,
  system,
  writtenRun,
  type System,
} from '../../src/index.ts'
import { decidedVerdict } from '../../src/model/property-kinds.ts'
import { kit } from '../../src/model/property.ts'
import { graph } from '../support/graph.ts'
import { buildFormula } from '../support/random-liveness.ts'
import { buildGraph, graphSpec, markOf, type GraphSpec } from '../support/random-graph.ts'
import { buildSystem, systemSpec } from '../support/random-system.ts'

/** What replaying the runs of one system in another came to. */
interface Tally {
  runs: number
  broken: number
  impossible: number
  harmless: number
}

/**
 * Writes down all runs that decide properties of a system. In that very system they still do; and where one does
 * in another system, a check of that agrees.
 */
const compare = async (one: System, other: System, tally: Tally): Promise<void> => {
  const limit = { maxStates: 2_000 }
  const [report, changed] = [await check(one, limit), await check(other, limit)]
  for (const { name, trace } of report.properties) {
    if (trace === null) continue
    tally.runs += 1
    const run = writtenRun(name, trace)
    // oxlint-disable-next-line no-await-in-loop
    await expect(expectRunGone(one, run), 'the same system').rejects.toThrow(/^[✗✓] /)
    // oxlint-disable-next-line no-await-in-loop
    const gone = await expectRunGone(other, run).catch(() => null)
    tally[gone?.kind ?? 'broken'] += 1
    const { verdict, kind } = propertyOf(changed, name)
    if (gone === null) expect([decidedVerdict(kind), 'incomplete']).toContain(verdict)
  }
}

const withFormula = (spec: GraphSpec): System => ({
  ...buildGraph(spec),
  properties: [
    {
      name: 'the formula',
      property: kit.ltl((formulas) => buildFormula(spec.formula, formulas, markOf(spec))),
    },
    { name: 'the requests', property: kit.everyRequestAnswered() },
  ],
})

/** A desk at which two clerks take numbers; mended, each takes its number in one step. */
const clerks = ({ isMended = false, most = 2, name = 'take' } = {}): System =>
  machine({
    name: 'clerks',
    initial: () => ({ last: 0, seen: [-1, -1], took: [0, 0] }),
    actions: {
      look: {
        each: ({ seen }) => [0, 1].filter((clerk) => !isMended && seen[clerk] === -1),
        doEach: (state, clerk: number) => {
          state.seen[clerk] = state.last
        },
      },
      [name]: {
        each: ({ seen, took }) =>
          [0, 1].filter((clerk) => (isMended || seen[clerk] !== -1) && took[clerk] === 0),
        doEach: (state, clerk: number) => {
          const seen = isMended ? state.last : (state.seen[clerk] ?? 0)
          state.took[clerk] = seen + 1
          state.last = seen + 1
        },
      },
    },
    properties: ({ always, reachable }) => ({
      'no number is taken twice': always(({ took: [a, b] }) => a === 0 || a !== b || most < 2),
      'all is taken': reachable(({ took }) => !took.includes(0), { expected: 'violated' }),
    }),
  })

/** Counts without end, but for a bound. */
const counterWithin = (most: number): System =>
  machine<number>({
    name: 'counter',
    initial: () => 0,
    actions: { up: (n) => n + 1 },
    within: (n) => n <= most,
    properties: ({ always }) => ({ low: always((n) => n < 2) }),
  })

/** A lamp with these steps, none of which changes it. */
const named = (steps: Record<string, () => void>) =>
  system({
    name: 'lamp',
    nodes: { lamp: role<{ on: boolean }>({ initial: () => ({ on: false }), internal: steps }) },
    properties: ({ always }) => ({ it: always(() => true) }),
  })

describe('a run that was written down', async () => {
  const name = 'no number is taken twice'
  const { trace } = propertyOf(await check(clerks()), name)
  if (trace === null) throw new Error('there is no run')
  const run = writtenRun(name, trace)

  test('is steps in words', () => {
    expect(run).toEqual({
      property: name,
      steps: ['look for 0', 'look for 1', 'take for 0', 'take for 1'],
      loopsTo: null,
    })
  })

  test('fails where it still breaks the property, with all that there is to see', async () => {
    await expect(expectRunGone(clerks(), run)).rejects.toThrow(
      /^✗ no number is taken twice\n {2}Violated\. A run that violates it: 4 steps\.[^]*What it sees/,
    )
  })

  test('is told up to where it breaks the property now', async () => {
    const counter = machine({
      name: 'counter',
      initial: () => 0,
      actions: { up: (n) => n + 1 },
      properties: ({ always }) => ({ low: always((n) => n < 2) }),
    })
    const longer = { property: 'low', steps: ['up', 'up', 'up'], loopsTo: null }
    await expect(expectRunGone(counter, longer)).rejects.toThrow('violates it: 2 steps')
  })

  test('that cannot happen any more says which step, and why', async () => {
    expect(await expectRunGone(clerks({ isMended: true }), run)).toEqual({
      kind: 'impossible',
      step: 1,
      text: 'Step 1 of the run cannot happen any more: look for 0. There is no such step there.',
    })
  })

  test('of which a step was renamed is refused: nobody looks at it any more', async () => {
    await expect(expectRunGone(clerks({ name: 'draw' }), run)).rejects.toThrow(
      'no step that is called as step 3 of the run: take for 0',
    )
    const pressed = {
      property: 'it',
      steps: ['lamp does "press"', 'lamp does "hold"'],
      loopsTo: null,
    }
    const [press, hold] = [() => undefined, () => undefined]
    expect((await expectRunGone(named({ press, hold }), pressed)).kind).toBe('harmless')
    await expect(expectRunGone(named({ press, keep: hold }), pressed)).rejects.toThrow(
      'step 2 of the run: lamp does "hold"',
    )
  })

  test('that leaves the bound is not looked at, as by a check', async () => {
    const up = { property: 'low', steps: ['up', 'up'], loopsTo: null }
    await expect(expectRunGone(counterWithin(2), up)).rejects.toThrow('2 steps')
    expect((await expectRunGone(counterWithin(1), up)).text).toBe(
      "Step 2 of the run cannot happen any more: up. It leads out of the model's bound.",
    )
  })

  test('that is harmless says so', async () => {
    expect(await expectRunGone(clerks({ most: 1 }), run)).toEqual({
      kind: 'harmless',
      step: null,
      text: 'The run of 4 steps can still happen, and keeps the property.',
    })
  })

  test('takes a module with its parameters', async () => {
    const model = { default: clerks as (given: never) => System, parameters: { most: 1 } }
    const gone = await expectRunGone(model, run)
    expect(gone.kind).toBe('harmless')
    await expect(expectRunGone(model, run, { parameters: { most: 2 } })).rejects.toThrow('4 steps')
  })

  test('of a property that is gone is refused', async () => {
    const other = { ...run, property: 'no number is taken thrice' }
    await expect(expectRunGone(clerks(), other)).rejects.toMatchObject({
      code: 'unknown-property',
      fix: expect.stringContaining("did you mean 'no number is taken twice'?") as unknown,
    })
  })

  test('may get to what should not be reachable', async () => {
    const reached = propertyOf(await check(clerks()), 'all is taken')
    if (reached.trace === null) throw new Error('there is no run')
    const steps = writtenRun('all is taken', reached.trace)
    await expect(expectRunGone(clerks(), steps)).rejects.toThrow(/^✓ all is taken/)
  })
})

describe('of random systems a run', () => {
  test('breaks protocols as it did, and others only where a check says so', async () => {
    const tally = { runs: 0, broken: 0, impossible: 0, harmless: 0 }
    await fc.assert(
      fc.asyncProperty(systemSpec, systemSpec, async (one, other) => {
        const changed = { ...one, roles: one.roles.map((role, at) => other.roles[at] ?? role) }
        await compare(buildSystem(one), buildSystem(changed), tally)
      }),
      { numRuns: 10, seed: 1 },
    )
    expect(Math.min(tally.broken, tally.impossible, tally.harmless)).toBeGreaterThan(0)
  })

  test('breaks graphs as it did, and others only where a check says so', async () => {
    const tally = { runs: 0, broken: 0, impossible: 0, harmless: 0 }
    await fc.assert(
      fc.asyncProperty(graphSpec, graphSpec, async (one, other) => {
        const changed = { ...one, degrees: other.degrees, marks: other.marks, waits: other.waits }
        await compare(withFormula(one), withFormula(changed), tally)
      }),
      { numRuns: 40, seed: 1 },
    )
    expect(Math.min(tally.broken, tally.harmless)).toBeGreaterThan(0)
  })
})

test('a loop that is walked again is told as the check told it, with what would change nothing', async () => {
  const looking = graph('a -look-> a', { never: 'b' }, ({ eventually }, { never }) => ({
    it: eventually(never, { fairness: [{ of: 'look', degree: 'weak', moves: true }] }),
  }))
  const found = propertyOf(await check(looking), 'it')
  const { trace } = found
  if (trace === null) throw new Error('it has no run')
  await expect(expectRunGone(looking, writtenRun('it', trace))).rejects.toThrow(
    /look: would change\s+nothing at the start/,
  )
})

test('a run that is told in too many ways ends with an error: one of them may be the one', async () => {
  const lottery = role<{ drawn: number }>({
    initial: ({ choose }) => ({ drawn: choose(Array.from({ length: 1001 }, (_, at) => at)) }),
    internal: { draw: { when: ({ drawn }) => drawn >= 0, do: (state) => void (state.drawn -= 1) } },
  })
  const drawing = system({
    name: 'drawing',
    nodes: { lottery },
    properties: ({ always }) => ({ it: always(() => true) }),
  })
  const run = { property: 'it', steps: ['lottery does "draw"'], loopsTo: null }
  await expect(expectRunGone(drawing, run)).rejects.toMatchObject({ code: 'too-large' })
})
