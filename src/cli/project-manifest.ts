import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ModelError } from '../value/model-error.ts'
import { describeThrown } from '../value/thrown.ts'
import { withEntries } from './json-edit.ts'
import type { ChangedFile, NewFile } from './new-files.ts'
import { packageRoot, version } from './version.ts'

/** What becomes of package.json: it is made, gets what it lacks, or has all of it already. */
export type Manifest =
  | { readonly kind: 'new'; readonly file: NewFile }
  | { readonly kind: 'changed'; readonly file: ChangedFile; readonly added: readonly string[] }
  | { readonly kind: 'complete' }

/** Scripts and packages by their names. */
type Named = Readonly<Record<string, string>>

const path = 'package.json'
const kinds = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']

/** Where things go. */
interface Place {
  /** The folder of the project: absolute, and as it is told. */
  readonly project: string
  readonly into: string
  /** The folder of the models, relative to the project. */
  readonly models: string
}

/**
 * package.json with what a project with models needs. One that is there keeps all that it has, and gets
 * scripts and packages that it lacks.
 *
 * @param taken hears of each script that is there with another command
 * @throws ModelError 'bad-option' when the one that is there cannot be read
 */
export const manifestFor = async (
  { project, into, models }: Place,
  taken: (place: string) => void,
): Promise<Manifest> => {
  const scripts: Named = {
    'models:check': `netsplit check ${models}`,
    'models:test': `vitest run ${models}`,
    'models:types': `tsc -p ${models}`,
  }
  const unreadable = (why: string): ModelError => unreadableAt(join(into, path), why)
  const before = await textOf(join(project, path), unreadable)
  if (before === null) {
    const all = { test: 'vitest run', ...scripts }
    const made = { private: true, type: 'module', scripts: all, devDependencies: packages() }
    return { kind: 'new', file: { path, text: `${JSON.stringify(made, null, '  ')}\n` } }
  }
  const there = manifestIn(before, unreadable)
  const has = kinds.flatMap((kind) => Object.keys(objectAt(there, kind)))
  const missing = Object.entries(packages()).filter(([name]) => !has.includes(name))
  const ownScripts = objectAt(there, 'scripts')
  for (const [name, command] of Object.entries(scripts)) {
    const own = ownScripts[name]
    if (own !== undefined && own !== command) taken(`${path}: the script ${name}`)
  }
  const lacking = Object.entries(scripts).filter(([name]) => ownScripts[name] === undefined)
  if (missing.length + lacking.length === 0) return { kind: 'complete' }
  const wanted = [['scripts', lacking] as const, ['devDependencies', missing] as const]
  const text = wanted
    .filter(([, entries]) => entries.length > 0)
    .reduce((so, [key, entries]) => withEntries(so, key, Object.fromEntries(entries)), before)
  const added = [...lacking, ...missing].map(([name]) => name)
  return { kind: 'changed', file: { path, before, text }, added }
}

/** This netsplit, and what it is tested with. */
const packages = (): Named => {
  const own = JSON.parse(readFileSync(new URL('package.json', packageRoot), 'utf8')) as {
    devDependencies: Named
  }
  const { typescript = '*', vitest = '*' } = own.devDependencies
  return { netsplit: `^${version}`, typescript, vitest }
}

type Unreadable = (why: string) => ModelError

const textOf = async (file: string, unreadable: Unreadable): Promise<string | null> => {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null
    throw unreadable(describeThrown(error))
  }
}

const manifestIn = (text: string, unreadable: Unreadable): Readonly<Record<string, unknown>> => {
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw unreadable(describeThrown(error))
  }
  if (!isObject(value)) throw unreadable('it is no object')
  const wrong = ['scripts', ...kinds].find((key) => !isObject(value[key] ?? {}))
  if (wrong !== undefined) throw unreadable(`its "${wrong}" is no object`)
  return value
}

const objectAt = (manifest: Readonly<Record<string, unknown>>, key: string): Named =>
  (manifest[key] ?? {}) as Named

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const unreadableAt = (place: string, why: string): ModelError =>
  new ModelError('bad-option', {
    what: `package.json cannot be read: ${why}`,
    where: [place],
    fix: 'mend it first; nothing was written',
  })
