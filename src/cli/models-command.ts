import { bundledGroups, type Bundled } from '../../models/bundled.ts'
import type { GroupName } from '../../models/names.ts'
import { showParameter, type Choices } from '../model/choices.ts'
import type { Parameters } from '../model/parameters.ts'
import { ModelError } from '../value/model-error.ts'
import { Exit, type Io } from './io.ts'
import { loadModel } from './load-model.ts'
import { jsonText } from './rendering.ts'

/**
 * `netsplit models [WORD]`: lists the bundled models by groups, only those that have the word in their name, line or
 * group if there is one.
 *
 * @throws ModelError 'bad-option' when none has
 */
export const modelsCommand = async (
  word: string,
  flags: { json?: true },
  io: Io,
): Promise<number> => {
  const found = withWord(word)
  if (found.length === 0) {
    throw new ModelError('bad-option', {
      what: `No bundled model has '${word}' in its name, its line or its group`,
      where: [`netsplit models ${word}`],
      fix: `try one of the groups: ${bundledGroups.map(({ group }) => `'${group}'`).join(', ')}; \`netsplit models\` lists all`,
    })
  }
  const models = await Promise.all(
    found.map(async ({ group, name, about }) => {
      const { parameters, choices } = await loadModel(name)
      return { name, about, group, parameters, choices }
    }),
  )
  io.stdout.write(flags.json ? jsonText(models) : listed(models))
  return Exit.asExpected
}

interface Found extends Pick<Bundled, 'name' | 'about'> {
  readonly group: GroupName
}

interface Described extends Found {
  readonly parameters: Parameters
  readonly choices: Choices
}

const withWord = (word: string): readonly Found[] => {
  const has = (text: string): boolean => text.toLowerCase().includes(word.toLowerCase())
  return bundledGroups
    .flatMap(({ group, all }) => all.map(({ name, about }) => ({ group, name, about })))
    .filter(({ group, name, about }) => has(group) || has(name) || has(about))
}

const listed = (models: readonly Described[]): string => {
  const width = Math.max(...models.map(({ name }) => name.length))
  const lines = models.flatMap(({ name, about, group, parameters, choices }, at) => {
    const settings = Object.entries(parameters).map(([key, value]) =>
      showParameter(key, value, choices[key]),
    )
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
