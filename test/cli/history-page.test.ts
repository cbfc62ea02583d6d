import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { run } from '../../src/cli/run.ts'
import { folderWith } from '../support/cli.ts'

type Event = readonly [process: number, type: string, f: string, value?: unknown, key?: string]

/** What `netsplit history --html` leaves behind. */
const pageOf = async (
  events: readonly Event[],
  options: readonly string[],
  file = 'out.html',
): Promise<{ status: number; page: string; text: string; error: string }> => {
  const log = events.map(([process, type, f, value = null, key]) =>
    JSON.stringify({ process, type, f, value, ...(key === undefined ? {} : { key }) }),
  )
  const folder = folderWith({ log: `${log.join('\n')}\n` })
  let [text, error] = ['', '']
  const status = await run(['history', 'log', ...options, '--html', file], {
    stdout: { write: (more) => (text += more) },
    stderr: { write: (more) => (error += more) },
    cwd: folder,
    engine: () => Promise.reject(new Error('nothing is checked')),
    onInterrupt: () => () => undefined,
  })
  const path = join(folder, file)
  return { status, page: existsSync(path) ? readFileSync(path, 'utf8') : '', text, error }
}

const stale: readonly Event[] = [
  [0, 'invoke', 'write', '<1>'],
  [0, 'ok', 'write', '<1>'],
  [1, 'invoke', 'read'],
  [1, 'ok', 'read'],
]

describe('a history as a page', () => {
  test('is drawn with the smallest part that cannot be ordered, and says why', async () => {
    const { status, page, error } = await pageOf(stale, ['--spec', 'register'])
    expect([status, error]).toEqual([
      1,
      '--html: the history is in out.html: open it in a browser\n',
    ])
    expect(page).toContain('<p class="violated">✗ not linearizable</p>')
    expect(page.match(/<g class="part">/g)).toHaveLength(2)
    expect(page).toContain('lines 1-2: write "&lt;1&gt;"')
    expect(page.match(/marker-end/g)).toHaveLength(1)
    expect(page).toContain('had returned (line 2) before read → null was called (line 3).')
  })

  test('is drawn with results that a weaker condition forbids', async () => {
    const twice: readonly Event[] = [
      ...stale,
      [1, 'invoke', 'read'],
      [1, 'ok', 'read', '<1>'],
      [1, 'invoke', 'read'],
      [1, 'ok', 'read'],
    ]
    const options = ['--spec', 'register', '--condition', 'sequential']
    const { status, page } = await pageOf(twice, options)
    expect(status).toBe(1)
    expect(page).toContain('<p class="violated">✗ not sequentially consistent</p>')
    expect(page.match(/<g class="part">/g)).toHaveLength(2)
    expect(page.match(/marker-end/g)).toHaveLength(1)
    const good = await pageOf(stale, options)
    expect(good.page).toContain('<p class="holds">✓ sequentially consistent</p>')
  })

  test('needs nothing else, and runs nothing', async () => {
    const { page } = await pageOf(stale, ['--spec', 'register'])
    expect(page).not.toMatch(/<script|<link|\bsrc=|\bhref=|@import|url\((?!#)/)
  })

  test('draws all of a history in which nothing is wrong, or its beginning', async () => {
    const good = stale.slice(0, 2)
    const { status, page } = await pageOf(good, ['--spec', 'register'])
    expect(status).toBe(0)
    expect(page).toContain('<p class="linearizable">✓ linearizable</p>')
    expect(page.match(/<g class="beside">/g)).toHaveLength(1)
    const long = Array.from({ length: 160 }, () => good).flat()
    const { page: beginning } = await pageOf(long, ['--spec', 'register'])
    expect(beginning.match(/<g class="beside">/g)).toHaveLength(150)
    expect(beginning).toContain('10 more operations are not drawn.')
  })

  test('has a picture for each object that is violated', async () => {
    const both = ['x', 'y'].flatMap((key, at) =>
      stale.map(([process, ...rest]): Event => [process + 2 * at, rest[0], rest[1], rest[2], key]),
    )
    const { page } = await pageOf(both, ['--spec', 'register', '--key', 'key'])
    expect(page.match(/<svg/g)).toHaveLength(2)
    expect(page).toContain('<h2>Key "y"</h2>')
  })

  test('shows how transactions depend on each other', async () => {
    const skew: readonly Event[] = [
      [
        0,
        'invoke',
        'txn',
        [
          ['r', 'x'],
          ['w', 'y', 1],
        ],
      ],
      [
        1,
        'invoke',
        'txn',
        [
          ['r', 'y'],
          ['w', 'x', 1],
        ],
      ],
      [
        0,
        'ok',
        'txn',
        [
          ['r', 'x', null],
          ['w', 'y', 1],
        ],
      ],
      [
        1,
        'ok',
        'txn',
        [
          ['r', 'y', null],
          ['w', 'x', 1],
        ],
      ],
    ]
    const asked = ['--spec', 'transactions', '--condition', 'serializable']
    const { page, text } = await pageOf(skew, asked)
    expect(text).toContain('G2-item (write skew)')
    expect(page.match(/marker-end/g)).toHaveLength(2)
    expect(page.match(/>rw<\/text>/g)).toHaveLength(2)
  })

  test('is not begun where it cannot be written', async () => {
    const { status, text, error } = await pageOf(stale, ['--spec', 'register'], 'no/out.html')
    expect([status, text]).toEqual([2, ''])
    expect(error).toContain('its folder does not exist')
  })
})
