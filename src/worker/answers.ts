import { check } from '../check.ts'
import { flips, type Flip } from '../model/flips.ts'
import type { Model } from '../model/model-module.ts'
import { setParameters, type Parameters } from '../model/parameters.ts'
import type { System } from '../model/system.ts'
import type { CheckOptions, Report } from '../report.ts'
import { didYouMean, ModelError } from '../value/model-error.ts'
import type { Loaded } from './load.ts'
import type { Ask, Described, FlipEntry } from './contract.ts'

/** A model under the assumptions of a question. */
export interface Posed {
  /** What the model is called in reports. */
  readonly name: string
  readonly model: Model
  readonly parameters: Parameters
  readonly system: System
  /** Makes the same system once more. */
  readonly again: () => System
  /** The same for questions about the same system. */
  readonly key: string
}

/**
 * The system that is asked about.
 *
 * @throws ModelError when parameters or changes do not exist, or the model cannot be made
 */
export const pose = (ask: Ask, { name, model, again }: Loaded): Posed => {
  const parameters = setParameters(
    model.parameters,
    Object.entries(ask.parameters ?? {}),
    model.choices,
  )
  const make = (from: Model): System => (ask.flips ?? []).reduce(changed, from.make(parameters))
  const system = make(model)
  const key = JSON.stringify([ask.model, parameters, ask.flips ?? []])
  const told = name ?? system.name
  return { name: told, model, parameters, system, key, again: () => make(again()) }
}

const idOf = ({ assumption, becomes }: Flip): string => `${assumption}: ${becomes}`

/** A system with one assumption changed, by the id of the change. */
const changed = (system: System, id: string): System => {
  const all = flips(system)
  const found = all.find((flip) => idOf(flip) === id)
  if (found !== undefined) return found.system
  const known = all.map(idOf)
  throw new ModelError('bad-option', {
    what: `The system has no assumption that can be changed to '${id}'`,
    fix: `${didYouMean(id, known)}it has ${known.join('; ')}`,
  })
}

/** What a system is, without checking it. */
export const describe = ({ name, model, parameters, system }: Posed): Described => ({
  name,
  about: system.about,
  isMachine: system.isMachine,
  nodes: system.nodes.map(({ id }) => id),
  parameters,
  defaults: model.parameters,
  properties: system.properties.map(({ name: own, property: { kind, expected } }) => ({
    name: own,
    kind,
    expected,
  })),
  flips: flips(system).map((flip): FlipEntry => {
    const { assumption, was, becomes } = flip
    return { id: idOf(flip), assumption, was, becomes }
  }),
})

/** The options of a check that a question sets. */
export const limitsOf = ({ limits = {} }: Ask): CheckOptions => ({
  ...(limits.states === undefined ? {} : { maxStates: limits.states }),
  ...(limits.seconds === undefined ? {} : { maxSeconds: limits.seconds }),
})

/** Checks a system. */
export const answerCheck = (posed: Posed, ask: Ask, options: CheckOptions): Promise<Report> =>
  check(posed.system, {
    ...options,
    ...limitsOf(ask),
    again: posed.again,
    exhaustive: ask.limits?.isExhaustive ?? false,
    model: posed.name,
    parameters: posed.parameters,
  })
