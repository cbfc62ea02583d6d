import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import type { Parameters } from '../../model/parameters.ts'
import { ownSource } from '../own-source.ts'
import { version } from '../version.ts'
import { refused } from './errors.ts'

/** Which check it is: only the very same one can go on from what it kept. */
export interface Identity {
  readonly netsplit: string
  readonly model: string
  readonly parameters: Parameters
  /** A digest of the model's source, with all files of its own that it imports. */
  readonly source: string
  /** Options that change what is searched. */
  readonly noReduction: readonly string[]
}

/** What the parts of an identity are called. */
const words: Readonly<Record<keyof Identity, string>> = {
  netsplit: 'the version of netsplit',
  model: 'the model',
  parameters: 'the parameters',
  source: 'the source of the model',
  noReduction: 'the reductions that are left out',
}

/**
 * @param file the path of the model; null for a bundled one
 */
export const identityOf = async (
  file: string | null,
  check: Pick<Identity, 'model' | 'parameters' | 'noReduction'>,
): Promise<Identity> => {
  const text = file === null ? built() : (await ownSource(file)).text
  return { netsplit: version, ...check, source: digest(text) }
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex')

/** What a bundled model is made of: netsplit's own sources as they were built. */
const built = (): string => {
  const list = new URL('../../../built-from.json', import.meta.url)
  return existsSync(list) ? readFileSync(list, 'utf8').replaceAll(/"changed":[\d.]+/g, '') : version
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
