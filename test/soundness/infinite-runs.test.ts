import { describe, expect, test } from 'vitest'
import { check, machine, role, system } from '../../src/index.ts'
import { graph, judged } from '../support/graph.ts'
import { runOf, verdictsOf } from '../support/lasso.ts'

/*
 * Each test is a small system on which a mistake that some model checker has made about infinite
 * runs would give a wrong verdict.
 */

describe('joins and cycles', () => {
  test('what one way into a state has seen does not count for another (Stateright: eventually flags ride on the first path)', async () => {
    // The first way into d meets p, the second does not.
    const { verdict } = await judged('a->b->d, a->c->d', { p: 'b' }, ({ eventually }, { p }) =>
      eventually(p),
    )
    expect(verdict).toBe('violated')
  })

  test('nor where the ways are of different lengths (Stateright: DAG joins drop violations)', async () => {
    const drawing = 'a->b->z, a->c->d->e->z->end'
    const kit = await judged(drawing, { p: 'b' }, ({ eventually }, { p }) => eventually(p))
    expect(kit.verdict).toBe('violated')
    expect(kit.trace?.steps.map(({ action }) => action)).toContain('a -> c')
  })

  test('a cycle that never gets there is a violation, though no run ends (Stateright: cycles drop violations)', async () => {
    const { verdict, trace } = await judged('a->b->a', { p: 'c' }, ({ eventually }, { p }) =>
      eventually(p),
    )
    expect(verdict).toBe('violated')
    expect(trace).toMatchObject({ loopsTo: 0, steps: [{}, {}] })
  })

  test('a cycle back into a state where something became due later is found (nested search without re-visits)', async () => {
    // b is first reached with nothing due; only the second round owes q.
    const { verdict } = await judged(
      'a->b->c->b, c->d->b',
      { p: 'd', q: 'a' },
      ({ leadsTo }, { p, q }) => leadsTo(p, q),
    )
    expect(verdict).toBe('violated')
  })

  test('every finite prefix is harmless, the cycle is not (safety checkers of bounded runs: P)', async () => {
    // After any number of steps q may still come.
    const drawing = 'a->b->c->a, c~>d'
    const kit = await judged(drawing, { q: 'd' }, ({ eventually }, { q }) => eventually(q))
    expect(kit.verdict).toBe('violated')
    expect(kit.trace?.loopsTo).toBe(0)
  })

  test('a long way is no violation (P: liveness is a threshold on the length of a run)', async () => {
    const far = machine<{ count: number }>({
      name: 'far',
      initial: () => ({ count: 0 }),
      actions: {
        tick: {
          when: ({ count }) => count < 3000,
          do: (state) => {
            state.count += 1
          },
        },
      },
      properties: ({ eventually }) => ({ arrives: eventually(({ count }) => count === 3000) }),
    })
    expect(verdictsOf(await check(far))).toEqual({ arrives: 'holds' })
  })

  test('<>[]p is judged, not dropped (tla-rs)', async () => {
    const property = ['a->b->a', { p: 'a' }] as const
    const { verdict } = await judged(...property, ({ eventuallyAlways }, { p }) =>
      eventuallyAlways(p),
    )
    expect(verdict).toBe('violated')
  })

  test('conjuncts that fail on different runs do not excuse one another (TLC: tableau of the negation)', async () => {
    const { verdict } = await judged('a->b->b, a->c->c', { p: 'b', q: 'c' }, ({ ltl }, { p, q }) =>
      ltl(({ is, or, eventually, always }) =>
        or(eventually(always(is(p))), eventually(always(is(q)))),
      ),
    )
    // Each run satisfies one of the two.
    expect(verdict).toBe('holds')
  })
})

/** A process that takes so many steps and ends. */
const worker = (steps: number) =>
  role<{ done: number }>({
    initial: () => ({ done: 0 }),
    internal: {
      work: {
        when: ({ done }) => done < steps,
        do: (state) => {
          state.done += 1
        },
      },
    },
  })

