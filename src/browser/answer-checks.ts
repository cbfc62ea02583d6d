import { readModule, type ModelModule } from '../model/model-module.ts'
import { loadBundled } from '../worker/load.ts'
import { ownPort } from '../worker/own-port.ts'
import { serve } from '../worker/serve.ts'

/**
 * Makes the worker that calls it answer {@link checkInWorker}. The models run in it, and the engine.
 *
 * @example
 * // lamp.worker.ts
 * import { answerChecks } from 'netsplit/browser'
 * import * as commit from 'netsplit/models/two-phase-commit'
 * import * as lamp from './lamp.ts'
 *
 * answerChecks({ lamp, commit })
 *
 * @param models the modules of models by name, or functions that import them when they are wanted
 * @throws ModelError 'bad-model-file' when a module that is given exports no model
 */
export const answerChecks = (
  models: Readonly<Record<string, ModelModule | (() => Promise<ModelModule>)>>,
): void => {
  const loaders = Object.entries(models).map(([name, model]) => {
    if (typeof model === 'function') return [name, model] as const
    readModule(model, name)
    return [name, () => Promise.resolve(model)] as const
  })
  const modules = Object.fromEntries(loaders)
  serve(ownPort(), {
    walks: null,
    table: null,
    load: (model) => loadBundled(modules, model.kind === 'bundled' ? model.name : ''),
  })
}
