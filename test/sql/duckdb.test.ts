import { describe, expect, test } from 'vitest'
import { check, ModelError, role, system, type System } from 'netsplit'
import { ModelErrorInRun } from '../../src/check.ts'
import { engineHere } from '../../src/cli/engine-job.ts'
import { plainJob } from '../../src/cli/plain-job.ts'
import { kit } from '../../src/model/property.ts'
import { below, counters, judged } from '../support/counters.ts'
import { compareThere, countsIn, verdictsIn } from '../support/in-database.ts'
import { checkInDuckDb, hasDuckDb } from '../support/in-duckdb.ts'
import { essence, thrownBy } from '../support/thrown.ts'
import { bundled } from '../support/bundled.ts'
import { sentOnce } from '../support/sent-once.ts'

/** A check that nobody watches. */
const unheard = {
  signal: new AbortController().signal,
  onOutline: () => undefined,
  onProgress: () => undefined,
  onGraph: () => undefined,
  onOutput: () => undefined,
}

describe.skipIf(!hasDuckDb)('a search in DuckDB', () => {
  test('of random systems comes out as with the reference explorer', async () => {
    const compared = await compareThere(checkInDuckDb, 4, { seed: 3, page: 3 })
    expect(compared).toMatchObject({ systems: 4, wentOn: 4 })
    expect(compared.decided).toBeGreaterThan(0)
    expect(compared.undecided).toBeGreaterThan(0)
  })

  test('tells shortest runs to what is broken, and to a deadlock', async () => {
    const subject = judged(counters(5), { low: below(5), 'never stuck': kit.noDeadlock() })
    const found = await checkInDuckDb(subject)
    expect(verdictsIn(found)).toEqual(verdictsIn(await check(subject)))
    expect(found.properties.map(({ verdict }) => verdict)).toEqual(['violated', 'violated'])
    expect(found.properties[0]?.trace?.steps).toHaveLength(6)
    expect(found.notes.join()).toMatch(/from \d+ states on, the search went on in DuckDB/)
  })

  test('ends at a limit with as many states as in memory, and proves nothing', async () => {
    const subject = judged(counters(6), { low: below(9) })
    const options = { maxStates: 30, noReduction: ['ignored-deliveries'] }
    const found = await checkInDuckDb(subject, options)
    expect(found).toMatchObject({ verdict: 'incomplete', ended: 'states' })
    expect(found.states.distinct).toBe(30)
    expect((await check(subject, options)).states.distinct).toBe(30)
  })

  test('blames a handler that throws, with a shortest run to where it does', async () => {
    const [found, inMemory] = await Promise.all([
      thrownBy(checkInDuckDb(counters(4, 4))),
      thrownBy(check(counters(4, 4))),
    ])
    expect(found).toBeInstanceOf(ModelErrorInRun)
    expect(essence(found as ModelErrorInRun)).toEqual(essence(inMemory as ModelErrorInRun))
    expect((found as ModelErrorInRun).trace?.steps).toHaveLength(4)
  })

  test('is interrupted in good order', async () => {
    const controller = new AbortController()
    const onProgress = ({ depth }: { readonly depth: number }): void => {
      if (depth > 0) controller.abort()
    }
    const subject = judged(await bundled('paxos'), { low: kit.always(() => true) })
    const found = await checkInDuckDb(subject, { signal: controller.signal, onProgress })
    expect(found.incomplete).toMatchObject({
      kind: 'interrupted',
      reason: 'the check was interrupted',
    })
  })

  test('is told of where a space was too small for it', async () => {
    const job = { ...plainJob('two-phase-commit'), engine: 'duckdb' as const }
    const { notes, verdict, states } = await engineHere(job, unheard)
    expect({ verdict, distinct: states.distinct }).toEqual({ verdict: 'holds', distinct: 288 })
    expect(notes).toContain(
      'searched in memory: a search goes on in DuckDB after the level on which it has 10,000 states',
    )
  })

  test('is refused where it may have too little memory', async () => {
    const job = {
      ...plainJob('two-phase-commit'),
      engine: 'duckdb' as const,
      maxMemoryBytes: 2 ** 28,
    }
    const error = await thrownBy(engineHere(job, unheard))
    expect(error).toBeInstanceOf(ModelError)
    expect((error as ModelError).message).toContain('512m at least')
  })

  test('takes steps that are not due where they send once', async () => {
    expect((await checkInDuckDb(sentOnce)).states).toMatchObject({ distinct: 13 })
  })

  test('asks about a level again where a predicate reads more than before', async () => {
    const walker = role<{ place: number; hurt: boolean }>({
      initial: () => ({ place: 0, hurt: false }),
      internal: {
        go: {
          when: ({ place }) => place < 4,
          do: (state, { choose }) => {
            state.place += 1
            if (state.place === 4) state.hurt = choose([false, true])
          },
        },
      },
    })
    // In the first state there that it is asked about nobody is hurt: only then does it look at that.
    const unhurt = kit.always((view) => {
      const { nodes } = view as { readonly nodes: { readonly a: { place: number; hurt: boolean } } }
      return nodes.a.place < 4 || !nodes.a.hurt
    })
    const subject = judged(system({ name: 'walk', nodes: { a: walker } }), { unhurt })
    const { properties } = await checkInDuckDb(subject)
    expect(properties[0]).toMatchObject({ verdict: 'violated', trace: { steps: { length: 4 } } })
  })

  test('counts as the engine in memory does', async () => {
    const subject = judged(counters(4), { low: below(9) })
    const found = await checkInDuckDb(subject)
    expect(countsIn(found)).toEqual(countsIn(await check(subject)))
    expect(found.states.distinct).toBeGreaterThan(20)
  })

  const small = counters(2)
  const refused: Readonly<Record<string, readonly [() => System | Promise<System>, RegExp]>> = {
    liveness: [
      () => judged(small, { ends: kit.eventually(() => true) }),
      /'ends' is judged on all steps/,
    ],
    steps: [() => judged(small, { grows: kit.stepwise(() => true) }), /'grows' looks at each step/],
    'a bound': [() => ({ ...small, within: () => true }), /the bound `within`/],
    observers: [() => bundled('abd-register'), /observers/],
    machines: [() => bundled('die-hard'), /a machine/],
    time: [() => bundled('lease'), /a unit of time/],
    'patient timers': [() => bundled('bully'), /a patient timer/],
  }

  test.each(Object.entries(refused))(
    'is refused of %s, with the way out',
    async (_, [make, why]) => {
      const made = await make()
      const safety = /'/.test(why.source)
        ? made
        : {
            ...made,
            properties: made.properties.filter(({ property }) => property.kind === 'always'),
          }
      const error = await thrownBy(checkInDuckDb(safety))
      expect(error).toBeInstanceOf(ModelError)
      expect((error as ModelError).what).toMatch(why)
      expect((error as ModelError).fix).toMatch(/leave --engine out/)
    },
  )
})
