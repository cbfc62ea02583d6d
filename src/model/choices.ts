import { brief } from '../value/brief.ts'
import { didYouMean, ModelError } from '../value/model-error.ts'

/** What a model may be a function of. */
export type ParameterValue = number | string | boolean
/** The parameters of a model, by name. */
export type Parameters = Readonly<Record<string, ParameterValue>>

/** A parameter that is one of some texts: what {@link oneOf} makes. */
export interface OneOf<Value extends string = string> {
  /** Tells it from other choices. */
  readonly kind: 'one-of'
  /** The texts, the default first. */
  readonly options: readonly Value[]
  /** The default. */
  readonly preset: Value
}

/** A parameter that is a whole number from another one on: what {@link atLeast} makes. */
export interface AtLeast {
  /** Tells it from other choices. */
  readonly kind: 'at-least'
  /** The least value. */
  readonly least: number
  /** The default. */
  readonly preset: number
}

/** What a parameter may be, and its default. */
export type Choice = OneOf | AtLeast

/** What a model file exports as `parameters`: by name a default, or what the parameter may be. */
export type ParameterSpecs = Readonly<Record<string, ParameterValue | Choice>>

/** The values of parameters, as the function of a model is given them. */
export type Given<Specs extends ParameterSpecs> = {
  readonly [Name in keyof Specs]: GivenValue<Specs[Name]>
}

/** The value of a parameter. */
export type GivenValue<Spec> =
  Spec extends OneOf<infer Value> ? Value : Spec extends AtLeast ? number : Spec

/**
 * A parameter that is one of some texts; the first is the default.
 *
 * @example
 * export const parameters = { network: oneOf('fifo', 'bag'), servers: atLeast(1, 3) }
 * export default ({ network, servers }: Given<typeof parameters>) => system({ … })
 *
 * @throws ModelError 'bad-parameter' when there is none, or one twice
 */
export const oneOf = <const Value extends string>(
  ...options: readonly [Value, ...Value[]]
): OneOf<Value> => {
  const [preset] = options
  const isText = options.every((option) => typeof option === 'string')
  if (options.length === 0 || !isText || new Set(options).size < options.length) {
    throw new ModelError('bad-parameter', {
      what: `A parameter cannot be one of ${brief(options)}`,
      where: ['oneOf(…)'],
      fix: "give different texts, the default first: oneOf('fifo', 'bag')",
    })
  }
  return { kind: 'one-of', options, preset }
}

/**
 * A parameter that is a whole number from `least` on.
 *
 * @param preset the default. Default: `least`
 * @throws ModelError 'bad-parameter' when these are no whole numbers, or the default is less
 */
export const atLeast = (least: number, preset: number = least): AtLeast => {
  if (!Number.isInteger(least) || !Number.isInteger(preset) || preset < least) {
    throw new ModelError('bad-parameter', {
      what: `A parameter cannot be at least ${brief(least)} with ${brief(preset)} for a default`,
      where: ['atLeast(…)'],
      fix: 'give whole numbers, the least first: atLeast(1, 3)',
    })
  }
  return { kind: 'at-least', least, preset }
}

/** Whether a parameter is more than a default. */
export const isChoice = (spec: unknown): spec is Choice =>
  typeof spec === 'object' &&
  spec !== null &&
  'preset' in spec &&
  'kind' in spec &&
  (spec.kind === 'one-of' || spec.kind === 'at-least')

/** The defaults of a model's parameters: `check(model(defaultsOf(parameters)))`. */
export const defaultsOf = <const Specs extends ParameterSpecs>(specs: Specs): Given<Specs> =>
  // Each name has what its own entry stands for.
  Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => [name, isChoice(spec) ? spec.preset : spec]),
  ) as Given<Specs>

/** What some of a model's parameters may be. */
export type Choices = Readonly<Record<string, Choice>>

/** Those of a model's parameters that are more than a default. */
export const choicesIn = (specs: ParameterSpecs): Choices =>
  Object.fromEntries(
    Object.entries(specs).flatMap(([name, spec]) => (isChoice(spec) ? [[name, spec]] : [])),
  )

/** A parameter with its default, and what else it may be: `network=fifo|bag`, `servers=3 (at least 1)`. */
export const showParameter = (name: string, preset: ParameterValue, choice?: Choice): string => {
  if (choice?.kind === 'one-of') return `${name}=${choice.options.join('|')}`
  const shown = `${name}=${String(preset)}`
  return choice === undefined ? shown : `${shown} (at least ${choice.least})`
}

/**
 * Refuses values that parameters cannot have.
 *
 * @throws ModelError 'bad-parameter'
 */
export const checkChoices = (
  values: Parameters,
  choices: Choices,
  placeOf: (name: string) => string,
): void => {
  for (const [name, choice] of Object.entries(choices)) {
    const value = values[name] as ParameterValue
    if (isAmong(value, choice)) continue
    const hint = choice.kind === 'one-of' ? didYouMean(String(value), [...choice.options]) : ''
    const wanted =
      choice.kind === 'one-of'
        ? `one of ${choice.options.join(', ')}`
        : `a whole number from ${choice.least} on`
    throw new ModelError('bad-parameter', {
      what: `Parameter '${name}' cannot be ${brief(value)}`,
      where: [placeOf(name)],
      fix: `${hint}give ${wanted}; the default is ${name}=${choice.preset}`,
    })
  }
}

const isAmong = (value: ParameterValue, choice: Choice): boolean =>
  choice.kind === 'one-of'
    ? choice.options.some((option) => option === value)
    : Number.isInteger(value) && Number(value) >= choice.least
