import { existsSync } from 'node:fs'
import type { CommanderError } from 'commander'
import { bundled } from '../../models/bundled.ts'
import { ModelError } from '../value/model-error.ts'

/** A wrong command line, as commander sees it, in the form that all mistakes have. */
export const usageError = (error: CommanderError, argv: readonly string[]): ModelError => {
  const [, about = error.message, meant] =
    /^error: (.*?)(?:\n\(Did you mean (?:one of )?(.+?)\?\))?$/s.exec(error.message) ?? []
  const command = argv.find((word) => !word.startsWith('-')) ?? ''
  const help = `netsplit ${commands.includes(command) ? `${command} ` : ''}--help`
  const wrong = (what: string, fix: string): ModelError =>
    new ModelError('bad-option', {
      what,
      where: [['netsplit', ...argv].join(' ')],
      fix: meant === undefined ? fix : `did you mean ${meant}? ${fix}`,
    })
  const isOfModel = command === 'simulate' || command === 'mutate'
  const seeHelp = `\`${help}\` lists what there is`
  switch (error.code) {
    case 'commander.help':
      return wrong(
        'The command is missing',
        'say what to do: netsplit check MODEL, netsplit models, netsplit --help',
      )
    case 'commander.unknownCommand':
      return wrong(
        capital(about),
        isModel(command) ? `to check the model: netsplit check ${command}` : seeHelp,
      )
    case 'commander.missingArgument':
      return wrong(
        isOfModel ? 'The model is missing' : capital(about),
        isOfModel
          ? 'name a file, or a bundled model such as two-phase-commit; `netsplit models` lists them'
          : seeHelp,
      )
    case 'commander.excessArguments':
      return wrong(capital(about), `give one at a time; ${seeHelp}`)
    default:
      return wrong(capital(about), seeHelp)
  }
}

/** Those whose help says more than the list of commands. */
const commands = [
  'check',
  'simulate',
  'mutate',
  'models',
  'impossible',
  'history',
  'init',
  'new',
  'doctor',
  'completion',
]

const names = (): readonly string[] => bundled.map(({ name }) => name)

const isModel = (word: string): boolean =>
  word !== '' && (names().includes(word) || (/\.m?[jt]s$/.test(word) && existsSync(word)))

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
