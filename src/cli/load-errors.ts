import { readFile } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ModelError } from '../value/model-error.ts'
import { brokenManifest } from './manifest.ts'
import { describeThrown, isInstance, stackLines } from '../value/thrown.ts'

/**
 * The folders of netsplit's own code, whose lines say nothing to the writer of a model: where it runs, and, where
 * it was built, the sources, which stacks name instead.
 *
 * @param module the URL of one of the program's files: in `src/cli`, or in `dist/src/cli` where it was built
 */
export const ownFolders = (module: string): readonly string[] =>
  ['../', ...(module.endsWith('.js') ? ['../../../src/'] : [])].map((folder) =>
    fileURLToPath(new URL(folder, module)),
  )

const ownCode = ownFolders(import.meta.url)

/** Whether a file is netsplit's own, and no model. */
export const isOwnCode = (path: string): boolean =>
  ownCode.some((folder) => path.startsWith(folder))

const notFoundCodes: readonly unknown[] = ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND']

/** The mistake behind an error that importing a model file threw. */
export const loadError = async (error: unknown, file: string): Promise<ModelError> => {
  if (isInstance(error, ModelError)) return error.at(file)
  if (!isInstance(error, Error)) return thrownBy(error, file)
  try {
    return await knownError(error, file)
  } catch {
    // What a model throws may throw when it is read.
    return thrownBy(error, file)
  }
}

const knownError = async (error: Error, file: string): Promise<ModelError> => {
  const transform = /\n(.+?):(\d+):(\d+): ERROR: (.+)/.exec(error.message)
  if (transform !== null) {
    const [, path = '', line = '', column = '', text = ''] = transform
    return await syntaxError(text, path, Number(line), Number(column) + 1)
  }
  if ('code' in error && notFoundCodes.includes(error.code)) return notFound(error, file)
  if (error instanceof SyntaxError) {
    const [, path = file, line = ''] = /^(?:file:\/\/)?(.+?):(\d+)\n/.exec(error.stack ?? '') ?? []
    return await syntaxError(error.message, path, Number(line), null)
  }
  if (placeOf(error) !== null) return thrownBy(error, file)
  // No line of the model's: it did not come so far.
  return (await manifestError(file)) ?? cannotBeLoaded(error, file)
}

const manifestError = async (file: string): Promise<ModelError | null> => {
  const manifest = await brokenManifest(file)
  if (manifest === null) return null
  return new ModelError('bad-model-file', {
    what: `The package.json of the model's folder cannot be read: ${manifest.why}`,
    where: [fromHere(manifest.path)],
    fix: 'mend it, or move the model to another folder',
  })
}

const cannotBeLoaded = (error: Error, file: string): ModelError =>
  'code' in error
    ? new ModelError('bad-model-file', {
        what: `The model cannot be loaded: ${describeThrown(error)}`,
        where: [file],
        fix: 'mend the file, its name, or the import that leads there',
      })
    : thrownBy(error, file)

/** The mistake behind an error that a model threw, with the model's own line. */
export const thrownBy = (error: unknown, file: string): ModelError => {
  if (isInstance(error, ModelError)) return error.at(file)
  return new ModelError('bad-model-file', {
    what: `The model threw ${describeThrown(error)}`,
    where: [placeOf(error) ?? file],
    fix: /before initialization/.test(describeThrown(error))
      ? 'if files import each other in a circle, move what both need to a third'
      : 'mend the line, or guard against the case',
    cause: error,
  })
}

const syntaxError = async (
  text: string,
  path: string,
  line: number,
  column: number | null,
): Promise<ModelError> => {
  const source = await readFile(path, 'utf8').catch(() => '')
  const code = source.split('\n')[line - 1]
  const place = [fromHere(path), ...(line > 0 ? [line] : []), ...(column === null ? [] : [column])]
  const isImport = text.includes('does not provide an export')
  return new ModelError('bad-model-file', {
    what: isImport ? `An import fails: ${text}` : `The model file does not parse: ${text}`,
    where: [
      place.join(':'),
      ...(code === undefined ? [] : [`${line} | ${code.trimEnd().replaceAll('\t', '  ')}`]),
    ],
    fix: isImport ? 'import only what the module exports' : 'mend the syntax there',
  })
}

const notFound = (error: Error, file: string): ModelError => {
  const [, kind = 'module', name = '', from = file] =
    /Cannot find (module|package) '(.+?)'(?: imported from (.+))?$/m.exec(error.message) ?? []
  const importer = from.startsWith('file:') ? fileURLToPath(from) : from
  const isPath = kind === 'module' && /^[./]|^[A-Za-z]:/.test(name)
  const isRequired = 'code' in error && error.code === 'MODULE_NOT_FOUND'
  const fix = isPath ? 'correct the path of the import' : `install it there: npm install ${name}`
  return new ModelError('bad-model-file', {
    what: `The model imports a ${isPath ? 'file' : 'package'} that cannot be found: '${isPath ? fromHere(name) : name}'`,
    where: [fromHere(importer)],
    fix: isRequired ? `write \`import … from '${name}'\` instead of require()` : fix,
  })
}

/** Whether an error says that a source of netsplit's own does not parse. */
const isOwnSource = (error: unknown): boolean =>
  stackLines(error).some((line) => {
    // As the compiler says it, or as Node does in its first line.
    const [, path = ''] =
      /^(?:file:\/\/)?(\/.+?|[A-Za-z]:.+?):\d+(?::\d+: ERROR: .*)?$/.exec(line) ?? []
    return isOwnCode(path)
  })

/** Whether an error comes out of code that the user wrote, rather than out of netsplit's own. */
export const isTheirs = (error: unknown): boolean => {
  if (isOwnSource(error)) return false
  const lines = stackLines(error).filter((line) => /^\s*at /.test(line))
  // Netsplit's own errors have a stack.
  if (lines.length === 0) return true
  const [innermost] = lines.flatMap(frameOf)
  return innermost !== undefined && !innermost.isOwn
}

/** The first line on an error's stack that the user wrote, or null. */
const placeOf = (error: unknown): string | null => {
  const frame = stackLines(error)
    .flatMap(frameOf)
    .find(({ isOwn }) => !isOwn)
  return frame === undefined ? null : `${fromHere(frame.path)}:${frame.position}`
}

interface Frame {
  readonly path: string
  /** Line and column: `3:14`. */
  readonly position: string
  readonly isOwn: boolean
}

/** Where a line of a stack is: in the model or in netsplit; nothing for libraries and Node itself. */
const frameOf = (line: string): readonly Frame[] => {
  const [, url, position = ''] =
    /^\s*at (?:.*? \()?((?:file:\/\/)?\/.*|[A-Za-z]:\\.*?):(\d+:\d+)\)?$/.exec(line) ?? []
  if (url === undefined || /node_modules|node:internal/.test(url)) return []
  const path = url.startsWith('file:') ? fileURLToPath(url) : url
  return [{ path, position, isOwn: isOwnCode(path) }]
}

/** A path as one would write it here. */
const fromHere = (path: string): string => {
  const short = relative('.', resolve(path))
  return short.startsWith('..') ? path : short
}
