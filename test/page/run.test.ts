import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { reportFromJson, type PropertyReport, type Trace } from '../../src/index.ts'
import { renderItf } from '../../src/diagram/itf.ts'
import { renderMermaid } from '../../src/diagram/mermaid.ts'
import { renderShiviz } from '../../src/diagram/shiviz.ts'
import { renderSvg } from '../../src/diagram/svg.ts'
import { renderTrace } from '../../src/tell.ts'
import { pack } from '../../src/page/packed.ts'
import { addressOf, type Subject } from '../../src/page/document.ts'
import {
  expectAccessibleInEach,
  inEach,
  looks,
  moveTo,
  pictured,
  useBrowser,
} from './support/browser.ts'
import { fewerInWords, groupsOfNames } from './support/bundled.ts'
import { command } from './support/command.ts'
import { expectPicture } from './support/picture.ts'

const { visit } = useBrowser()

const bundled = (name: string, parameters: Subject['parameters'] = {}): Subject => ({
  model: { kind: 'bundled', name },
  parameters,
  flips: [],
})

const run = (
  subject: Subject,
  property: string | null = null,
  step: number | null = null,
): string => addressOf({ screen: 'run', subject, property, step })

/** The runs that the command finds, by property. */
const runsOf = (...words: readonly string[]) => {
  const report = reportFromJson(JSON.parse(command('check', ...words, '--json')))
  return report.properties.flatMap((property): readonly (PropertyReport & { trace: Trace })[] =>
    property.trace === null ? [] : [{ ...property, trace: property.trace }],
  )
}

/** The steps that the page lists, the start left out. */
const stepsOn = async (page: Page): Promise<readonly string[]> => {
  await page.locator('.steps').waitFor()
  const unfold = page.getByRole('button', { name: 'Show every round' })
  if ((await unfold.count()) > 0) await unfold.click()
  return (await page.locator('.steps li .words').allTextContents()).slice(1)
}

const spoken = (page: Page): Promise<string | null> =>
  page.locator('.beside [role="status"]').textContent()

const apRun = run(bundled('cap-ap'), 'the users never see the order both confirmed and cancelled')
const waits = run(bundled('cap-cp', { partition: 'lasts' }), 'every request is served')

