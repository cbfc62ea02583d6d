import { existsSync } from 'node:fs'
import path from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
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

/**
 * One browser for the tests of a file, closed after them. A page on which a script failed fails the test,
 * unless the test closed it itself.
 */
export const useBrowser = () => {
  let browser: Browser
  const open = new Set<Visit>()
  beforeAll(async () => {
    browser = await launch()
  })
  afterEach(async () => {
    const visits = [...open]
    await Promise.all(visits.map((visit) => visit.close()))
    expect(visits.flatMap(({ faults }) => faults)).toEqual([])
  })
  afterAll(() => browser.close())

  /** Opens an address of the page (`#/cap`), or a whole address such as that of a file. */
  const visit = async (address: string, look: Look = {}): Promise<Visit> => {
    const context = await browser.newContext({
      viewport: { width: look.width ?? 1280, height: look.height ?? 800 },
      colorScheme: look.scheme ?? 'light',
      reducedMotion: look.hasReducedMotion === true ? 'reduce' : 'no-preference',
      ...look.without,
    })
    const page = await context.newPage()
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(String(error)))
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text())
    })
    const visit: Visit = {
      page,
      faults,
      close: async () => {
        open.delete(visit)
        await context.close()
      },
    }
    open.add(visit)
    await page.goto(address.startsWith('#') ? `${inject('page')}${address}` : address)
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

/** Requires that axe finds nothing to complain about, and that nothing is wider than the window. */
export const expectAccessible = async (page: Page): Promise<void> => {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const found = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    at: nodes.slice(0, 3).map(({ html, failureSummary }) => `${html} ${failureSummary}`),
  }))
  expect(found).toEqual([])
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow, 'pixels by which the page is wider than the window').toBeLessThanOrEqual(0)
}
