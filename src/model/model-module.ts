import { ModelError } from '../value/model-error.ts'
import { isPlan } from './network-plan.ts'
import { choicesIn, defaultsOf, isChoice, type Choices, type ParameterSpecs } from './choices.ts'
import type { Parameters } from './parameters.ts'
import type { System } from './system.ts'

/** What a model file exports. */
export interface ModelModule {
  /** The system, or a function of the parameters that makes it. */
  readonly default: System | ((parameters: never) => System)
  /** The parameters: of each its default, or what it may be. Default: none. */
  readonly parameters?: ParameterSpecs
}

/** A model: a function of its parameters. */
export interface Model {
  /** The parameters with their defaults. */
  readonly parameters: Parameters
  /** What some of them may be. */
  readonly choices: Choices
  /** @throws ModelError when the model cannot be made with these parameters; what the model throws */
  readonly make: (parameters: Parameters) => System
}

/**
 * What a module exports, checked.
 *
 * @param file what the module is called in messages
 * @param blame what to throw for what the module's own function threw. Default: the same
 * @throws ModelError 'bad-model-file'
 */
export const readModule = (
  module: object,
  file: string,
  blame: (error: unknown) => unknown = (error) => error,
): Model => {
  const { default: main, parameters: given = {} } = module as Record<string, unknown>
  const specs = checkParameters(given, file)
  const [parameters, choices] = [defaultsOf(specs), choicesIn(specs)]
  if (main === undefined) throw noDefault(module, file)
  if (typeof main !== 'function') {
    const system = checkSystem(main, file, 'The default export')
    return { parameters, choices, make: () => system }
  }
  const make = (values: Parameters): System => {
    let made: unknown
    try {
      made = (main as (values: Parameters) => unknown)(values)
    } catch (error) {
      throw blame(error)
    }
    return checkSystem(made, file, 'The function that the file exports')
  }
  return { parameters, choices, make }
}

/** Whether a value is what `system` or `machine` returned. */
export const isSystem = (value: unknown): value is System =>
  typeof value === 'object' &&
  value !== null &&
  'kind' in value &&
  value.kind === 'system' &&
  'nodes' in value &&
  Array.isArray(value.nodes) &&
  'properties' in value &&
  Array.isArray(value.properties) &&
  // Who writes another network into a system leaves it unchecked: it is made of the settings once more.
  'network' in value &&
  isPlan(value.network)

const bad = (file: string, what: string, fix: string): ModelError =>
  new ModelError('bad-model-file', { what, where: [file], fix })

const noDefault = (module: object, file: string): ModelError => {
  const named = Object.entries(module).find(
    ([name, value]) => name !== 'parameters' && (typeof value === 'function' || isSystem(value)),
  )
  const hint = named === undefined ? 'system({ … })' : named[0]
  return bad(file, 'The model file has no default export', `write \`export default ${hint}\``)
}

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

const checkParameters = (given: unknown, file: string): ParameterSpecs => {
  const isRecord = typeof given === 'object' && given !== null && !Array.isArray(given)
  const wrong = isRecord ? Object.entries(given).find(([, value]) => !isParameter(value)) : null
  if (isRecord && wrong === undefined) return given as ParameterSpecs
  const what =
    wrong === null || wrong === undefined
      ? `\`parameters\` is ${describe(given)}`
      : `Parameter '${wrong[0]}' is ${wrong[1] === undefined ? 'undefined' : describe(wrong[1])}`
  const fix =
    'parameters are numbers, strings, booleans or choices: `export const parameters = { servers: 3 }`'
  throw bad(file, what, fix)
}

const isParameter = (value: unknown): boolean =>
  isChoice(value) ||
  (typeof value === 'number'
    ? Number.isFinite(value)
    : ['string', 'boolean'].includes(typeof value))
