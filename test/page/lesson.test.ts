import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import {
  expectAccessibleInEach,
  inEach,
  looks,
  pictured,
  useBrowser,
  type Look,
  type Visit,
} from './support/browser.ts'
import { command } from './support/command.ts'
import { expectPicture } from './support/picture.ts'

const { visit } = useBrowser()

const titles = [
  'No cut',
  'A cut: wait …',
  '… or answer',
  'Your turn',
  'Two worlds',
  'The cut heals',
  'One node',
]

const beatOn = async (page: Page): Promise<string> =>
  (await page.getByRole('heading', { level: 1 }).textContent()) ?? ''

/** Everything that a beat has to show: choices made, users moved. */
const ways: readonly (readonly [name: string, beat: number, clicks: readonly RegExp[]])[] = [
  ['no cut', 1, []],
  ['a cut, and one who waits', 2, []],
  ['a cut, and one who answers', 3, []],
  ['the question', 4, []],
  ['confirmed', 4, [/^Confirm/]],
  ['waited, too', 4, [/^Confirm/, /^Wait/]],
  ['two worlds', 5, []],
  ['the cut heals', 6, []],
  ['one node', 7, []],
  ['one node, and a user far away', 7, [/^Move Mita/]],
]

const visitBeat = async (
  beat: number,
  clicks: readonly RegExp[],
  look: Look = {},
): Promise<Visit> => {
  const visited = await visit(`#/lesson/${beat}`, look)
  const { page } = visited
  for (const name of clicks) await page.getByRole('button', { name }).click()
  const isQuestion = beat === 4 && clicks.length === 0
  await page.locator(isQuestion ? '.choice' : beat === 5 ? '.worlds' : '.scene .story').waitFor()
  return visited
}

const open = async (...how: Parameters<typeof visitBeat>): Promise<Page> =>
  (await visitBeat(...how)).page

