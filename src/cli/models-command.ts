import { bundledGroups, type Bundled } from '../../models/bundled.ts'
import type { GroupName } from '../../models/names.ts'
import { showParameter, type Choices } from '../model/choices.ts'
import type { Parameters } from '../model/parameters.ts'
import { ModelError } from '../value/model-error.ts'
import { Exit, type Io } from './io.ts'
import { loadModel } from './load-model.ts'
import { jsonText } from './rendering.ts'

/**
 * `netsplit models [WORD...]`: lists the bundled models by groups, only those that have each word in their name, line,
 * group or parameters.
 *
 * @throws ModelError 'bad-option' when none has
 */
export const modelsCommand = async (
  asked: string,
  flags: { json?: true },
  io: Io,
): Promise<number> => {
  const all = await Promise.all(
    bundledGroups.flatMap(({ group, all: its }) => its.map((each) => described(group, each))),
  )
  const words = asked.toLowerCase().split(/\s+/)
  const models = all.filter((model) => words.every((each) => textOf(model).includes(each)))
  if (models.length === 0) {
    throw new ModelError('bad-option', {
      what: `No bundled model has '${asked}' in its name, its line, its group or its parameters`,
      where: [`netsplit models ${asked}`],
      fix: `try one of the groups: ${bundledGroups.map(({ group }) => `'${group}'`).join(', ')}; \`netsplit models\` lists all`,
    })
  }
  io.stdout.write(flags.json ? jsonText(models) : listed(models))
  return Exit.asExpected
}

interface Described extends Pick<Bundled, 'name' | 'about'> {
  readonly group: GroupName
  readonly parameters: Parameters
  readonly choices: Choices
}

const described = async (
  group: GroupName,
  { name, about }: Pick<Bundled, 'name' | 'about'>,
): Promise<Described> => {
  const { parameters, choices } = await loadModel(name)
  return { name, about, group, parameters, choices }
}

/** All that a word is looked for in. */
const textOf = ({ name, about, group, parameters, choices }: Described): string =>
  [name, about, group, ...settingsOf({ parameters, choices })].join('\n').toLowerCase()

const settingsOf = ({
  parameters,
  choices,
}: Pick<Described, 'parameters' | 'choices'>): readonly string[] =>
  Object.entries(parameters).map(([key, value]) => showParameter(key, value, choices[key]))

const listed = (models: readonly Described[]): string => {
  const width = Math.max(...models.map(({ name }) => name.length))
  const lines = models.flatMap(({ name, about, group, ...given }, at) => {
    const settings = settingsOf(given)
    return [
      ...(models[at - 1]?.group === group ? [] : ['', group]),
      `  ${name.padEnd(width)}  ${about}`,
      ...(settings.length === 0
        ? []
        : [`  ${' '.repeat(width)}  --set ${settings.join(' --set ')}`]),
    ]
  })
  return `${['Bundled models, with their parameters and defaults:', ...lines, '', 'netsplit check NAME checks one.'].join('\n')}\n`
}
