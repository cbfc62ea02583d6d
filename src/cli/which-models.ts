import { readFile } from 'node:fs/promises'
import { extname, join, resolve } from 'node:path'
import { ModelError } from '../value/model-error.ts'
import type { Io } from './io.ts'
import { extensions } from './load-model.ts'
import { isBundled, isFolder, isPlain } from './plain-model.ts'

/**
 * The models that the arguments of a command stand for: bundled names and files as they are, folders and
 * globs by the files in them that have a default export. No model comes twice.
 *
 * @throws ModelError 'bad-option' when a folder or a glob stands for none
 */
export const modelsOf = async (
  asked: readonly string[],
  io: Pick<Io, 'cwd' | 'stderr'>,
): Promise<readonly string[]> => {
  const found: string[] = []
  for (const each of asked) found.push(...(isPlain(each, io.cwd) ? [each] : await within(each, io)))
  const seen = new Set<string>()
  return found.filter((each) => {
    const key = isBundled(each) ? each : resolve(io.cwd, each)
    return !seen.has(key) && seen.add(key)
  })
}

/** The files that may be models in the folders and globs of a command, sorted; none where it names models only. */
export const sourcesOf = async (
  asked: readonly string[],
  cwd: string,
): Promise<readonly string[]> => {
  const open = asked.filter((each) => !isPlain(each, cwd))
  return (await Promise.all(open.map((each) => sourcesIn(each, cwd)))).flat()
}

const sourcesIn = async (text: string, cwd: string): Promise<readonly string[]> => {
  // Nobody else needs it: it is loaded here.
  const { escapePath, glob } = await import('tinyglobby')
  const kinds = `*{${extensions.join(',')}}`
  const isWhole = isFolder(resolve(cwd, text))
  const files = await glob(isWhole ? [`${escapePath(join(text, '.'))}/**/${kinds}`] : [text], {
    cwd,
    ignore: ['**/node_modules/**'],
    expandDirectories: false,
  })
  return files.filter((file) => extensions.includes(extname(file))).toSorted()
}

/** The models in a folder, or those that a glob fits. */
const within = async (text: string, io: Pick<Io, 'cwd' | 'stderr'>): Promise<readonly string[]> => {
  const isWhole = isFolder(resolve(io.cwd, text))
  const sources = await sourcesIn(text, io.cwd)
  const models: string[] = []
  const others: string[] = []
  for (const file of sources) {
    const isModel = await mayBeModel(resolve(io.cwd, file))
    ;(isModel ? models : others).push(file)
  }
  if (models.length === 0) throw nothing(text, isWhole, others)
  // Nobody takes tests for models.
  const told = others.filter((file) => !/\.(?:test|spec)\.m?[jt]s$/.test(file))
  if (told.length > 0) io.stderr.write(`netsplit: passed over: ${listOf(told)}\n`)
  return models
}

/** Whether a file that nobody named may be a model: it has a default export, and no other purpose. */
const mayBeModel = async (path: string): Promise<boolean> => {
  if (/\.(?:d|config)\.m?[jt]s$/.test(path)) return false
  // What cannot be read or does not parse is nothing to pass over in silence: the check says what is wrong.
  const text = await readFile(path, 'utf8').catch(() => null)
  if (text === null) return true
  if (!/\bdefault\b|\bmodule\.exports\b/.test(text)) return false
  const { build } = await import('esbuild')
  try {
    const { metafile } = await build({
      stdin: { contents: text, loader: extname(path).includes('ts') ? 'ts' : 'js' },
      format: 'esm',
      write: false,
      metafile: true,
      logLevel: 'silent',
    })
    const exported = Object.values(metafile.outputs).flatMap(({ exports }) => exports)
    return exported.includes('default') || /\bmodule\.exports\b/.test(text)
  } catch {
    return true
  }
}

const mostListed = 5

const listOf = (files: readonly string[]): string => {
  const more = files.length - mostListed
  const some = files.slice(0, mostListed).join(', ')
  return `${some}${more > 0 ? ` and ${more} more` : ''} (no default export, or a configuration)`
}

const nothing = (text: string, isWhole: boolean, others: readonly string[]): ModelError =>
  new ModelError('bad-option', {
    what: isWhole ? `There is no model in the folder '${text}'` : `No model fits '${text}'`,
    where: [text, ...(others.length === 0 ? [] : [`passed over: ${listOf(others)}`])],
    fix: `a model is a file (${extensions.join(', ')}) with a default export; name it, or correct the ${isWhole ? 'folder' : 'pattern'}`,
  })
