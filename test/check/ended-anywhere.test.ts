import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Turns } from '../../src/check/graphs.ts'
import { check, type Report, type System } from '../../src/index.ts'
import { kit } from '../../src/model/property.ts'
import { endedCheck, type Ending } from '../support/halting.ts'
import { verdictsOf } from '../support/lasso.ts'
import { buildFormula, leafOf, livenessSpec, temporalSize } from '../support/random-liveness.ts'
import { ignoringSpec } from '../support/random-ignoring.ts'
import { buildSystem, systemSpec, type SystemSpec } from '../support/random-system.ts'
import { exploreSmall } from '../support/too-large.ts'

/*
 * A check may be ended in any phase: while initial states are listed, while it searches, judges
 * liveness, rebuilds or tells runs. It never says what a whole check would not say, and it loses
 * nothing that was decided by then.
 */

const mostStates = 60
const mostTemporal = 3

/** How a check is ended, and when: as a share of all its turns. */
const endings = fc.record({
  share: fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000),
  kind: fc.constantFrom<Ending['kind'][]>('aborted', 'memory', 'seconds'),
  isForGood: fc.boolean(),
})

const never: Ending = { turn: Infinity, kind: 'aborted', isForGood: true }

/** How many turns a whole check has. */
const turnsOf = async (system: System): Promise<number> => (await endedCheck(system, never)).turns

/** Random systems with safety properties, a formula and requests. */
const systemsOf = (specs: fc.Arbitrary<SystemSpec>): fc.Arbitrary<System | null> =>
  fc.tuple(specs, livenessSpec).map(([spec, liveness]) => {
    if (temporalSize(liveness.formula) > mostTemporal) return null
    const system = buildSystem(spec)
    const formula = kit.ltl((formulas) => buildFormula(liveness.formula, formulas, leafOf(spec)))
    const properties = [
      ...system.properties,
      { name: 'formula', property: formula },
      { name: 'answered', property: kit.everyRequestAnswered() },
    ]
    const whole = { ...system, properties }
    return exploreSmall(whole, mostStates) === null ? null : whole
  })

const systems = systemsOf(systemSpec)

const reasons = {
  aborted: 'the check was interrupted',
  memory: 'the memory limit was reached',
  seconds: 'the limit of 7 seconds was reached',
  disk: 'the disk is full',
}

const isOpen = (verdict: string | undefined): boolean => verdict === 'incomplete'

type Trace = NonNullable<Report['properties'][number]['trace']>

/** A run as it is. */
const itself = (trace: Trace): unknown => trace

/** Of a run that one graph shows, and another one as well: of finite ones any of the shortest may be shown. */
const length = ({ steps, loopsTo }: Trace): unknown => loopsTo === null && steps.length

/**
 * What a check that was ended says is what the whole one says, as far as it says anything.
 *
 * @param told what is the same of the runs that are shown
 */
const expectSound = (
  whole: Report,
  report: Report,
  kind: Ending['kind'],
  told: (trace: Trace) => unknown = itself,
): void => {
  const said = verdictsOf(whole)
  for (const [name, verdict] of Object.entries(verdictsOf(report))) {
    if (!isOpen(verdict)) expect([name, verdict]).toEqual([name, said[name]])
    if (isOpen(verdict) && !isOpen(said[name])) {
      expect(report.incomplete?.reason).toContain(reasons[kind])
      expect(report.asExpected).toBe(false)
    }
  }
  for (const { name, trace } of report.properties) {
    const { trace: other = null } = whole.properties.find((it) => it.name === name) ?? {}
    expect([name, trace && told(trace)]).toEqual([name, trace && other && told(other)])
  }
}

test('a check that is ended somewhere says nothing but what a whole one says', async () => {
  const ended = new Set<string | null>()
  await fc.assert(
    fc.asyncProperty(systems, fc.array(endings, { minLength: 6 }), async (system, all) => {
      if (system === null) return
      const whole = await check(system)
      const turns = await turnsOf(system)
      for (const { share, ...each } of all) {
        const turn = 1 + Math.floor(share * turns)
        const { report, phase } = await endedCheck(system, { ...each, turn }, { maxSeconds: 7 })
        expectSound(whole, report, each.kind)
        ended.add(phase)
      }
    }),
    { numRuns: 150 },
  )
  expect([...ended]).toEqual(expect.arrayContaining(['searching', null]))
})

test('there are turns in each phase', async () => {
  const phases = ['listing', 'searching', 'judging', 'rebuilding', 'telling', 'confirming'] as const
  const missing = new Set<string>(phases)
  for (const system of fc.sample(systems, { numRuns: 60, seed: 1 })) {
    if (system === null || missing.size === 0) continue
    // oxlint-disable-next-line no-await-in-loop
    const turns = await turnsOf(system)
    for (let turn = 1; turn <= turns; turn += Math.max(1, Math.floor(turns / 50))) {
      // oxlint-disable-next-line no-await-in-loop
      const { phase } = await endedCheck(system, { ...never, turn })
      if (phase !== null) missing.delete(phase)
    }
  }
  expect([...missing]).toEqual([])
})

test('nor does one that judges properties in several graphs', async () => {
  const turns: Turns = { rests: [1, 10], factor: 0 }
  let several = 0
  await fc.assert(
    // What is ignored may stay in flight for some properties, and not for others.
    fc.asyncProperty(
      systemsOf(ignoringSpec),
      fc.array(endings, { minLength: 6 }),
      async (system, all) => {
        if (system === null) return
        const whole = await endedCheck(system, never, {}, turns)
        for (const { share, ...each } of all) {
          const ending = { ...each, turn: 1 + Math.floor(share * whole.turns) }
          const { report } = await endedCheck(system, ending, { maxSeconds: 7 }, turns)
          expectSound(whole.report, report, each.kind, length)
          if (report.graphs !== undefined && report.incomplete !== null) several += 1
        }
      },
    ),
    { numRuns: 25 },
  )
  expect(several).toBeGreaterThan(5)
})

test('the later a check is ended, the more is decided of safety', async () => {
  await fc.assert(
    fc.asyncProperty(systems, endings, endings, async (system, one, other) => {
      if (system === null) return
      const turns = await turnsOf(system)
      const [early, late] = [one.share, other.share]
        .toSorted((a, b) => a - b)
        .map((share) => ({
          ...one,
          turn: 1 + Math.floor(share * turns),
        }))
      if (early === undefined || late === undefined) return
      const known = verdictsOf((await endedCheck(system, early)).report)
      const then = verdictsOf((await endedCheck(system, late)).report)
      // Liveness that is judged on half a space may find what there is no time for on the whole one.
      const decided = Object.entries(known).filter(
        ([name, verdict]) => !isOpen(verdict) && !['formula', 'answered'].includes(name),
      )
      expect(then).toMatchObject(Object.fromEntries(decided))
    }),
    { numRuns: 200 },
  )
})
