import { readFile } from 'node:fs/promises'
import { stripVTControlCharacters } from 'node:util'
import { match, P } from 'ts-pattern'
import { describe, expect, test } from 'vitest'
import { check, defaultsOf, type System } from 'netsplit'
import { bundledModels } from '../../models/catalogue.ts'
import { cap, cellNames } from '../../src/cli/cap.ts'
import { answerTo, checkRows, verdictOn, type Situation } from '../../src/cap/cells.ts'
import { combinationsOf } from '../../src/cap/letters.ts'
import { centralCell, lessons } from '../../src/cap/lessons.ts'
import { questions, rows, variants } from '../../src/cap/rows.ts'
import { initialStates, worldOf } from '../../src/semantics/initial.ts'
import { explore } from '../../src/semantics/reference.ts'
import {
  fairGraph,
  isFormulaViolated,
  isRequestStarved,
} from '../../src/semantics/reference-liveness.ts'

/*
 * The table of CAP, cell by cell, against the story that the models tell: y holds, n is violated, a
 * dash is not asked; in each situation consistent, answered, served, converges.
 */
const table = `
  row           none   heals  lasts
  ideal         yyy-   nyy-   nyy-
  cp            yyy-   yyy-   ynn-
  ap            nyyy   nyyy   nyyn
  ca            yyy-   ynn-   ynn-
  single        yyy-   yyy-   yyy-
  payments      yyy-   yyn-   yyn-
  tracking      nyyy   nyyy   nyyn
  chat          nyyy   nyyy   nyyn
  ideal-any     nyy-   nyy-   nyy-
  ca-guesses    yyy-   nyy-   nyy-
  single-far    yyy-   yyy-   ynn-
  payments-any  yyn-   yyn-   yyn-
`

const plain = { columns: 80, colour: false }
const situations = await checkRows([...rows, ...variants])
const nameOf = ({ row, partition }: Situation): string => `${row.name}/${partition}`

const cells = situations.flatMap((situation) =>
  questions.map((question) => ({
    name: `${nameOf(situation)}/${question}`,
    situation,
    question,
    verdict: verdictOn(situation, question),
  })),
)

/** A row in one situation as a system, with all of its properties. */
const systemOf = async ({ row, partition }: Situation): Promise<System> => {
  const module = await bundledModels.find(({ name }) => name === row.model)?.load()
  if (typeof module?.default !== 'function') throw new Error(`no model ${row.model}`)
  const make = module.default as (parameters: object) => System
  return make({ ...defaultsOf(module.parameters ?? {}), ...row.parameters, partition })
}

/** The verdicts of a row in one situation, with other faults. */
const verdictsIf = async (
  name: string,
  faults: Partial<System['faults']>,
): Promise<readonly (string | null)[]> => {
  const situation = situations.find((each) => nameOf(each) === name)
  if (situation === undefined) throw new Error(`no ${name}`)
  const system = await systemOf(situation)
  const report = await check({ ...system, faults: { ...system.faults, ...faults } })
  return questions.map((question) => {
    const property = situation.row.properties[question]
    return report.properties.find((each) => each.name === property)?.verdict ?? null
  })
}

/** Whether a client was ever told to come back later. */
const isAnyRefused = (states: readonly { nodes: readonly { state: unknown }[] }[]): boolean =>
  states.some(({ nodes }) =>
    nodes.some(({ state }) => {
      const { answers = [] } = state as { answers?: readonly { type: string }[] }
      return answers.some(({ type }) => type === 'unavailable')
    }),
  )

