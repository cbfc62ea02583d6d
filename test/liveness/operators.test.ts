import { describe, expect, test } from 'vitest'
import type { Fairness, Formula, Formulas, Kit, Property } from '../../src/index.ts'
import { judged, type At, type Marks } from '../support/graph.ts'

/*
 * All temporal operators on graphs drawn by hand. `->` is an action of its own, weakly fair unless
 * the case says otherwise; `~>` may be left out for ever; `-go->` is the action "go".
 */

type P = Marks<'p' | 'q'>
interface Case {
  drawing: string
  p: string
  q?: string
  is: 'holds' | 'violated' | 'vacuous'
  fairness?: Fairness
  why: string
}

const table = (cases: readonly Case[], property: (kit: Kit<At>, marks: P) => Property): void => {
  test.each(cases)('$drawing, p: $p, q: $q, $fairness: $is, $why', async (each) => {
    const { drawing, p, q = '', fairness } = each
    const options = fairness === undefined ? {} : { fairness }
    const report = await judged(drawing, { p, q }, property, options)
    expect(report.verdict).toBe(each.is)
    expect(report.trace !== null).toBe(each.is === 'violated')
  })
}

const ltl = (
  cases: readonly Case[],
  build: (formulas: Formulas<At>, p: Formula, q: Formula) => Formula,
): void =>
  table(cases, (kit, { p, q }) =>
    kit.ltl((formulas) => build(formulas, formulas.is(p), formulas.is(q))),
  )

const strong = 'strong' as const
const none = 'none' as const

describe('eventually', () => {
  const cases: Case[] = [
    { drawing: 'a->b', p: 'b', is: 'holds', why: 'the step must be taken' },
    { drawing: 'a->b', p: 'a', is: 'holds', why: 'it is so at the start' },
    { drawing: 'a->b', p: 'b', fairness: none, is: 'violated', why: 'nothing need happen' },
    { drawing: 'a~>b', p: 'b', is: 'violated', why: 'the step may be left out' },
    { drawing: 'a', p: 'a', is: 'holds', why: 'a run of one state' },
    { drawing: 'a', p: '', is: 'violated', why: 'a run of one state never gets there' },
    { drawing: 'a->b->c->b', p: 'd', is: 'violated', why: 'it goes round' },
    { drawing: 'a->b->c->b, c->d', p: 'd', is: 'violated', why: 'the exit is on and off' },
    {
      drawing: 'a->b->c->b, c->d',
      p: 'd',
      fairness: strong,
      is: 'holds',
      why: 'the exit is on again and again',
    },
    {
      drawing: 'a->b->c->b, b-out->d, c-out->d',
      p: 'd',
      is: 'holds',
      why: 'the exit is always on',
    },
    { drawing: 'a->b, a->c', p: 'b', is: 'violated', why: 'one branch never gets there' },
    { drawing: 'a->b->d, a->c->d', p: 'd', is: 'holds', why: 'both branches get there' },
    { drawing: 'a->a, a->b', p: 'b', is: 'holds', why: 'the exit beside a loop is always on' },
    { drawing: 'a-x->a, a-x->b', p: 'b', is: 'violated', why: 'one action, two ends' },
    {
      drawing: 'a-x->a, a-x->b',
      p: 'b',
      fairness: strong,
      is: 'violated',
      why: 'no fairness chooses between the ends of one action',
    },
  ]
  table(cases, ({ eventually }, { p }) => eventually(p))
  ltl(cases, ({ eventually }, p) => eventually(p))
  ltl(cases, ({ not, always }, p) => not(always(not(p))))
})

describe('always, as a formula', () => {
  const cases: Case[] = [
    { drawing: 'a->b', p: 'a b', is: 'holds', why: 'everywhere' },
    { drawing: 'a->b->c', p: 'a b', is: 'violated', why: 'the last state is bad' },
    { drawing: 'a~>b', p: 'a', is: 'violated', why: 'an optional step may be taken' },
    { drawing: 'a->b->a, b~>c', p: 'a b', is: 'violated', why: 'off the cycle' },
  ]
  ltl(cases, ({ always }, p) => always(p))
  ltl(cases, ({ release, is }, p) =>
    release(
      is(() => false),
      p,
    ),
  )
})

