import { readdir, realpath, stat } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { bundled, type Bundled } from '../../models/bundled.ts'
import { readModule, type Model } from '../model/model-module.ts'
import { didYouMean, ModelError } from '../value/model-error.ts'
import { importModel } from './import-model.ts'
import { loadError, thrownBy } from './load-errors.ts'

/** A model, loaded. */
export interface Loaded extends Model {
  /** Its name in the catalogue, or null for a file. */
  readonly bundledName: string | null
  /** Loads it once more: of a file another instance, which has not run yet. */
  readonly again: () => Promise<Model>
}

/** The kinds of file that a model may be. */
export const extensions = ['.ts', '.mts', '.js', '.mjs']

/**
 * Loads a model: a bundled one by its name, or a TypeScript or JavaScript file by its path.
 *
 * @throws ModelError 'bad-model-file'
 */
export const loadModel = async (nameOrPath: string): Promise<Loaded> => {
  const own = bundled.find(({ name }) => name === nameOrPath)
  if (own !== undefined) {
    const model = read(await importBundled(own), nameOrPath)
    return { ...model, bundledName: own.name, again: () => Promise.resolve(model) }
  }
  const model = read(await importFile(nameOrPath), nameOrPath)
  const again = async (): Promise<Model> => read(await importAfresh(nameOrPath), nameOrPath)
  return { ...model, bundledName: null, again }
}

/** Loads a model file as another instance than those before. */
export const loadAfresh = async (path: string): Promise<Loaded> => {
  const again = async (): Promise<Model> => read(await importAfresh(path), path)
  return { ...(await again()), bundledName: null, again }
}

/** Imports a bundled model, whose source the reader of a clone may have edited. */
const importBundled = async ({ name, load }: Bundled): Promise<object> => {
  try {
    return await load()
  } catch (error) {
    throw await loadError(error, name)
  }
}

/**
 * Imports a file that a user wrote.
 *
 * @param isAfresh whether to load another instance of it, as it is now
 * @throws ModelError 'bad-model-file' when it is missing, does not parse or throws
 */
export const importFile = async (path: string, isAfresh = false): Promise<object> => {
  await checkFile(path)
  return importChecked(path, isAfresh)
}

/** The same of a file that was imported before, as another instance. */
const importAfresh = (path: string): Promise<object> => importChecked(path, true)

const importChecked = async (path: string, isAfresh = false): Promise<object> => {
  try {
    return await importModel(resolve(path), isAfresh)
  } catch (error) {
    throw await loadError(error, path)
  }
}

/** Whether an argument names a file rather than something bundled. */
export const isFile = (argument: string): boolean => extensions.includes(extname(argument))

const bad = (file: string, what: string, fix: string): ModelError =>
  new ModelError('bad-model-file', { what, where: [file], fix })

/**
 * Refuses what is no file that a model can be in.
 *
 * @throws ModelError 'bad-model-file'
 */
export const checkFile = async (path: string): Promise<void> => {
  const status = await stat(path).catch(() => null)
  if (status === null) throw await missing(path)
  if (status.isDirectory()) {
    const files = (await readdir(path)).filter((name) => extensions.includes(extname(name)))
    const some = files.slice(0, 5).join(', ')
    const fix = `name a file${some === '' ? '; there is no .ts or .js file in it' : ` in it: ${some}`}`
    throw bad(path, `'${path}' is a folder, not a model file`, fix)
  }
  const fix = `name a TypeScript or JavaScript file (${extensions.join(', ')})`
  // To read from a pipe could last for ever.
  if (!status.isFile()) throw bad(path, `'${path}' is no regular file`, fix)
  if (!extensions.includes(extname(path))) {
    throw bad(path, `'${path}' is not a file that a model can be in`, fix)
  }
  const real = await realpath(path)
  if (real.includes('?') && /\.m?ts$/.test(real)) {
    // tsx takes what follows for a query, and the file for JavaScript.
    const what = 'TypeScript cannot be loaded from a path with a question mark in it'
    throw bad(real, what, 'rename the folder or the file')
  }
}

const missing = async (path: string): Promise<ModelError> => {
  const names = bundled.map(({ name }) => name)
  const isPath = /[/\\]/.test(path) || extensions.includes(extname(path))
  const withExtension = extensions.map((extension) => path + extension)
  const exist = await Promise.all(withExtension.map((file) => stat(file).catch(() => null)))
  const meant = withExtension.find((_, index) => exist[index]?.isFile())
  const hint = meant === undefined ? didYouMean(path, names) : `did you mean '${meant}'? `
  return new ModelError('bad-model-file', {
    what: isPath ? `There is no file '${path}'` : `There is no model '${path}'`,
    where: isPath ? [`the folder ${resolve('.')}`] : ['neither a bundled model nor a file'],
    fix: `${hint}give a path such as ./my-model.ts, or a bundled name: \`netsplit models\` lists them`,
  })
}

/** What a model file exports, checked; what goes wrong in it is told with its place. */
const read = (module: object, file: string): Model => {
  try {
    return readModule(module, file, (error) => thrownBy(error, file))
  } catch (error) {
    // A proxy may throw at any question.
    throw error instanceof ModelError ? error : thrownBy(error, file)
  }
}
