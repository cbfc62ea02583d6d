import { ModelError } from '../../value/model-error.ts'
import { damaged, refused } from './errors.ts'
import { insistOnSameCheck, type Identity } from './identity.ts'

/** What a folder says of itself. */
export interface Manifest<Left> {
  readonly format: number
  readonly identity: Identity
  /** Whether the check has come to its end: then nothing else is in the folder. */
  readonly hasEnded: boolean
  /** How many pages each file of the checkpoint has; of a search in a database, how many files each part. */
  readonly pages: Readonly<Record<string, number>>
  readonly checkpoint: Left | null
}

/** The shape of what is kept: another one has another number. */
export const format = 1

export const manifestName = 'netsplit-check.json'

/** A checkpoint takes a moment: no more than one in so many milliseconds. */
export const betweenCheckpoints = 1000

/**
 * Refuses what is no place for a new check.
 *
 * @param files the names of what is there
 * @throws ModelError 'bad-disk'
 */
export const insistOnEmpty = (path: string, files: readonly string[]): void => {
  const [first] = files
  if (files.includes(manifestName)) {
    const fix = 'go on with --resume, or name another folder'
    throw refused(path, 'A check keeps its states in this folder', fix)
  }
  if (first !== undefined) {
    const what = `The folder is not empty: '${first}' is in it`
    throw refused(path, what, 'name another folder, which netsplit makes if need be')
  }
}

/**
 * What a folder says of a check that was ended before its time.
 *
 * @param file the path of what says it
 * @param text null where there is none
 * @throws ModelError 'bad-disk' where it is not one of this very check, or damaged
 */
export const manifestOf = <Left>(
  path: string,
  { file, text }: { readonly file: string; readonly text: string | null },
  identity: Identity,
): Manifest<Left> => {
  if (text === null) {
    const fix = 'name the folder that was given to --disk'
    throw refused(path, 'There is no check in this folder to go on with', fix)
  }
  const manifest = parsed<Left>(path, file, text)
  insistOnSameCheck(path, manifest.identity, identity)
  if (manifest.hasEnded) {
    const fix = 'check afresh, with --disk and another folder'
    throw refused(path, 'The check in this folder has come to its end', fix)
  }
  return manifest
}

const parsed = <Left>(path: string, file: string, text: string): Manifest<Left> => {
  try {
    const manifest = JSON.parse(text) as Manifest<Left>
    if (manifest.format === format && typeof manifest.pages === 'object') return manifest
  } catch (error) {
    throw damaged(file, error instanceof Error ? error.message : 'it is no JSON')
  }
  throw new ModelError('bad-disk', {
    what: 'The folder was written by another version of netsplit',
    where: [path],
    fix: 'check afresh, with --disk and another folder',
  })
}
