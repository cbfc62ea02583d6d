import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import type { Parameters } from '../../model/parameters.ts'
import { ModelError } from '../../value/model-error.ts'
import { describeThrown } from '../../value/thrown.ts'
import type { EngineName } from '../engine-names.ts'
import { packageRoot, version } from '../version.ts'
import { refused } from './errors.ts'
import { bundleOf } from '../bundle.ts'

/** Which check it is: only the very same one can go on from what it kept. */
export interface Identity {
  readonly netsplit: string
  readonly model: string
  readonly parameters: Parameters
  /** A digest of the model's source, with all files of its own that it imports. */
  readonly source: string
  /** The database that the search goes on in; 'none' for files. */
  readonly engine: EngineName | 'none'
  /** Options that change what is searched. */
  readonly noReduction: readonly string[]
  /** The only properties that are judged; empty for all. */
  readonly only: readonly string[]
}

/** What the parts of an identity are called. */
const words: Readonly<Record<keyof Identity, string>> = {
  netsplit: 'the version of netsplit',
  model: 'the model',
  parameters: 'the parameters',
  source: 'the source of the model',
  engine: 'the engine',
  noReduction: 'the reductions that are left out',
  only: 'the properties that are judged',
}

/**
 * @param file the path of the model; null for a bundled one
 * @throws ModelError 'bad-model-file' where the model's files cannot be put together
 */
export const identityOf = async (
  file: string | null,
  check: Pick<Identity, 'model' | 'parameters' | 'engine' | 'noReduction' | 'only'>,
): Promise<Identity> => {
  const hash = createHash('sha256')
  for (const path of ownSources()) hash.update(readFileSync(path))
  if (file !== null) hash.update(await sourceOf(file))
  return { netsplit: version, ...check, source: hash.digest('hex') }
}

/** Netsplit's sources, with the bundled models, as they are in a clone; an installed package has none. */
const ownSources = (): readonly URL[] => {
  const list = new URL('dist/built-from.json', packageRoot)
  if (!existsSync(list)) return []
  const paths = Object.keys(JSON.parse(readFileSync(list, 'utf8')) as object)
  return paths.map((path) => new URL(path, packageRoot)).filter((path) => existsSync(path))
}

/** A model file with all files of its own that it imports, as one text. */
const sourceOf = async (file: string): Promise<string> => {
  try {
    return (await bundleOf(file)).text
  } catch (error) {
    throw new ModelError('bad-model-file', {
      what: `The files of the model cannot be put together: ${describeThrown(error)}`,
      where: [file],
      fix: 'a check on disk is known by the source of its model: leave --disk out',
    })
  }
}

/** @throws ModelError 'bad-disk' where a folder is another check's */
export const insistOnSameCheck = (path: string, before: Identity, now: Identity): void => {
  const names = Object.keys(words) as (keyof Identity)[]
  const different = names.filter((name) => show(before[name]) !== show(now[name]))
  const [first] = different
  if (first === undefined) return
  const isTold = first !== 'source'
  const each = isTold ? `: ${show(before[first])} then, ${show(now[first])} now` : ''
  throw refused(
    path,
    `The folder is another check's: ${different.map((name) => words[name]).join(' and ')} changed${each}`,
    'go on with what it was begun with, or check afresh, with --disk and another folder',
  )
}

const show = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? null)
