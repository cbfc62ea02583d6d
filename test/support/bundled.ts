import { defaultsOf, type System } from 'netsplit'
import { bundledModels } from '../../models/catalogue.ts'

/** A bundled model at its default parameters. */
export const bundled = async (wanted: string): Promise<System> => {
  const found = bundledModels.find(({ name }) => name === wanted)
  const { default: model, parameters = {} } = await (found as typeof found & object).load()
  return typeof model === 'function'
    ? (model as (all: unknown) => System)(defaultsOf(parameters))
    : model
}
