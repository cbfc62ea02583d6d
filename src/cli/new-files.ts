import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import {
  access,
  chmod,
  lstat,
  mkdir,
  readFile,
  realpath,
  rename,
  rm,
  rmdir,
  stat,
  writeFile,
} from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { ModelError } from '../value/model-error.ts'

/** A file that a command leaves in a user's project. */
export interface NewFile {
  /** Relative to the working folder. */
  readonly path: string
  readonly text: string
}

/** A file that is there, and gets another text. */
export interface ChangedFile extends NewFile {
  /** The text that the change was made of. */
  readonly before: string
}

/** What belongs together: all of it is written, or nothing. */
export interface NewFiles {
  readonly files: readonly NewFile[]
  readonly changed?: ChangedFile
  /** What else is in the way: nothing is written if there is any. */
  readonly taken?: readonly string[]
  /** What to do where a file is there already. */
  readonly wayOut: string
}

/**
 * Writes files that belong together. Never overwrites one, and leaves nothing behind where one cannot be
 * written.
 *
 * @throws ModelError 'bad-option' that names every file that is there already, or the one that cannot be written
 */
export const writeNew = async (all: NewFiles, cwd: string): Promise<void> => {
  const taken = [...(all.taken ?? [])]
  for (const { path } of all.files) if (await isTaken(path, cwd)) taken.push(path)
  if (taken.length > 0) throw takenError(taken, all.wayOut)
  /** How to take back what was done, the last first. */
  const undo: (() => Promise<unknown>)[] = []
  try {
    for (const { path, text } of all.files) {
      await telling(path, async () => {
        const file = resolve(cwd, path)
        for (const folder of await madeFolders(dirname(file))) undo.unshift(() => rmdir(folder))
        // Not even what was written a moment ago.
        await writeFile(file, text, { flag: 'wx' })
        undo.unshift(() => rm(file))
      })
    }
    const { changed } = all
    if (changed !== undefined) await telling(changed.path, () => change(changed, cwd))
  } catch (error) {
    for (const step of undo) await step().catch(() => undefined)
    throw error
  }
}

/** A link that leads nowhere is there, too. */
const isTaken = async (path: string, cwd: string): Promise<boolean> => {
  try {
    await lstat(resolve(cwd, path))
    return true
  } catch {
    // What cannot be looked at cannot be written either, and says why then.
    return false
  }
}

/** Makes a folder with those around it. @returns those that were not there, the widest first */
const madeFolders = async (folder: string): Promise<readonly string[]> => {
  const first = await mkdir(folder, { recursive: true })
  if (first === undefined) return []
  const below = relative(first, folder)
  const names = below === '' ? [] : below.split(/[/\\]/)
  return [first, ...names.map((_, at) => join(first, ...names.slice(0, at + 1)))]
}

/**
 * Puts the new text in place of the old one at once: whoever reads sees one of them. Who may read and write it stays, and
 * so does a link to it.
 */
const change = async ({ path, text, before }: ChangedFile, cwd: string): Promise<void> => {
  const file = await realpath(resolve(cwd, path))
  await access(file, constants.W_OK)
  const { mode } = await stat(file)
  // Another one each time: what was left by a command that was killed is in nobody's way.
  const aside = `${file}.${randomUUID()}.netsplit`
  try {
    await writeFile(aside, text, { flag: 'wx' })
    if ((await readFile(file, 'utf8')) !== before) {
      throw new ModelError('bad-option', {
        what: `${path} was changed meanwhile`,
        where: [path],
        fix: 'try again',
      })
    }
    await chmod(aside, mode)
    await rename(aside, file)
  } catch (error) {
    await rm(aside, { force: true })
    throw error
  }
}

const telling = async (path: string, work: () => Promise<void>): Promise<void> => {
  try {
    await work()
  } catch (error) {
    if (error instanceof ModelError) throw error
    const { code = '' } = error as NodeJS.ErrnoException
    const why = reasons[code] ?? code
    throw new ModelError('bad-option', {
      what: `The file cannot be written: ${why}; nothing was`,
      where: [path],
      fix: 'mend that, or work in another folder',
    })
  }
}

const reasons: Readonly<Record<string, string>> = {
  EEXIST: 'what is to be a folder is a file, or somebody else has just made it',
  ENOTDIR: 'what is to be a folder is a file',
  EACCES: 'that is not allowed',
  EPERM: 'that is not allowed',
  EROFS: 'nothing can be written there',
  ENOSPC: 'the disk is full',
}

const takenError = (taken: readonly string[], wayOut: string): ModelError =>
  new ModelError('bad-option', {
    what:
      taken.length === 1
        ? 'There is such a file already, and nothing is overwritten'
        : 'There are such files already, and nothing is overwritten',
    where: taken,
    fix: wayOut,
  })
