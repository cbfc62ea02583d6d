import { describe, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { pack } from '../../src/page/packed.ts'
import { expectAccessibleInEach, inEach, pictured, useBrowser } from './support/browser.ts'
import { expectPicture } from './support/picture.ts'

/* A source on the left, and on the right what comes out. */

const { visit } = useBrowser()

const editor = (page: Page) => page.locator('.cm-content')
const verdicts = (page: Page) => page.getByRole('region', { name: 'What comes out' })

/** Replaces all of the source. */
const write = async (page: Page, text: string): Promise<void> => {
  await editor(page).focus()
  await page.keyboard.press('Control+A')
  await page.keyboard.insertText(text)
}

const source = (handler: string, to = 'server'): string => `import { role, system } from 'netsplit'
const server = role<{ n: number }, string>({
  initial: () => ({ n: 0 }),
  receive: (state) => {
    ${handler}
  },
})
const client = role<{ n: number }, string>({
  initial: () => ({ n: 0 }),
  start: (_, { send }) => send('${to}', 'hello'),
})
export default system({
  name: 'hello',
  nodes: { client, server },
  properties: ({ always }) => ({ 'n stays low': always(({ nodes }) => nodes.server.n < 1) }),
})
`

/** The name is in what a client is made of, and found wrong when the system is. */
const near = `import { client, role, system } from 'netsplit'
const server = role<{ n: number }, string>({ initial: () => ({ n: 0 }), receive: () => {} })
const user = client<string>({ ask: [{ send: 'hello' }], near: "sever" })
export default system({
  name: 'hello',
  nodes: { user, server },
})
`

describe('a source on the page', () => {
  test('is checked again while it is written', async () => {
    const { page } = await visit('#/edit')
    await verdicts(page).getByText('violated').first().waitFor()
    await write(page, source('state.n = 0'))
    await verdicts(page).getByText('holds in every run').waitFor()
    await write(page, source('state.n = 1'))
    await verdicts(page).getByText('violated in 1 step').waitFor()
    expect(
      await verdicts(page).getByText('server receives "hello" from client').count(),
    ).toBeGreaterThan(0)
  })

  test.each([
    ['a misspelt node', source('state.n = 0', 'sever'), "'sever'", 10],
    ['a misspelt node near which a client is', near, "'sever'", 3],
    ['a handler that throws', source('throw new Error("oops")'), 'oops', 5],
    ['what does not parse', 'const = 1', 'does not parse', 1],
  ])('tells %s at its line', async (_, text, words, line) => {
    const { page } = await visit('#/edit')
    await verdicts(page).getByText('violated').first().waitFor()
    await write(page, text)
    await verdicts(page).getByText(words).first().waitFor()
    await verdicts(page)
      .getByRole('button', { name: `line ${line}` })
      .first()
      .click()
    expect(await page.evaluate(() => document.activeElement?.className)).toMatch(
      /editor|cm-content/,
    )
  })

  test('tells a mistake with a draft in words', async () => {
    const { page } = await visit('#/edit')
    await verdicts(page).getByText('violated').first().waitFor()
    await write(page, source('state.n = 1; return { n: 2 }'))
    await verdicts(page).getByText('returned a new value *and* modified its draft').waitFor()
    expect(await verdicts(page).getByText('change the state or return a new one').count()).toBe(1)
  })

  test('that never returns is ended, and the next one is checked', async () => {
    const { page } = await visit('#/edit')
    await verdicts(page).getByText('violated').first().waitFor()
    await write(page, source('for (;;);'))
    await verdicts(page).getByText('has not answered').first().waitFor()
    await write(page, source('state.n = 0'))
    await verdicts(page).getByText('holds in every run').waitFor()
    expect(await verdicts(page).getByText('has not answered').count()).toBe(0)
  })

  test('is not lost on reload, and stands in the address', async () => {
    const { page } = await visit('#/edit')
    await verdicts(page).getByText('violated').first().waitFor()
    await write(page, source('state.n = 0 // mine'))
    await verdicts(page).getByText('holds in every run').waitFor()
    await page.waitForURL(/code=/)
    await page.reload()
    await verdicts(page).getByText('holds in every run').waitFor()
    expect(await editor(page).innerText()).toContain('// mine')
  })

  test('of a link is opened; a damaged one is a sentence', async () => {
    const code = await pack(source('state.n = 1'))
    const { page } = await visit(`#/edit?code=${encodeURIComponent(code)}`)
    await verdicts(page).getByText('violated in 1 step').waitFor()
    const damaged = await visit(`#/edit?code=${encodeURIComponent(code.slice(0, -9))}`)
    await damaged.page.getByText('There is no source to edit').waitFor()
    expect(await damaged.page.getByRole('link', { name: 'Begin with the template' }).count()).toBe(
      1,
    )
  })

  test('of a link reaches neither network nor storage nor the page around it', async () => {
    const attempts = `
const reached: string[] = []
const attempt = (what: string, run: () => unknown): void => {
  try {
    if (run() !== undefined) reached.push(what)
  } catch {}
}
const all = globalThis as any
attempt('page', () => all.document ?? all.parent?.document ?? all.window)
attempt('storage', () => all.localStorage ?? all.sessionStorage)
attempt('database', () => all.indexedDB.open('x') && undefined)
attempt('scripts', () => (all.importScripts('https://elsewhere.example/a.js'), 1))
attempt('request', () => {
  const request = new all.XMLHttpRequest()
  request.open('GET', 'https://elsewhere.example/b', false)
  request.send()
  return 1
})
attempt('fetch', () => void all.fetch('https://elsewhere.example/c').catch(() => undefined))
attempt('socket', () => void new all.WebSocket('wss://elsewhere.example/d'))
all.postMessage?.({ kind: 'found', found: 'forged' })
`
    const text = source('state.n = 0')
      .replace("from 'netsplit'\n", `from 'netsplit'\n${attempts}`)
      .replace("'n stays low'", "['reached ' + (reached.join() || 'nothing')]")
    const { page } = await visit('#/nothing', { isOwn: true })
    const asked: string[] = []
    // What the policy forbids fails before anything is sent.
    page.context().on('request', (request) => asked.push(request.url()))
    page.context().on('requestfailed', (request) => {
      if (request.failure()?.errorText === 'csp') asked.splice(asked.indexOf(request.url()), 1)
      else asked.push(String(request.failure()?.errorText))
    })
    await page.goto(
      `${page.url().split('#')[0]}#/edit?code=${encodeURIComponent(await pack(text))}`,
    )
    await verdicts(page).getByText('reached ').first().waitFor()
    expect(await verdicts(page).getByText('reached nothing').count()).toBeGreaterThan(0)
    expect(asked.filter((url) => url.includes('elsewhere'))).toEqual([])
    expect(await page.evaluate(() => localStorage.length)).toBe(0)
  })

  test('of a bundled model is there to be changed', async () => {
    const { page } = await visit('#/edit/cap-ap')
    await verdicts(page).getByText('the users never see the order both').first().waitFor()
    expect(await editor(page).innerText()).toContain('Available under partition')
  })

  test('has nothing that axe complains of, in each look', async () => {
    const { page } = await visit('#/edit')
    await verdicts(page).getByText('violated').first().waitFor()
    await expectAccessibleInEach(page, pictured)
    expect(await editor(page).isVisible()).toBe(true)
  })

  test('looks as it did, in each look', async () => {
    const { page } = await visit('#/edit')
    await page.getByText('TypeScript finds nothing wrong.').waitFor()
    await inEach(page, pictured, ({ scheme, width }) =>
      expectPicture(page.locator('.halves'), `edit-${scheme}-${width}`),
    )
    expect(pictured).toHaveLength(2)
  })
})
