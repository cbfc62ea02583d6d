import { ModelError } from '../value/model-error.ts'

/** Gathers the values of an option that may be repeated. */
export const collect = (value: string, before: readonly string[]): readonly string[] => [
  ...before,
  value,
]

/** One `--set name=value`, gathered. */
export type Setting = readonly [name: string, text: string]

export const collectSetting = (text: string, before: readonly Setting[]): readonly Setting[] => {
  const [name, value] = split(text)
  return [...before, [name, value]]
}

const split = (text: string): Setting => {
  const at = text.indexOf('=')
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)]
  throw new ModelError('bad-option', {
    what: `--set takes a name and a value, and '${text}' is not both`,
    where: [`--set ${text}`],
    fix: `write --set ${at === 0 ? 'name' : text}${at === 0 ? text : '=value'}, without spaces around the =`,
  })
}

/** A number of states. */
export const parseCount = (text: string): number => {
  const digits = text.replaceAll('_', '')
  const count = Number(digits)
  if (/^\d+$/.test(digits) && count > 0 && Number.isSafeInteger(count)) return count
  throw new ModelError('bad-option', {
    what: `'${text}' is no number of states`,
    where: [`--max-states ${text}`],
    fix: 'give a whole number from 1, such as 1000000 or 1_000_000',
  })
}

/** A number of seconds. */
export const parseSeconds = (text: string): number => parseTime('--max-seconds')(text)

/** What reads the number of seconds of an option. */
export const parseTime =
  (option: string) =>
  (text: string): number => {
    const seconds = Number(text.replaceAll('_', ''))
    if (/^[\d_]*\.?\d+$/.test(text) && seconds > 0 && Number.isFinite(seconds)) return seconds
    throw new ModelError('bad-option', {
      what: `'${text}' is no number of seconds`,
      where: [`${option} ${text}`],
      fix: 'give a number above 0, such as 60 or 0.5',
    })
  }

/** The largest number that a simulation may be told. */
const largest = 2 ** 32 - 1

/** What reads the whole number of an option. */
export const wholeNumber =
  (option: string, least: number, most = largest) =>
  (text: string): number => {
    const value = Number(text.replaceAll('_', ''))
    if (/^[\d_]*\d$/.test(text) && value >= least && value <= most) return value
    throw new ModelError('bad-option', {
      what: `'${text}' is no number for ${option}`,
      where: [`${option} ${text}`],
      fix: `give a whole number from ${least} to ${most}`,
    })
  }

/** A port of this machine. */
export const parsePort = (text: string): number => {
  const port = Number(text)
  if (/^\d+$/.test(text) && port > 0 && port < 65_536) return port
  throw new ModelError('bad-option', {
    what: `'${text}' is no port`,
    where: [`--port ${text}`],
    fix: 'give a whole number from 1 to 65535, or leave --port out',
  })
}

/** More threads than any machine has cores would only take memory. */
const mostWorkers = 256

/** A number of threads. */
export const parseWorkers = (text: string): number => {
  const workers = Number(text)
  if (/^\d+$/.test(text) && workers > 0 && workers <= mostWorkers) return workers
  throw new ModelError('bad-option', {
    what: `'${text}' is no number of workers`,
    where: [`--workers ${text}`],
    fix: `give a whole number from 1 to ${mostWorkers}, or leave --workers out`,
  })
}