describe('the lesson', () => {
  test('is what the page opens with', async () => {
    const { page } = await visit('#')
    expect(await beatOn(page)).toBe('Beat 1 of 7: No cut')
    await page.locator('.scene .diagram svg').waitFor()
    await page.locator('p.sentence', { hasText: 'While the cities can talk' }).waitFor()
  })

  test('is gone through with the keyboard alone, the choice included', async () => {
    const { page } = await visit('#/')
    for (const [index, title] of titles.entries()) {
      const name = `Beat ${index + 1} of 7: ${title}`
      await page.getByRole('heading', { level: 1, name }).waitFor()
      expect(await page.getByRole('status').first().textContent()).toContain(`${name}.`)
      if (title === 'Your turn') {
        await page.getByRole('button', { name: /^Wait/ }).focus()
        await page.keyboard.press('Enter')
        await page.getByText('You wait, and somebody waits for ever').waitFor()
        await page.keyboard.press('Shift+Tab')
        await page.keyboard.press('Space')
        await page.getByText('You confirm. So does CTG').waitFor()
      }
      await page.keyboard.press('ArrowRight')
    }
    expect(await beatOn(page)).toBe('Beat 7 of 7: One node')
    await page.keyboard.press('ArrowLeft')
    await page.getByRole('heading', { level: 1, name: 'The cut heals' }).waitFor()
    expect(page.url()).toMatch(/#\/lesson\/6$/)
    await page.goBack()
    await page.getByRole('heading', { level: 1, name: 'One node' }).waitFor()
  })

  test('lets one go through the steps of a run, in the list and in the picture', async () => {
    const page = await open(3, [])
    const steps = page.getByLabel('The steps of the run')
    await steps.locator('button[aria-current="step"]').focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowDown')
    expect(await steps.locator('[aria-current="step"]').textContent()).toContain(
      'dhaka receives request',
    )
    await page.locator('.diagram .row.now[data-row="1"]').waitFor({ state: 'attached' })
    await page.getByText(/^step 1 of 4: dhaka receives request/).waitFor({ state: 'attached' })
    expect(await beatOn(page)).toContain('… or answer')
  })

  test('opens the run that it shows', async () => {
    const page = await open(3, [])
    await page.getByRole('link', { name: 'Open this run' }).click()
    await page.getByRole('heading', { level: 1, name: /^Run/ }).waitFor()
    expect(page.url()).toContain('#/run/cap-ap?partition=lasts')
  })

  test('punishes either choice, and then shows that no other is left', async () => {
    const page = await open(4, [/^Confirm/])
    await page.getByText('the sack is sold twice').first().waitFor()
    expect(await page.locator('.scene .ending').textContent()).toContain(
      'rahim.answers[0] = {type: "answer", order: "confirmed"}',
    )
    expect(await page.locator('.all-four').count()).toBe(0)
    await page.getByText('Now try the other one.').waitFor()
    await page.getByRole('button', { name: /^Wait/ }).click()
    expect(await page.locator('.scene .ending').textContent()).toBe(
      '✗ Request 1 of rahim waits for ever.',
    )
    const cells = page.locator('.all-four td.bad')
    // A cell is filled when the check of its model has ended.
    await cells.nth(3).waitFor()
    expect(await cells.allTextContents()).toEqual([
      '✗ sold twice',
      '✗ Mita waits for ever',
      '✗ Rahim waits for ever',
      '✗ Rahim waits for ever',
    ])
    await page.getByText('Together these runs are the proof.').waitFor()
  })

  test('turns a mark when Mita is moved to the far side', async () => {
    const page = await open(7, [])
    const marks = () => page.locator('.rest .mark').allTextContents()
    expect(await marks()).toEqual(['✓', '✓'])
    await page.getByRole('button', { name: 'Move Mita to the far side' }).click()
    await page.getByText('Nothing in the system has changed').waitFor()
    expect(await marks()).toEqual(['✓', '✗'])
    await page.getByRole('button', { name: 'Mita in Dhaka' }).click()
    await page.getByText('there is nothing in it to cut').waitFor()
    expect(await marks()).toEqual(['✓', '✓'])
  })

  test('proves here and now that all three together are impossible, and each two are possible', async () => {
    const page = await open(5, [])
    const combinations = await page.locator('.rest').allTextContents()
    expect(combinations.map((text) => text.slice(0, 6))).toEqual([
      '✓- A P',
      '✓C - P',
      '✓C A -',
      '✗C A P',
    ])
    const { combinations: told } = JSON.parse(command('impossible', 'cap', '--json')) as {
      readonly combinations: readonly { readonly proof: { readonly words: readonly string[] } }[]
    }
    await page.getByText('The proof in words').click()
    expect(await page.locator('.proof li').allTextContents()).toEqual(
      told.at(-1)?.proof.words.map((words) => words.replace(': ', '. ')),
    )
  })

  test('keeps still for those who want that', async () => {
    const page = await open(2, [], { hasReducedMotion: true })
    const name = (): Promise<string> =>
      page.evaluate(() => {
        const mark = document.querySelector('.rest .mark')
        return mark === null ? 'no mark' : getComputedStyle(mark).animationName
      })
    expect(await name()).toBe('none')
    await page.emulateMedia({ reducedMotion: 'no-preference' })
    expect(await name()).toBe('turned')
  })
})

/** The marks of a beat beside what they are about, once each is there: a choice is answered after it is made. */
const restsOn = async (page: Page) => {
  await page.waitForFunction(() =>
    [...document.querySelectorAll('[data-property]')].every(
      (each) => each.querySelector('.mark')?.textContent,
    ),
  )
  return page.locator('[data-property]').evaluateAll((all) =>
    all.map((each) => ({
      model: each.getAttribute('data-model') ?? '',
      set: each.getAttribute('data-set') ?? '',
      property: each.getAttribute('data-property') ?? '',
      cell: each.getAttribute('data-cell-name'),
      mark: each.querySelector('.mark')?.textContent ?? '',
    })),
  )
}

const markOf: Readonly<Record<string, string>> = { holds: '✓', violated: '✗' }

test('what the lesson rests on is what the command finds', async () => {
  const rests = []
  for (const [name, beat, clicks] of ways) {
    const { page, faults, close } = await visitBeat(beat, clicks)
    rests.push(...(await restsOn(page)))
    await close()
    expect([name, ...faults]).toEqual([name])
  }
  expect(rests.length).toBeGreaterThan(14)

  const reports = new Map<string, readonly { readonly name: string; readonly verdict: string }[]>()
  for (const { model, set, property, mark } of rests) {
    const words = set.split(' ').flatMap((pair) => ['--set', pair])
    const key = `${model} ${set}`
    const properties =
      reports.get(key) ??
      (JSON.parse(command('check', model, ...words, '--json')) as { properties: [] }).properties
    reports.set(key, properties)
    const verdict = properties.find(({ name }) => name === property)?.verdict ?? ''
    expect([key, property, mark]).toEqual([key, property, markOf[verdict]])
  }

  const { cells, variants } = JSON.parse(command('cap', '--json')) as Readonly<
    Record<string, readonly Readonly<Record<string, string>>[]>
  >
  const inTable = rests.filter(({ cell }) => cell !== null)
  expect(inTable.length).toBeGreaterThan(9)
  for (const { cell, mark } of inTable) {
    const [row, partition, question = ''] = (cell ?? '').split('/')
    const line = [...(cells ?? []), ...(variants ?? [])].find(
      (each) => (each['variant'] ?? each['model']) === row && each['partition'] === partition,
    )
    expect([cell, mark]).toEqual([cell, markOf[line?.[question] ?? '']])
  }
})

test('where the engine does not answer, the lesson says how long, and asks again when told to', async () => {
  const { page } = await visit('#/nothing', { isOwn: true })
  await page.addInitScript(() => {
    const post: unknown = Reflect.get(Worker.prototype, 'postMessage')
    Worker.prototype.postMessage = function (this: Worker, message: { kind?: string }) {
      const isHeld = !('isFree' in globalThis) && message.kind === 'ask'
      if (!isHeld) Reflect.apply(post as () => void, this, [message])
    }
  })
  await page.reload()
  await page.evaluate(() => {
    window.location.hash = '#/lesson/2'
  })
  await page.getByText(/^Checking for \d seconds\.$/).waitFor()
  expect(await page.getByText('Nobody is told anything false').count()).toBe(0)
  await page.getByRole('button', { name: 'Stop' }).click()
  await page.getByRole('heading', { name: 'The engine has no answer' }).waitFor()
  await page.evaluate(() => Object.assign(globalThis, { isFree: true }))
  await page.getByRole('button', { name: 'Ask again' }).click()
  await page.locator('p.sentence', { hasText: 'Nobody is told anything false' }).waitFor()
})

test('where the engine finds otherwise, the lesson says that instead of its sentence', async () => {
  const { page } = await visit('#/nothing', { isOwn: true })
  await page.addInitScript(() => {
    const data = Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'data')
    Object.defineProperty(MessageEvent.prototype, 'data', {
      get(this: MessageEvent): unknown {
        const said: unknown = data?.get?.call(this)
        const found = (said as { answer?: { found?: Record<string, unknown> } })?.answer?.found
        if (found?.['model'] === 'cap-cp') {
          const properties = found['properties'] as { name: string; verdict: string }[]
          for (const each of properties) {
            if (each.name === 'every request is served') each.verdict = 'violated'
          }
        }
        return said
      },
    })
  })
  await page.goto(page.url().replace('#/nothing', '#/'))
  await page.reload()
  await page
    .getByText(
      'cp, no cut: “every request is served” is violated; the lesson expects that it holds',
    )
    .waitFor()
  expect(await page.getByText('nothing has to be given up').count()).toBe(0)
  expect(await page.locator('.rest .mark').allTextContents()).toEqual(['✓', '✗'])
})

/** Those who want the page to keep still, so that nothing is looked at while it moves. */
const still = looks.map((look) => ({ ...look, hasReducedMotion: true }))

test.each(ways)('is accessible in each look: %s', async (name, beat, clicks) => {
  const page = await open(beat, clicks, { hasReducedMotion: true })
  // All of it in two looks, which differ in all; what is widest in the others, too.
  const isWidest = name === 'two worlds' || name === 'waited, too'
  await expectAccessibleInEach(
    page,
    still.filter((look) => isWidest || pictured.some((each) => each.name === look.name)),
  )
  expect(await beatOn(page)).toContain(`Beat ${beat} `)
})

test.each([
  ['the two worlds', 5, '.worlds', 'worlds'],
  ['the wall', 3, '.scene .story', 'wall'],
])('in each look is seen: %s', async (_, beat, place, picture) => {
  const page = await open(beat, [], { hasReducedMotion: true })
  await inEach(page, still, ({ scheme, width }) =>
    expectPicture(page.locator(place), `${picture}-${scheme}-${width}`),
  )
  expect(still).toHaveLength(4)
})
