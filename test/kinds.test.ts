import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/*
 * Kinds of networks, actions and properties stand in tables and in switches that name every kind. So whoever
 * adds one is told by the compiler of each place that has to know it.
 */

const root = join(import.meta.dirname, '..')
let copy = ''

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'netsplit-kinds-'))
  const copied = ['src', 'models', 'tsconfig.json', 'package.json']
  await Promise.all(
    copied.map((name) => cp(join(root, name), join(copy, name), { recursive: true })),
  )
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
})
afterAll(() => rm(copy, { recursive: true }))

/** The files in which the compiler finds fault, once a file is changed. */
const faultsAfter = async (
  path: string,
  before: string,
  after: string,
): Promise<readonly string[]> => {
  const text = await readFile(join(root, path), 'utf8')
  expect(text).toContain(before)
  await writeFile(join(copy, path), text.replace(before, after))
  const output = await new Promise<string>((resolve) => {
    execFile('node_modules/.bin/tsc', ['--noEmit'], { cwd: copy }, (_, stdout) => resolve(stdout))
  })
  await writeFile(join(copy, path), text)
  const files = [...output.matchAll(/^(\S+\.ts)\(\d+,\d+\): error/gm)].map(([, file]) => file ?? '')
  return [...new Set(files)].toSorted()
}

describe('the compiler names the places that do not know', () => {
  test('anything, where no kind is new', async () => {
    expect(await faultsAfter('src/model/network.ts', '', '')).toEqual([])
  })

  test('a new kind of network', async () => {
    const kinds = "readonly kind: 'unordered' | 'duplicating' | 'fifo'"
    const faults = await faultsAfter('src/model/network.ts', kinds, `${kinds} | 'lifo'`)
    expect(faults).toEqual([
      'src/compile/mailbox-forms.ts',
      'src/model/network.ts',
      'src/render/ground-words.ts',
      'src/semantics/divergence.ts',
    ])
  })

  test('a new kind of action', async () => {
    const last = "  | { readonly kind: 'split'; readonly cut: number }\n"
    const stroll = "  | { readonly kind: 'stroll'; readonly node: number }\n"
    const faults = await faultsAfter('src/semantics/action.ts', last, last + stroll)
    expect(faults).toEqual(
      expect.arrayContaining([
        'src/compile/outcome-words.ts',
        'src/semantics/fair-action.ts',
        'src/semantics/reference.ts',
        'src/trace/describe.ts',
        'src/trace/lasso-check.ts',
        'src/trace/record-step.ts',
        'src/walk/promise.ts',
      ]),
    )
  })

  test('a new kind of property', async () => {
    const kind = "  | { readonly kind: 'stepwise'"
    const faults = await faultsAfter('src/model/property.ts', kind, `${kind} | 'often'`)
    expect(faults).toEqual(
      expect.arrayContaining([
        'src/model/property-kinds.ts',
        'src/property/watch-of.ts',
        'src/render/report-codec.ts',
        'src/semantics/reference.ts',
        'src/trace/replay.ts',
        'src/walk/lights.ts',
      ]),
    )
  })
})

test('no other place goes by the kind of a network', async () => {
  const { stdout } = await new Promise<{ stdout: string }>((resolve) => {
    const pattern = "network\\.kind [!=]==|kind [!=]== '(unordered|duplicating|fifo)'"
    execFile('grep', ['-rlE', pattern, 'src'], { cwd: root }, (_, out) => resolve({ stdout: out }))
  })
  expect(stdout).toBe('')
})
