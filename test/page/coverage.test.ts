import { pathToFileURL } from 'node:url'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { folderWith, netsplit } from '../support/cli.ts'
import { doorFiles } from '../support/door.ts'
import { expectAccessible, pictured, useBrowser, type Look } from './support/browser.ts'
import { expectPicture } from './support/picture.ts'

const { visit } = useBrowser()

const cwd = folderWith(doorFiles)
const printed = netsplit(
  ['check', 'door.ts', '--coverage', '--exhaustive', '--html', 'door.html'],
  { cwd },
)

const opened = async (look: Look = {}) => {
  await printed
  const { page } = await visit(pathToFileURL(path.join(cwd, 'door.html')).href, look)
  const coverage = page.getByRole('region', { name: 'Coverage: what of the source was run' })
  await coverage.waitFor()
  return { page, coverage }
}

describe('coverage on the page', () => {
  test('says what the command says, at the lines that it says', async () => {
    const { stdout } = await printed
    const { page, coverage } = await opened()
    const said = [...stdout.matchAll(/^ {6}(\w+\.ts):(\d+) {2}(.*)$/gm)]
    const listed = await coverage.locator('.parts button').allTextContents()
    const signs = said.map(
      ([, , line, what = '']) => `${what.startsWith('never') ? '✗' : '='}line ${line}, ${what}`,
    )
    expect(listed).toEqual(signs)
    expect(said.length).toBeGreaterThan(7)
    const marked = coverage.locator('.files li:has(.note)')
    const lines = (await marked.locator('.number').allTextContents()).map(Number)
    expect(lines).toEqual([14, 24, 25, 27, 28, 36, 38, 3])
    const [, share = ''] = /(\S+ % of \d+ places)/.exec(stdout) ?? []
    await page.getByText(`Coverage: ${share}`).waitFor()
    // The text itself, as it was written.
    const code = coverage.getByRole('region', { name: 'The source of counting.ts' })
    const written = await code.locator('li code').evaluateAll((all) =>
      all.map((each) =>
        [...each.childNodes]
          .filter((it) => !(it instanceof HTMLSpanElement))
          .map((it) => it.textContent)
          .join(''),
      ),
    )
    expect(`${written.join('\n')}\n`).toBe(doorFiles['counting.ts'])
    const never = await coverage.locator('mark.never').allTextContents()
    expect(never).toContain('isOld(2)')
    expect(never).toContain('(n: number): boolean => n > 1')
    expect(await coverage.locator('mark.same').allTextContents()).toEqual([
      'state.isOpen && isOdd(3)',
      'nodes.guest.knocks > 9',
      'nodes.guest.knocks > 0',
    ])
    await coverage.locator('li', { hasText: 'export const isOdd' }).getByText('called').waitFor()
  })

  test('leads to the line of what it lists, by keys, and keeps the address', async () => {
    const { page, coverage } = await opened({ height: 500 })
    const address = page.url()
    await page.getByRole('button', { name: 'Show the source' }).press('Enter')
    await coverage.getByRole('heading', { name: 'Coverage' }).and(page.locator(':focus')).waitFor()
    await coverage.getByRole('button', { name: 'line 3, never called: isOld' }).press('Enter')
    const note = page.locator('.note:focus')
    expect(await note.textContent()).toBe('✗ never called: isOld')
    const box = await note.boundingBox()
    expect(box?.y).toBeGreaterThan(0)
    expect(box?.y).toBeLessThan(500)
    expect(page.url()).toBe(address)
  })

  test.each(pictured)('can be read by everybody: $name', async (look) => {
    // So high that nothing is scrolled, nor what stays in view moved, when the picture is taken.
    const { page, coverage } = await opened({ ...look, height: 3000 })
    await expectAccessible(page)
    if (look.scheme === 'light') await expectPicture(coverage, 'coverage')
  })

  test('is of the check that was made, and of no other', async () => {
    const { page, coverage } = await opened()
    await page.evaluate(() => {
      window.location.hash = '#/run/cap-cp'
    })
    await page.getByText('the regions never settle').first().waitFor()
    await coverage.waitFor({ state: 'detached' })
    expect(await page.getByText('in the source were run').count()).toBe(0)
  })
})
