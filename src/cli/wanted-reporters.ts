import { didYouMean, ModelError } from '../value/model-error.ts'
import { reporterNames, type ReporterName, type WantedReporter } from './reporter-names.ts'

/**
 * Gathers the values of `--reporter`: a name, or a name and a file.
 *
 * @throws ModelError 'bad-option'
 */
export const collectReporter = (
  text: string,
  before: readonly WantedReporter[],
): readonly WantedReporter[] => {
  const at = text.indexOf('=')
  const name = at < 0 ? text : text.slice(0, at)
  const file = at < 0 ? null : text.slice(at + 1)
  if (!isReporter(name)) {
    throw new ModelError('bad-option', {
      what: `There is no reporter '${name}'`,
      where: [`--reporter ${text}`],
      fix: `${didYouMean(name, reporterNames)}there are ${reporterNames.join(', ')}; with a file: --reporter junit=report.xml`,
    })
  }
  if (file === '') {
    throw new ModelError('bad-option', {
      what: 'The file of the reporter is missing',
      where: [`--reporter ${text}`],
      fix: `write --reporter ${name}=FILE, or --reporter ${name} for standard output`,
    })
  }
  return [...before, { name, file }]
}

const isReporter = (name: string): name is ReporterName =>
  (reporterNames as readonly string[]).includes(name)

/** Those whose lines may stand between others; what the rest make is one document. */
const inLines: readonly ReporterName[] = ['text', 'github', 'lines']

/**
 * The reporters of a command: those that are asked for, and text where none of them goes to standard output.
 *
 * @throws ModelError 'bad-option' when what they make would not be told apart
 */
export const reportersOf = (
  asked: readonly WantedReporter[],
  isJson: boolean,
): readonly WantedReporter[] => {
  const named = isJson ? [...asked, { name: 'json', file: null } as const] : asked
  const isSilent = named.every(({ file }) => file !== null)
  const wanted = isSilent ? [{ name: 'text', file: null } as const, ...named] : named
  const out = wanted.filter(({ file }) => file === null)
  const document = out.find(({ name }) => !inLines.includes(name))
  const isTwice = new Set(out.map(({ name }) => name)).size < out.length
  if (!isTwice && (document === undefined || out.length === 1)) return wanted
  throw new ModelError('bad-option', {
    what: 'Two reporters would write to standard output',
    where: out.map(({ name }) => `--reporter ${name}`),
    fix: 'give each a file of its own, as in --reporter junit=report.xml',
  })
}