describe('fairness', () => {
  test('is judged on the component where the run stays (tla-rs: fairness tested on the wrong SCC)', async () => {
    // "go" is taken again and again in the first cycle, but starved for ever in the second.
    const drawing = 'a-go->b, b-back->a, a-over->c, c-stay->c, c-go->d'
    const report = await judged(drawing, { p: 'd' }, ({ eventually }, { p }) => eventually(p), {
      fairness: (action) =>
        action.kind === 'internal' && action.name === 'stay' ? 'none' : 'weak',
    })
    expect(report.verdict).toBe('violated')
    // Fair is the first cycle; staying in c is not.
    expect(report.trace?.steps.map(({ action }) => action)).toEqual(['go', 'back'])
  })

  test('an action that leaves the component does not count as taken in it (TLC: SCC on states instead of edges)', async () => {
    // In {b, c} "out" is always enabled; its step leads away. Staying is not fair.
    const drawing = 'a->b, b-on->c, c-on->b, b-out->d, c-out->d'
    const { verdict } = await judged(drawing, { p: 'd' }, ({ eventually }, { p }) => eventually(p))
    expect(verdict).toBe('holds')
  })

  test('two edges between the same states are two actions (TLC: SCC on states instead of edges)', async () => {
    // To be fair, the cycle must take "x" as well as "y", which lead to the same state.
    const drawing = 'a-x->b, a-y->b, b-back->a'
    const taken = await judged(
      drawing,
      { p: '' },
      ({ alwaysEventually }, { p }) => alwaysEventually(p),
      { fairness: 'strong' },
    )
    const actions = taken.trace?.steps.map(({ action }) => action)
    expect(actions).toEqual(expect.arrayContaining(['x', 'y']))
    expect(taken.trace?.loopsTo).toBe(0)
    expect(actions).toHaveLength(4)
  })

  test('a finite prefix is no violation if no fair run continues it badly (TLC: the fairness part of the negation forgotten)', async () => {
    // Any prefix may dwell in a; a fair run may not.
    const drawing = 'a-dwell->a, a-go->b'
    const { verdict } = await judged(drawing, { p: 'b' }, ({ eventually }, { p }) => eventually(p))
    expect(verdict).toBe('holds')
  })

  test('each printed cycle is fair by itself (tla-rs: shrinking lost fairness; SCC printed as a cycle that does not exist)', async () => {
    // The component is fair only as a whole: b disables "x", c disables "y".
    const drawing = 'a-x->z, a-y->z, a-m->b, b-y->z, b-m->a, a-n->c, c-x->z, c-n->a'
    const report = await judged(drawing, { p: 'z' }, ({ eventually }, { p }) => eventually(p))
    expect(report.verdict).toBe('violated')
    const points = report.trace?.steps.map(({ action }) => action)
    expect(points?.toSorted()).toEqual(['m', 'm', 'n', 'n'])
    expect(report.trace?.loopsTo).toBe(0)
  })

  test('enabled means enabled, whether or not the step changes anything (TLC: ENABLED evaluation)', async () => {
    // "idle" is enabled everywhere and changes nothing: taking it for ever is fair to itself only.
    const drawing = 'a-idle->a, a-go->b, b-idle->b'
    const { verdict } = await judged(drawing, { p: 'b' }, ({ eventually }, { p }) => eventually(p))
    expect(verdict).toBe('holds')
    // And where nothing else is enabled, it may go on for ever.
    const alone = await judged('a-idle->a', { p: 'b' }, ({ eventually }, { p }) => eventually(p))
    expect(alone.verdict).toBe('violated')
  })

  test('stuttering does not count as taking an action (tla-rs: stuttering counted for weak fairness)', async () => {
    const { verdict } = await judged('a->b', { p: 'b' }, ({ eventually }, { p }) => eventually(p))
    expect(verdict).toBe('holds')
  })

  test('weak fairness holds beyond the end of other processes (Spin: weak fairness after termination)', async () => {
    // One process ends; the other has to go on.
    const pair = system({
      name: 'pair',
      nodes: { short: worker(1), long: worker(3) },
      properties: ({ eventually }) => ({
        'the long one ends': eventually(({ nodes }) => nodes.long.done === 3),
      }),
    })
    expect(verdictsOf(await check(pair))).toEqual({ 'the long one ends': 'holds' })
  })

  test('a fair cycle is reported though each process may starve the others (Spin: fair cycle unreported)', async () => {
    // Both go round for ever, and neither ever finishes.
    const spinner = role<{ at: number }>({
      initial: () => ({ at: 0 }),
      internal: {
        turn: (state) => {
          state.at = 1 - state.at
        },
      },
    })
    const pair = system({
      name: 'spinners',
      nodes: { a: spinner, b: spinner },
      properties: ({ eventually }) => ({
        'something else happens': eventually(({ nodes }) => nodes.a.at === 2),
      }),
    })
    const report = await check(pair)
    expect(verdictsOf(report)).toEqual({ 'something else happens': 'violated' })
    expect(runOf(report, 'something else happens').cycle).toHaveLength(4)
  })

  test.each([40, 100])(
    '%i fairness constraints are that many (TLC: more than 32 overflow a bit set)',
    async (count) => {
      // A ring of lamps that a walker may light or pass; each light is promised, and none may be spared.
      const names = Array.from({ length: count }, (_, lamp) => lamp)
      const lamps = (spared: number | null) =>
        machine<{ lit: number }>({
          name: 'lamps',
          initial: () => ({ lit: 0 }),
          actions: {
            rest: () => undefined,
            ...Object.fromEntries(
              names.map((lamp) => [
                `light ${lamp}`,
                {
                  when: ({ lit }: { lit: number }) => lit === lamp,
                  do: (state: { lit: number }) => {
                    state.lit += 1
                  },
                  optional: lamp === spared,
                },
              ]),
            ),
          },
          properties: ({ eventually }) => ({
            'all are lit': eventually(({ lit }) => lit === count),
          }),
        })
      expect(verdictsOf(await check(lamps(null)))).toEqual({ 'all are lit': 'holds' })
      for (const spared of [0, 31, 32, 33, count - 1]) {
        const report = await check(lamps(spared))
        expect(verdictsOf(report)).toEqual({ 'all are lit': 'violated' })
        expect(runOf(report, 'all are lit')).toMatchObject({
          stem: names.slice(0, spared).map((lamp) => `light ${lamp}`),
          cycle: ['rest'],
        })
      }
    },
  )

  test.each(['weak', 'strong'] as const)(
    '40 constraints at once in one cycle, %s (TLC: bit set; hw-cbmc, pono: two or more constraints)',
    async (fairness) => {
      // All 40 are enabled in one state: a fair cycle takes each of them.
      const names = Array.from({ length: 40 }, (_, index) => `x${index}`)
      const drawing = [...names.map((name) => `a-${name}->b`), 'b-back->a'].join(', ')
      const without = graph(
        drawing,
        { p: '' },
        ({ alwaysEventually }, { p }) => ({
          it: alwaysEventually(p),
        }),
        { fairness },
      )
      const report = await check(without)
      expect(verdictsOf(report)).toEqual({ it: 'violated' })
      const { cycle } = runOf(report, 'it')
      const taken = names.filter((name) => cycle.includes(name))
      // Weakly each is disabled in b; strongly each must be taken.
      expect(taken).toHaveLength(fairness === 'strong' ? 40 : 1)
    },
  )

  test('two strong promises that exclude each other are not both kept (hw-cbmc, pono: proved wrongly with two or more)', async () => {
    // Each of "x" and "y" is on again and again in the cycle; either leads out, to other ends.
    const drawing = 'a-go->b, b-go->a, a-x->c, b-y->d'
    const some = await judged(drawing, { p: 'c d' }, ({ eventually }, { p }) => eventually(p), {
      fairness: 'strong',
    })
    expect(some.verdict).toBe('holds')
    const one = await judged(drawing, { p: 'c' }, ({ eventually }, { p }) => eventually(p), {
      fairness: 'strong',
    })
    expect(one.verdict).toBe('violated')
  })

  test('strong fairness needs the component split, again and again (Streett, not Büchi)', async () => {
    // Staying among a, b, c starves "x" in c; without c, "y" in b; without b only a's own loop is left.
    const drawing = 'a-i->b, b-i->a, a-j->c, c-j->a, c-x->z, b-y->z, a-k->a'
    const fairness = { internal: 'strong' } as const
    const property = await judged(drawing, { p: 'z' }, ({ eventually }, { p }) => eventually(p), {
      fairness,
    })
    // And in a alone "i" and "j" starve: so it holds.
    expect(property.verdict).toBe('holds')
    const partly = await judged(drawing, { p: 'z' }, ({ eventually }, { p }) => eventually(p), {
      fairness: (action) =>
        action.kind === 'internal' && 'xy'.includes(action.name) ? 'strong' : 'none',
    })
    expect(partly.verdict).toBe('violated')
  })
})

