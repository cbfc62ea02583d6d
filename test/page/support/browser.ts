import { existsSync } from 'node:fs'
import path from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import {
  chromium,
  type Browser,
  type BrowserContextOptions,
  type ConsoleMessage,
  type Page,
} from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest'

/** How a visitor looks at the page. */
export interface Look {
  /** The width of the window in pixels. Default 1280. */
  readonly width?: number
  readonly height?: number
  /** Default: light. */
  readonly scheme?: 'light' | 'dark'
  readonly hasReducedMotion?: boolean
  readonly without?: BrowserContextOptions
  /** For a test that listens to its page, or runs a script before those of the page: no other gets the page. */
  readonly isOwn?: boolean
}

/** A page and what went wrong on it. */
export interface Visit {
  readonly page: Page
  /** Errors of scripts, what they wrote as errors, what was blocked. Empty on a page that works. */
  readonly faults: readonly string[]
  readonly close: () => Promise<void>
}

/** Where a program is. */
const onPath = (name: string): string => {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter)
  const found = folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file))
  if (found !== undefined) return found
  throw new Error(`There is no ${name} on the PATH: install it, or name it in CHROMIUM.`)
}

const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? onPath('chromium'),
    // Chromium refuses its sandbox to root; in a container there is no other user.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })

/** Shows a page as somebody looks at it who looks so, also one that is open. */
const dress = async (page: Page, look: Look): Promise<void> => {
  await page.setViewportSize({ width: look.width ?? 1280, height: look.height ?? 800 })
  await page.emulateMedia({
    colorScheme: look.scheme ?? 'light',
    reducedMotion: look.hasReducedMotion === true ? 'reduce' : 'no-preference',
  })
}

/** Leaves nothing of what was on a page: neither what runs there, nor what it stored, nor a pointer over it. */
const empty = async (page: Page): Promise<void> => {
  // A document of the same origin, without scripts: what is cleared there stays empty.
  await page.goto(`${inject('page')}icon.svg`)
  await page.evaluate(() => {
    localStorage.clear()
    sessionStorage.clear()
  })
  await page.mouse.move(-1, -1)
}

/**
 * One browser for the tests of a file, closed after them. A page on which a script failed fails the test,
 * unless the test closed it itself. A page is emptied and used again, which takes a quarter of what a new
 * one takes.
 */
export const useBrowser = () => {
  let browser: Browser
  const open = new Set<Visit>()
  const empties: Page[] = []
  beforeAll(async () => {
    browser = await launch()
  })
  afterEach(async () => {
    const visits = [...open]
    await Promise.all(visits.map((visit) => visit.close()))
    expect(visits.flatMap(({ faults }) => faults)).toEqual([])
  })
  afterAll(() => browser.close())

  /** A page that nothing was done on. */
  const blank = async (isOwn: boolean, options: BrowserContextOptions): Promise<Page> => {
    const used = isOwn ? undefined : empties.pop()
    return used ?? (await browser.newContext(options)).newPage()
  }

  /** Opens an address of the page (`#/cap`), or a whole address such as that of a file. */
  const visit = async (address: string, look: Look = {}): Promise<Visit> => {
    const isPart = address.startsWith('#')
    const isOwn = look.isOwn === true || look.without !== undefined || !isPart
    const page = await blank(isOwn, look.without ?? {})
    await dress(page, look)
    const faults: string[] = []
    const onError = (error: Error) => void faults.push(String(error))
    const onMessage = (message: ConsoleMessage): void => {
      if (message.type() === 'error') faults.push(message.text())
    }
    page.on('pageerror', onError)
    page.on('console', onMessage)
    const visit: Visit = {
      page,
      faults,
      close: async () => {
        open.delete(visit)
        if (isOwn) return page.context().close()
        // What went wrong until now is heard; what is cut off by leaving went not wrong.
        await page.evaluate(() => null)
        page.off('pageerror', onError)
        page.off('console', onMessage)
        await empty(page)
        empties.push(page)
      },
    }
    open.add(visit)
    await page.goto(isPart ? `${inject('page')}${address}` : address)
    return visit
  }

  return { visit }
}

/** The looks in which every screen is to be good. */
export const looks: readonly (Look & { readonly name: string })[] = (
  ['light', 'dark'] as const
).flatMap((scheme) =>
  [360, 1280].map((width) => ({ name: `${scheme}, ${width} px`, scheme, width })),
)

/** Two of them, in which there is all that looks differ in: for what takes long. */
export const pictured: typeof looks = looks.filter(
  ({ scheme, width }) => (scheme === 'light') === (width === 1280),
)

/**
 * Goes to another address in an open page, whose engine stays. It is gone to by way of one where there is nothing,
 * so that nothing of the screen before passes for what is to come.
 */
export const moveTo = async (page: Page, address: string): Promise<void> => {
  for (const next of ['#/nothing', address]) {
    await page.evaluate((to) => {
      window.location.hash = to
    }, next)
    if (next !== address) await page.getByText('There is no screen called').waitFor()
  }
}

/** Looks at a page that is open in one look after the other: only the style of the page goes by them. */
export const inEach = async <Seen extends Look>(
  page: Page,
  all: readonly Seen[],
  see: (look: Seen) => Promise<void>,
): Promise<void> => {
  for (const look of all) {
    await dress(page, look)
    await see(look)
  }
}

/** Requires that axe finds nothing to complain about, and that nothing is wider than the window. */
export const expectAccessible = async (page: Page, look = ''): Promise<void> => {
  // As one run in the page itself: otherwise results are put together on a page more, opened for that. The only
  // frame that there may be, of sources, is hidden.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .analyze()
  const found = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    at: nodes.slice(0, 3).map(({ html, failureSummary }) => `${html} ${failureSummary}`),
  }))
  expect([look, found]).toEqual([look, []])
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(
    overflow,
    `${look}: pixels by which the page is wider than the window`,
  ).toBeLessThanOrEqual(0)
}

/** Requires that of a page that is open, in one look after the other. */
export const expectAccessibleInEach = (
  page: Page,
  all: readonly (Look & { readonly name: string })[],
): Promise<void> => inEach(page, all, ({ name }) => expectAccessible(page, name))
