import { describe, expect, inject, test } from 'vitest'
import { expectAccessibleInEach, looks, useBrowser } from './support/browser.ts'

const { visit } = useBrowser()

describe('the page', () => {
  test('says where the way is when an address leads nowhere, and is never blank', async () => {
    const { page } = await visit('#/nothing')
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(
      'This address leads nowhere',
    )
    expect(await page.getByRole('alert').textContent()).toBe(
      'There is no screen called “nothing”.Choose a screen above.',
    )
  })

  test('speaks to browsers that run no scripts', async () => {
    const { page } = await visit('#/', { without: { javaScriptEnabled: false } })
    expect(await page.locator('main').textContent()).toContain('does not run scripts')
  })

  test('goes back where one came from', async () => {
    const { page } = await visit('#/nothing')
    await page.evaluate(() => {
      window.location.hash = '#/nowhere'
    })
    await page.getByText('There is no screen called “nowhere”.').waitFor()
    await page.goBack()
    await page.getByText('There is no screen called “nothing”.').waitFor()
    expect(page.url()).toMatch(/#\/nothing$/)
  })

  test('may not ask the network for anything, nor run a script of somebody else', async () => {
    const { page, faults, close } = await visit('#/nothing', { isOwn: true })
    const requests: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    const outcome = await page.evaluate(
      async (own) => {
        const script = document.createElement('script')
        script.textContent = 'document.title = "hurt"'
        document.body.append(script)
        const asked = await fetch(own).then(
          () => 'answered',
          () => 'refused',
        )
        return [asked, document.title]
      },
      `${inject('page')}elsewhere`,
    )
    expect(outcome).toEqual(['refused', 'netsplit'])
    expect(requests.filter((url) => url.endsWith('elsewhere'))).toEqual([])
    expect(faults.join()).toContain('Content Security Policy')
    await close()
  })
})

test('an address that leads nowhere is accessible in each look', async () => {
  const { page } = await visit('#/nothing')
  await expectAccessibleInEach(page, looks)
  expect(await page.getByRole('alert').count()).toBe(1)
})
