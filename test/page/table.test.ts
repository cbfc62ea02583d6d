import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { questions } from '../../src/cap/rows.ts'
import { expectAccessibleInEach, inEach, looks, useBrowser } from './support/browser.ts'
import { command } from './support/command.ts'
import { expectPicture } from './support/picture.ts'

const { visit } = useBrowser()

const marks: Readonly<Record<string, string>> = {
  holds: '✓',
  violated: '✗',
  vacuous: '∅',
  incomplete: '?',
  null: '·',
}

/** The marks in the cells, by name, once all are there. */
const cellsOn = async (page: Page): Promise<Readonly<Record<string, string>>> => {
  await page.getByText('each of them visited').waitFor()
  const cells = await page
    .locator('[data-cell]')
    .evaluateAll((all) =>
      all.map((each) => [
        each.getAttribute('data-cell') ?? '',
        each.querySelector('.mark')?.textContent ?? '',
      ]),
    )
  return Object.fromEntries(cells)
}

interface Line {
  readonly model: string
  readonly variant?: string
  readonly partition: string
}

describe('the table on the page', () => {
  test('equals that of the command, cell by cell', async () => {
    const { cells, variants } = JSON.parse(command('cap', '--json')) as {
      readonly cells: readonly (Line & Readonly<Record<string, string | null>>)[]
      readonly variants: readonly (Line & Readonly<Record<string, string | null>>)[]
    }
    const wanted = [...cells, ...variants].flatMap((line) =>
      questions.map((question) => [
        `${line.variant ?? line.model}/${line.partition}/${question}`,
        marks[String(line[question])],
      ]),
    )
    expect(wanted).toHaveLength(12 * 3 * 4)
    const { page } = await visit('#/cap')
    await page.getByLabel('All designs and questions').check()
    expect(await cellsOn(page)).toEqual(Object.fromEntries(wanted))
  })

  test('opens with what carries the theorem', async () => {
    const { page } = await visit('#/cap')
    expect(await cellsOn(page)).toEqual({
      'cp/none/consistent': '✓',
      'cp/none/served': '✓',
      'cp/heals/consistent': '✓',
      'cp/heals/served': '✓',
      'cp/lasts/consistent': '✓',
      'cp/lasts/served': '✗',
      'ap/none/consistent': '✗',
      'ap/none/served': '✓',
      'ap/heals/consistent': '✗',
      'ap/heals/served': '✓',
      'ap/lasts/consistent': '✗',
      'ap/lasts/served': '✓',
      'ca/none/consistent': '✓',
      'ca/none/served': '✓',
      'ca/heals/consistent': '✓',
      'ca/heals/served': '✗',
      'ca/lasts/consistent': '✓',
      'ca/lasts/served': '✗',
      'ideal/none/consistent': '✓',
      'ideal/none/served': '✓',
      'ideal/heals/consistent': '✗',
      'ideal/heals/served': '✓',
      'ideal/lasts/consistent': '✗',
      'ideal/lasts/served': '✓',
    })
  })

  test('is one stop of the tab key, with arrows inside, and Enter opens the run of a cell', async () => {
    const { page } = await visit('#/cap')
    await cellsOn(page)
    await page.getByRole('button', { name: 'Predict it yourself' }).focus()
    await page.keyboard.press('Tab')
    const focused = (): Promise<string | null> =>
      page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null)
    expect(await focused()).toBe('cp, no cut, consistent: holds')
    await page.keyboard.press('End')
    expect(await focused()).toBe('cp, a cut that lasts, served: is violated')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'cp, a cut that lasts: served?' }).waitFor()
    expect(page.url()).toMatch(/#\/cap\/cp\/lasts\/served$/)
    expect(await page.locator('.opened .verdict').textContent()).toContain('waits for ever')
    await page.keyboard.press('ArrowDown')
    expect(await focused()).toBe('ap, a cut that lasts, served: holds')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.closest('[role="grid"]'))).toBeNull()
  })

  test('leads from the letters of a design to its line in the eight combinations', async () => {
    const { page } = await visit('#/cap')
    await page.getByRole('rowheader', { name: /^ideal/ }).click()
    await page.locator('.combinations .chosen:focus').waitFor()
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(
      '- A P✓ possible: a protocol was found that is correct in all 16 runs. ideal has it.',
    )
    const { combinations } = JSON.parse(command('impossible', 'cap', '--json')) as {
      readonly combinations: readonly { readonly possible: boolean }[]
    }
    expect(await page.locator('.combinations .mark').allTextContents()).toEqual(
      combinations.map(({ possible }) => (possible ? '✓ possible' : '✗ impossible')),
    )
  })

  test('says of one node that there is nothing to cut', async () => {
    const { page } = await visit('#/cap/single/lasts/served')
    await cellsOn(page)
    const cell = page.locator('[data-cell="single/lasts/served"]')
    expect(await cell.textContent()).toBe('✓nothing to cut')
    expect(await page.locator('[data-cell="single/none/served"]').textContent()).toBe('✓')
  })

  test('shows of what holds how many states were visited, a run, and a change that breaks it', async () => {
    const { page } = await visit('#/cap/cp/heals/served')
    await page.getByText('states were visited, and no run breaks it').waitFor()
    await page.getByText('A run of this design: both users can be answered').waitFor()
    const change = page.locator('.opened p', { hasText: 'One change breaks it' }).locator('a')
    await change.click()
    await page.getByRole('heading', { level: 2, name: 'every request is served' }).waitFor()
    expect(await page.locator('.verdicts [aria-pressed="true"] .mark').textContent()).toBe('✗')
  })

  test('keeps back what came out while a learner predicts it, then says the score', async () => {
    const { page } = await visit('#/cap')
    await cellsOn(page)
    await page.getByRole('button', { name: 'Predict it yourself' }).click()
    expect(new Set(Object.values(await cellsOn(page)))).toEqual(new Set(['?']))
    const mark = (cell: string) => page.locator(`[data-cell="${cell}"]`)
    await mark('cp/lasts/consistent').click()
    await mark('cp/lasts/served').click()
    await mark('ap/lasts/consistent').click()
    await mark('ap/lasts/consistent').click()
    await page.getByRole('button', { name: 'Show what came out' }).click()
    await page.getByText('2 of 3 right.').waitFor()
    expect(await mark('cp/lasts/served').textContent()).toBe('✗you: ✓')
    expect(await mark('ap/lasts/consistent').textContent()).toBe('✗')
  })

  test('has a sentence for a cell that there is not', async () => {
    const { page } = await visit('#/cap/cp/lasts/converges')
    expect(await page.getByRole('alert').textContent()).toBe(
      'The table has no cell “cp/lasts/converges”.Choose one in the table.',
    )
  })
})

describe('the table', () => {
  test.each([
    ['as it opens', '#/cap'],
    ['with the run of a cell', '#/cap/ap/lasts/consistent'],
    ['whole, with a cell that holds', '#/cap/single/lasts/served'],
  ])('%s is accessible in each look', async (_, address) => {
    const { page } = await visit(address)
    await cellsOn(page)
    await page.getByRole('button', { name: 'Go through all of them' }).click()
    await page.locator('.combinations li').first().waitFor()
    await expectAccessibleInEach(page, looks)
    expect(await page.locator('.combinations li').count()).toBeGreaterThan(0)
  })

  test('looks as it did, in each look', async () => {
    const { page } = await visit('#/cap')
    await cellsOn(page)
    await inEach(page, looks, ({ scheme, width }) =>
      expectPicture(page.locator('.grid-frame'), `table-${scheme}-${width}`),
    )
    expect(looks).toHaveLength(4)
  })
})
