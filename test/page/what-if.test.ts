import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { reportFromJson } from '../../src/index.ts'
import { addressOf, type Subject } from '../../src/page/document.ts'
import { expectAccessibleInEach, inEach, pictured, useBrowser } from './support/browser.ts'
import { command } from './support/command.ts'
import { expectPicture } from './support/picture.ts'

const { visit } = useBrowser()

const whatIf = (
  name: string,
  flips: readonly string[] = [],
  parameters: Subject['parameters'] = {},
): string =>
  addressOf({
    screen: 'what-if',
    subject: { model: { kind: 'bundled', name }, parameters, flips },
  })

/** Waits until everything is checked that the address names. */
const settled = async (page: Page, flips: readonly string[]): Promise<void> => {
  const words = flips.length === 0 ? 'Change a switch' : `With ${flips.join('; ')}: `
  await page.locator('.outcome[aria-busy="false"] [role="status"]', { hasText: words }).waitFor()
}

/** The verdicts that stand on the page: before, after, and whether they moved. */
const verdicts = (page: Page) =>
  page.locator('.pair').evaluateAll((pairs) =>
    pairs.map((pair) => ({
      property: pair.querySelector('h3')?.firstChild?.textContent ?? '',
      verdict:
        Array.from(pair.querySelectorAll('.side')).at(-1)?.getAttribute('data-verdict') ?? '',
      isChanged: pair.getAttribute('data-moved') === 'true',
    })),
  )

describe('changed assumptions', () => {
  test.each([
    ['cap-cp', { partition: 'heals' }],
    ['two-generals', {}],
    ['cap-tracking', {}],
  ])('move the same verdicts of %s as on the command line', async (name, parameters) => {
    const set = Object.entries(parameters).flatMap(([key, value]) => ['--set', `${key}=${value}`])
    const report = JSON.parse(command('check', name, ...set, '--flip', '--json'))
    reportFromJson(report)
    expect(report.flips.length).toBeGreaterThan(3)
    const { page } = await visit(whatIf(name, [], parameters))
    await settled(page, [])
    for (const { assumption, becomes, verdicts: told } of report.flips) {
      const flips = [`${assumption}: ${becomes}`]
      await page.evaluate(
        (address) => {
          window.location.hash = address
        },
        whatIf(name, flips, parameters),
      )
      await settled(page, flips)
      expect([flips, await verdicts(page)]).toEqual([
        flips,
        told.map(({ property, verdict, isChanged }: Record<string, unknown>) => ({
          property,
          verdict,
          isChanged,
        })),
      ])
    }
  })

  test('are switched with the keyboard alone; the address follows, and the run is a link away', async () => {
    const { page } = await visit(whatIf('cap-cp', [], { partition: 'heals' }))
    await settled(page, [])
    const own = page.getByRole('radio', { name: /^eventually/ })
    await own.focus()
    expect(await own.isChecked()).toBe(true)
    await page.keyboard.press('ArrowDown')
    await page.waitForURL(/flip=heals:\+(maybe|never)$/)
    const [flip = ''] = new URL(page.url()).hash.match(/(maybe|never)$/) ?? []
    await settled(page, [`heals: ${flip}`])
    const moved = page.locator('.pair[data-moved="true"]').first()
    expect(await moved.locator('.badge').textContent()).toBe('moved')
    const property = (await moved.locator('h3').textContent())?.replace(/moved$/, '') ?? ''
    await moved.getByRole('link', { name: `See the run of “${property}”, now` }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 2, name: property, exact: true }).waitFor()
    await page.locator('.steps').waitFor()
    expect(await page.locator('.assumed').textContent()).toContain(`heals: ${flip}`)
    await page.goBack()
    await settled(page, [`heals: ${flip}`])
  })

  test('combine where the model allows it; where not, it is said why', async () => {
    const { page } = await visit(whatIf('cap-cp', ['fairness: none'], { partition: 'heals' }))
    await settled(page, ['fairness: none'])
    const heals = page.getByRole('group', { name: /Does a cut heal/ })
    await heals.getByRole('radio', { name: /^never/ }).check()
    await settled(page, ['fairness: none', 'heals: never'])
    const partitions = page.getByRole('group', { name: /How often does the network split/ })
    const more = partitions.locator('label', { hasText: '3 splits' })
    await more.and(page.locator('.refused')).waitFor()
    expect(await more.getByRole('radio').isDisabled()).toBe(true)
    expect(await more.textContent()).toContain(
      'It makes no difference together with “heals: never”.',
    )
    await heals.getByRole('radio', { name: /^eventually/ }).check()
    await settled(page, ['fairness: none'])
    await partitions.getByRole('radio', { name: /^none/ }).check()
    await settled(page, ['fairness: none', 'partitions: none'])
    await heals.locator('.refused').first().waitFor()
    expect(await heals.textContent()).toContain(
      'It makes no difference together with “partitions: none”.',
    )
  })

  test('of crashes in the middle of steps are asked in words', async () => {
    const { page } = await visit(whatIf('outbox'))
    await page.getByRole('group', { name: /^When may a node crash\?/ }).waitFor()
    const middle = page.getByRole('group', { name: /^When may a node crash\?/ })
    expect(await middle.textContent()).toContain('also between two effects of a step')
  })

  test('that a model does not have are named, each with the reason', async () => {
    const { page } = await visit(whatIf('die-hard'))
    await settled(page, [])
    await page.getByText('What cannot be switched in this model').click()
    expect(await page.locator('.absent').textContent()).toContain(
      'fairness: no property of the model speaks of endless runs',
    )
  })

  test('of a model too large for a tab: how far it is, an end, and the way out', async () => {
    const { page } = await visit(whatIf('two-phase-commit', [], { participants: '12' }))
    await page.getByRole('button', { name: 'Stop' }).click()
    await page.getByText('Not everything was seen: ').waitFor()
    expect(await page.locator('.command').textContent()).toBe(
      'netsplit check two-phase-commit --set participants=12',
    )
  })

  test.each([
    ['no such flip', whatIf('paxos', ['heals: soon']), 'heals: soon'],
    ['no such model', whatIf('paxxos'), 'paxxos'],
    ['a damaged source', '#/what-if?code=1.abc', 'is damaged'],
  ])('%s: a sentence with the way out', async (_, address, words) => {
    const { page } = await visit(address)
    await page.getByRole('alert').waitFor()
    expect(await page.getByRole('alert').textContent()).toContain(words)
  })
})

test('it looks as it did, in each look', async () => {
  const flipped = whatIf('cap-cp', ['fairness: none'], { partition: 'heals' })
  const { page } = await visit(flipped)
  await page.locator('.badge').first().waitFor()
  await inEach(page, pictured, ({ scheme, width }) =>
    expectPicture(page.locator('main'), `what-if-${scheme}-${width}`),
  )
  expect(pictured).toHaveLength(2)
})

describe('the screen of assumptions', () => {
  test.each([
    ['a list of models', '#/what-if', '.models'],
    ['as the model stands', whatIf('die-hard'), '.pair'],
    ['verdicts that moved', whatIf('cap-cp', ['fairness: none'], { partition: 'heals' }), '.badge'],
    ['what cannot be', whatIf('paxos', ['heals: soon']), '[role="alert"]'],
  ])('%s is accessible in each look', async (_, address, shown) => {
    const { page } = await visit(address)
    await page.locator(shown).first().waitFor()
    await expectAccessibleInEach(page, pictured)
    expect(await page.locator(shown).count()).toBeGreaterThan(0)
  })
})
