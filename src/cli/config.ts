import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command, Option } from 'commander'
import { brief } from '../value/brief.ts'
import { didYouMean, ModelError } from '../value/model-error.ts'
import { describeThrown, isInstance } from '../value/thrown.ts'
import type { Said } from './config-blame.ts'
import type { CheckFlags } from './check-flags.ts'
import { Exit } from './io.ts'
import { importFile } from './load-model.ts'

/** What is to be checked, and how. */
export interface Asked {
  readonly models: readonly string[]
  readonly flags: CheckFlags
}

/** The same, and what of it the configuration says. */
export interface Configured extends Asked {
  readonly said: Said
}

/** What a key of a configuration holds, and the option of the command line that it stands for. */
type Key =
  | { readonly kind: 'flag' | 'number' | 'text' | 'list' | 'settings'; readonly option: string }
  | { readonly kind: 'models' }

const keys: Readonly<Record<string, Key>> = {
  models: { kind: 'models' },
  set: { kind: 'settings', option: 'set' },
  properties: { kind: 'list', option: 'property' },
  reporters: { kind: 'list', option: 'reporter' },
  maxStates: { kind: 'number', option: 'maxStates' },
  maxSeconds: { kind: 'number', option: 'maxSeconds' },
  maxMemory: { kind: 'text', option: 'maxMemory' },
  noReduction: { kind: 'list', option: 'reduction' },
  workers: { kind: 'number', option: 'workers' },
  exhaustive: { kind: 'flag', option: 'exhaustive' },
  keepGoing: { kind: 'flag', option: 'keepGoing' },
  stopAtFirst: { kind: 'flag', option: 'stopAtFirst' },
  profile: { kind: 'flag', option: 'profile' },
  coverage: { kind: 'flag', option: 'coverage' },
  witnesses: { kind: 'flag', option: 'witnesses' },
  unfold: { kind: 'flag', option: 'unfold' },
}

const wanted: Readonly<Record<Key['kind'], string>> = {
  models: 'a list of names, files, folders and globs',
  settings: 'the parameters with their values: { servers: 3 }',
  list: 'a list of texts',
  number: 'a number',
  text: 'a text, such as 4g',
  flag: 'true or false',
}

/**
 * What is asked for, with what the configuration of the folder says where the command line does not: models, where it
 * names none, and options. Parameters are put together.
 *
 * @param files the configurations that were found
 * @throws ModelError 'bad-option' when there are two, or a key or value makes no sense
 */
export const configured = async (
  asked: Asked,
  files: readonly string[],
  folder: string,
  command: Command,
): Promise<Configured> => {
  const [file = '', other] = files
  if (other !== undefined) {
    throw new ModelError('bad-option', {
      what: 'There are two configurations',
      where: files,
      fix: 'keep one of them',
    })
  }
  const config = await read(file, folder)
  const flags: Record<string, unknown> = { ...asked.flags }
  const said: Said['keys'][number][] = []
  let { models } = asked
  for (const [name, value] of Object.entries(config)) {
    if (value === undefined) continue
    const key = Object.hasOwn(keys, name) ? keys[name] : undefined
    if (key === undefined) throw unknownKey(name, file)
    const texts = textsIn(key.kind, value)
    if (texts === null) throw wrongValue(name, key, value, file)
    if (key.kind === 'models') models = models.length === 0 ? texts : models
    else if (isOpen(key.option, command, asked.flags)) {
      flags[key.option] =
        key.kind === 'flag' ? value || undefined : parsed(key.option, texts, command, file)
      const own = new Set(givenSet(command, asked.flags).map(([parameter]) => parameter))
      const others = texts.filter((text) => !own.has(text.slice(0, text.indexOf('='))))
      said.push(...saidBy(name, key, key.kind === 'settings' ? others : texts, command))
    }
  }
  return {
    models,
    said: { file, keys: said },
    flags: {
      ...(flags as unknown as CheckFlags),
      set: [...((flags['set'] ?? []) as CheckFlags['set']), ...givenSet(command, asked.flags)],
    },
  }
}

const isGiven = (option: string, command: Command): boolean =>
  command.getOptionValueSource(option) === 'cli'