describe('the table', () => {
  test('comes out cell by cell as the story tells it', () => {
    const letters = { holds: 'y', violated: 'n', vacuous: 'v', incomplete: 'i' }
    const found = [...rows, ...variants].map((row) => {
      const groups = situations
        .filter((each) => each.row === row)
        .map((each) => questions.map((it) => letters[verdictOn(each, it) ?? 'holds']))
      const asked = groups.map((group) =>
        group.map((letter, at) => (row.properties[questions[at] ?? 'served'] ? letter : '-')),
      )
      return [row.name, ...asked.map((group) => group.join(''))].join(' ')
    })
    const told = table.trim().split('\n').slice(1)
    expect(found).toEqual(told.map((line) => line.trim().replaceAll(/ +/g, ' ')))
  })

  test('is what the models expect', () => {
    expect(situations.filter(({ report }) => !report.asExpected).map(nameOf)).toEqual([])
  })

  test('shows nothing that a whole check of the model does not show', async () => {
    for (const situation of situations) {
      const report = await check(await systemOf(situation))
      for (const { name, verdict } of situation.report.properties) {
        const whole = report.properties.find((property) => property.name === name)
        expect([nameOf(situation), name, whole?.verdict]).toEqual([
          nameOf(situation),
          name,
          verdict,
        ])
      }
    }
  })

  test('is the same if a cut that lasts never heals', async () => {
    for (const { name } of [...rows, ...variants]) {
      expect([name, ...(await verdictsIf(`${name}/lasts`, { heals: 'never' }))]).toEqual([
        name,
        ...(await verdictsIf(`${name}/lasts`, {})),
      ])
    }
  })

  test('would show ca as another cp if its messages waited, and cp as another ca if they did not', async () => {
    for (const partition of ['heals', 'lasts']) {
      for (const acrossCut of ['delayed', 'dropped'] as const) {
        expect(await verdictsIf(`ca/${partition}`, { acrossCut })).toEqual(
          await verdictsIf(`cp/${partition}`, { acrossCut }),
        )
      }
    }
    const lost = await verdictsIf('cp/heals', { acrossCut: 'dropped' })
    expect(lost).toEqual(['holds', 'violated', 'violated', null])
    const waits = await verdictsIf('ca/heals', { acrossCut: 'delayed' })
    expect(waits).toEqual(['holds', 'holds', 'holds', null])
  })

  test('rests on what its columns say', () => {
    for (const { partition, row, report } of situations) {
      const [, partitions] = report.properties[0]?.assumptions ?? []
      expect(partitions?.text).toContain(
        { none: 'none', heals: 'heals eventually', lasts: 'may heal' }[partition],
      )
      if (partition === 'none') continue
      expect(partitions?.text).toContain(row.model === 'cap-ca' ? 'are dropped' : 'are delayed')
    }
  })

  test('a run that breaks a promise under a cut that lasts ends cut off', () => {
    const violated = cells.filter(
      ({ situation, verdict }) => situation.partition === 'lasts' && verdict === 'violated',
    )
    const ends = violated.map(({ name, situation, question }) => [
      name,
      answerTo(situation, question)?.trace?.final.cut !== null,
    ])
    expect(ends.filter(([, isCut]) => isCut !== true)).toEqual([])
    expect(ends.length).toBeGreaterThan(10)
  })
})

describe('another way to find out says the same', () => {
  test.each(situations.filter(({ report }) => report.states.distinct < 1_000).map((it) => [it]))(
    '$row.name/$partition',
    async (situation) => {
      const system = await systemOf(situation)
      const reached = explore(system)
      if (reached === null) throw new Error('the reference explorer gave up')
      const world = worldOf(system)
      const graph = fairGraph(world, reached.states, initialStates(world), system.fairness)
      for (const question of questions) {
        const name = situation.row.properties[question]
        const found = system.properties.find((property) => property.name === name)
        if (found === undefined) continue
        const isViolated = match(found.property)
          .with({ formula: P._ }, ({ formula }) => isFormulaViolated(world, graph, formula))
          .with({ kind: 'everyRequestAnswered' }, () => isRequestStarved(world, graph))
          .with(
            { kind: 'everyRequestServed' },
            () => isRequestStarved(world, graph) || isAnyRefused([...reached.states.values()]),
          )
          .otherwise(() => reached.shortest.get(found.name) !== null)
        expect([question, isViolated]).toEqual([
          question,
          verdictOn(situation, question) === 'violated',
        ])
      }
    },
  )
})

