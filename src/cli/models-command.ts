import { bundledModels } from '../../models/catalogue.ts'
import { Exit, type Io } from './io.ts'
import { loadModel } from './load-model.ts'
import { jsonText } from './rendering.ts'

/** `netsplit models`: lists the bundled models. */
export const modelsCommand = async (flags: { json?: true }, io: Io): Promise<number> => {
  const models = await Promise.all(
    bundledModels.map(async ({ name, about }) => {
      const { parameters } = await loadModel(name)
      return { name, about, parameters }
    }),
  )
  if (flags.json) {
    io.stdout.write(jsonText(models))
    return Exit.asExpected
  }
  const width = Math.max(...models.map(({ name }) => name.length))
  const lines = models.flatMap(({ name, about, parameters }) => {
    const settings = Object.entries(parameters).map(([key, value]) => `${key}=${String(value)}`)
    const line = `  ${name.padEnd(width)}  ${about}`
    return settings.length === 0
      ? [line]
      : [line, `  ${' '.repeat(width)}  --set ${settings.join(' --set ')}`]
  })
  io.stdout.write(
    `${['Bundled models, with their parameters and defaults:', '', ...lines, '', 'netsplit check NAME checks one.'].join('\n')}\n`,
  )
  return Exit.asExpected
}
