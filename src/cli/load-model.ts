import { readdir, stat } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { bundledModels, type BundledModel } from '../../models/catalogue.ts'
import type { Parameters } from '../model/parameters.ts'
import type { System } from '../model/system.ts'
import { didYouMean, ModelError } from '../value/model-error.ts'
import { importModel } from './import-model.ts'
import { loadError, thrownBy } from './load-errors.ts'

/** A model, loaded: a function of its parameters. */
export interface Model {
  /** Its name in the catalogue, or null for a file. */
  readonly bundledName: string | null
  /** The parameters with their defaults. */
  readonly parameters: Parameters
  /** @throws ModelError when the model cannot be made with these parameters */
  readonly make: (parameters: Parameters) => System
}

/** The kinds of file that a model may be. */
const extensions = ['.ts', '.mts', '.js', '.mjs']

/**
 * Loads a model: a bundled one by its name, or a TypeScript or JavaScript file by its path.
 *
 * @throws ModelError 'bad-model-file'
 */
export const loadModel = async (nameOrPath: string): Promise<Model> => {
  const bundled = bundledModels.find(({ name }) => name === nameOrPath)
  if (bundled !== undefined) {
    return read(await importBundled(bundled), nameOrPath, bundled.name)
  }
  return read(await importFile(nameOrPath), nameOrPath, null)
}

/** Imports a bundled model, whose source the reader of a clone may have edited. */
const importBundled = async ({ name, load }: BundledModel): Promise<object> => {
  try {
    return await load()
  } catch (error) {
    throw await loadError(error, name)
  }
}

/**
 * Imports a file that a user wrote.
 *
 * @throws ModelError 'bad-model-file' when it is missing, does not parse or throws
 */
export const importFile = async (path: string): Promise<object> => {
  await checkFile(path)
  try {
    return await importModel(resolve(path))
  } catch (error) {
    throw await loadError(error, path)
  }
}

/** Whether an argument names a file rather than something bundled. */
export const isFile = (argument: string): boolean => extensions.includes(extname(argument))

const bad = (file: string, what: string, fix: string): ModelError =>
  new ModelError('bad-model-file', { what, where: [file], fix })

/** Refuses what is no file that a model can be in. */
const checkFile = async (path: string): Promise<void> => {
  const status = await stat(path).catch(() => null)
  if (status === null) throw await missing(path)
  if (status.isDirectory()) {
    const files = (await readdir(path)).filter((name) => extensions.includes(extname(name)))
    const some = files.slice(0, 5).join(', ')
    const fix = `name a file${some === '' ? '; there is no .ts or .js file in it' : ` in it: ${some}`}`
    throw bad(path, `'${path}' is a folder, not a model file`, fix)
  }
  if (!extensions.includes(extname(path))) {
    const fix = `name a TypeScript or JavaScript file (${extensions.join(', ')})`
    throw bad(path, `'${path}' is not a file that a model can be in`, fix)
  }
}

const missing = async (path: string): Promise<ModelError> => {
  const names = bundledModels.map(({ name }) => name)
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

/** What a module exports, checked. */
const read = (module: object, file: string, bundledName: string | null): Model => {
  const { default: main, parameters: given = {} } = module as Record<string, unknown>
  const parameters = checkParameters(given, file)
  if (main === undefined) throw noDefault(module, file)
  if (typeof main !== 'function') {
    const system = checkSystem(main, file, 'The default export')
    return { bundledName, parameters, make: () => system }
  }
  const make = (values: Parameters): System => {
    let made: unknown
    try {
      made = (main as (values: Parameters) => unknown)(values)
    } catch (error) {
      throw thrownBy(error, file)
    }
    return checkSystem(made, file, 'The function that the file exports')
  }
  return { bundledName, parameters, make }
}

const noDefault = (module: object, file: string): ModelError => {
  const named = Object.entries(module).find(
    ([name, value]) => name !== 'parameters' && (typeof value === 'function' || isSystem(value)),
  )
  const hint = named === undefined ? 'system({ … })' : named[0]
  return bad(file, 'The model file has no default export', `write \`export default ${hint}\``)
}

const isSystem = (value: unknown): value is System =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'system'

const checkSystem = (value: unknown, file: string, subject: string): System => {
  if (isSystem(value)) return value
  const verb = subject === 'The default export' ? 'is' : 'returned'
  const fix =
    value === undefined
      ? 'return the system: `export default () => system({ … })`'
      : 'export what system({ … }) or machine({ … }) returns, or a function that returns it'
  throw bad(file, `${subject} ${verb} ${describe(value)}, not a system`, fix)
}

const describe = (value: unknown): string => {
  if (value === null || value === undefined) return String(value)
  if (value instanceof Promise) return 'a promise'
  if (typeof value !== 'object') return `a ${typeof value}`
  if ('kind' in value && typeof value.kind === 'string') return `a ${value.kind}`
  return Array.isArray(value) ? 'an array' : 'an object'
}

const checkParameters = (given: unknown, file: string): Parameters => {
  const isRecord = typeof given === 'object' && given !== null && !Array.isArray(given)
  const wrong = isRecord ? Object.entries(given).find(([, value]) => !isParameter(value)) : null
  if (isRecord && wrong === undefined) return given as Parameters
  const what =
    wrong === null || wrong === undefined
      ? `\`parameters\` is ${describe(given)}`
      : `Parameter '${wrong[0]}' is ${wrong[1] === undefined ? 'undefined' : describe(wrong[1])}`
  const fix =
    'parameters are numbers, strings or booleans: `export const parameters = { servers: 3 }`'
  throw bad(file, what, fix)
}

const isParameter = (value: unknown): boolean =>
  typeof value === 'number' ? Number.isFinite(value) : ['string', 'boolean'].includes(typeof value)