/** Whether the command line leaves an option to the configuration; parameters it always does. */
const isOpen = (option: string, command: Command, { json }: CheckFlags): boolean =>
  option === 'set' || !(isGiven(option, command) || (option === 'reporter' && json === true))

const givenSet = (command: Command, { set }: CheckFlags): CheckFlags['set'] =>
  isGiven('set', command) ? set : []

const read = async (file: string, folder: string): Promise<object> => {
  const path = join(folder, file)
  const config = file.endsWith('.json')
    ? await readJson(path, file)
    : await importConfig(path, file)
  if (typeof config === 'object' && config !== null && !Array.isArray(config)) return config
  throw new ModelError('bad-option', {
    what: `The configuration is ${config === undefined ? 'missing' : brief(config)}`,
    where: [file],
    fix: `${file.endsWith('.json') ? 'write' : 'export by default'} an object such as { models: ['models/*.ts'], maxStates: 1_000_000 }`,
  })
}

/** It is code, and may end the process: not as if all were well. */
const importConfig = async (path: string, file: string): Promise<unknown> => {
  const ended = (): void => {
    process.exitCode = Exit.mistake
    process.stderr.write(`error: The configuration ended the program\n  where: ${file}\n`)
  }
  process.once('exit', ended)
  try {
    // It may have been read before, and saved since.
    return ((await importFile(path, true)) as { readonly default?: unknown }).default
  } catch (error) {
    if (!isInstance(error, ModelError)) throw error
    const { code, where, fix, cause } = error
    const what = error.what.replace(/^The model( file)?(?= )/, 'The configuration')
    throw new ModelError(code, { what, where, fix, cause })
  } finally {
    process.removeListener('exit', ended)
  }
}

const readJson = async (path: string, file: string): Promise<unknown> => {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    throw new ModelError('bad-option', {
      what: `The configuration cannot be read: ${describeThrown(error)}`,
      where: [file],
      fix: 'mend the file',
    })
  }
}

/** A value as the texts that the command line would be given; null where it makes no sense. */
const textsIn = (kind: Key['kind'], value: unknown): readonly string[] | null => {
  switch (kind) {
    case 'flag':
      return typeof value === 'boolean' ? [] : null
    case 'number':
      return typeof value === 'number' ? [String(value)] : null
    case 'text':
      return typeof value === 'string' ? [value] : null
    case 'models':
    case 'list':
      return Array.isArray(value) && value.every((it) => typeof it === 'string') ? value : null
    case 'settings': {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
      const pairs = Object.entries(value)
      return pairs.every(([, it]) => ['string', 'number', 'boolean'].includes(typeof it))
        ? pairs.map(([name, it]) => `${name}=${String(it)}`)
        : null
    }
  }
}

/** What a key stands for on a command line: a parameter with what it is set to, as others may be set there; else the option. */
const saidBy = (
  name: string,
  key: Exclude<Key, { kind: 'models' }>,
  texts: readonly string[],
  command: Command,
): Said['keys'] => {
  const flag = optionOf(key.option, command)?.long ?? null
  if (flag === null) return []
  return key.kind === 'settings'
    ? texts.map((text) => ({ key: `${name}: ${text}`, flag: `${flag} ${text}` }))
    : [{ key: name, flag }]
}

const optionOf = (name: string, command: Command): Option | undefined =>
  command.options.find((it) => it.attributeName() === name)

/** What the option's own parser makes of texts. */
const parsed = (
  name: string,
  texts: readonly string[],
  command: Command,
  file: string,
): unknown => {
  const option = optionOf(name, command)
  try {
    return texts.reduce<unknown>(
      (before, text) => option?.parseArg?.(text, before),
      option?.defaultValue,
    )
  } catch (error) {
    throw isInstance(error, ModelError) ? error.at(file) : error
  }
}

const unknownKey = (name: string, file: string): ModelError =>
  new ModelError('bad-option', {
    what: `The configuration has a key '${name}', which means nothing`,
    where: [file],
    fix: `${didYouMean(name, Object.keys(keys))}there are ${Object.keys(keys).join(', ')}`,
  })

const wrongValue = (name: string, key: Key, value: unknown, file: string): ModelError =>
  new ModelError('bad-option', {
    what: `The key '${name}' of the configuration cannot be ${brief(value)}`,
    where: [file],
    fix: `give ${wanted[key.kind]}`,
  })
