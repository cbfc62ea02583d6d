import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { root } from '../support/documents.ts'
import { expectAccessible, useBrowser } from './support/browser.ts'

/* The page with something given to it: a report, or a model that may change. */

const folder = mkdtempSync(path.join(tmpdir(), 'netsplit-given-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const program = path.join(root, 'dist/src/cli/main.js')
const at = (name: string): string => path.join(folder, name)
const netsplit = (...args: readonly string[]) =>
  promisify(execFile)('node', [program, ...args], { cwd: folder })

/** A counter that goes beyond its most, or does not. */
const counter = (most: number): string => `
import { machine } from 'netsplit'
import { least } from './least.ts'

export const parameters = { p: 3 }

export default ({ p }: typeof parameters) =>
  machine({
    name: 'counter',
    initial: () => ({ count: least }),
    actions: {
      up: { when: ({ count }: { count: number }) => count < p, do: (state) => { state.count += 1 } },
    },
    properties: ({ always }) => ({
      'the count stays low </script>': always(({ count }) => count <= ${most}),
    }),
  })
`

const write = (most: number): void => {
  writeFileSync(at('least.ts'), 'export const least = 0\n')
  writeFileSync(at('counter.ts'), counter(most))
}

const { visit } = useBrowser()

describe('a report as a page, opened from a disk', () => {
  test('shows the run that the command told, and can be walked through', async () => {
    write(1)
    const { stderr } = await netsplit(
      'check',
      'counter.ts',
      '--set',
      'p=2',
      '--html',
      'r.html',
    ).catch((error: { stderr: string }) => error)
    expect(stderr).toContain('--html: the report is in r.html')
    const { page } = await visit(pathToFileURL(at('r.html')).href)
    await page.getByText('the count stays low </script>').first().waitFor()
    expect(page.url()).toContain('#/run/counter.ts?set.p=2')
    await page.getByRole('heading', { name: 'the count stays low' }).waitFor()
    await page.getByText('2 of 2').first().waitFor()
    await expectAccessible(page)
    // Another parameter is checked there and then, in the frame without rights.
    await page.getByLabel('p', { exact: true }).fill('1')
    await page.getByLabel('p', { exact: true }).press('Enter')
    await page.getByText('holds').first().waitFor()
    expect(page.url()).toContain('set.p=1')
  })

  test('shows the report itself, and checks nothing as long as the same is asked', async () => {
    write(1)
    await netsplit(
      'check',
      'counter.ts',
      '--set',
      'p=2',
      '--max-states',
      '1',
      '--html',
      'cut.html',
    ).catch(() => null)
    const { page } = await visit(pathToFileURL(at('cut.html')).href)
    // A check here would find the violation.
    await page.getByText('the limit of 1 states was reached').waitFor()
    expect(await page.getByText('violated').count()).toBe(0)
    await page.getByLabel('p', { exact: true }).fill('3')
    await page.getByLabel('p', { exact: true }).press('Enter')
    await page.getByText('violated').first().waitFor()
  })

  test('holds the table of CAP', async () => {
    await netsplit('cap', '--html', 'cap.html')
    const { page } = await visit(pathToFileURL(at('cap.html')).href)
    await page.getByRole('grid').waitFor()
    expect(page.url()).toContain('#/cap')
    await page.getByText('by the command that wrote this page').waitFor()
    // No engine is started before somebody asks for more.
    expect(page.workers()).toHaveLength(0)
    const cells = await page.getByRole('gridcell').allInnerTexts()
    expect(cells.join()).toContain('✗')
    const own = await visit('#/cap')
    await own.page.getByText('just now and here').waitFor()
    expect(cells).toEqual(await own.page.getByRole('gridcell').allInnerTexts())
  })

  test('asks for nothing that is not in it', async () => {
    await netsplit('check', 'cap-cp', '--html', 'cp.html')
    const text = readFileSync(at('cp.html'), 'utf8')
    expect(text).toContain("default-src 'none'")
    const { page } = await visit('about:blank')
    const asked: string[] = []
    page.on('request', (it) => asked.push(it.url()))
    await page.goto(pathToFileURL(at('cp.html')).href)
    await page.getByRole('heading', { name: 'every request is answered' }).waitFor()
    expect(asked.filter((url) => !/^(file|data|blob):/.test(url))).toEqual([])
    expect(asked.filter((url) => url.startsWith('file:'))).toHaveLength(1)
  })
})

describe('netsplit open', () => {
  let child: ChildProcess | null = null
  afterEach(() => void child?.kill('SIGKILL'))

  /** Starts it and waits for the address that it prints. */
  const open = (...args: readonly string[]): Promise<string> => {
    const started = spawn('node', [program, 'open', ...args], { cwd: folder })
    child = started
    return new Promise((resolve, reject) => {
      let text = ''
      started.stdout.on('data', (more) => {
        text += String(more)
        if (text.includes('\n')) resolve(text.trim())
      })
      started.on('close', (status) => reject(new Error(`it ended with ${status}`)))
    })
  }

  test('checks again when the file is saved, or one that it imports', async () => {
    write(3)
    const { page, close } = await visit(await open('counter.ts'))
    await page.getByText('holds').first().waitFor()
    write(1)
    await page.getByText('violated').first().waitFor()
    writeFileSync(at('counter.ts'), 'export default 1 +')
    await page.getByText('Unexpected end of file').first().waitFor()
    write(3)
    await page.getByText('holds').first().waitFor()
    writeFileSync(at('least.ts'), 'export const least = 4\n')
    await page.getByText('violated').first().waitFor()
    expect(page.url()).toContain('#/run/counter.ts')
    await close()
  })

  test('answers nobody who calls this machine by another name', async () => {
    const { port } = new URL(await open())
    const status = await new Promise((resolve, reject) => {
      request({ port, host: '127.0.0.1', headers: { host: 'elsewhere.example' } }, (response) =>
        resolve(response.statusCode),
      )
        .on('error', reject)
        .end()
    })
    expect(status).toBe(403)
  })

  test('ends when it is interrupted', async () => {
    await open('cap-cp')
    const ended = new Promise((resolve) => child?.on('close', resolve))
    child?.kill('SIGINT')
    expect(await ended).toBe(0)
  })

  test.each([
    [['nothing.ts'], "There is no file 'nothing.ts'"],
    [['--port', '0'], "'0' is no port"],
  ])('refuses %j', async (args, words) => {
    const { stderr } = await netsplit('open', ...args).catch((error: { stderr: string }) => error)
    expect(stderr).toContain(words)
  })
})
