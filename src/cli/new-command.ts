import { createRequire } from 'node:module'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { bundled } from '../../models/bundled.ts'
import type { BundledName } from '../../models/names.ts'
import { didYouMean, ModelError } from '../value/model-error.ts'
import { copiedModel } from './copied-model.ts'
import { Exit, type Io } from './io.ts'
import { writeNew, type NewFile } from './new-files.ts'

/**
 * `netsplit new NAME --from MODEL`: copies a bundled model, as a start for one's own.
 *
 * @throws ModelError 'bad-option' when there is no such model, the name does not do, or a file is there already
 */
export const newCommand = async (
  asked: string,
  flags: { readonly from: string },
  io: Io,
): Promise<number> => {
  const from = modelNamed(flags.from)
  const path = pathOf(asked, from)
  const files = await copiedModel(from, path)
  await writeNew({ files, wayOut: `give another name: netsplit new NAME --from ${from}` }, io.cwd)
  io.stdout.write(told(from, path, files, io.cwd))
  return Exit.asExpected
}

const modelNamed = (name: string): BundledName => {
  const found = bundled.find((it) => it.name === name)
  if (found !== undefined) return found.name
  const names = bundled.map((it) => it.name)
  throw new ModelError('bad-option', {
    what: `There is no bundled model '${name}'`,
    where: [`--from ${name}`],
    fix: `${didYouMean(name, names)}\`netsplit models\` lists them; a file of your own is copied with cp`,
  })
}

/** Where the copy goes. */
const pathOf = (asked: string, from: string): string => {
  const wrong = (what: string, fix: string): ModelError =>
    new ModelError('bad-option', { what, where: [`netsplit new ${asked} --from ${from}`], fix })
  const ending = extname(asked)
  const name = basename(asked, '.ts')
  const path = join(dirname(asked), `${name}.ts`)
  if (/[/\\]$/.test(asked)) {
    throw wrong(`'${asked}' is a folder`, `say what the copy is called: ${asked}my-${from}`)
  }
  if (ending !== '' && ending !== '.ts') {
    throw wrong(
      `A copy of a model is TypeScript, and '${asked}' is not`,
      'give a name without an ending, such as my-model, or one that ends with .ts',
    )
  }
  if (!/^[\p{L}\p{N}_][\p{L}\p{N}_-]*$/u.test(name)) {
    throw wrong(
      `'${name}' is no name for a model`,
      'give a name of letters, digits, - and _, with its folder if it has one: models/my-model',
    )
  }
  if (bundled.some((it) => it.name === name)) {
    throw wrong(
      `'${name}' is the name of a bundled model: \`netsplit check ${name}\` would check that one`,
      `give a name of its own, such as my-${name}`,
    )
  }
  return path
}

const told = (from: string, path: string, files: readonly NewFile[], cwd: string): string => {
  const missing = packagesOf(files).filter((name) => !isFound(name, resolve(cwd, dirname(path))))
  return [
    `Copied ${from}:`,
    ...files.map((file) => `  ${file.path}`),
    '',
    `To check it: npx netsplit check ${path}`,
    ...(missing.length === 0
      ? []
      : [`For your editor and tests to know what it imports: npm install ${missing.join(' ')}`]),
    '',
  ].join('\n')
}

/** The packages that files import. */
const packagesOf = (files: readonly NewFile[]): readonly string[] => {
  const imported = files.flatMap(({ text }) =>
    [...text.matchAll(/\bfrom '([\w-]+)(?:\/[\w-]+)?'/g)].map(([, name = '']) => name),
  )
  return [...new Set(imported)].toSorted()
}

const isFound = (name: string, folder: string): boolean => {
  try {
    createRequire(join(folder, 'model.js')).resolve(`${name}/package.json`)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_PACKAGE_PATH_NOT_EXPORTED'
  }
}
