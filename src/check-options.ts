import { ignoredDeliveries, staleMessages, symmetry } from './compile/reductions.ts'
import { isSystem } from './model/model-module.ts'
import { checkSettings, ofFunctions } from './model/settings.ts'
import type { System } from './model/system.ts'
import type { CheckOptions } from './report.ts'
import { brief } from './value/brief.ts'
import { didYouMean, ModelError } from './value/model-error.ts'
import { isObject } from './value/is-object.ts'

/** The reductions that may be left out, by name. */
export const reductionNames: readonly string[] = [ignoredDeliveries, staleMessages, symmetry]

/** What the value of an option has to pass, and that in words. */
export type Wanted = readonly [isFine: (value: unknown) => boolean, words: string]

const isA =
  (type: string) =>
  (value: unknown): boolean =>
    typeof value === type

export const wantedFlag: Wanted = [isA('boolean'), 'true or false']
export const wantedText: Wanted = [isA('string'), 'a text']
export const wantedLimit: Wanted = [
  (value) => typeof value === 'number' && value > 0,
  'a number above 0',
]
export const wantedCall: Wanted = [isA('function'), 'a function']

const isScalar = (value: unknown): boolean =>
  typeof value === 'number' ? Number.isFinite(value) : ['string', 'boolean'].includes(typeof value)

/** What the options of a check have to be. */
export const wantedOfCheck: { readonly [Name in keyof CheckOptions]-?: Wanted } = {
  model: wantedText,
  parameters: [
    (value) => isObject(value) && Object.values(value).every(isScalar),
    'an object of numbers, texts and booleans',
  ],
  maxStates: wantedLimit,
  keepGoing: wantedFlag,
  stopAtFirst: wantedFlag,
  exhaustive: wantedFlag,
  profile: wantedFlag,
  noReduction: [
    (value) => Array.isArray(value) && value.every(isA('string')),
    'a list of names of reductions',
  ],
  signal: [
    (value) => isObject(value) && 'aborted' in value && 'addEventListener' in value,
    'the signal of an AbortController',
  ],
  onProgress: wantedCall,
  again: wantedCall,
  maxSeconds: wantedLimit,
  maxMemoryBytes: wantedLimit,
  memoryInUse: wantedCall,
  collectGarbage: wantedCall,
}

/**
 * Refuses options that a function does not have, and values that they cannot have.
 *
 * @param name what the function is called
 */
export const checkGiven = (
  options: object,
  wanted: Readonly<Record<string, Wanted>>,
  name: string,
): void => {
  const where = `the options of ${name}()`
  const names = Object.keys(wanted)
  checkSettings(options, Object.fromEntries(names.map((each) => [each, null])), where, {
    of: ofFunctions,
  })
  for (const [option, value] of Object.entries(options)) {
    const [isFine, words] = wanted[option] ?? wantedCall
    if (value === undefined || isFine(value)) continue
    throw new ModelError('bad-option', {
      what: `${option} cannot be ${brief(value)}`,
      where: [where],
      fix: `give ${words}`,
    })
  }
}

/** Refuses options of a check that there are not; other functions have some besides. */
export const checkNames = (
  options: object,
  name: string,
  besides: Readonly<Record<string, Wanted>>,
): void => checkGiven(options, { ...wantedOfCheck, ...besides }, name)

/** Refuses what is no system, and options of a check that make no sense. */
export const checkOptions = (system: System, options: CheckOptions): void => {
  if (!isSystem(system)) {
    throw new ModelError('not-a-system', {
      what: 'check() was given something that is not a system',
      fix: 'pass what system({…}) or machine({…}) returned, as it is',
    })
  }
  checkGiven(options, wantedOfCheck, 'check')
  for (const name of options.noReduction ?? []) {
    if (reductionNames.includes(name)) continue
    throw new ModelError('bad-option', {
      what: `There is no reduction '${name}'`,
      fix: `${didYouMean(name, reductionNames)}the reductions are ${reductionNames.join(', ')}`,
    })
  }
  if (options.exhaustive && options.stopAtFirst) {
    throw new ModelError('bad-option', {
      what: 'exhaustive and stopAtFirst do not go together',
      fix: 'leave one of them out: to see everything, or to stop at the first violation',
    })
  }
}
