import { ignoredDeliveries } from './compile/reductions.ts'
import type { System } from './model/system.ts'
import type { CheckOptions } from './report.ts'
import { didYouMean, ModelError } from './value/model-error.ts'

/** The reductions that may be left out, by name. */
export const reductionNames: readonly string[] = [ignoredDeliveries]

/** Refuses options that make no sense. */
export const checkOptions = (system: System, options: CheckOptions): void => {
  if ((system as { kind?: unknown } | null)?.kind !== 'system') {
    throw new ModelError('not-a-system', {
      what: 'check() was given something that is not a system',
      fix: 'pass what system({…}) or machine({…}) returned',
    })
  }
  for (const name of options.noReduction ?? []) {
    if (reductionNames.includes(name)) continue
    throw new ModelError('bad-option', {
      what: `There is no reduction '${name}'`,
      fix: `${didYouMean(name, reductionNames)}the reductions are ${reductionNames.join(', ')}`,
    })
  }
  const limits = { maxStates: options.maxStates, maxMemoryBytes: options.maxMemoryBytes }
  for (const [name, value] of Object.entries(limits)) {
    if (value === undefined || value > 0) continue
    throw new ModelError('bad-option', {
      what: `${name} cannot be ${value}`,
      fix: 'give a number above 0',
    })
  }
}
