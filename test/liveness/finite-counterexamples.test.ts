import { describe, expect, test } from 'vitest'
import { check, machine, type Report } from '../../src/index.ts'
import { isRefutedBy } from '../../src/trace/evaluate-formula.ts'
import { formulas } from '../../src/model/formula.ts'
import { renderReport } from '../../src/render/report-text.ts'
import { judged } from '../support/graph.ts'
import { verdictsOf } from '../support/lasso.ts'

/** Counts without end, but for a bound. Each formula is false after a step at most. */
const counter = (bound: number) =>
  machine<{ n: number }>({
    name: 'counter',
    initial: () => ({ n: 0 }),
    within: ({ n }) => n <= bound,
    actions: {
      up: (state) => {
        state.n += 1
      },
    },
    properties: ({ ltl, until, eventually }) => ({
      always: ltl(({ is, always }) => always(is(({ n }) => n < 1))),
      until: until(
        ({ n }) => n < 1,
        ({ n }) => n === 5,
      ),
      next: ltl(({ is, next }) => next(is(({ n }) => n === 0))),
      initially: ltl(({ is }) => is(({ n }) => n === 3)),
      open: eventually(({ n }) => n === -1),
    }),
  })

/** For each property its verdict and the length of its run. */
const found = (report: Report): Readonly<Record<string, readonly [string, number | null]>> =>
  Object.fromEntries(
    report.properties.map(({ name, verdict, trace }) => [
      name,
      [verdict, trace === null ? null : trace.steps.length],
    ]),
  )

const allFound = {
  always: ['violated', 1],
  until: ['violated', 1],
  next: ['violated', 1],
  initially: ['violated', 0],
  open: ['incomplete', null],
}

describe('a finite run that makes a formula false is found', () => {
  test('where the bound cuts the search', async () => {
    expect(found(await check(counter(10)))).toEqual(allFound)
  })

  test('where the search ends at a limit', async () => {
    expect(found(await check(counter(1000), { maxStates: 3 }))).toEqual(allFound)
  })

  test('where the search is interrupted', async () => {
    const interruption = new AbortController()
    setTimeout(() => interruption.abort(), 0)
    const report = await check(counter(1e9), { signal: interruption.signal })
    expect(report.incomplete?.kind).toBe('interrupted')
    expect(found(report)).toEqual(allFound)
  })

  test('shortest, by another way than the lasso that violates it, too', async () => {
    // Staying in a violates it; so does any run from c on, whatever comes later.
    const { verdict, trace } = await judged(
      'a->a, a->b->c->d->b',
      { p: 'a b d' },
      ({ ltl }, { p }) => ltl(({ is, always }) => always(is(p))),
    )
    expect(verdict).toBe('violated')
    expect(trace).toMatchObject({ loopsTo: null, steps: [{}, {}] })
  })

  test('though promises allow no short way on', async () => {
    // After the step to b the promise of "go" leads on; what follows makes no difference.
    const { trace } = await judged('a->b-go->c-go->d', { p: 'a' }, ({ until }, { p }) =>
      until(p, () => false),
    )
    expect(trace).toMatchObject({ loopsTo: null, steps: [{ action: 'a -> b' }] })
  })

  test('and told as one, with what the formula saw', async () => {
    const report = await check(counter(10))
    const text = renderReport(report, { columns: 80, colour: false })
    expect(text).toContain('After step 1 the property can no longer become true')
    expect(report.properties[0]?.trace?.observations).toEqual([{ path: 'n', value: 1 }])
  })
})

test('a run at rest is an infinite one, and is told as such', async () => {
  const { verdict, trace } = await judged('a~>b', { p: 'b' }, ({ ltl }, { p }) =>
    ltl(({ is, next }) => next(is(p))),
  )
  expect(verdict).toBe('violated')
  expect(trace).toMatchObject({ loopsTo: 0, steps: [] })
})

test('what comes true only in the end is not refuted by any finite run', async () => {
  const report = await check(counter(10), { maxStates: 3 })
  expect(verdictsOf(report)['open']).toBe('incomplete')
})

describe('whether a finite run refutes a formula', () => {
  const { is, not, and, or, next, always, eventually, until, release } = formulas
  const p = is((view) => view === 'p')
  const q = is((view) => view === 'q')
  test.each([
    ['p', p, ['q'], true],
    ['next p', next(p), ['p'], false],
    ['next p', next(p), ['p', 'q'], true],
    ['always p', always(p), ['p', 'p'], false],
    ['always p', always(p), ['p', 'q'], true],
    ['eventually p', eventually(p), ['q', 'q'], false],
    ['p until q', until(p, q), ['p', 'p'], false],
    ['p until q', until(p, q), ['p', 'r'], true],
    ['q release p', release(q, p), ['p', 'r'], true],
    ['p or always p', or(q, always(p)), ['p', 'r'], true],
    ['always p and eventually q', and(always(p), eventually(q)), ['p', 'q'], true],
    ['next true', next(and()), ['p'], false],
    ['next false', next(or()), ['p'], true],
    ['not eventually p', not(eventually(p)), ['q', 'p'], true],
  ])('%s after %#', (_, formula, views, isRefuted) => {
    expect(
      isRefutedBy(
        formula,
        views.map((view) => () => view),
      ),
    ).toBe(isRefuted)
  })
})