const combinationsHadBy = (name: string): readonly string[] =>
  combinationsOf((partition, question) => {
    const found = situations.find((each) => nameOf(each) === `${name}/${partition}`)
    return found === undefined ? null : verdictOn(found, question)
  })

describe('which of C, A and P a design has', () => {
  test('follows from its row', () => {
    const table = Object.fromEntries(
      [...rows, ...variants].map(({ name }) => [name, combinationsHadBy(name)]),
    )
    expect(table).toEqual({
      ideal: ['C A -', '- A P'],
      cp: ['C A -', 'C - P'],
      ap: ['- A P'],
      ca: ['C A -', 'C - P'],
      single: ['C A P'],
      payments: ['C A -', 'C - P'],
      tracking: ['- A P'],
      chat: ['- A P'],
      'ideal-any': ['- A P'],
      'ca-guesses': ['C A -', '- A P'],
      'single-far': ['C A -', 'C - P'],
      'payments-any': ['C - P'],
    })
  })
})

describe('what the table teaches', () => {
  test('is five sentences', () => {
    expect(lessons).toHaveLength(5)
    for (const { text } of lessons) expect(text).toMatch(/^["A-Z][^.]*\.$/)
  })

  test.each(lessons.map((lesson, index) => [index + 1, lesson] as const))(
    'sentence %i rests on cells that came out so',
    (_, { text, rests }) => {
      const verdicts = Object.keys(rests).map((name) => {
        expect(text).toContain((name.split('/')[0] ?? '').replace(/-.*/, ''))
        return [name, cells.find((cell) => cell.name === name)?.verdict]
      })
      expect(Object.fromEntries(verdicts)).toEqual(rests)
    },
  )

  test('under a cut that lasts, whoever has something on both sides of it loses one of the two', () => {
    const both = rows.filter(({ name }) => name !== 'single')
    const kept = both.filter((row) => {
      const situation = situations.find((it) => it.row === row && it.partition === 'lasts')
      if (situation === undefined) return true
      const asked = ['consistent', 'served'] as const
      return asked.every((question) => verdictOn(situation, question) === 'holds')
    })
    expect(kept.map(({ name }) => name)).toEqual([])
  })

  test('the central cell is one user who sees the order confirmed, and one who sees it cancelled', () => {
    const cell = cells.find(({ name }) => name === centralCell)
    const { trace } = (cell && answerTo(cell.situation, cell.question)) ?? {}
    const answers = trace?.observations.map(({ value }) => value)
    expect(answers).toEqual([
      { type: 'answer', order: 'confirmed' },
      { type: 'answer', order: 'cancelled' },
    ])
    expect(trace?.steps).toHaveLength(4)
  })
})

describe('netsplit cap', () => {
  test('prints the table and what it teaches', async () => {
    const { output, exitCode } = await cap(plain)
    expect(exitCode).toBe(0)
    await expect(output).toMatchFileSnapshot('../golden/cap/table.txt')
    for (const line of output.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  })

  test('colours verdicts where colour is wanted', async () => {
    const { output } = await cap({ ...plain, colour: true })
    expect(output).toContain('\u001B[31m✗')
    expect(stripVTControlCharacters(output)).toBe((await cap(plain)).output)
  })

  test('prints the cells as JSON', async () => {
    const { output, exitCode } = await cap({ ...plain, json: true })
    const document = JSON.parse(output) as { cells: readonly Record<string, unknown>[] }
    expect(exitCode).toBe(0)
    expect(document.cells).toHaveLength(24)
    expect(document.cells).toContainEqual({
      model: 'cp',
      partition: 'lasts',
      timers: null,
      consistent: 'holds',
      answered: 'violated',
      served: 'violated',
      converges: null,
    })
  })

  test.each([
    ['cp-lasts-served', 'cp/lasts/served'],
    ['ca-heals-answered', 'ca/heals/answered'],
    ['payments-heals-served', 'payments/heals/served'],
    ['payments-lasts-answered', 'payments/lasts/answered'],
    ['tracking-none-consistent', 'tracking/none/consistent'],
    ['chat-lasts-converges', 'chat/lasts/converges'],
  ])('shows %s', async (file, show) => {
    const { output, exitCode } = await cap({ ...plain, show })
    expect(exitCode).toBe(0)
    await expect(output).toMatchFileSnapshot(`../golden/cap/${file}.txt`)
  })

  test('shows every cell that there is', async () => {
    expect(cellNames).toHaveLength(12 * 9 + 3 * 3)
    for (const show of cellNames) {
      const { output, exitCode } = await cap({ ...plain, show })
      const verdict = cells.find(({ name }) => name === show)?.verdict
      expect([show, exitCode]).toEqual([show, 0])
      expect(output).toContain(`${show}: `)
      expect(output).toContain(verdict === 'holds' ? '✓ ' : '✗ ')
    }
  })

  test('shows a cell as JSON', async () => {
    const { output } = await cap({ ...plain, show: 'ap/lasts/consistent', json: true })
    expect(JSON.parse(output)).toMatchObject({
      cell: { model: 'ap', partition: 'lasts', question: 'consistent', verdict: 'violated' },
      report: { properties: [{ verdict: 'violated', trace: { steps: { length: 4 } } }] },
    })
  })

  test.each([
    ['cp/lasting/served', 'cp/lasts/served'],
    ['cap-cp/lasts/served', 'cp/lasts/served'],
    ['AP/healed/convergence', 'ap/heals/converges'],
    ['ideal-any / no / consistency', 'ideal-any/none/consistent'],
  ])('takes %s for %s', async (show, meant) => {
    expect((await cap({ ...plain, show })).output).toMatch(new RegExp(`^${meant}: `))
  })

  test.each([
    ['cp', /not the name of a cell[^]*cp\/lasts\/served[^]*ideal, cp, ap/],
    ['cpp/lasts/served', /no model 'cpp'[^]*did you mean 'cp'[^]*ideal, cp, ap/],
    ['cp/forever/served', /no situation 'forever'[^]*none, heals, lasts/],
    ['cp/lasts/available', /no question 'available'[^]*two meanings[^]*answered, served/],
    ['cp/lasts/converges', /not asked of cp[^]*ap\/lasts\/converges/],
  ])('refuses %s', async (show, story) => {
    const refused = await cap({ ...plain, show }).catch((error: unknown) => error)
    const { what, fix } = refused as { what: string; fix: string }
    expect(`${what}\n${fix}`).toMatch(story)
  })
})

/** The table itself. */
const marks = (text: string): readonly string[] =>
  text.split('\n').filter((line) => line.includes('│'))

describe('consistency as the theorem has it', () => {
  test('gives the same table, mark by mark', async () => {
    const { output, exitCode } = await cap({ ...plain, linearizable: true })
    const { output: own } = await cap(plain)
    expect(marks(output)).toEqual(marks(own))
    expect(marks(output)).toHaveLength(rows.length + variants.length + 2)
    expect(output).toContain('linearizable: there seems to be one order')
    expect(exitCode).toBe(0)
  })

  test('is another property, which says what cannot be ordered', async () => {
    const show = 'ap/lasts/consistent'
    const { output, exitCode } = await cap({ ...plain, show, linearizable: true })
    expect(output).toContain('what the users see is linearizable')
    expect(output).toContain('These operations cannot be ordered; without any one of them')
    expect(exitCode).toBe(0)
  })
})

test('docs/cap.md shows the table as it is', async () => {
  const page = await readFile(new URL('../../docs/cap.md', import.meta.url), 'utf8')
  const { output } = await cap(plain)
  const lines = output.split('\n')
  const first = lines.findIndex((line) => line.includes('a cut that heals'))
  const block = lines.slice(first, lines.indexOf('', first)).join('\n')
  const updated = page.replace(
    /(<!-- the table of netsplit cap -->\s+```text\n)[^]*?(```)/,
    (_, before: string, after: string) => `${before}${block}\n${after}`,
  )
  expect(updated).toContain(block)
  // Run the tests with -u to write it anew.
  await expect(updated).toMatchFileSnapshot('../../docs/cap.md')
})