describe('leadsTo', () => {
  const cases: Case[] = [
    { drawing: 'a->b->c', p: 'b', q: 'c', is: 'holds', why: 'it is followed' },
    { drawing: 'a->b->c', p: 'b', q: 'b', is: 'holds', why: 'then, or later' },
    { drawing: 'a->b->c', p: 'c', q: 'b', is: 'violated', why: 'before is not after' },
    { drawing: 'a->b->a', p: 'a', q: 'b', is: 'holds', why: 'again and again' },
    { drawing: 'a->b->c->b', p: 'b', q: 'a', is: 'violated', why: 'never again' },
    { drawing: 'a->b', p: 'z', q: 'b', is: 'vacuous', why: 'the left side never happens' },
    { drawing: 'a->b', p: 'z', q: 'z', is: 'vacuous', why: 'neither side ever happens' },
    { drawing: 'a~>b->c', p: 'b', q: 'c', is: 'holds', why: 'the left side may happen' },
    {
      drawing: 'a->b->c->d->b, c->e',
      p: 'b',
      q: 'e',
      is: 'violated',
      why: 'the exit is on and off',
    },
    {
      drawing: 'a->b->c->d->b, c->e',
      p: 'b',
      q: 'e',
      fairness: strong,
      is: 'holds',
      why: 'the exit is on again and again',
    },
  ]
  table(cases, ({ leadsTo }, { p, q }) => leadsTo(p, q))
})

describe('alwaysEventually', () => {
  const cases: Case[] = [
    { drawing: 'a->b->a', p: 'b', is: 'holds', why: 'each round' },
    { drawing: 'a->b->c', p: 'b', is: 'violated', why: 'once is not for ever' },
    { drawing: 'a->b->c', p: 'c', is: 'holds', why: 'the run rests there' },
    { drawing: 'a->b->a, a->c->a', p: 'b', is: 'violated', why: 'it may always turn to c' },
    {
      drawing: 'a->b->a, a->c->a',
      p: 'b',
      fairness: strong,
      is: 'holds',
      why: 'each turn is taken again and again',
    },
    { drawing: 'a->b->a', p: 'b', fairness: none, is: 'violated', why: 'nothing need happen' },
  ]
  table(cases, ({ alwaysEventually }, { p }) => alwaysEventually(p))
  ltl(cases, ({ always, eventually }, p) => always(eventually(p)))
})

describe('eventuallyAlways', () => {
  const cases: Case[] = [
    { drawing: 'a->b->c->b', p: 'b c', is: 'holds', why: 'it stays in the cycle' },
    { drawing: 'a->b->c->b', p: 'b', is: 'violated', why: 'each round leaves it' },
    { drawing: 'a->b', p: 'b', is: 'holds', why: 'the run rests there' },
    { drawing: 'a->b, b~>a', p: 'b', is: 'violated', why: 'it may go back again and again' },
    { drawing: 'a->b->a, a->c', p: 'c', is: 'violated', why: 'the exit is on and off' },
    {
      drawing: 'a->b->a, a->c',
      p: 'c',
      fairness: strong,
      is: 'holds',
      why: 'the exit must be taken',
    },
  ]
  table(cases, ({ eventuallyAlways }, { p }) => eventuallyAlways(p))
  ltl(cases, ({ always, eventually }, p) => eventually(always(p)))
})

describe('until', () => {
  const cases: Case[] = [
    { drawing: 'a->b->c', p: 'a b', q: 'c', is: 'holds', why: 'p, then q' },
    { drawing: 'a->b->c', p: 'a', q: 'c', is: 'violated', why: 'a gap before q' },
    { drawing: 'a->b->c', p: '', q: 'a', is: 'holds', why: 'q at once' },
    { drawing: 'a->b->a', p: 'a b', q: 'c', is: 'violated', why: 'q must come' },
    { drawing: 'a->b', p: 'a', q: 'b', fairness: none, is: 'violated', why: 'nothing need happen' },
    { drawing: 'a->b->c, a->c', p: 'a', q: 'c', is: 'violated', why: 'one way has a gap' },
  ]
  table(cases, ({ until }, { p, q }) => until(p, q))
  ltl(cases, ({ until }, p, q) => until(p, q))
  ltl(cases, ({ not, release }, p, q) => not(release(not(p), not(q))))
})

