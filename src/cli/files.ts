import { constants } from 'node:fs'
import { access, stat, writeFile, type appendFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { ModelError } from '../value/model-error.ts'
import type { ReporterName } from './reporter-names.ts'

/** A file that a command is asked to leave behind, and by which option. */
export interface WantedFile {
  readonly option:
    | '--svg'
    | '--dot'
    | '--html'
    | '--test'
    | `--reporter ${ReporterName}`
    | 'GITHUB_STEP_SUMMARY'
  readonly file: string
}

/** A file and its option, as one writes them. */
export const asWritten = ({
  option,
  file,
}: Pick<WantedFile, 'file'> & { option: string }): string =>
  `${option}${option.startsWith('--reporter ') ? '=' : ' '}${file}`

/**
 * Looks whether a file can be written, before the work that is to fill it is done.
 *
 * @throws ModelError 'bad-option' when its folder is missing or closed, or a folder has its name; or a test is there
 */
export const expectWritable = async (wanted: WantedFile, cwd: string): Promise<void> => {
  const path = resolve(cwd, wanted.file)
  const there = await stat(path).catch(() => null)
  if (there?.isDirectory()) throw unwritable(wanted, 'it is a folder')
  if (there !== null && wanted.option === '--test') throw taken(wanted)
  try {
    await access(there === null ? dirname(path) : path, constants.W_OK)
  } catch (error) {
    throw unwritable(wanted, reasonOf(error))
  }
}

/** @throws ModelError 'bad-option' when the file cannot be written after all */
export const writeWanted = async (
  wanted: WantedFile,
  cwd: string,
  text: string,
  write: typeof writeFile | typeof appendFile = writeFile,
): Promise<void> => {
  try {
    await write(resolve(cwd, wanted.file), text)
  } catch (error) {
    throw unwritable(wanted, reasonOf(error))
  }
}

/** Others are made again at will; a test is its user's, who may have worked on it. */
const taken = (wanted: WantedFile): ModelError =>
  new ModelError('bad-option', {
    what: 'There is such a file already, and tests are not overwritten',
    where: [asWritten(wanted)],
    fix: 'give another name, or remove the file',
  })

const reasonOf = (error: unknown): string => {
  const { code = '' } = error as NodeJS.ErrnoException
  return code === 'ENOENT' ? 'its folder does not exist' : code
}

const unwritable = (wanted: WantedFile, reason: string): ModelError =>
  new ModelError('bad-option', {
    what: `The file cannot be written: ${reason}`,
    where: [asWritten(wanted)],
    fix: 'give a path in a folder that exists and can be written',
  })
