import { isSystem, readModule, type ModelModule } from './model/model-module.ts'
import type { GivenValue } from './model/choices.ts'
import { withParameters, type Parameters } from './model/parameters.ts'
import type { System } from './model/system.ts'
import type { CheckOptions } from './report.ts'
import { brief } from './value/brief.ts'
import { ModelError } from './value/model-error.ts'

/**
 * What a test is about: a system; or a module that exports a model as model files do, such as
 * `import * as paxos from './paxos.ts'` gives.
 */
export type Subject = System | ModelModule

/** The parameters that may be set: those of a module, some of them. */
export type ParametersOf<Of> = Of extends { readonly parameters: infer Values }
  ? { readonly [Name in keyof Values]?: GivenValue<Values[Name]> }
  : Parameters

/** What the check of a test may be told: what {@link check} may be, and the parameters of a module. */
export interface SubjectOptions<Of = Subject> extends Omit<CheckOptions, 'parameters'> {
  /** Of a module: the parameters that differ from its defaults. Of a system: those to report. */
  readonly parameters?: ParametersOf<Of>
}

/** A system, and the parameters that it was made with. */
export interface Made {
  readonly system: System
  readonly parameters: Parameters
}

/**
 * The system that a test is about.
 *
 * @throws ModelError when the subject is neither system nor model, or has no such parameters
 */
export const make = (subject: unknown, given: Parameters = {}): Made => {
  if (isSystem(subject)) return { system: subject, parameters: given }
  if (typeof subject !== 'object' || subject === null) {
    const isFunction = typeof subject === 'function'
    throw new ModelError('not-a-system', {
      what: `The test was given ${isFunction ? 'a function' : brief(subject)}, not a system`,
      fix: isFunction
        ? 'pass the system that it returns, or its module: `import * as model from …`'
        : 'pass what system({…}) or machine({…}) returned, or the module of a model',
    })
  }
  const model = readModule(subject, 'the module that the test was given')
  const parameters = withParameters(model.parameters, given, model.choices)
  return { system: model.make(parameters), parameters }
}