describe('release', () => {
  const cases: Case[] = [
    { drawing: 'a->b->c', p: 'b', q: 'a b', is: 'holds', why: 'q up to and including p' },
    { drawing: 'a->b->c', p: 'b', q: 'a', is: 'violated', why: 'q ends before p' },
    { drawing: 'a->b->a', p: '', q: 'a b', is: 'holds', why: 'q for ever, without p' },
    { drawing: 'a->b->c', p: 'c', q: 'a b', is: 'violated', why: 'q is missing where p is' },
    { drawing: 'a', p: 'a', q: 'a', is: 'holds', why: 'at once' },
  ]
  ltl(cases, ({ release }, p, q) => release(p, q))
  ltl(cases, ({ not, until }, p, q) => not(until(not(p), not(q))))
})

describe('next', () => {
  const cases: Case[] = [
    { drawing: 'a->b', p: 'b', is: 'holds', why: 'the one step leads there' },
    { drawing: 'a->b, a->c', p: 'b', is: 'violated', why: 'the other step does not' },
    { drawing: 'a~>b', p: 'b', is: 'violated', why: 'the run may end at once, and goes on in a' },
    { drawing: 'a', p: 'a', is: 'holds', why: 'a run that ends goes on in its last state' },
    { drawing: 'a->b->a', p: 'a', is: 'violated', why: 'two steps are not one' },
    { drawing: 'a->a, a->b', p: 'b', is: 'violated', why: 'a step that changes nothing is a step' },
  ]
  ltl(cases, ({ next }, p) => next(p))
  ltl(cases, ({ not, next }, p) => not(next(not(p))))
})

describe('a run that comes to rest stays there', () => {
  const cases: Case[] = [
    { drawing: 'a~>b', p: 'b', is: 'holds', why: 'b follows at once, or never: no pause first' },
    { drawing: 'a~>b, b~>a', p: 'b', is: 'holds', why: 'in a cycle there is no pause either' },
    {
      drawing: 'a~>a, a~>b',
      p: 'b',
      is: 'violated',
      why: 'a step that changes nothing is a pause',
    },
  ]
  ltl(cases, ({ next, or, not, always }, p) => or(next(p), always(not(p))))
})

describe('connectives', () => {
  ltl(
    [
      { drawing: 'a->b->a, a->c->a', p: 'b', q: 'c', is: 'holds', why: 'one of them' },
      { drawing: 'a->b->a, a->d->a', p: 'b', q: 'c', is: 'violated', why: 'neither' },
    ],
    ({ always, eventually, or }, p, q) => always(eventually(or(p, q))),
  )
  ltl(
    [
      { drawing: 'a->b->c->a', p: 'b', q: 'c', is: 'holds', why: 'both, each round' },
      { drawing: 'a->b->a, a->c->a', p: 'b', q: 'c', is: 'violated', why: 'perhaps one alone' },
      {
        drawing: 'a->b->a, a->c->a',
        p: 'b',
        q: 'c',
        fairness: strong,
        is: 'holds',
        why: 'each turn again and again',
      },
    ],
    ({ always, eventually, and }, p, q) => and(always(eventually(p)), always(eventually(q))),
  )
  ltl(
    [
      { drawing: 'a->b->a', p: 'b', q: 'b', is: 'holds', why: 'the same on both sides' },
      { drawing: 'a->b->a, a->c', p: 'b', q: 'c', is: 'violated', why: 'b for ever, without c' },
      { drawing: 'a->b->c', p: 'b', q: '', is: 'holds', why: 'the left side is false in the end' },
    ],
    // What strong fairness itself says: if again and again, then again and again.
    ({ always, eventually, implies }, p, q) =>
      implies(always(eventually(p)), always(eventually(q))),
  )
  ltl([{ drawing: 'a->b', p: '', is: 'holds', why: 'of no parts at all' }], ({ and, not, or }) =>
    and(and(), not(or())),
  )
})