describe('stuttering and quiescence', () => {
  test('a run may end where nothing is promised (Apalache: no stuttering considered, false "no error")', async () => {
    const { verdict, trace } = await judged('a~>b', { p: 'b' }, ({ eventually }, { p }) =>
      eventually(p),
    )
    expect(verdict).toBe('violated')
    expect(trace).toMatchObject({ steps: [], loopsTo: 0 })
  })

  test('a finite run that ends with something due is a violation (liveness of infinite runs only)', async () => {
    const { verdict } = await judged('a->b', { p: 'a', q: 'z' }, ({ leadsTo }, { p, q }) =>
      leadsTo(p, q),
    )
    expect(verdict).toBe('violated')
  })

  test('a quiet system with a request that waits is a violation', async () => {
    const deaf = role<{ heard: boolean }, { type: 'ask' }>({
      initial: () => ({ heard: false }),
      receive: (state) => {
        state.heard = true
      },
    })
    const asker = role<{ waits: boolean }, { type: 'ask' }>({
      initial: () => ({ waits: true }),
      start: (_, { send }) => send('deaf', { type: 'ask' }),
      operations: ({ waits }) => ({ waiting: waits ? ['ask'] : [] }),
    })
    const silence = system({
      name: 'silence',
      nodes: { deaf, asker },
      properties: ({ everyRequestAnswered }) => ({ answered: everyRequestAnswered() }),
    })
    const report = await check(silence)
    expect(verdictsOf(report)).toEqual({ answered: 'violated' })
    expect(report.properties[0]?.trace?.waiting).toEqual({ node: 'asker', operation: 'ask' })
  })

  test('a delivery that changes nothing uses up its message (ignored deliveries left out under liveness)', async () => {
    // The receiver is busy first and ignores the only message: it is lost then.
    const busy = role<{ ready: boolean; got: boolean }, { type: 'hello' }>({
      initial: () => ({ ready: false, got: false }),
      internal: {
        wake: {
          when: ({ ready }) => !ready,
          do: (state) => {
            state.ready = true
          },
        },
      },
      receive: (state) => {
        if (state.ready) state.got = true
      },
    })
    const caller = role<null, { type: 'hello' }>({
      initial: () => null,
      start: (_, { send }) => send('busy', { type: 'hello' }),
    })
    const call = system({
      name: 'call',
      nodes: { busy, caller },
      properties: ({ eventually }) => ({ heard: eventually(({ nodes }) => nodes.busy.got) }),
    })
    const report = await check(call)
    expect(verdictsOf(report)).toEqual({ heard: 'violated' })
    expect(report.reductions[0]).toMatchObject({ isApplied: false })
  })
})
