import { expect, test } from 'vitest'
import { expectAccessible, expectAccessibleInEach, looks, useBrowser } from './support/browser.ts'

/* The other tests rest on this: a page that is used again is as a new one, and what is wrong with a page is found. */

const { visit } = useBrowser()

/** Goes wrong on a page. */
const fail = (words: string): Promise<unknown> => {
  setTimeout(() => {
    throw new Error(words)
  })
  return new Promise((resolve) => setTimeout(resolve))
}

test('a page that is used again has nothing of what was on it', async () => {
  const first = await visit('#/play/cap-ap', { width: 360, scheme: 'dark', hasReducedMotion: true })
  await first.page.locator('.take').first().hover()
  await first.page.evaluate(() => {
    sessionStorage.setItem('mine', 'kept')
    localStorage.setItem('mine', 'kept')
    Object.assign(window, { mine: 'kept' })
  })
  expect(first.page.workers()).not.toHaveLength(0)
  await first.close()
  expect(first.page.workers()).toHaveLength(0)
  const { page } = await visit('#/nothing')
  expect(page).toBe(first.page)
  const seen = await page.evaluate(() => ({
    stored: sessionStorage.length + localStorage.length,
    mine: 'mine' in window,
    width: window.innerWidth,
    isDark: matchMedia('(prefers-color-scheme: dark)').matches,
    isStill: matchMedia('(prefers-reduced-motion: reduce)').matches,
    hovered: document.querySelectorAll(':hover').length,
  }))
  expect(seen).toEqual({
    stored: 0,
    mine: false,
    width: 1280,
    isDark: false,
    isStill: false,
    hovered: 0,
  })
})

test('a page of a test of its own is not used again, nor is one that is open', async () => {
  const [own, one, other] = [
    await visit('#/nothing', { isOwn: true }),
    await visit('#/nothing'),
    await visit('#/nothing'),
  ]
  expect(new Set([own.page, one.page, other.page]).size).toBe(3)
  await own.close()
  expect(own.page.isClosed()).toBe(true)
})

test('what goes wrong on a page is heard, each visit by itself', async () => {
  const first = await visit('#/nothing')
  await first.page.evaluate(fail, 'the first')
  await first.close()
  const second = await visit('#/nothing')
  expect(second.page).toBe(first.page)
  await second.page.evaluate(fail, 'the second')
  await second.close()
  expect([first.faults, second.faults]).toEqual([
    [expect.stringContaining('the first')],
    [expect.stringContaining('the second')],
  ])
})

test('what cannot be read by everybody is found, in the look in which it cannot', async () => {
  const { page } = await visit('#/nothing')
  await expectAccessible(page)
  await page.evaluate(() => {
    document.querySelector('main')?.insertAdjacentHTML('beforeend', '<p class="faint">faint</p>')
    const style = new CSSStyleSheet()
    style.replaceSync(
      '@media (prefers-color-scheme: dark) and (width < 400px) { .faint { color: #333; background: #222 } }',
    )
    document.adoptedStyleSheets.push(style)
  })
  const faint = looks.filter(({ name }) => name === 'dark, 360 px')
  const clear = looks.filter((look) => !faint.includes(look))
  await expectAccessibleInEach(page, clear)
  await expect(expectAccessibleInEach(page, faint)).rejects.toThrow('dark, 360 px')
  await page.evaluate(() => {
    const wide = document.querySelector<HTMLElement>('.faint')
    wide?.classList.remove('faint')
    wide?.style.setProperty('width', '2000px')
  })
  await expect(expectAccessible(page)).rejects.toThrow('wider than the window')
})
