import type { Command } from 'commander'
import { ModelError } from '../value/model-error.ts'
import { blamed, type Said } from './config-blame.ts'
import { configFilesIn } from './config-file.ts'
import type { Io } from './io.ts'
import type { Setting } from './options.ts'
import { combinationsOf } from './sweep.ts'

/** Has a command of one model done, with its parameters: see {@link settingsFor}. What the configuration says is blamed on it. */
export const withSettings = async (
  given: readonly Setting[],
  command: Command,
  io: Io,
  work: (settings: readonly Setting[]) => Promise<number>,
): Promise<number> => {
  const { settings, said } = await settingsFor(given, command, io)
  try {
    return await work(settings)
  } catch (error) {
    throw said === null ? error : blamed(error, said)
  }
}

/**
 * What a command of one model sets parameters to: what the configuration of the folder says, as for `netsplit check`, then what the
 * command line does.
 *
 * @throws ModelError 'bad-option' when the configuration makes no sense, or gives a parameter several values
 */
const settingsFor = async (
  given: readonly Setting[],
  command: Command,
  { cwd }: Io,
): Promise<{ readonly settings: readonly Setting[]; readonly said: Said | null }> => {
  const files = configFilesIn(cwd)
  if (files.length === 0) return { settings: given, said: null }
  const { configured } = await import('./config.ts')
  const flags = { set: given, property: [], reduction: [], reporter: [] }
  const { flags: both, said } = await configured({ models: [], flags }, files, cwd, command)
  const names = new Set(given.map(([name]) => name))
  const own = both.set.filter(([name]) => !names.has(name))
  const swept = own.find((setting) => {
    try {
      return combinationsOf([setting]).length > 1
    } catch (error) {
      throw blamed(error, said)
    }
  })
  if (swept === undefined) return { settings: [...own, ...given], said }
  const [name, text] = swept
  throw new ModelError('bad-option', {
    what: `The configuration sets '${name}' to several values, and \`netsplit ${command.name()}\` is for one at a time`,
    where: [`${files.join()}: set: ${name}=${text}`],
    fix: `say which: --set ${name}=VALUE`,
  })
}
