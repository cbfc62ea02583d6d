import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { bundledModels } from '../../models/catalogue.ts'
import type { TypesAnswers } from '../../src/page/types/contract.ts'
import { TypesLine } from '../../src/page/types/line.ts'
import { TypeService } from '../../src/page/types/service.ts'
import { typeFiles } from '../../type-files.config.ts'
import { expectAccessibleInEach, pictured, useBrowser } from './support/browser.ts'

/* What the editor knows of types: node names above all, which no type of the language has. */

/** A source; `▮` marks a place in it. */
const source = (
  handler: string,
  more = '',
): string => `import { client, replicas, role, system } from 'netsplit'
type Message = { type: 'put'; value: number } | { type: 'put done' }
const server = role<{ n: number }, Message>({
  initial: () => ({ n: 0 }),
  receive: (state, message, { from: sender, self, group, send }) => {
    ${handler}
  },
})
const user = client<Message>({ ask: [{ send: { type: 'put', value: 1 } }], near: 'main' })
${more}
export default system({
  name: 'hello',
  nodes: { user, main: server, backup: replicas(2, server) },
  properties: ({ always }) => ({ 'n stays low': always(({ nodes }) => nodes.main.n < 1) }),
})
`

const ok = "send('main', { type: 'put done' })"

describe('the compiler on the page', () => {
  let service: TypeService
  beforeAll(() => {
    service = new TypeService(typeFiles())
  })

  const problems = (text: string): readonly string[] => {
    const found = service.answer({ kind: 'problems', text }) as TypesAnswers['problems']
    return found.map(({ from, to, message }) => {
      const line = text.slice(0, from).split('\n').length
      return `${line}: ${text.slice(from, to)}: ${message.split(':')[0]}`
    })
  }
  const offered = (marked: string): readonly string[] => {
    const [before = '', after = ''] = marked.split('▮')
    const text = before + after
    const ask = { kind: 'completions', text, at: before.length } as const
    const found = service.answer(ask) as TypesAnswers['completions']
    return (found?.options ?? []).map(({ name }) => name)
  }

  test('finds nothing wrong in the models that come with netsplit', () => {
    const found = bundledModels.map(({ name }) => {
      const file = new URL(`../../models/${name.replace('cap-', 'cap/')}.ts`, import.meta.url)
      return [name, problems(readFileSync(file, 'utf8'))]
    })
    expect(found).toEqual(bundledModels.map(({ name }) => [name, []]))
  })

  test('knows what netsplit/history has', () => {
    const text = readFileSync(new URL('../../docs/consistency.md', import.meta.url), 'utf8')
    const [, model = ''] = /```ts\n([^]*?)```/.exec(text) ?? []
    expect(model).toContain('netsplit/history')
    expect(problems(model)).toEqual([])
    expect(problems(model.replace('isConsistent', 'isConsistant'))).toHaveLength(1)
  })

  test.each([
    ['what a message is sent to', "send('mian', { type: 'put done' })", "'mian'"],
    ['one of several receivers', "send(['user', 'mian'], { type: 'put done' })", "'mian'"],
    ['a receiver that is chosen', "send(state.n > 0 ? 'user' : 'mian', message)", "'mian'"],
    ['replicas as if they were one', "send('backup', { type: 'put done' })", "'backup'"],
    ['a sender, by another name', "if (sender === 'usr') state.n = 1", "'usr'"],
    ['itself', "if ('mian' !== self) state.n = 1", "'mian'"],
  ])('marks a misspelt node: %s', (_, handler, word) => {
    expect(problems(source(handler))).toEqual([`6: ${word}: There is no node ${word}`])
  })

  test('marks a misspelt group, and a node that a client is near or asks', () => {
    expect(problems(source("state.n = group('backups').length"))).toEqual([
      "6: 'backups': There is no group 'backups'",
    ])
    const client = "client<Message>({ ask: [{ send: { type: 'put done' }, to: 'b' }], near: 'c' })"
    expect(problems(source(ok, `void ${client}`))).toEqual([
      "10: 'b': There is no node 'b'",
      "10: 'c': There is no node 'c'",
    ])
  })

  test.each([
    ['of all kinds', `${ok}; send(['user', 'backup2'], message); send(sender, message)`],
    ['that is another word', "if (message.type === 'put') state.n = ['nobody'].length"],
    ['of replicas', "if (self === 'backup1') send(group('backup'), message)"],
  ])('has nothing against a name %s', (_, handler) => {
    expect(problems(source(handler))).toEqual([])
  })

  test.each([
    ["{ ...Object.fromEntries(['node7'].map((name) => [name, server])),", []],
    ["{ ['node' + '7']: server,", []],
    // Of these the names are known.
    ['{ ...(Math.PI > 3 && { node7: server }),', []],
    ['{ ...{ node8: server },', ["6: 'node7': There is no node 'node7'"]],
  ])('has nothing against a name that is made at run time: %s', (nodes, expected) => {
    const text = source("send('node7', message)").replace(/(?<=nodes: )\{/, nodes)
    expect(problems(text).filter((problem) => problem.startsWith('6:'))).toEqual(expected)
  })

  test('has of JavaScript nothing to say but of nodes', () => {
    const text = `import { role, system } from 'netsplit'
const ping = role({
  initial: () => ({ heard: 'nothing' }),
  start: (state, { send }) => send('pin', state),
  receive: (state, message) => { state.heard = message.heard },
})
export default system({ name: 'ping', nodes: { ping } })
`
    expect(problems(text)).toEqual(["4: 'pin': There is no node 'pin'"])
  })

  test('marks what TypeScript complains of', () => {
    expect(problems(source("send('main', { type: 'putt done' })"))[0]).toMatch(/^6: type: Type/)
  })

  const names = ['user', 'main', 'backup1', 'backup2']
  test.each([
    ['a node in quotes', "send('▮')", names],
    ['a node, half of it', "send(['ma▮'], message)", names],
    ['a sender', "if (sender === '▮') state.n = 1", names],
    ['a group', "group('▮')", ['user', 'main', 'backup']],
    ['a kind of message', "send('main', { type: '▮' })", ['put', 'put done']],
    ['a part of the state', 'state.▮', ['n']],
  ])('completes %s', (_, handler, expected) => {
    expect(offered(source(handler))).toEqual(expected)
  })

  test('completes a node without quotes, and what the language has', () => {
    const found = offered(source('send(s▮)'))
    expect(found.slice(0, 4)).toEqual(names.map((name) => `'${name}'`))
    expect(found).toContain('state')
  })

  test('that comes to no end is ended, and another one is asked next', async () => {
    const started: string[] = []
    const line = new TypesLine((hear) => {
      const name = started.length === 0 ? 'silent' : 'well'
      started.push(name)
      return {
        post: (message) => {
          if (message.kind === 'files' || name === 'silent') return
          hear({ kind: 'answer', id: message.id, answer: [] })
        },
        end: () => started.push(`${name} ended`),
      }
    }, 20)
    expect(await line.ask({ kind: 'problems', text: '' })).toBeUndefined()
    expect(await line.ask({ kind: 'problems', text: '' })).toEqual([])
    expect(started).toEqual(['silent', 'silent ended', 'well'])
  })
})

const editor = (page: Page) => page.locator('.cm-content')
const note = (page: Page) => page.getByRole('region', { name: 'What TypeScript says' })
const write = async (page: Page, text: string): Promise<void> => {
  await editor(page).focus()
  await page.keyboard.press('Control+A')
  await page.keyboard.insertText(text)
}

describe('types in the editor', () => {
  const { visit } = useBrowser()
  test('come after the first verdict, and from nowhere but the page itself', async () => {
    const { page } = await visit('#/nothing', { isOwn: true })
    const asked: string[] = []
    page.context().on('request', (request) => asked.push(request.url()))
    await page.goto(`${inject('page')}#/edit`)
    await page.locator('.found').first().waitFor()
    await note(page).getByText('finds nothing wrong').waitFor()
    expect(asked.some((url) => url.includes('types'))).toBe(true)
    const own = new RegExp(`^(blob:|${inject('page')})`)
    expect(asked.filter((url) => !own.test(url))).toEqual([])
  })

  test('mark a misspelt node at its line, and complete it', async () => {
    const { page } = await visit('#/edit')
    await note(page).getByText('finds nothing wrong').waitFor()
    await write(page, source("send('mian', { type: 'put done' })"))
    await note(page).getByRole('button', { name: 'Line 6' }).waitFor()
    expect(await note(page).getByText("There is no node 'mian': the nodes are").count()).toBe(1)
    const marked = page.locator('.cm-lintRange-error').filter({ hasText: 'mian' })
    expect(await marked.count()).toBeGreaterThan(0)
    // To the place, into the quotes, all of the name but its first sign away.
    await note(page).getByRole('button', { name: 'Line 6' }).click()
    for (const key of ['ArrowRight', 'ArrowRight', 'Delete', 'Delete', 'Delete']) {
      await page.keyboard.press(key)
    }
    await page.keyboard.press('Control+Space')
    await page.locator('.cm-tooltip-autocomplete').getByText('main').waitFor()
    await page.locator('.cm-tooltip-autocomplete').getByText('main').click()
    await note(page).getByText('finds nothing wrong').waitFor()
    expect(await editor(page).innerText()).toContain("send('main',")
  })

  test('are told where the pointer rests', async () => {
    const { page } = await visit('#/edit')
    await note(page).getByText('finds nothing wrong').waitFor()
    await page.locator('.cm-line').getByText('setTimer').first().hover()
    await page.locator('.cm-line span').getByText('heard').first().hover()
    await page.locator('.cm-tooltip .cm-types').waitFor()
    expect(await page.locator('.cm-tooltip .cm-types').innerText()).toContain('Client.heard')
  })

  test('have nothing that axe complains of, in each look', async () => {
    const { page } = await visit('#/edit')
    await note(page).getByText('finds nothing wrong').waitFor()
    await write(page, source("send('mian', { type: 'put done' })"))
    await note(page).getByRole('button', { name: 'Line 6' }).waitFor()
    await expectAccessibleInEach(page, pictured)
    expect(await note(page).getByRole('button', { name: 'Line 6' }).count()).toBe(1)
  })

  test('wait for who wants them, where the browser asks to save data', async () => {
    const { page } = await visit('#/nothing', { isOwn: true })
    await page.context().addInitScript(() => {
      Object.defineProperty(navigator, 'connection', { value: { saveData: true } })
    })
    const asked: string[] = []
    page.context().on('request', (request) => asked.push(request.url()))
    await page.goto(`${inject('page')}#/edit`)
    await page.reload()
    await note(page).getByRole('button', { name: 'Load TypeScript' }).waitFor()
    await page.locator('.found').first().waitFor()
    expect(asked.filter((url) => url.includes('types'))).toEqual([])
    await note(page).getByRole('button', { name: 'Load TypeScript' }).click()
    await note(page).getByText('finds nothing wrong').waitFor()
    expect(asked.filter((url) => url.includes('types'))).toHaveLength(1)
  })

  test('are not in a page that is one file, which says so', async () => {
    const { page } = await visit(`${inject('page')}whole.html#/edit`)
    await page.locator('.found').first().waitFor()
    await note(page).getByText('This file is without TypeScript').waitFor()
    expect(await editor(page).innerText()).toContain('question')
  })
})
