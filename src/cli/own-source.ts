import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { build, type BuildFailure } from 'esbuild'
import { ModelError } from '../value/model-error.ts'
import { describeThrown } from '../value/thrown.ts'

/** A model file as one text, for the page: there are no other files there to import from. */
export interface OwnSource {
  readonly text: string
  /** The files that it was made of: what is to be watched for changes. */
  readonly files: readonly string[]
}

/** What the page has for a model to import. */
const there = ['netsplit', 'netsplit/*', 'ts-pattern', 'immer']

/**
 * The source of a model file. One that imports nothing of its own is handed out as it was written; else the
 * files that belong together are bundled.
 *
 * @throws ModelError 'bad-model-file' when the file does not parse, or imports what is not there
 */
export const ownSource = async (path: string): Promise<OwnSource> => {
  const file = resolve(path)
  try {
    const { inputs, text } = await bundled(file)
    const isAlone = inputs.length === 1
    return { text: isAlone ? await readFile(file, 'utf8') : text, files: inputs }
  } catch (error) {
    throw unbundled(error, path)
  }
}

const bundled = async (
  file: string,
): Promise<{ readonly inputs: readonly string[]; readonly text: string }> => {
  const { metafile, outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    external: there,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    write: false,
    metafile: true,
    logLevel: 'silent',
  })
  const inputs = Object.keys(metafile.inputs).map((input) => resolve(input))
  return { inputs, text: outputFiles[0]?.text ?? '' }
}

const unbundled = (error: unknown, path: string): ModelError => {
  const [first] = (error as Partial<BuildFailure>).errors ?? []
  const { location = null, text = describeThrown(error) } = first ?? {}
  const place =
    location === null ? path : `${location.file}:${location.line}:${location.column + 1}`
  return new ModelError('bad-model-file', {
    what: `The page cannot be given the model: ${text}`,
    where: [place],
    fix: 'a model on the page may import its own files, and packages that run in a browser',
  })
}
