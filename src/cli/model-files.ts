import { readFile, realpath } from 'node:fs/promises'
import { dirname, extname, relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, transform, type Metafile } from 'esbuild'
import { bundled } from '../../models/bundled.ts'
import type { SourceFile } from '../mutate/syntax.ts'
import { loadError } from './load-errors.ts'
import { checkFile, extensions } from './load-model.ts'
import { packageRoot } from './version.ts'

/** A file of a model, and where it is. */
export interface ModelFile extends SourceFile {
  /** As modules are called when they are imported. */
  readonly url: string
}

/** A model's file, and all of its own that it imports. */
export interface ModelFiles {
  /** The path of the model's own file. */
  readonly path: string
  /** That first, the others by their labels. */
  readonly files: readonly ModelFile[]
  /** Files that are left as they are: CommonJS modules, data. */
  readonly others: readonly string[]
}

/**
 * Reads the files that make a model. Of a bundled one they are its sources, which are called as they are in
 * netsplit's package; others are called by their paths from the working folder.
 *
 * @throws ModelError 'bad-model-file' when one is missing or does not parse
 */
export const modelFiles = async (model: string, cwd: string): Promise<ModelFiles> => {
  const isOwn = bundled.some(({ name }) => name === model)
  const root = isOwn ? fileURLToPath(packageRoot) : cwd
  const given = isOwn ? resolve(root, sourceOf(model)) : resolve(cwd, model)
  if (!isOwn) await checkFile(model)
  const path = await realpath(given)
  const { inputs } = await metafileOf(path, model)
  const labelOf = (file: string): string => {
    const short = relative(root, file)
    return (short.startsWith('..') ? file : short).replaceAll('\\', '/')
  }
  const absolute = (input: string): string => resolve(dirname(path), input)
  const files: ModelFile[] = []
  const others: string[] = []
  for (const [input, { format, imports }] of Object.entries(inputs)) {
    const file = absolute(input)
    const label = labelOf(file)
    // A file with neither imports nor exports is a module, too, where it is what was asked for.
    if (format === 'cjs' || !extensions.includes(extname(file))) others.push(label)
    else {
      const own = imports.filter(
        ({ external, original }) => external !== true && original !== undefined,
      )
      files.push({
        label,
        text: await readFile(file, 'utf8'),
        url: pathToFileURL(file).href,
        imports: Object.fromEntries(
          own.map(({ original = '', path: to }) => [original, labelOf(absolute(to))]),
        ),
      })
    }
  }
  const first = labelOf(path)
  const rank = ({ label }: ModelFile): string => (label === first ? '' : label)
  files.sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
  return { path, files, others: others.toSorted() }
}

/** Where the source of a bundled model is, in the package. */
const sourceOf = (name: string): string =>
  `models/${name.startsWith('cap-') ? `cap/${name.slice(4)}` : name}.ts`

const metafileOf = async (path: string, model: string): Promise<Metafile> => {
  try {
    const { metafile } = await build({
      entryPoints: [path],
      absWorkingDir: dirname(path),
      bundle: true,
      packages: 'external',
      // As it is loaded: the settings of some tsconfig.json are not the model's business.
      tsconfigRaw: '{}',
      platform: 'node',
      format: 'esm',
      write: false,
      metafile: true,
      logLevel: 'silent',
    })
    return metafile
  } catch (error) {
    throw await loadError(error, model)
  }
}

/** A file's text as the JavaScript that Node runs; errors in it are told with lines of the file. */
export const asJavaScript = async (url: string, text: string): Promise<string> => {
  const { code } = await transform(text, {
    loader: /\.m?ts$/.test(url) ? 'ts' : 'js',
    format: 'esm',
    target: `node${process.versions.node}`,
    sourcemap: 'inline',
    sourcefile: url,
    // Not that of some folder.
    tsconfigRaw: '{}',
  })
  return code
}
