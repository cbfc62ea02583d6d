import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { later, refuseData } from '../worker-parts.config.ts'

/*
 * The house rules that are worth a machine's attention: who may import whom, how long a file may
 * be, and who may know that it runs in Node.
 */

const root = fileURLToPath(new URL('..', import.meta.url))

/** Which folders of src a folder may import from, besides itself. */
const layers: Readonly<Record<string, readonly string[]>> = {
  value: [],
  pace: [],
  audit: ['pace'],
  model: ['value', 'pace'],
  semantics: ['value', 'model', 'pace'],
  store: [],
  parts: ['value', 'store'],
  explore: ['value', 'model', 'store', 'pace', 'audit', 'parts'],
  levels: ['value', 'store', 'explore', 'pace', 'audit'],
  sql: ['store', 'explore', 'pace', 'audit'],
  compile: ['value', 'model', 'semantics', 'store', 'explore', 'pace', 'audit'],
  machine: ['value', 'model', 'semantics', 'store', 'explore', 'pace', 'audit', 'parts', 'compile'],
  symmetry: [
    'value',
    'model',
    'semantics',
    'store',
    'explore',
    'pace',
    'audit',
    'compile',
    'property',
  ],
  property: ['value', 'model', 'store', 'explore', 'pace', 'audit', 'parts'],
  trace: ['value', 'model', 'semantics', 'pace'],
  history: ['value', 'store', 'pace', 'model'],
  render: ['value', 'model', 'trace', 'history', 'report.ts'],
  diagram: ['value', 'model', 'trace', 'render'],
  impossibility: ['value'],
}
/** Folders and files that stand above the layers. */
const above = [
  'browser',
  'cap',
  'cli',
  'coverage.ts',
  'check',
  'check.ts',
  'check-liveness.ts',
  'check-options.ts',
  'expect-holds.ts',
  'fast-check',
  'flip.ts',
  'given.ts',
  'mutate',
  'profile.ts',
  'report.ts',
  'simulate',
  'simulate.ts',
  'subject.ts',
  'tell.ts',
  'template',
  'index.ts',
  'vitest',
  'page',
  'walk',
  'walks.ts',
  'worker',
  'ways.ts',
]

const filesIn = (folder: string): readonly string[] =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => path.join(folder, file))

const read = (file: string): string => readFileSync(path.join(root, file), 'utf8')

/** What a file imports: at its top, when it is needed (`import('…')`), or only as a type. */
const importsOf = (file: string): readonly string[] =>
  [
    ...read(file).matchAll(
      /^(?:import|export)\b[^'"]*?from '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm,
    ),
  ].map(([, named, bare, late]) => named ?? bare ?? late ?? '')

/** The part of src that a file belongs to: a folder or a file at the top. */
const partOf = (file: string): string => path.relative('src', file).split(path.sep)[0] ?? ''

const sources = filesIn('src')

describe('layers', () => {
  test('every part of src has its place', () => {
    const parts = [...new Set(sources.map(partOf))]
    expect(parts.filter((part) => !(part in layers) && !above.includes(part))).toEqual([])
  })

  test('a layer imports only from the layers below it', () => {
    const wrong = sources.flatMap((file) => {
      const part = partOf(file)
      const allowed = layers[part]
      if (allowed === undefined) return []
      return importsOf(file)
        .filter((name) => name.startsWith('.'))
        .map((name) => partOf(path.join(path.dirname(file), name)))
        .filter((target) => target !== part && !allowed.includes(target))
        .map((target) => `${file} imports ${target}`)
    })
    expect(wrong).toEqual([])
  })

  test('no files import each other in a circle, not even for types', () => {
    const imports = new Map(
      sources.map((file) => [
        file,
        importsOf(file)
          .filter((name) => name.startsWith('.'))
          .map((name) => path.join(path.dirname(file), name)),
      ]),
    )
    // What imports nothing of the rest is on no circle, nor is what nothing of the rest imports.
    let left = sources
    for (let before = -1; before !== left.length;) {
      before = left.length
      const targets = new Set(left.flatMap((file) => imports.get(file) ?? []))
      const open = new Set(left)
      left = left.filter(
        (file) => targets.has(file) && imports.get(file)?.some((name) => open.has(name)),
      )
    }
    expect(left).toEqual([])
  })

  test('only the command line knows of Node', () => {
    const wrong = sources.filter(
      (file) => partOf(file) !== 'cli' && importsOf(file).some((name) => name.startsWith('node:')),
    )
    expect(wrong).toEqual([])
  })

  test('the page imports everything but the command line, and nothing imports the page', () => {
    const wrong = sources.flatMap((file) =>
      importsOf(file)
        .filter((name) => name.startsWith('.'))
        .map((name) => partOf(path.join(path.dirname(file), name)))
        .filter((target) =>
          partOf(file) === 'page' ? target === 'cli' : target === 'page' && partOf(file) !== 'page',
        )
        .map((target) => `${file} imports ${target}`),
    )
    expect(wrong).toEqual([])
  })

  test('models import what a user would', () => {
    const wrong = filesIn('models').flatMap((file) =>
      importsOf(file)
        .filter(
          (name) =>
            !['netsplit', 'netsplit/history', 'ts-pattern'].includes(name) && !name.startsWith('.'),
        )
        .map((name) => `${file} imports ${name}`),
    )
    expect(wrong).toEqual([])
  })
})

describe('files', () => {
  test('have at most 300 lines: a longer one holds a second idea', () => {
    const long = [...sources, ...filesIn('models')]
      .map((file) => ({ file, lines: read(file).split('\n').length - 1 }))
      .filter(({ lines }) => lines > 300)
    expect(long).toEqual([])
  })

  test('that are bundled models have at most 210: what is longer is taken apart', () => {
    const long = readdirSync('models')
      .filter((name) => name.endsWith('.ts') && !/^(bundled|catalogue)/.test(name))
      .map((name) => ({ name, lines: read(`models/${name}`).split('\n').length - 1 }))
    expect(long.length).toBeGreaterThan(30)
    expect(long.filter(({ lines }) => lines > 210)).toEqual([])
  })

  test('that the page has only later export functions and classes, or it is not built', () => {
    expect(later.size).toBeGreaterThan(20)
    for (const file of later) expect(() => refuseData(file)).not.toThrow()
  })

  test('hold nothing unfinished', () => {
    // Written with a gap, so that this file does not find itself.
    const marks = /\b(TO[ ]?DO|FIX[ ]?ME|XX[ ]?X)\b/
    const own = ['models', 'test', 'bench'].flatMap(filesIn)
    const files = [...sources, ...own].filter((file) => !file.startsWith('bench/build/'))
    expect(files.filter((file) => marks.test(read(file)))).toEqual([])
  })
})
