import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { bundledModels } from '../../models/catalogue.ts'
import { useBrowser } from './support/browser.ts'

const { visit } = useBrowser()

/** The compiler is loaded last, and weighed by itself. */
const isTypes = (file: string): boolean => file.includes('_netsplit_types')

/** How many bytes of files, compressed, the browser asks for while it goes to some addresses. */
const weightOf = async (
  addresses: readonly string[],
  isMeant: (file: string) => boolean = (file) => !isTypes(file),
): Promise<number> => {
  const { page } = await visit('#/nothing', { isOwn: true })
  const files = new Map<string, number>()
  page.context().on('response', (response) => {
    const { protocol, pathname: path } = new URL(response.url())
    // A worker is started from a text that was asked for already.
    if (protocol === 'blob:') return
    void response.body().then(
      (body) => files.set(path, gzipSync(body, { level: 9 }).length),
      () => undefined,
    )
  })
  await page.reload()
  for (const address of addresses) {
    await page.evaluate((to) => {
      window.location.hash = to
    }, address)
    await page.locator('.picture, .grid-frame').first().waitFor()
    // A frame without rights keeps the network from being called idle.
    if (address.startsWith('#/edit')) await page.locator('.edit .found:not(.old)').waitFor()
    else await page.waitForLoadState('networkidle')
  }
  expect([...files.keys()].some((file) => file.includes('worker'))).toBe(true)
  if (addresses.some((address) => address.startsWith('#/edit'))) {
    await page.locator('.types').getByText('finds nothing wrong').waitFor()
    expect([...files.keys()].filter(isTypes)).toHaveLength(1)
  } else {
    expect([...files.keys()].filter(isTypes)).toEqual([])
  }
  return [...files].reduce((sum, [file, size]) => sum + (isMeant(file) ? size : 0), 0)
}

describe('what the page weighs, compressed', () => {
  // The engine with the models is two thirds of it.
  test('table, runs, engine and the CAP models: at most 183 kB', async () => {
    const models = bundledModels.map(({ name }) => name).filter((name) => name.startsWith('cap-'))
    const weight = await weightOf(['#/cap', ...models.map((name) => `#/run/${name}`)])
    process.stdout.write(`first screens: ${(weight / 1000).toFixed(1)} kB\n`)
    expect(weight).toBeLessThanOrEqual(183_000)
  })

  // Most of it is CodeMirror; the rest turns TypeScript into JavaScript, or is what of the engine CAP does without.
  test('and the editor: at most 251 kB more', async () => {
    const before = await weightOf(['#/run/cap-ap'])
    const more = (await weightOf(['#/run/cap-ap', '#/edit/cap-ap'])) - before
    process.stdout.write(`editor: ${(more / 1000).toFixed(1)} kB more\n`)
    expect(more).toBeLessThanOrEqual(251_000)
  })

  test('and types in the editor, once its first verdict is there: at most 1.166 MB more', async () => {
    const weight = await weightOf(['#/edit/cap-ap'], isTypes)
    process.stdout.write(`types: ${(weight / 1000).toFixed(1)} kB more\n`)
    expect(weight).toBeLessThanOrEqual(1_166_000)
  })
})

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** How long it takes from asking for an address until something is seen, in seconds: the median of three. */
const secondsUntil = async (address: string, seen: readonly string[]): Promise<number> => {
  const times: number[] = []
  for (let round = 0; round < 3; round++) {
    const begin = performance.now()
    const { page, close } = await visit(address, { isOwn: true })
    await seeing(page, seen)
    times.push((performance.now() - begin) / 1000)
    await close()
  }
  return median(times)
}

/** Looks in each frame: a locator looks twice a second, when it has waited for a while. */
const seeing = (page: Page, [selector = '', words = '']: readonly string[]): Promise<unknown> =>
  page.waitForFunction(
    ([where, what]) =>
      [...document.querySelectorAll(where)].some(({ textContent }) => textContent.includes(what)),
    [selector, words] as const,
  )

test('an edit is checked, in a time that is printed only', async () => {
  const { page } = await visit('#/edit/cap-cp')
  await page.locator('.types').getByText('finds nothing wrong').waitFor()
  const text = readFileSync(new URL('../../models/cap/cp.ts', import.meta.url), 'utf8')
  await page.locator('.cm-content').focus()
  await page.evaluate(() => {
    document.addEventListener('input', () => performance.mark('typed'))
  })
  const times: number[] = []
  for (const round of [1, 2, 3, 4, 5]) {
    const name = `every request is served, ${round}`
    await page.keyboard.press('Control+A')
    await page.keyboard.insertText(text.replace('every request is served', name))
    await seeing(page, ['.found:not(.old)', name])
    const passed = await page.evaluate(
      () => performance.now() - (performance.getEntriesByName('typed').at(-1)?.startTime ?? 0),
    )
    times.push(passed / 1000)
  }
  process.stdout.write(`from an edit to its verdict: ${median(times).toFixed(2)} s\n`)
  expect(times).toHaveLength(5)
})

describe('how long the page takes, which depends on the machine and is printed only', () => {
  test.each([
    ['the first picture', '#/run/cap-ap', ['.picture']],
    ['all 36 systems of the table', '#/cap', ['main', 'each of them visited']],
    ['an editor with a verdict', '#/edit/cap-ap', ['.found:not(.old)']],
  ])('%s', async (what, address, seen) => {
    const seconds = await secondsUntil(address, seen)
    process.stdout.write(`${what}: ${seconds.toFixed(2)} s\n`)
    expect(seconds).toBeGreaterThan(0)
  })
})
