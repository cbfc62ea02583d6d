import pc from 'picocolors'
import { ModelError } from '../value/model-error.ts'
import { printableLines } from '../value/printable.ts'
import { describeThrown, stackLines } from '../value/thrown.ts'
import type { Told } from '../render/checked.ts'
import type { Io } from './io.ts'
import { jsonText, runText, styleFor } from './rendering.ts'

/** An error for people: a mistake with its place and the way out, or a bug of ours with its stack. */
export const showError = (error: unknown, { stderr, cwd }: Pick<Io, 'stderr' | 'cwd'>): string => {
  const colours = pc.createColors(styleFor(stderr).colour)
  if (!(error instanceof ModelError)) {
    const head = colours.red('netsplit has failed: this is a bug in netsplit, not in your model.')
    return `${head}\nPlease report it with what follows.\n\n${stackOf(error)}\n`
  }
  const { what, where, fix } = nearby(error, cwd)
  const lines = [
    `${colours.red('error:')} ${colours.bold(what)}`,
    ...where.map((place) => `  ${colours.dim('where:')} ${place}`),
    `  ${colours.dim('mend: ')} ${fix}`,
  ]
  const trace = runText(error, stderr)
  return `${[...lines, ...(trace === '' ? [] : ['', trace.trimEnd()])].join('\n')}\n`
}

/** An error as the JSON document that `--json` promises. */
export const jsonError = (error: unknown, cwd: string): string =>
  jsonText({ error: toldError(error, cwd) })

/** An error as plain data. */
export const toldError = (error: unknown, cwd: string): Told =>
  error instanceof ModelError
    ? { code: error.code, ...nearby(error, cwd) }
    : {
        code: 'bug',
        what: 'netsplit has failed: this is a bug in netsplit',
        where: stackOf(error).split('\n'),
        fix: 'report it',
      }

const stackOf = (error: unknown): string =>
  printableLines(stackLines(error).join('\n') || describeThrown(error))

/** The story of a mistake, with paths as one would write them in the working folder. */
const nearby = (
  { what, where, fix }: ModelError,
  cwd: string,
): { what: string; where: readonly string[]; fix: string } => {
  const shorten = (text: string): string => text.replaceAll(`${cwd}/`, '')
  return { what: shorten(what), where: where.map(shorten), fix: shorten(fix) }
}
