import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { apiPage } from './support/api-page.ts'
import { readApi, type Entry } from './support/api-reference.ts'
import { root } from './support/documents.ts'

/*
 * What the package exports is documented: each export and each of its fields by a docstring, and all of
 * them on a page. UPDATE_DOCS=1 rewrites the page.
 */

const page = path.join(root, 'docs/api.md')

let entries: readonly Entry[] = []

beforeAll(() => {
  entries = readApi()
})

test('docs/api.md is made from the docstrings', () => {
  const made = apiPage(entries)
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(page, made)
  expect(readFileSync(page, 'utf8')).toBe(made)
})

/** Functions whose types leave nothing that could be wrong. */
const neverThrow: readonly string[] = [
  'flips',
  'defaultsOf',
  'replicas',
  'writtenRun',
  'reportToJson',
  'queue',
  'set',
  'stack',
  'lock',
  'map',
  'casRegister',
  'counter',
  'register',
  'transactions',
  'haveConverged',
  'taskNamed',
  'modelWords',
  'checkProof',
  'diagramsOf',
  'answerJson',
  'scopeWords',
  'rulesOf',
  'answeredBefore',
  'outputOf',
  'capTask',
  'consensus',
  'register',
  'twoGenerals',
]

/** Types of TypeScript itself, and what only helps to compute one: nobody needs to write it. */
const unnamed: readonly string[] = (
  'AbortSignal Error Exclude Iterable Map NoInfer Omit Partial Pick Promise Readonly ReadonlyMap ReadonlySet Record ReturnType Set ' +
  'Arbitrary AsyncCommand Each MessageOf PropertyKind StateOf Story'
).split(' ')

/** The types that a declaration names, but for its own parameters. */
const typesNamedIn = (declaration: string): readonly string[] => {
  const text = declaration.replaceAll(/\/\*[^]*?\*\/|'[^']*'/g, '')
  const own = [
    ...text.matchAll(/(?:[<,]\s*(?:const )?|infer |\[)([A-Z]\w*)(?= extends| =|[,>;]| in )/g),
  ]
  const parameters = new Set(own.map(([, name]) => name))
  return [...text.matchAll(/\b[A-Z]\w+\b/g)]
    .map(([name]) => name)
    .filter((name) => !parameters.has(name))
}

test('what exports are made of can be imported, too', () => {
  const known = new Set([
    ...unnamed,
    ...entries.flatMap(({ exports }) => exports.map(({ name }) => name)),
  ])
  const missing = entries.flatMap(({ exports }) =>
    exports.flatMap((it) =>
      typesNamedIn(it.declaration)
        .filter((name) => !known.has(name))
        .map((name) => `${it.name}: ${name}`),
    ),
  )
  expect(missing).toEqual([])
})

describe('a docstring says', () => {
  test('what each export means', () => {
    const silent = entries.flatMap(({ name, exports }) =>
      exports.filter(({ text }) => text === '').map((it) => `${name}: ${it.name}`),
    )
    expect(silent).toEqual([])
  })

  test('what each field means', () => {
    const silent = entries.flatMap(({ name, exports }) =>
      exports.flatMap((it) =>
        it.members
          .filter(({ text }) => text === '')
          .map((member) => `${name}: ${it.name}.${member.name}`),
      ),
    )
    expect(silent).toEqual([])
  })

  test('what each function throws, if it can', () => {
    const silent = entries.flatMap(({ exports }) =>
      exports
        .filter(({ isFunction, tags }) => isFunction && !tags.some((tag) => tag.name === 'throws'))
        .map(({ name }) => name),
    )
    expect(silent).toEqual(neverThrow)
  })
})
