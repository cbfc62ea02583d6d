import { transform } from 'sucrase'
import { readModule, type Model } from '../../model/model-module.ts'
import { ModelError } from '../../value/model-error.ts'
import { describeThrown } from '../../value/thrown.ts'
import type { Loaded } from '../../worker/load.ts'
import { sourceName } from '../../worker/failed.ts'

/** What the code of a model may import: a module by name, or null. */
export type Library = (name: string) => object | null

/**
 * A model from its source, TypeScript. The code runs here and now: only where it can do no harm.
 *
 * @throws ModelError 'bad-model-file' with the place, when it does not parse; what the code throws
 */
export const readSource = (text: string, library: Library): Model =>
  readModule(run(scriptOf(text), library), 'the source')

/** As {@link readSource}, with a way to have it from code that has answered nothing yet. */
export const loadSource = (text: string, library: Library): Loaded => {
  const again = (): Model => readSource(text, library)
  return { name: null, model: again(), again }
}

/** The source as a script of the same lines. */
const scriptOf = (text: string): string => {
  try {
    return transform(text, {
      transforms: ['typescript', 'imports'],
      disableESTransforms: true,
      production: true,
    }).code
  } catch (error) {
    const said = describeThrown(error)
    const [, message = said, line = '1', column = '1'] =
      /^(?:SyntaxError: )?(?:Error transforming [^:]*: )?(.*?) \((\d+):(\d+)\)$/.exec(said) ?? []
    throw new ModelError('bad-model-file', {
      what: `The source does not parse: ${message}`,
      where: [`${sourceName}:${line}:${column}`],
      fix: 'mend the syntax there, or just before',
    })
  }
}

const head = '(function(require, exports, module) {'

/** Runs a script as a CommonJS module. @returns what it exports */
const run = (script: string, library: Library): object => {
  const module = { exports: {} }
  const main = evaluate(`${head}${script}\n})\n//# sourceURL=${sourceName}`)
  main((name: string) => imported(name, library), module.exports, module)
  return module.exports
}

type Main = (require: (name: string) => object, exports: object, module: object) => void

const evaluate = (code: string): Main => {
  try {
    // Not as a local script: it must see nothing of this module.
    // oxlint-disable-next-line no-eval -- this is what the frame without rights is for
    return (0, eval)(code) as Main
  } catch (error) {
    throw new ModelError('bad-model-file', {
      what: `The source does not parse: ${describeThrown(error)}`,
      fix: 'mend the syntax',
    })
  }
}

const imported = (name: string, library: Library): object => {
  const found = library(name)
  if (found !== null) return found
  throw new ModelError('bad-model-file', {
    what: `There is no module '${name}' here`,
    fix: "a model on this page imports from 'netsplit', 'netsplit/history', 'ts-pattern' and 'immer'",
  })
}