describe('a run on the page', () => {
  test.each(['cap-cp', 'die-hard', 'two-generals'])(
    'of %s rests on what the command says',
    async (name) => {
      const { page } = await visit(run(bundled(name)))
      await page.locator('.grounds summary').click()
      const { properties } = reportFromJson(JSON.parse(command('check', name, '--json')))
      const all = properties.flatMap(({ assumptions }) => assumptions.map(({ text }) => text))
      const told = await page.locator('.grounds dd').allTextContents()
      const said = told.filter((text) => !text.startsWith('none assumed'))
      expect(new Set(said)).toEqual(new Set(all))
      expect(all.length).toBeGreaterThan(0)
    },
  )

  test('can be gone on with by hand from any of its steps', async () => {
    const { page } = await visit(`${apRun}&s=2`)
    await page.getByRole('link', { name: 'Go on by hand from this step' }).click()
    await page.getByRole('heading', { name: 'Explore' }).waitFor()
    expect(new URL(page.url()).hash).toMatch(/^#\/play\/cap-ap\?.*path=\d+\.\d+\.\d+$/)
    const told = page.locator('.steps li .words')
    await told.nth(2).waitFor()
    const words = await told.allTextContents()
    expect(words.slice(1)).toEqual(
      runsOf('cap-ap')[0]
        ?.trace.steps.slice(0, 2)
        .map(({ action }) => action),
    )
  })

  test.each(groupsOfNames)('has the same steps as on the command line: %s', async (_, names) => {
    const { page } = await visit('#/nothing')
    for (const name of names) {
      const set = fewerInWords(name)
      const words = Object.entries(set).flatMap(([key, value]) => ['--set', `${key}=${value}`])
      const told = runsOf(name, ...words)
      await moveTo(page, run(bundled(name, set)))
      await page.locator('.verdicts').waitFor()
      for (const { name: property, trace } of told) {
        await page.getByRole('button', { name: property, exact: false }).first().click()
        await page.getByRole('heading', { level: 2, name: property, exact: true }).waitFor()
        expect([name, property, ...(await stepsOn(page))]).toEqual([
          name,
          property,
          ...trace.steps.map(({ action }) => action),
        ])
      }
      expect([name, await page.locator('.verdicts button').count()]).toEqual([name, told.length])
    }
  })

  test('is gone through with the keyboard alone, and the address follows', async () => {
    const { page } = await visit(apRun)
    await page.locator('.steps').waitFor()
    expect(await spoken(page)).toBe(
      'step 4 of 4: mita receives answer(order: "cancelled") from ctg',
    )
    await page.keyboard.press('Home')
    expect(await spoken(page)).toBe('the start of 4 steps')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowRight')
    expect(await spoken(page)).toBe(
      'step 2 of 4: ctg receives request(wish: "cancelled") from mita',
    )
    expect(page.url()).toMatch(/&s=2$/)
    await page.keyboard.press('ArrowUp')
    expect(page.url()).toMatch(/&s=1$/)
    await page.keyboard.press('e')
    expect(page.url()).toMatch(/&s=4$/)
    await page.keyboard.press('Home')
    await page.keyboard.press('End')
    expect(page.url()).toMatch(/&s=4$/)
    await page.reload()
    await page.locator('.steps').waitFor()
    expect(await page.locator('[aria-current="step"] .words').textContent()).toBe(
      'mita receives answer(order: "cancelled") from ctg',
    )
  })

  test('moves with its picture: a row that is clicked is the step that is told', async () => {
    const { page } = await visit(apRun)
    await page.locator('.diagram .row[data-row="1"]').click({ position: { x: 8, y: 8 } })
    expect(await spoken(page)).toBe(
      'step 1 of 4: dhaka receives request(wish: "confirmed") from rahim',
    )
    expect(await page.locator('.diagram .row.now').getAttribute('data-row')).toBe('1')
    expect(await page.locator('.nodes .changed').allTextContents()).toEqual([
      'order"open" → "confirmed"',
    ])
  })

  test('that waits for ever says who waits, and why that counts', async () => {
    const { page } = await visit(waits)
    await page.locator('.steps').waitFor()
    expect(await page.locator('.verdict').textContent()).toBe(
      '✗ Request 1 of rahim waits for ever.The run counts: nothing that is promised can happen any more.' +
        'the network heals: possible, but nobody promises it',
    )
    expect(await page.locator('.steps .end').textContent()).toBe('↻ Nothing more happens, for ever')
  })

  test('has a light for each property at each step', async () => {
    const { page } = await visit(apRun)
    await page.locator('.lights').waitFor()
    const lights = async (): Promise<readonly (string | null)[]> =>
      (await page.locator('.lights li').allTextContents()).slice(0, 2)
    expect(await lights()).toEqual([
      '✗the users never see the order both confirmed and cancelled: broken here',
      '○every request is answered: depends on what comes',
    ])
    await page.keyboard.press('ArrowUp')
    expect(await lights()).toEqual([
      '✓the users never see the order both confirmed and cancelled: kept so far',
      '○every request is answered: depends on what comes',
    ])
  })

  test('is copied as the command writes it, in each of its forms', async () => {
    const [property] = runsOf('cap-ap')
    if (property === undefined) throw new Error('no run')
    const { page } = await visit(apRun, {
      without: { permissions: ['clipboard-read', 'clipboard-write'] },
    })
    const { trace, name, verdict } = property
    const forms = {
      text: renderTrace(trace, { property }),
      SVG: renderSvg(trace, { title: name, subtitle: verdict }),
      Mermaid: renderMermaid(trace),
      ShiViz: renderShiviz(trace),
      ITF: `${JSON.stringify(renderItf(trace, name), null, 2)}\n`,
    }
    for (const [form, text] of Object.entries(forms)) {
      await page.getByRole('button', { name: form, exact: true }).click()
      await page.getByText(`Copied as ${form}.`).waitFor()
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text)
    }
  })

  test('of 70 steps folds what repeats, has a minimap, and comes to its end with one key', async () => {
    const { page } = await visit(run(bundled('two-generals', { messengers: '68' })))
    await page.locator('.steps').waitFor()
    expect(await page.locator('.steps li').count()).toBe(8)
    await expectPicture(page.locator('.story'), 'seventy-steps-folded')
    await page.getByRole('button', { name: 'Show every round' }).click()
    expect(await page.locator('.steps li').count()).toBe(71)
    await page.locator('.minimap').waitFor()
    await page.keyboard.press('Home')
    await page.keyboard.press('e')
    expect(await spoken(page)).toMatch(/^step 70 of 70: /)
    await expectPicture(page.locator('.run-view'), 'seventy-steps')
  })
})

