import { describe, expect, test } from 'vitest'
import { check, machine, type Formula, type Formulas } from '../../src/index.ts'
import { renderReport } from '../../src/render/report-text.ts'
import { runOf, verdictsOf } from '../support/lasso.ts'

/*
 * Formulas and promises in numbers at which anything but time and memory in proportion would not end.
 */

interface At {
  at: number
}

/**
 * A walk round a ring, which may stay for ever at one of its points.
 *
 * @param longest how many points a step may go
 */
const ring = (
  points: number,
  build: (formulas: Formulas<At>, at: (point: number) => Formula) => Formula,
  longest = 1,
) =>
  machine<At>({
    name: 'ring',
    initial: () => ({ at: 0 }),
    fairness: 'none',
    actions: {
      on: (state, { choose }) => {
        state.at = (state.at + choose(longest === 1 ? [1] : [1, longest])) % points
      },
    },
    properties: ({ ltl }) => ({
      it: ltl((formulas) => build(formulas, (point) => formulas.is(({ at }) => at === point))),
    }),
  })

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n)

/** Every third of 300 points is met again and again. */
const hundred = (
  { and, always, eventually }: Formulas<At>,
  at: (point: number) => Formula,
): Formula => and(...numbers(100).map((n) => always(eventually(at(3 * n)))))

describe('many parts of a formula', () => {
  test('100 points that are met again and again, left of an arrow', async () => {
    const holds = ring(300, (formulas, at) =>
      formulas.implies(hundred(formulas, at), formulas.always(formulas.eventually(at(299)))),
    )
    expect(verdictsOf(await check(holds))).toEqual({ it: 'holds' })
    // All the way round, and never at rest.
    const violated = ring(300, (formulas, at) =>
      formulas.implies(hundred(formulas, at), formulas.eventually(formulas.always(at(0)))),
    )
    const report = await check(violated)
    expect(verdictsOf(report)).toEqual({ it: 'violated' })
    expect(runOf(report, 'it')).toMatchObject({ stem: [], cycle: { length: 300 } })
  })

  test.each([0, 30, 31, 32, 63, 64, 69])(
    'each of 70 counts: number %i is met, though it could be skipped',
    async (skipped) => {
      const one = ring(
        70,
        ({ and, implies, always, eventually }, at) =>
          implies(
            and(...numbers(70).map((n) => always(eventually(at(n))))),
            always(eventually(at(skipped))),
          ),
        2,
      )
      expect(verdictsOf(await check(one))).toEqual({ it: 'holds' })
    },
  )

  test('strong fairness written as a formula, for 40 actions', async () => {
    // Whoever is met again and again is left again and again: so the walk goes round.
    const report = await check(
      ring(40, ({ and, implies, always, eventually }, at) =>
        implies(
          and(
            ...numbers(40).map((n) =>
              implies(always(eventually(at(n))), always(eventually(at((n + 1) % 40)))),
            ),
          ),
          always(eventually(at(7))),
        ),
      ),
    )
    expect(verdictsOf(report)).toEqual({ it: 'holds' })
  })

  test('40 answers that are owed at once', async () => {
    const report = await check(
      ring(80, ({ and, implies, always, eventually }, at) =>
        and(...numbers(40).map((n) => always(implies(at(n), eventually(at(n + 40)))))),
      ),
    )
    // At rest in the first point, the first answer is owed for ever.
    expect(verdictsOf(report)).toEqual({ it: 'violated' })
    expect(runOf(report, 'it')).toEqual({ stem: [], cycle: [] })
  })

  test('a formula that can be met in too many ways is refused', async () => {
    const wild = ring(3, ({ and, or, not, eventually, always }, at) =>
      not(
        and(
          ...numbers(13).map((n) =>
            or(always(at(n % 3)), eventually(always(at(n + 3))), eventually(at(n + 20))),
          ),
        ),
      ),
    )
    await expect(check(wild)).rejects.toMatchObject({ code: 'too-large' })
  })
})

describe('many promises', () => {
  test.each([40, 100])(
    'a fair cycle takes each of %i actions that are always possible (TLC: more than 32 overflow)',
    async (actions) => {
      const deaf = actions - 3
      const bells = machine<{ last: number }>({
        name: 'bells',
        initial: () => ({ last: -1 }),
        fairness: (action) =>
          action.kind === 'internal' && action.name === `ring ${deaf}` ? 'none' : 'weak',
        actions: Object.fromEntries(
          numbers(actions).map((n) => [`ring ${n}`, (): { last: number } => ({ last: n })]),
        ),
        properties: ({ alwaysEventually }) =>
          Object.fromEntries(
            [0, 31, 32, 33, deaf].map((n) => [
              `bell ${n}`,
              alwaysEventually(({ last }) => last === n),
            ]),
          ),
      })
      const report = await check(bells)
      const verdicts = [0, 31, 32, 33, deaf].map((n) => [
        `bell ${n}`,
        n === deaf ? 'violated' : 'holds',
      ])
      expect(verdictsOf(report)).toEqual(Object.fromEntries(verdicts))
      expect(new Set(runOf(report, `bell ${deaf}`).cycle).size).toBe(actions - 1)
    },
  )
})

describe('many properties', () => {
  test('20,000 are judged and told', async () => {
    const many = machine<At>({
      name: 'many',
      initial: () => ({ at: 0 }),
      actions: {
        on: (state) => {
          state.at = (state.at + 1) % 3
        },
      },
      properties: ({ never, leadsTo }) =>
        Object.fromEntries(
          numbers(10_000).flatMap((n) => [
            [`never ${n}`, never(({ at }) => at === n)],
            [
              `leads to ${n}`,
              leadsTo(
                ({ at }) => at === n,
                ({ at }) => at === n + 1,
              ),
            ],
          ]),
        ),
    })
    const report = await check(many)
    const { properties } = report
    const count = (verdict: string): number =>
      properties.filter((each) => each.verdict === verdict).length
    expect([count('holds'), count('violated'), count('vacuous')]).toEqual([9999, 4, 9997])
    expect(renderReport(report, { columns: 80, colour: false })).toContain('of 20,000 properties')
  })
})
