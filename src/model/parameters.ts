import {
  checkChoices,
  showParameter,
  type Choices,
  type Parameters,
  type ParameterValue,
} from './choices.ts'
import { brief } from '../value/brief.ts'
import { didYouMean, ModelError } from '../value/model-error.ts'

export type { Parameters, ParameterValue } from './choices.ts'

/**
 * The parameters of a model with some of them set, as `--set name=value` gives them. A value has the
 * type of its default: numbers are read as decimal, booleans are `true` or `false`.
 *
 * @param choices what some of them may be
 * @throws ModelError 'unknown-parameter' or 'bad-parameter'
 */
export const setParameters = (
  defaults: Parameters,
  settings: readonly (readonly [name: string, text: string])[],
  choices: Choices = {},
): Parameters => {
  const result: Record<string, ParameterValue> = { ...defaults }
  for (const [name, text] of settings) {
    const preset = Object.hasOwn(defaults, name) ? defaults[name] : undefined
    if (preset === undefined) throw unknownParameter(name, defaults, `--set ${name}=…`, choices)
    result[name] = parse(name, preset, text)
  }
  checkChoices(result, choices, (name) => `--set ${name}=${String(result[name])}`)
  return result
}

/**
 * The parameters of a model with some of them set, as a program gives them: each value has the type
 * of its default.
 *
 * @param choices what some of them may be
 * @throws ModelError 'unknown-parameter' or 'bad-parameter'
 */
export const withParameters = (
  defaults: Parameters,
  given: Parameters,
  choices: Choices = {},
): Parameters => {
  for (const [name, value] of Object.entries(given)) {
    const preset = Object.hasOwn(defaults, name) ? defaults[name] : undefined
    if (preset === undefined) throw unknownParameter(name, defaults, `parameters.${name}`, choices)
    const isNoNumber = typeof value === 'number' && !Number.isFinite(value)
    if (typeof value === typeof preset && !isNoNumber) continue
    throw new ModelError('bad-parameter', {
      what: `Parameter '${name}' cannot be ${brief(value)}`,
      where: [`parameters.${name}`],
      fix: `give a ${typeof preset}; the default is ${name}=${String(preset)}`,
    })
  }
  const values = { ...defaults, ...given }
  checkChoices(values, choices, (name) => `parameters.${name}`)
  return values
}

const parse = (name: string, preset: ParameterValue, text: string): ParameterValue => {
  if (typeof preset === 'string') return text
  if (typeof preset === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
  const isNumber = /^-?\d+(\.\d+)?$/.test(text) && Number.isFinite(Number(text))
  if (typeof preset === 'number' && isNumber) return Number(text)
  const wanted = typeof preset === 'number' ? 'a number' : 'true or false'
  throw new ModelError('bad-parameter', {
    what: `Parameter '${name}' cannot be ${brief(text)}`,
    where: [`--set ${name}=${text}`],
    fix: `give ${wanted}; the default is ${name}=${String(preset)}`,
  })
}

const unknownParameter = (
  name: string,
  defaults: Parameters,
  place: string,
  choices: Choices,
): ModelError => {
  const known = Object.keys(defaults)
  const list = Object.entries(defaults).map(([key, value]) =>
    showParameter(key, value, choices[key]),
  )
  return new ModelError('unknown-parameter', {
    what: `The model has no parameter '${name}'`,
    where: [place],
    fix:
      known.length === 0
        ? 'leave it out: the model has no parameters'
        : `${didYouMean(name, known)}the parameters, with their defaults, are ${list.join(', ')}`,
  })
}