/** A token goes round and round: after 5 passes that are never seen again, 40 that are repeated. */
const ring = `
  import { fifo, role, system } from 'netsplit'
  const next = { a: 'b', b: 'c', c: 'd', d: 'a' } as const
  type Name = keyof typeof next
  const after = (n: number) => (n < 44 ? n + 1 : 5)
  const node = role<{ seen: number }, { type: 'token'; mark: number; n: number }>({
    initial: () => ({ seen: 0 }),
    start: (_, { self, send }) => {
      if (self === 'a') send('b', { type: 'token', mark: 0, n: 0 })
    },
    receive: (state, { n }, { self, send }) => {
      const turn = after(n)
      state.seen = (turn * 17) % 41
      send(next[self as Name], { type: 'token', mark: (turn * 17) % 41, n: turn })
    },
  })
  export default system({
    name: 'ring',
    nodes: { a: node, b: node, c: node, d: node },
    network: fifo(),
    properties: ({ eventually }) => ({
      'the token comes to rest': eventually(({ nodes }) => nodes.a.seen === 100, { expected: 'violated' }),
    }),
  })
`

test('a lasso of 40 steps has a bracket, and a key that leads to its beginning', async () => {
  const address = run({
    model: { kind: 'packed', code: await pack(ring) },
    parameters: {},
    flips: [],
  })
  const { page } = await visit(address)
  await page.locator('.minimap').waitFor()
  expect(await page.locator('.steps .end').textContent()).toMatch(
    /^↻ Steps \d+ to \d+ are repeated for ever$/,
  )
  const [, first = '', last = ''] =
    /Steps (\d+) to (\d+)/.exec((await page.locator('.steps .end').textContent()) ?? '') ?? []
  expect(Number(last) - Number(first) + 1).toBe(40)
  await page.keyboard.press('l')
  expect(await spoken(page)).toMatch(new RegExp(`^step ${Number(first) - 1} of ${last}: `))
  expect(await page.locator('.diagram .loop').count()).toBe(1)
  await expectPicture(page.locator('.story'), 'lasso')
})

describe('what cannot be shown is a sentence', () => {
  test.each([
    ['no such model', run(bundled('cap-pc')), 'cap-pc'],
    ['no such parameter', run(bundled('paxos', { client: '2' })), "no parameter 'client'"],
    ['no number', run(bundled('paxos', { clients: 'many' })), 'clients'],
    ['no such property', run(bundled('die-hard'), 'wet'), 'no property called “wet”'],
    ['a damaged source', '#/run?code=1.abc', 'is damaged, or a part of it is missing'],
  ])('%s', async (_, address, words) => {
    const { page } = await visit(address)
    const alert = page.getByRole('alert')
    await alert.waitFor()
    expect(await alert.textContent()).toContain(words)
  })

  test('a model too large for a tab: how far it is, and a button that ends it', async () => {
    const { page } = await visit(run(bundled('two-phase-commit', { participants: '9' })))
    const stop = page.getByRole('button', { name: 'Stop' })
    await stop.waitFor()
    expect(await page.locator('.waiting').textContent()).toMatch(
      /^Checking for \d+ seconds: [\d,]+ states, \d+ deep, searching\.Stop$/,
    )
    await stop.click()
    // What was found by then; of an engine that is too busy to say it in time, that it was stopped.
    const said = page.locator('.verdicts', { hasText: 'Not everything was seen' })
    const stopped = page.getByRole('alert').filter({ hasText: 'It was stopped.' })
    await said.or(stopped).waitFor()
    expect(await page.locator('.waiting').count()).toBe(0)
  })
})

describe('the screen of runs', () => {
  test.each([
    ['a list of models', '#/run', '.models'],
    ['a run', apRun, '.steps'],
    ['a run that waits for ever', waits, '.verdict'],
  ])('%s is accessible in each look', async (_, address, shown) => {
    const { page } = await visit(address)
    await page.locator(shown).first().waitFor()
    await expectAccessibleInEach(page, pictured)
    expect(await page.locator(shown).count()).toBeGreaterThan(0)
  })

  test('looks as it did, in each look', async () => {
    const { page } = await visit(waits)
    await page.locator('.verdict').waitFor()
    await inEach(page, looks, ({ scheme, width }) =>
      expectPicture(page.locator('.story'), `run-${scheme}-${width}`),
    )
    expect(looks).toHaveLength(4)
  })
})
