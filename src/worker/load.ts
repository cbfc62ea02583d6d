import { readModule, type Model } from '../model/model-module.ts'
import { didYouMean, ModelError } from '../value/model-error.ts'

/** How models that come with netsplit are loaded, by name. */
export type Modules = Readonly<Record<string, () => Promise<object>>>

/** A model, loaded. */
export interface Loaded {
  /** What it is called; null where the system says that itself. */
  readonly name: string | null
  readonly model: Model
  /** The same from code that has answered nothing yet, as far as that can be had. */
  readonly again: () => Model
}

/**
 * A model that comes with netsplit.
 *
 * @throws ModelError 'bad-model-file' when there is none of that name
 */
export const loadBundled = async (modules: Modules, name: string): Promise<Loaded> => {
  const load = Object.hasOwn(modules, name) ? modules[name] : undefined
  if (load === undefined) {
    const known = Object.keys(modules)
    throw new ModelError('bad-model-file', {
      what: `No model '${name}' comes with netsplit`,
      fix: `${didYouMean(name, known)}there are ${known.join(', ')}`,
    })
  }
  const model = readModule(await load(), name)
  return { name, model, again: () => model }
}
