import type { Argument, Command, Option } from 'commander'
import { bundled } from '../../models/bundled.ts'
import { reductionNames } from '../check-options.ts'
import { specifications } from '../history/specifications.ts'
import { families } from '../impossibility/index.ts'
import { reporterNames } from './reporter-names.ts'

/** What may stand at a place of a command line. */
export interface Fitting {
  /** Words, each with a line on what it is, or none. */
  readonly words: readonly (readonly [word: string, about: string])[]
  /** Which paths may stand there, too. */
  readonly paths: 'none' | 'files' | 'folders'
}

const nothing: Fitting = { words: [], paths: 'none' }
const files: Fitting = { words: [], paths: 'files' }
const plain = (words: readonly string[]): Fitting => ({
  words: words.map((word) => [word, '']),
  paths: 'none',
})
const models: Fitting = { words: bundled.map(({ name, about }) => [name, about]), paths: 'none' }

/** What an option takes, or a placeholder in the declaration of an option or an argument stands for. */
const placeholders: Readonly<Record<string, Fitting>> = {
  model: { ...models, paths: 'files' },
  bundled: models,
  report: files,
  file: files,
  folder: { words: [], paths: 'folders' },
  '--no-reduction': plain(reductionNames),
  object: plain(Object.keys(specifications)),
  task: plain(families.map(({ name }) => name)),
  'name[=file]': plain(reporterNames),
}

/**
 * What may come next on a command line, from the declarations of the commands: what is declared is completed.
 *
 * @param typed the words after `netsplit`, the last of them as far as it is written
 */
export const fitting = (main: Command, typed: readonly string[]): Fitting => {
  const { before, last } = valuesApart(typed)
  const all = whatFits(main, before, last)
  return { ...all, words: all.words.filter(([word]) => word.startsWith(last)) }
}

/** Shells may take the `=` of `--option=value` for a word of its own. */
const valuesApart = (
  typed: readonly string[],
): { readonly before: readonly string[]; readonly last: string } => {
  const words = typed.flatMap((word) => {
    const [, option, value = ''] = /^(--[\w-]+)=(.*)$/s.exec(word) ?? []
    return option === undefined ? [word] : [option, '=', value]
  })
  const last = words.at(-1) ?? ''
  if (last === '=') return { before: words, last: '' }
  return { before: words.slice(0, -1), last }
}

const whatFits = (main: Command, before: readonly string[], last: string): Fitting => {
  const command = commandIn(main, before)
  const [previous, value] = [before.at(-1), before.at(-2)]
  if (previous === '=') {
    const option = optionIn(command, value)
    // Else it is the file after `--reporter junit=`, or the value after `--set name=`.
    if (option !== undefined) return valuesOf(option)
    return before.at(-3) === '--reporter' ? files : nothing
  }
  const option = optionIn(command, previous)
  if (option?.required === true) return valuesOf(option)
  if (last.startsWith('-')) return optionsOf(command)
  if (command === main) return commandsOf(main)
  return argumentsOf(main, command)
}

/** The command that is named, or the one that has commands. */
const commandIn = (main: Command, words: readonly string[]): Command => {
  const name = words.find((word) => !word.startsWith('-'))
  return main.commands.find((it) => it.name() === name) ?? main
}

const optionIn = (command: Command, flag: string | undefined): Option | undefined =>
  command.options.find(({ long, short }) => flag !== undefined && (flag === long || flag === short))

const optionsOf = (command: Command): Fitting => ({
  words: command
    .createHelp()
    .visibleOptions(command)
    .map(({ long, description }) => [long ?? '', firstOf(description)]),
  paths: 'none',
})

const commandsOf = (main: Command): Fitting => ({
  words: main
    .createHelp()
    .visibleCommands(main)
    .map((it) => [it.name(), it.description()]),
  paths: 'none',
})

const valuesOf = (option: Option): Fitting => {
  if (option.argChoices !== undefined) return plain(option.argChoices)
  const placeholder = /<(.*)>/.exec(option.flags)?.[1] ?? ''
  return placeholders[option.long ?? ''] ?? placeholders[placeholder] ?? nothing
}

const argumentsOf = (main: Command, command: Command): Fitting => {
  // `help` is commander's own, and takes a command.
  if (command.name() === 'help') return commandsOf(main)
  const [first] = command.registeredArguments
  return first === undefined ? nothing : valuesOfArgument(first)
}

const valuesOfArgument = (argument: Argument): Fitting =>
  argument.argChoices === undefined
    ? (placeholders[argument.name()] ?? nothing)
    : plain(argument.argChoices)

const firstOf = (description: string): string => description.split('\n')[0] ?? ''
